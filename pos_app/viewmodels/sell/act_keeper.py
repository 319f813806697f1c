"""Take what was done to an order to the journal: behind the screen, and again if that failed."""

from __future__ import annotations

import logging
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from pos_app.domain.errors import PosError
from pos_app.services.orders.acts import Acts
from pos_app.services.ports import Formats
from pos_app.tasks.runner import TaskRunner
from pos_app.viewmodels.shared.words import words_for

log = logging.getLogger(__name__)

RETRY_MS: Final = 1_000
RETRY_MS_MAX: Final = 30_000


class ActKeeper(QObject):
    """Submitted at once to the lane that writes, so that acts stand before the order's own entry.

    Whatever has been done meanwhile goes with the first that is written, in one transaction.

    Signals:
        failed: Emitted with a sentence when the disk refuses; it is tried again by itself.
    """

    failed = Signal(str)

    def __init__(
        self,
        *,
        acts: Acts,
        tasks: TaskRunner,
        formats: Formats,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._acts = acts
        self._tasks = tasks
        self._formats = formats
        self._retry = QTimer(self, singleShot=True, interval=RETRY_MS)
        self._retry.timeout.connect(self.write)

    @Slot()
    def write(self) -> None:
        """Nothing waits: nothing is written."""
        if self._acts.are_waiting:
            self._tasks.submit(
                self._acts.write, on_success=self._on_written, on_failure=self._on_failure
            )

    def _on_written(self, _count: int) -> None:
        if not self._acts.are_waiting:
            self._retry.stop()
            self._retry.setInterval(RETRY_MS)

    def _on_failure(self, error: PosError) -> None:
        log.error("What was done to an order could not be journalled: %s", error)
        self.failed.emit(words_for(error, self._formats))
        if not self._retry.isActive():
            self._retry.start()
            self._retry.setInterval(min(2 * self._retry.interval(), RETRY_MS_MAX))
