"""Seconds that run down where everybody sees them."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

TICK_MS: Final = 1_000


class Countdown(QObject):
    """Runs from `start` to nothing.

    Signals:
        changed: Emitted with the seconds left, at the start and then every second; 0 ends it.
    """

    changed = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.left = 0
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.timeout.connect(self._tick)

    def start(self, seconds: int) -> None:
        """Begin anew; with nothing to wait for, only an end that was not told yet is told."""
        was_running, self.left = self.left > 0, seconds
        if seconds > 0:
            self._timer.start()
        else:
            self._timer.stop()
        if seconds > 0 or was_running:
            self.changed.emit(seconds)

    @Slot()
    def _tick(self) -> None:
        self.start(max(0, self.left - 1))
