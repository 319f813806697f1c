"""The digits of a PIN as they are typed, told from the digits of a barcode."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

SETTLE_MS: Final = 60
"""Longer than between two keys of a scanner, shorter than anybody waits for."""


class PinEntry(QObject):
    """Complete a moment after its last digit.

    Signals:
        changed: Emitted with the number of digits typed.
        completed: Emitted when there are as many as a PIN has.
        overrun: Emitted when digits go on at a scanner's speed: that is no PIN, and no wrong one.
    """

    changed = Signal(int)
    completed = Signal()
    overrun = Signal()

    def __init__(self, length: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.length = length
        self.digits = ""
        self._settling = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settling.timeout.connect(self.completed)
        self.burst = QTimer(self, singleShot=True, interval=SETTLE_MS)
        """Runs while a barcode goes on that is no PIN."""

    @property
    def is_complete(self) -> bool:
        """Whether the moment after the last digit has passed, too."""
        return len(self.digits) == self.length and not self._settling.isActive()

    def take(self, digit: str) -> None:
        if self.burst.isActive() or self._settling.isActive():
            self.clear()
            self.burst.start()
            self.overrun.emit()
            return
        if len(self.digits) < self.length:
            self._set(self.digits + digit)
        if len(self.digits) == self.length:
            self._settling.start()

    def erase(self) -> None:
        self._settling.stop()
        self._set(self.digits[:-1])

    @Slot()
    def clear(self) -> None:
        self._settling.stop()
        self._set("")

    def _set(self, digits: str) -> None:
        if digits != self.digits:
            self.digits = digits
            self.changed.emit(len(digits))
