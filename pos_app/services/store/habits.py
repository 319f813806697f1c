"""Use case: a habit of the store is changed, and the journal says by whom."""

from __future__ import annotations

from dataclasses import replace

from pos_app.domain.journal import EntryKind
from pos_app.domain.staff import Permission, StaffMember
from pos_app.domain.store import SETTING, StoreProfile
from pos_app.services.journal.writing import Fact, JournalWriter
from pos_app.services.ports import NewUnitOfWork


def change_auto_lock(
    new_uow: NewUnitOfWork,
    journal: JournalWriter,
    *,
    profile: StoreProfile,
    actor: StaffMember,
    minutes: int,
) -> StoreProfile:
    """Lock the till after so many minutes without a key or a touch; 0 is never."""
    actor.require(Permission.MANAGE_STORE)
    changed = replace(profile, auto_lock_minutes=minutes)
    with new_uow() as uow:
        uow.settings.put(SETTING, changed.to_text())
        body: dict[str, object] = {"auto_lock_minutes": minutes}
        journal.append(uow.journal, Fact(EntryKind.CONFIG_CHANGE, actor, body))
        uow.commit()
    return changed
