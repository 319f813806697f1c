"""Use case: go on, in another epoch, with a store that was moved, copied or has lost entries."""

from __future__ import annotations

from typing import Protocol

from pos_app.domain.disk_space import OutOfRoomError
from pos_app.domain.errors import PosError, RefusedError
from pos_app.domain.journal import EntryKind
from pos_app.domain.staff import Decision, Permission, StaffMember
from pos_app.domain.store import INSTALLATION
from pos_app.services.journal.losing import LossError, LossUntoldError
from pos_app.services.journal.writing import Fact, JournalWriter
from pos_app.services.ports import Clock, Ids, NewUnitOfWork, UnitOfWork


class AdoptionByManagerError(RefusedError):
    code = "adopt.manager"
    text = "This store was copied, moved or put back here. A manager must sign in first."


class AdoptionAskedError(RefusedError):
    """Whoever types the PIN once more has answered."""

    code = "adopt.asked"
    text = (
        "This store was copied, moved or put back here. If it still sells elsewhere, close this "
        "window. To go on here, with a new series of receipt numbers, type your PIN again."
    )


class Place(Protocol):
    """What this computer knows of a store, outside the store's folder."""

    def remember(self, installation: str) -> None:
        """From now on this installation is at home here."""
        ...

    def newest_epoch(self) -> int:
        """Of this journal, begun by any copy of it on this computer; 0 if none."""
        ...

    def note_epoch(self, epoch: int) -> None:
        """Never give this one to another copy, whether or not it begins."""
        ...


class Adopting:
    """A copy that sold on in the same epoch would give out the other one's numbers again."""

    def __init__(
        self,
        *,
        new_uow: NewUnitOfWork,
        journal: JournalWriter,
        clock: Clock,
        ids: Ids,
        number_prefix: str,
        place: Place,
    ) -> None:
        self._new_uow = new_uow
        self._journal = journal
        self._clock = clock
        self._ids = ids
        self._number_prefix = number_prefix
        self._place = place
        self._asked: int | None = None
        self._is_moved = False
        self._loss: LossError | None = None

    def owe(self, *, is_moved: bool, loss: LossError | None) -> None:
        """Say what must be done before anything is added to the journal."""
        self._is_moved, self._loss = is_moved, loss

    @property
    def is_owed(self) -> bool:
        """Whether the old epoch must be left alone."""
        return self._is_moved or self._loss is not None

    def settle(self, actor: StaffMember) -> None:
        """Do what is owed, for the first person who signs in.

        :raises AdoptionByManagerError: if the store was moved, and the actor may not decide it
        :raises AdoptionAskedError: if it was, the first time
        :raises LossUntoldError: if nothing can be written about what is missing
        """
        if self._is_moved:
            self.ask(actor)
            self.adopt(actor)
        elif self._loss is not None:
            self.go_on_after_loss()

    def ask(self, actor: StaffMember) -> None:
        """Let pass who was asked already.

        :raises AdoptionByManagerError: if the actor may not decide it
        :raises AdoptionAskedError: the first time
        """
        if actor.decide(Permission.ADOPT_STORE) is not Decision.ALLOWED:
            raise AdoptionByManagerError
        if self._asked != actor.staff_id:
            self._asked = actor.staff_id
            raise AdoptionAskedError

    def adopt(self, actor: StaffMember) -> str:
        """Begin an epoch and return its series of numbers.

        A kill in between leaves a store that asks once more, never one that goes on by itself.
        """
        actor.require(Permission.ADOPT_STORE)
        installation = self._ids.new()
        ahead = self._ahead()
        self._place.remember(installation)
        with self._new_uow() as uow:
            uow.settings.put(INSTALLATION, installation)
            series = self._begin(uow, ahead, actor=actor, reason="adopt")
            uow.commit()
        self._follow(ahead)
        return series

    def go_on_after_loss(self) -> None:
        """Begin an epoch, for the lost orders' numbers are on paper, and write down the loss.

        :raises LossUntoldError: if that is refused
        :raises OutOfRoomError: if there is no room for it
        """
        try:
            self._begin_after_loss()
        except OutOfRoomError:
            raise
        except PosError as error:
            raise LossUntoldError(loss=self._loss, reason=error) from error

    def _begin_after_loss(self) -> None:
        ahead = self._ahead()
        with self._new_uow() as uow:
            self._begin(uow, ahead, actor=None, reason="loss")
            uow.commit()
        self._follow(ahead)

    def _begin(
        self, uow: UnitOfWork, ahead: JournalWriter, *, actor: StaffMember | None, reason: str
    ) -> str:
        series = begin_epoch(
            uow,
            journal=ahead,
            clock=self._clock,
            actor=actor,
            reason=reason,
            number_prefix=self._number_prefix,
        )
        tell_loss(uow, self._loss, journal=ahead)
        return series

    def _ahead(self) -> JournalWriter:
        """In an epoch after all that are known, which no other copy begins from now on."""
        lost = 0 if self._loss is None else self._loss.epoch
        ahead = self._journal.in_next_epoch(max(self._place.newest_epoch(), lost))
        self._place.note_epoch(ahead.epoch)
        return ahead

    def _follow(self, ahead: JournalWriter) -> None:
        self._journal.follow(ahead)
        self._is_moved, self._loss = False, None


def begin_epoch(
    uow: UnitOfWork,
    *,
    journal: JournalWriter,
    clock: Clock,
    actor: StaffMember | None,
    reason: str,
    number_prefix: str,
) -> str:
    """Start the series of the journal's epoch, say so in it, and return the series' name."""
    series = uow.settings.start_epoch(
        at=clock.now(), reason=reason, terminal=number_prefix, after=journal.epoch - 1
    )
    body: dict[str, object] = {"reason": reason, "series": series}
    journal.append(uow.journal, Fact(EntryKind.EPOCH_START, actor, body))
    return series


def tell_loss(uow: UnitOfWork, loss: LossError | None, *, journal: JournalWriter) -> None:
    """Write down what is missing, if anything, as an entry of the new epoch.

    One of the old epoch would stand where another copy, or an anchor, knows a lost one.
    """
    if loss is not None:
        body: dict[str, object] = {"recorded": loss.recorded, "found": loss.found}
        journal.append(uow.journal, Fact(EntryKind.INTEGRITY_FAIL, None, body))
