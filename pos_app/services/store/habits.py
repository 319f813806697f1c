"""Use case: a habit of the store is changed, and the journal says by whom."""

from __future__ import annotations

from dataclasses import replace

from pos_app.domain.errors import InvalidInputError
from pos_app.domain.journal import EntryKind
from pos_app.domain.money import Money
from pos_app.domain.staff import Permission, StaffMember
from pos_app.domain.store import SETTING, StoreProfile
from pos_app.services.journal.writing import Fact, JournalWriter
from pos_app.services.ports import NewUnitOfWork


class NegativeLimitError(InvalidInputError):
    code = "store.negative_limit"
    text = "{limit} is no limit: say an amount, or 0 for none. Nothing was changed."


def change_tips(
    new_uow: NewUnitOfWork,
    journal: JournalWriter,
    *,
    profile: StoreProfile,
    actor: StaffMember,
    taken: bool,
) -> StoreProfile:
    """Offer on the payment screen that the customer gives something on top, or do not."""
    return _change(new_uow, journal, replace(profile, tips=taken), actor, {"tips": taken})


def change_return_limits(
    new_uow: NewUnitOfWork,
    journal: JournalWriter,
    *,
    profile: StoreProfile,
    actor: StaffMember,
    days: int,
    limit: int,
) -> StoreProfile:
    """Ask for what comes back later, or for more of one person in a day; 0 is no limit.

    :param limit: in minor units
    :raises NegativeLimitError: if it is below 0
    """
    if limit < 0:
        raise NegativeLimitError(limit=Money(limit, profile.currency))
    changed = replace(profile, return_days=days, refund_limit=limit)
    body: dict[str, object] = {"return_days": days, "refund_limit": limit}
    return _change(new_uow, journal, changed, actor, body)


def change_count_limit(
    new_uow: NewUnitOfWork,
    journal: JournalWriter,
    *,
    profile: StoreProfile,
    actor: StaffMember,
    limit: int | None,
) -> StoreProfile:
    """File a count that differs by more only after a second one, and with a manager's word.

    :param limit: in minor units; 0 is no limit, None the usual one of the currency
    :raises NegativeLimitError: if it is below 0
    """
    if limit is not None and limit < 0:
        raise NegativeLimitError(limit=Money(limit, profile.currency))
    changed = replace(profile, count_limit=limit)
    return _change(new_uow, journal, changed, actor, {"count_limit": limit})


def change_auto_lock(
    new_uow: NewUnitOfWork,
    journal: JournalWriter,
    *,
    profile: StoreProfile,
    actor: StaffMember,
    minutes: int,
) -> StoreProfile:
    """Lock the till after so many minutes without a key or a touch; 0 is never."""
    changed = replace(profile, auto_lock_minutes=minutes)
    return _change(new_uow, journal, changed, actor, {"auto_lock_minutes": minutes})


def _change(
    new_uow: NewUnitOfWork,
    journal: JournalWriter,
    changed: StoreProfile,
    actor: StaffMember,
    body: dict[str, object],
) -> StoreProfile:
    actor.require(Permission.MANAGE_STORE)
    with new_uow() as uow:
        uow.settings.put(SETTING, changed.to_text())
        journal.append(uow.journal, Fact(EntryKind.CONFIG_CHANGE, actor, body))
        uow.commit()
    return changed
