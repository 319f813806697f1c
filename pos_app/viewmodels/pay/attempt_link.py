"""What is asked about one attempt: each purpose in its own lane, and the times in between."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from math import ceil
from typing import Final, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from pos_app.domain.attempt import Attempt, Move
from pos_app.domain.errors import PosError
from pos_app.domain.staff import StaffMember
from pos_app.services.payments.charging import Charging, Progress
from pos_app.services.payments.processor import ProcessorKind, Purpose
from pos_app.services.payments.processor_calls import PURPOSES
from pos_app.tasks.runner import TaskRunner

T = TypeVar("T")
SLOWEST: Final = 5
"""Without an answer it asks at most so many times more slowly."""
_MS: Final = timedelta(milliseconds=1)
_S: Final = 1_000


@dataclass(frozen=True, slots=True)
class AttemptLanes:
    """Each processor has a lane for each purpose; what only writes goes to the writer's."""

    writer: TaskRunner
    of: Callable[[str, Purpose], TaskRunner]


class AttemptLink(QObject):
    """One question at a time in each lane: behind one that hangs it would be stale.

    Signals:
        answered: Emitted with the Move that was asked, and the Progress.
        failed: Emitted with the Move that was asked, and the PosError.
        stopped: Emitted with the Attempt once it is on disk that it is not wanted.
        not_stopped: Emitted with the PosError if that could not be written.
    """

    answered = Signal(object, object)
    failed = Signal(object, object)
    stopped = Signal(object)
    not_stopped = Signal(object)

    def __init__(
        self, attempt: Attempt, *, charging: Charging, lanes: AttemptLanes, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._owner = parent
        self._id = attempt.attempt_id
        self._processor = attempt.processor
        self._charging = charging
        self._lanes = lanes
        self._asked: dict[Purpose, Move] = {}
        self._on_its_way = 0
        self._is_retired = self._is_gone = False

    @property
    def in_charge(self) -> Move | None:
        """What is on its way in the lane that charges."""
        return self._asked.get(Purpose.CHARGE)

    @property
    def is_asking(self) -> bool:
        return bool(self._asked)

    def look(self) -> None:
        self._submit(Move.QUERY, lambda: self._charging.look(self._id))

    def act(self, move: Move, customer_code: str = "") -> None:
        self._submit(move, lambda: self._charging.act(self._id, move, customer_code=customer_code))

    def stop(self, actor: StaffMember | None = None, approver: StaffMember | None = None) -> None:
        def work() -> Attempt:
            if actor is None:
                return self._charging.stop(self._id)
            return self._charging.back_out(attempt_id=self._id, actor=actor, approver=approver)

        self._on_its_way += 1
        self._lanes.writer.submit(
            work,
            on_success=partial(self._come, self.stopped.emit),
            on_failure=partial(self._come, self.not_stopped.emit),
        )

    def retire(self) -> None:
        """Nobody listens any more: what it belongs to goes once nothing is on its way to it."""
        self._is_retired = True
        self._go_if_done()

    def _submit(self, move: Move, work: Callable[[], Progress]) -> None:
        purpose = PURPOSES.get(move, Purpose.QUERY)
        if purpose in self._asked:
            return
        self._asked[purpose] = move
        self._on_its_way += 1
        self._lanes.of(self._processor, purpose).submit(
            work,
            on_success=partial(self._come, partial(self._answer, purpose, self.answered.emit)),
            on_failure=partial(self._come, partial(self._answer, purpose, self.failed.emit)),
        )

    def _answer(self, purpose: Purpose, tell: Callable[[Move, object], None], what: object) -> None:
        tell(self._asked.pop(purpose), what)

    def _come(self, tell: Callable[[T], None], what: T) -> None:
        self._on_its_way -= 1
        if not self._is_retired:
            tell(what)
        self._go_if_done()

    def _go_if_done(self) -> None:
        if self._is_retired and not self._is_gone and not self._on_its_way:
            self._is_gone = True
            self._owner.deleteLater()


class AttemptPace(QObject):
    """When it is asked again, and how long the customer is waited for.

    Signals:
        due: Emitted when it is time to ask.
        over: Emitted when the customer has been waited for long enough.
    """

    due = Signal()
    over = Signal()

    def __init__(self, kind: ProcessorKind, parent: QObject) -> None:
        super().__init__(parent)
        self._polls_ms = kind.polls_every // _MS
        self._silent = 0
        self._next = QTimer(self, singleShot=True)
        self._next.timeout.connect(self.due)
        self._limit = QTimer(self, singleShot=True, interval=kind.waits // _MS)
        self._limit.timeout.connect(self.over)

    @property
    def seconds_to_ask(self) -> int:
        return ceil(max(self._next.remainingTime(), 0) / _S)

    @property
    def seconds_left(self) -> int:
        """Until it is cancelled by itself."""
        return max(self._limit.remainingTime(), 0) // _S

    def wait_for_customer(self) -> None:
        self._limit.start()

    def ask_later(self, error: PosError | None) -> None:
        """Less often where nobody answers, and not at all while the processor is left alone."""
        self._silent = 0 if error is None else self._silent + 1
        rests = error.values.get("seconds", 0) if error is not None else 0
        assert isinstance(rests, int)
        self._next.start(max(self._polls_ms * min(max(self._silent, 1), SLOWEST), rests * _S))

    def end(self) -> None:
        self._next.stop()
        self._limit.stop()
