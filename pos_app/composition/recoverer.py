"""While the till runs: what processors left undecided is settled as soon as they answer."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from pos_app.domain.errors import PosError
from pos_app.services.payments.recovering import Recovering, Resolved
from pos_app.tasks.runner import TaskRunner

log = logging.getLogger(__name__)

FIRST_MS: Final = 500
EVERY_MS: Final = 30_000


@dataclass(frozen=True, slots=True)
class Busy:
    """What stands on a screen: the attempts it is at work on, and the orders it has open."""

    attempts: frozenset[str]
    orders: frozenset[str]


class Recoverer(QObject):
    """Settles undecided payments soon after the start, and again while there are any.

    Signals:
        decided: Emitted with each Attempt that was decided here.
        waiting: Emitted with how many are left, and why in words.
    """

    decided = Signal(object)
    waiting = Signal(int, str)

    def __init__(
        self,
        *,
        recovering: Recovering,
        tasks: TaskRunner,
        busy: Callable[[], Busy],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._recovering = recovering
        self._tasks = tasks
        self._busy = busy
        self._is_running = False
        self.first = QTimer(self, singleShot=True, interval=FIRST_MS)
        self.first.timeout.connect(self.run)
        self.every = QTimer(self, interval=EVERY_MS)
        self.every.timeout.connect(self.run)
        self.first.start()
        self.every.start()

    @Slot()
    def run(self) -> None:
        """Ask about all that is undecided, in a thread that may wait for the network."""
        if self._is_running:
            return
        self._is_running = True
        busy = self._busy()
        self._tasks.submit(
            lambda: self._work(busy), on_success=self._on_done, on_failure=self._on_failure
        )

    def _work(self, busy: Busy) -> Sequence[Resolved]:
        resolved = self._recovering.resolve(but=busy.attempts)
        self._recovering.complete(but=busy.orders)
        return resolved

    def _on_done(self, resolved: Sequence[Resolved]) -> None:
        self._is_running = False
        for one in resolved:
            if one.attempt.is_decided:
                self.decided.emit(one.attempt)
        left = [one for one in resolved if not one.attempt.is_decided]
        self.waiting.emit(len(left), next((one.trouble for one in left if one.trouble), ""))

    def _on_failure(self, error: PosError) -> None:
        self._is_running = False
        log.warning("Undecided payments could not be looked at: %s", error)
