"""The digits of a PIN, told from those of a barcode that is scanned meanwhile."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

SETTLE_MS: Final = 60
"""Longer than between two keys of a scanner, shorter than anybody waits for."""


class PinEntry(QObject):
    """Digits come one by one; those that go on at a scanner's speed beyond a PIN are a barcode.

    Signals:
        changed: Emitted with the number of digits that stand.
        complete: Emitted with the PIN, a moment after its last digit.
        scanned: Emitted with the digits of a barcode, when no more follow.
    """

    changed = Signal(int)
    complete = Signal(str)
    scanned = Signal(str)

    def __init__(self, *, length: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.length = length
        self._digits = ""
        self._burst = ""
        self._settling = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settling.timeout.connect(self._settle)

    def press(self, digit: str) -> None:
        if not (len(digit) == 1 and digit.isascii() and digit.isdigit()):
            return
        self._burst = self._burst + digit if self._settling.isActive() else digit
        self._settling.start()
        if len(self._burst) > self.length:
            self._set("")
        elif len(self._digits) < self.length:
            self._set(self._digits + digit)

    @Slot()
    def backspace(self) -> None:
        self._stop()
        self._set(self._digits[:-1])

    @Slot()
    def clear(self) -> None:
        self._stop()
        self._set("")

    @Slot()
    def end(self) -> None:
        """Enter: by hand it is nothing, but right behind digits it is the end of a barcode."""
        burst = self.take_burst()
        if burst:
            self.scanned.emit(burst)

    def take_burst(self) -> str:
        """The digits that came at a scanner's speed until now: the beginning of what follows."""
        burst = self._burst if self._settling.isActive() else ""
        if burst:
            self.clear()
        return burst

    @Slot()
    def _settle(self) -> None:
        burst, self._burst = self._burst, ""
        if len(burst) > self.length:
            self.scanned.emit(burst)
        elif len(self._digits) == self.length:
            self.complete.emit(self._digits)

    def _stop(self) -> None:
        self._settling.stop()
        self._burst = ""

    def _set(self, digits: str) -> None:
        if digits != self._digits:
            self._digits = digits
            self.changed.emit(len(digits))
