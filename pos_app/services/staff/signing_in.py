"""Use case: sign in by PIN or badge, and lock; wrong ones cost time, and a kill saves none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Final

from pos_app.domain.badge import BadgeRefusedNowError
from pos_app.domain.errors import RefusedError
from pos_app.domain.journal import EntryKind
from pos_app.domain.staff import (
    FREE_TRIES,
    LockedOutError,
    StaffDisabledError,
    StaffMember,
    WrongPinError,
    wait_after,
)
from pos_app.services.journal.adopting import Adopting
from pos_app.services.journal.writing import Fact, JournalWriter
from pos_app.services.last_room import even_if_full
from pos_app.services.ports import (
    Clock,
    Disk,
    NewUnitOfWork,
    PinHasher,
    SettingQueries,
    StaffCredentials,
    StaffQueries,
)
from pos_app.services.staff.badges import Badges
from pos_app.services.staff.waiting import Waiting

NOBODY: Final = 0
"""In the place of a staff id."""


class NoPinYetError(RefusedError):
    """Head office has sent this person, and a PIN never travels."""

    code = "pin.none_yet"
    text = (
        "{name} has no PIN at this till yet. A manager gives one under Staff in the menu (F10), or "
        "by pos-app staff reset NAME."
    )


class How(StrEnum):
    """By what somebody signed in, or why the till is locked: words of the journal."""

    PIN = "pin"
    BADGE = "badge"
    ASKED = "asked"
    IDLE = "idle"


@dataclass(frozen=True, slots=True)
class SigningInPorts:
    """What a sign-in reaches for."""

    new_uow: NewUnitOfWork
    staff: StaffQueries
    hasher: PinHasher
    journal: JournalWriter
    clock: Clock
    disk: Disk
    settings: SettingQueries


class SigningIn:
    """The seconds of a lock-out run on the monotonic clock, from the start of this program.

    They are stored, and so begin again in full after a restart: a kill shortens nothing.
    """

    def __init__(self, *, ports: SigningInPorts, adopting: Adopting | None = None) -> None:
        """:param adopting: settles what is owed, if anything, before the first sign-in"""
        self._new_uow = ports.new_uow
        self._staff = ports.staff
        self._hasher = ports.hasher
        self._journal = ports.journal
        self._clock = ports.clock
        self._disk = ports.disk
        self._adopting = adopting
        self._waiting = Waiting(ports.clock)
        self._badges = Badges(
            new_uow=ports.new_uow,
            hasher=ports.hasher,
            settings=ports.settings,
            waiting=self._waiting,
        )
        self._locked_by = NOBODY

    def people(self) -> Sequence[StaffMember]:
        return [person for person in self._staff.listed() if person.active]

    def has_badges(self) -> bool:
        return self._staff.has_badges()

    @property
    def is_adoption_owed(self) -> bool:
        """Whether nothing may be written before a manager has signed in."""
        return self._adopting is not None and self._adopting.is_owed

    def seconds_to_wait(self, staff_id: int) -> int:
        _, seconds = self._staff.locks().get(staff_id, (0, 0))
        return self._waiting.left(staff_id, seconds)

    def sign_in(self, *, staff_id: int, pin: str) -> StaffMember:
        """Check a PIN and journal the sign-in.

        :raises AdoptionAskedError: the first time in a store that was moved or copied
        :raises AdoptionByManagerError: there, if somebody else signs in before a manager
        :raises LossUntoldError: while entries are missing that nothing can be written about
        :raises WrongPinError: with the tries left
        :raises LockedOutError: while the waiting time runs; the PIN is not even looked at
        """
        member = self.prove(staff_id=staff_id, pin=pin)
        if self._adopting is not None:
            even_if_full(self._disk, partial(self._adopting.settle, member))
        even_if_full(self._disk, lambda: self._note_sign_in(member, How.PIN))
        return member

    def sign_in_by_badge(self, *, raw: str, prefix: str) -> StaffMember:
        """Let in whose badge was scanned, and journal it.

        :raises BadgeRefusedNowError: in a store that was moved or copied: that wants a PIN
        :raises UnknownBadgeError: if nobody has it; the next one may have to wait
        :raises LockedOutError: while the waiting time runs; the badge is not even looked at
        :raises StaffDisabledError: if its owner may not sign in any more
        """
        if self.is_adoption_owed:
            raise BadgeRefusedNowError
        member = self.prove_by_badge(raw=raw, prefix=prefix)
        even_if_full(self._disk, lambda: self._note_sign_in(member, How.BADGE))
        return member

    def lock(self, *, actor: StaffMember, is_idle: bool = False) -> None:
        """Journal that the till was left; whoever comes back to it unlocks it."""
        self._locked_by = actor.staff_id
        how = How.IDLE if is_idle else How.ASKED
        even_if_full(self._disk, lambda: self._note(Fact(EntryKind.LOCK, actor, {"how": how})))

    def prove_by_badge(
        self, *, raw: str, prefix: str, about: Mapping[str, object] | None = None
    ) -> StaffMember:
        """Say whose badge this is, of those who need not sign in; a right one ends the counting.

        :param about: what an unknown one was for, for its journal entry
        :raises UnknownBadgeError: if nobody has it; the next one may have to wait
        :raises LockedOutError: while the waiting time runs
        :raises StaffDisabledError: if its owner has left
        """
        found = self._badges.owner_of(raw, prefix=prefix)
        if found is None:
            even_if_full(self._disk, lambda: self._note_unknown_badge(about or {}))
        if found is None or not found.member.active:
            raise StaffDisabledError
        even_if_full(self._disk, self._badges.forget)
        return found.member

    def prove(
        self, *, staff_id: int, pin: str, about: Mapping[str, object] | None = None
    ) -> StaffMember:
        """Check the PIN of somebody who need not sign in; a right one ends the counting.

        :param about: what a wrong one was for, for its journal entry
        :raises StaffDisabledError: if nobody active has this id
        :raises NoPinYetError: if this person has none yet
        :raises WrongPinError: with the tries left
        :raises LockedOutError: while the waiting time runs; the PIN is not even looked at
        """
        with self._new_uow() as uow:
            found = uow.staff.credentials(staff_id)
        if found is None or not found.member.active:
            raise StaffDisabledError
        if not found.pin_hash:
            raise NoPinYetError(name=found.member.name)
        left = self._waiting.left(staff_id, found.lock_seconds_left)
        if left > 0:
            raise LockedOutError(wait_s=left)
        # Outside any transaction: the hash takes 100 ms on purpose.
        if not self._hasher.matches(pin, found.pin_hash, staff_id=staff_id):
            even_if_full(self._disk, lambda: self._note_failure(found, about or {}))
        if found.failures:
            even_if_full(self._disk, lambda: self._forget_failures(staff_id))
        self._waiting.end(staff_id)
        return found.member

    def _forget_failures(self, staff_id: int) -> None:
        with self._new_uow() as uow:
            uow.staff.set_tries(staff_id, failures=0, lock_seconds_left=0)
            uow.commit()

    def _note(self, fact: Fact) -> None:
        with self._new_uow() as uow:
            self._journal.append(uow.journal, fact)
            uow.commit()

    def _note_sign_in(self, member: StaffMember, how: How) -> None:
        is_back = self._locked_by == member.staff_id
        kind = EntryKind.UNLOCK if is_back else EntryKind.LOGIN
        now = self._clock.now()
        with self._new_uow() as uow:
            uow.staff.note_sign_in(member.staff_id, at=now)
            self._journal.append(uow.journal, Fact(kind, member, {"how": how}))
            uow.commit()
        self._locked_by = NOBODY
        self._waiting.end(member.staff_id)

    def _note_unknown_badge(self, about: Mapping[str, object]) -> None:
        with self._new_uow() as uow:
            error = self._badges.count_one_more(uow.settings)
            if not self.is_adoption_owed:
                body = {"how": How.BADGE, "failures": error.values["failures"], **about}
                self._journal.append(uow.journal, Fact(EntryKind.LOGIN_FAILED, None, body))
            uow.commit()
        self._badges.begin_to_wait()
        raise error

    def _note_failure(self, found: StaffCredentials, about: Mapping[str, object]) -> None:
        """Count the wrong PIN on disk before anybody hears of it, then say so."""
        staff_id = found.member.staff_id
        failures = found.failures + 1
        wait_s = wait_after(failures)
        with self._new_uow() as uow:
            uow.staff.set_tries(staff_id, failures=failures, lock_seconds_left=wait_s)
            # Nothing is added to an epoch that may go on elsewhere.
            if not self.is_adoption_owed:
                self._journal.append(
                    uow.journal,
                    Fact(
                        kind=EntryKind.LOGIN_FAILED,
                        actor=found.member,
                        body={"failures": failures, "wait_s": wait_s, **about},
                    ),
                )
            uow.commit()
        self._waiting.begin(staff_id)
        raise WrongPinError(tries_left=max(0, FREE_TRIES - failures), wait_s=wait_s)
