"""One attempt at a payment processor, driven to its end while the screen goes on taking keys."""

from __future__ import annotations

from enum import Enum, auto
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.attempt import Attempt, AttemptKind, Move
from pos_app.domain.errors import PosError, UnavailableError
from pos_app.domain.payment import PaymentState
from pos_app.domain.staff import StaffMember
from pos_app.services.payments.charging import MOVES_MAX, Charging, Progress
from pos_app.services.payments.processor import (
    AmountError,
    BusyError,
    NotReachedError,
    ProcessorKind,
    ProcessorNotSetUpError,
    ProcessorRefusedError,
)
from pos_app.viewmodels.pay.attempt_link import AttemptLanes, AttemptLink, AttemptPace

_ENDING: Final = {Move.CANCEL, Move.GIVE_UP}
_NOT_DONE: Final = (
    *(NotReachedError, BusyError, ProcessorRefusedError),
    *(AmountError, ProcessorNotSetUpError),
)
"""After these it is certain that what was asked for was not done."""


class Phase(Enum):
    """What goes on with an attempt that is not decided."""

    ASKING = auto()
    """It is on its way to the processor."""
    WAITING = auto()
    """The customer is to do something."""
    TAKING = auto()
    """The customer has paid, and the money is being moved."""
    STOPPING = auto()
    UNKNOWN = auto()
    """The processor has not said what came of it."""


class Outcome(Enum):
    """How an attempt has ended."""

    MOVED = auto()
    DECLINED = auto()
    CANCELLED = auto()
    TIMED_OUT = auto()
    """The customer did nothing, and it was cancelled by itself."""
    REFUSED = auto()
    """The processor would not do it."""
    RELEASED = auto()
    """It is treated as unpaid, and may come yet."""


class AttemptDriver(QObject):
    """Acts in one lane while it asks in another, so that what hangs holds up nothing else.

    Signals:
        changed: Emitted when there is something new to show.
        ended: Emitted once, when it is decided on disk, or released.
    """

    changed = Signal()
    ended = Signal()

    def __init__(
        self,
        attempt: Attempt,
        *,
        charging: Charging,
        lanes: AttemptLanes,
        kind: ProcessorKind,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.attempt = attempt
        self.prompt = ""
        """What the customer's phone is to scan."""
        self.error: PosError | None = None
        """Why there was no answer to the last question."""
        self.refusal: PosError | None = None
        """Why it was stopped by itself: the processor would not do it."""
        self.is_stopping = self.is_timed_out = self.is_over = False
        self._moves = 0
        self.pace = AttemptPace(kind, self)
        self.pace.due.connect(self._look)
        self.pace.over.connect(self._give_up_waiting)
        self.link = AttemptLink(attempt, charging=charging, lanes=lanes, parent=self)
        self.link.answered.connect(self._on_answer)
        self.link.failed.connect(self._on_failure)
        self.link.stopped.connect(self._on_stopped)
        self.link.not_stopped.connect(self._on_not_stopped)

    @property
    def is_charge(self) -> bool:
        return self.attempt.kind is AttemptKind.CHARGE

    @property
    def phase(self) -> Phase:
        move = self.link.in_charge
        if self.error is not None:
            return Phase.UNKNOWN
        if self.is_stopping:
            return Phase.STOPPING
        if move is Move.CAPTURE:
            return Phase.TAKING
        is_asked = self.is_charge and self.attempt.state is not PaymentState.INTENT
        return Phase.WAITING if is_asked and move is None else Phase.ASKING

    @property
    def is_late(self) -> bool:
        """Whether the money came although it was not wanted any more."""
        return self.is_stopping and self.attempt.state is PaymentState.APPROVED

    def start(self, customer_code: str = "") -> None:
        """Ask for what is on disk as an intent."""
        if self.is_charge:
            self.pace.wait_for_customer()
        # Before the lane, which may have its answer at once.
        self.pace.ask_later(None)
        self.link.act(Move.CREATE if self.is_charge else Move.REFUND, customer_code)

    def take_up(self) -> None:
        """Go on with what an earlier run has left: nobody is asked to pay any more."""
        if self.is_charge:
            self.stop()
        else:
            self._look()

    def stop(self, actor: StaffMember | None = None, approver: StaffMember | None = None) -> None:
        """It is not wanted any more; the processor says whether that came in time.

        :param actor: who does not want it, if it is not ended by itself
        """
        if self.is_over or self.is_stopping or not self.is_charge:
            return
        self.is_stopping = True
        self.link.stop(actor, approver)
        self.changed.emit()

    def take(self, attempt: Attempt) -> None:
        """It is decided, or released; what is still on its way is written down all the same."""
        self.attempt = attempt
        if not self.is_over:
            self.is_over = True
            self.pace.end()
            self.ended.emit()

    @Slot(object)
    def _on_stopped(self, attempt: Attempt) -> None:
        if attempt.is_decided:
            self.take(attempt)
        elif self.is_stopping and not self.is_over:
            self.link.act(Move.CANCEL)

    @Slot(object)
    def _on_not_stopped(self, error: PosError) -> None:
        """The disk has refused: it is still wanted there, and can be stopped once more."""
        self.is_stopping = self.is_timed_out = False
        self._fail(error)

    @Slot()
    def _give_up_waiting(self) -> None:
        if self.phase is Phase.TAKING:
            self.pace.wait_for_customer()
        elif not self.is_stopping:
            self.is_timed_out = True
            self.stop()

    @Slot()
    def _look(self) -> None:
        if not self.is_over:
            self._moves = 0
            self.link.look()

    @Slot(object, object)
    def _on_answer(self, asked: Move, progress: Progress) -> None:
        if self.is_over:
            return
        if progress.attempt.is_decided:
            self.take(progress.attempt)
            return
        self.attempt = progress.attempt
        self.prompt = progress.prompt or self.prompt
        self.error = None
        self.pace.ask_later(None)
        move = progress.move
        # What is said twice, or too often, waits for the next look: it may be otherwise then. And
        # what was asked before somebody pressed Cancel does not know of it.
        is_news = move not in {Move.WAIT, Move.QUERY, asked} and self._moves < MOVES_MAX
        if is_news and (move in _ENDING or not self.is_stopping):
            self._moves += 1
            self.link.act(move)
        self.changed.emit()

    @Slot(object, object)
    def _on_failure(self, asked: Move, error: PosError) -> None:
        if self.is_over:
            return
        keeps_on = asked is Move.CAPTURE and isinstance(error, UnavailableError)
        is_no = isinstance(error, _NOT_DONE) and asked not in {Move.QUERY, Move.CANCEL}
        if is_no and not keeps_on:
            # It will not be done: what was begun of it is closed, or was never begun.
            self.refusal = error
            self.stop()
        if not is_no or keeps_on or not self.is_charge:
            self._fail(error)
        if is_no and not self.is_charge:
            self.link.stop()

    def _fail(self, error: PosError) -> None:
        self.error = error
        self.pace.ask_later(error)
        self.changed.emit()


def outcome_of(driver: AttemptDriver) -> Outcome:
    attempt = driver.attempt
    if not attempt.is_decided or attempt.released_by is not None:
        return Outcome.RELEASED
    if attempt.state is PaymentState.APPROVED:
        return Outcome.MOVED
    if driver.refusal is not None or not driver.is_charge:
        return Outcome.REFUSED
    if attempt.state is PaymentState.DECLINED:
        return Outcome.DECLINED
    return Outcome.TIMED_OUT if driver.is_timed_out else Outcome.CANCELLED
