"""Use case: sign in by PIN; wrong ones cost time, and the count survives a kill."""

from __future__ import annotations

from collections.abc import Sequence

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
from pos_app.services.ports import (
    Clock,
    NewUnitOfWork,
    PinHasher,
    StaffCredentials,
    StaffQueries,
)

MS_PER_SECOND = 1_000


class SigningIn:
    """The seconds of a lock-out run on the monotonic clock, from the start of this program.

    They are stored, and so begin again in full after a restart: a kill shortens nothing.
    """

    def __init__(
        self,
        *,
        new_uow: NewUnitOfWork,
        staff: StaffQueries,
        hasher: PinHasher,
        journal: JournalWriter,
        clock: Clock,
        adopting: Adopting | None = None,
    ) -> None:
        """:param adopting: comes before the first sign-in of a store that was moved or copied"""
        self._new_uow = new_uow
        self._staff = staff
        self._hasher = hasher
        self._journal = journal
        self._clock = clock
        self._adopting = adopting
        self._locked_since: dict[int, int] = {}
        self._started_ms = clock.monotonic_ms()

    def people(self) -> Sequence[StaffMember]:
        return [person for person in self._staff.listed() if person.active]

    def seconds_to_wait(self, staff_id: int) -> int:
        _, seconds = self._staff.locks().get(staff_id, (0, 0))
        return self._left(staff_id, seconds)

    def sign_in(self, *, staff_id: int, pin: str) -> StaffMember:
        """Check a PIN and journal the sign-in.

        :raises AdoptionAskedError: the first time in a store that was moved or copied
        :raises AdoptionByManagerError: there, if somebody else signs in before a manager
        :raises WrongPinError: with the tries left
        :raises LockedOutError: while the waiting time runs; the PIN is not even looked at
        """
        with self._new_uow() as uow:
            found = uow.staff.credentials(staff_id)
        if found is None or not found.member.active:
            raise StaffDisabledError
        left = self._left(staff_id, found.lock_seconds_left)
        if left > 0:
            raise LockedOutError(wait_s=left)
        # Outside any transaction: the hash takes 100 ms on purpose.
        if not self._hasher.matches(pin, found.pin_hash, staff_id=staff_id):
            self._note_failure(found)
        if self._adopting is not None:
            self._adopting.ask(found.member)
            self._adopting.adopt(found.member)
            self._adopting = None
        now = self._clock.now()
        with self._new_uow() as uow:
            uow.staff.note_sign_in(staff_id, at=now)
            self._journal.append(uow.journal, Fact(kind=EntryKind.LOGIN, actor=found.member))
            uow.commit()
        self._locked_since.pop(staff_id, None)
        return found.member

    def _note_failure(self, found: StaffCredentials) -> None:
        """Count the wrong PIN on disk before anybody hears of it, then say so."""
        staff_id = found.member.staff_id
        failures = found.failures + 1
        wait_s = wait_after(failures)
        with self._new_uow() as uow:
            uow.staff.set_tries(staff_id, failures=failures, lock_seconds_left=wait_s)
            # Nothing is added to an epoch that may go on elsewhere.
            if self._adopting is None:
                self._journal.append(
                    uow.journal,
                    Fact(
                        kind=EntryKind.LOGIN_FAILED,
                        actor=found.member,
                        body={"failures": failures, "wait_s": wait_s},
                    ),
                )
            uow.commit()
        self._locked_since[staff_id] = self._clock.monotonic_ms()
        raise WrongPinError(tries_left=max(0, FREE_TRIES - failures), wait_s=wait_s)

    def _left(self, staff_id: int, stored: int) -> int:
        since = self._locked_since.get(staff_id, self._started_ms)
        passed_ms = self._clock.monotonic_ms() - since
        return max(0, -(-(stored * MS_PER_SECOND - passed_ms) // MS_PER_SECOND))
