"""While the till runs: what processors left undecided is settled as soon as they answer."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Event
from typing import Final, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from pos_app.domain.attempt import Attempt
from pos_app.domain.errors import PosError
from pos_app.domain.order_document import OrderDocument
from pos_app.services.payments.recovering import Recovering, Resolved
from pos_app.tasks.runner import TaskRunner

T = TypeVar("T")
log = logging.getLogger(__name__)

FIRST_MS: Final = 500
EVERY_MS: Final = 30_000


@dataclass(frozen=True, slots=True)
class OnScreen:
    """What the screens have in hand: attempts that they drive, and orders that they show."""

    attempts: Callable[[], frozenset[str]]
    orders: Callable[[], frozenset[str]]


class Recoverer(QObject):
    """Settles undecided payments soon after the start, and again while there are any.

    Signals:
        decided: Emitted with each Attempt that was decided here.
        finished: Emitted with the OrderDocument of each order that was paid in full by that.
        waiting: Emitted with how many are left, why in words, and what has to be given back.
    """

    decided = Signal(object)
    finished = Signal(object)
    waiting = Signal(int, str, object)

    def __init__(
        self,
        *,
        recovering: Recovering,
        owed: Callable[[], Sequence[Attempt]],
        tasks: TaskRunner,
        on_screen: OnScreen,
        may_run: Callable[[], bool],
        parent: QObject | None = None,
    ) -> None:
        """Begin by itself, half a second from now.

        :param owed: what processors would not give back
        :param tasks: a thread that may wait for the network
        :param may_run: not while a copy of this store may still be at work elsewhere
        """
        super().__init__(parent)
        self._recovering = recovering
        self._owed = owed
        self._tasks = tasks
        self._on_screen = on_screen
        self._may_run = may_run
        self._is_running = False
        self._gone = gone = Event()
        # Not a slot of this object: by then it has none any more.
        self.destroyed.connect(gone.set)
        self.first = QTimer(self, singleShot=True, interval=FIRST_MS)
        self.first.timeout.connect(self.run)
        self.every = QTimer(self, interval=EVERY_MS)
        self.every.timeout.connect(self.run)
        self.first.start()
        self.every.start()

    @Slot()
    def run(self) -> None:
        """Ask about all that is undecided, but for what a screen is at work on."""
        if self._is_running or not self._may_run():
            return
        self._is_running = True
        self._submit(self._recovering.undecided, self._on_listed)

    def _submit(self, work: Callable[[], T], then: Callable[[T], None]) -> None:
        def tell(result: T) -> None:
            if not self._gone.is_set():  # with its window, meanwhile
                then(result)

        self._tasks.submit(work, on_success=tell, on_failure=self._on_failure)

    def _on_listed(self, undecided: Sequence[Attempt]) -> None:
        """What a screen begins after this is not among them, however long they take."""
        ids = frozenset(one.attempt_id for one in undecided) - self._on_screen.attempts()
        self._submit(
            lambda: (self._recovering.resolve(only=ids), self._owed()),
            lambda found: self._on_resolved(*found),
        )

    def _on_resolved(self, resolved: Sequence[Resolved], owed: Sequence[Attempt]) -> None:
        for one in resolved:
            if one.attempt.is_decided:
                self.decided.emit(one.attempt)
        left = [one for one in resolved if not one.attempt.is_decided]
        trouble = next((one.trouble for one in left if one.trouble), "")
        self.waiting.emit(len(left), trouble, owed)
        but = self._on_screen.orders()
        self._submit(lambda: self._recovering.complete(but=but), self._on_completed)

    def _on_completed(self, documents: Sequence[OrderDocument]) -> None:
        self._is_running = False
        for one in documents:
            self.finished.emit(one)

    def _on_failure(self, error: PosError) -> None:
        self._is_running = False
        log.warning("Undecided payments could not be looked at: %s", error)
