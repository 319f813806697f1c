"""Use case: practise in a copy of the store in which nothing is real."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from pos_app.domain.errors import RefusedError
from pos_app.domain.journal import EntryKind
from pos_app.domain.staff import Permission, StaffDisabledError, StaffMember
from pos_app.domain.store import StoreProfile
from pos_app.services.journal.writing import Fact, JournalWriter
from pos_app.services.ports import NewUnitOfWork, StaffQueries

_NOT_OF_THE_SHELF: Final = ("customer_", "order_")
"""How the names of changes begin that a copy knows nothing of anyway."""


class NoPracticeStoreError(RefusedError):
    code = "practice.only"
    text = "This is a real store: everybody signs in with a PIN or a badge. Nobody was signed in."


def copied_profile(profile: StoreProfile, *, journal_id: str) -> StoreProfile:
    """What a copy is: no processor moves money, so their ways to pay are entered by hand."""
    by_hand = (replace(one, processor="", flow="") for one in profile.tender_methods[1:])
    return replace(
        profile,
        journal_id=journal_id,
        practice=True,
        copy_of=profile.journal_id,
        keys_in_file=True,
        methods=tuple(one.fields for one in by_hand),
    )


def tells_of_shelf(body: Mapping[str, object]) -> bool:
    """Whether a journal entry about a change tells of anything that a copy was made of."""
    return not all(name.startswith(_NOT_OF_THE_SHELF) for name in body) or not body


class PracticeDoor:
    """Lets in whoever comes over from the real till, where the PIN was asked for already."""

    def __init__(
        self,
        *,
        new_uow: NewUnitOfWork,
        staff: StaffQueries,
        journal: JournalWriter,
        profile: StoreProfile,
    ) -> None:
        self._new_uow = new_uow
        self._staff = staff
        self._journal = journal
        self._profile = profile

    def let_in(self, staff_id: int) -> StaffMember:
        """Sign somebody in without a PIN, and journal it.

        :raises NoPracticeStoreError: in a real store, or one that is nobody's copy
        :raises StaffDisabledError: if nobody active has this id
        :raises NotAllowedError: if this person may not sell
        """
        if not (self._profile.practice and self._profile.copy_of):
            raise NoPracticeStoreError
        found = [one for one in self._staff.listed() if one.staff_id == staff_id and one.active]
        if not found:
            raise StaffDisabledError
        member = found[0]
        member.require(Permission.SELL)
        with self._new_uow() as uow:
            self._journal.append(uow.journal, Fact(EntryKind.LOGIN, member, {"how": "practice"}))
            uow.commit()
        return member
