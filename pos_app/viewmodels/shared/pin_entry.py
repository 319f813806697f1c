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
        scanned: Emitted with those digits, when no more follow.
    """

    changed = Signal(int)
    completed = Signal()
    overrun = Signal()
    scanned = Signal(str)

    def __init__(self, length: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.length = length
        self.digits = ""
        self._burst = ""
        self._settling = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settling.timeout.connect(self._settle)

    @property
    def is_complete(self) -> bool:
        """Whether the moment after the last digit has passed, too."""
        return len(self.digits) == self.length and not self._settling.isActive()

    @property
    def is_overrun(self) -> bool:
        """Whether a barcode goes on that is no PIN."""
        return self._settling.isActive() and len(self._burst) > self.length

    def take(self, digit: str, *, counts: bool = True) -> None:
        """One that comes by hand begins anew what may be a burst.

        :param counts: whether it may be of a PIN now, too
        """
        self._burst = self._burst + digit if self._settling.isActive() else digit
        self._settling.start()
        if len(self._burst) > self.length:
            self._set("")
            self.overrun.emit()
        elif counts and len(self.digits) < self.length:
            self._set(self.digits + digit)

    @Slot()
    def erase(self) -> None:
        self._settling.stop()
        self._set(self.digits[:-1])

    @Slot()
    def clear(self) -> None:
        self._settling.stop()
        self._set("")

    @Slot()
    def end(self) -> None:
        """Enter: by hand it is nothing, but right behind digits it is the end of a barcode."""
        burst = self.take_burst()
        if burst:
            self.scanned.emit(burst)

    def take_burst(self) -> str:
        """The digits that have come at a scanner's speed until now: of what follows, a part."""
        if not self._settling.isActive():
            return ""
        self.clear()
        return self._burst

    @Slot()
    def _settle(self) -> None:
        if len(self._burst) > self.length:
            self.scanned.emit(self._burst)
        elif len(self.digits) == self.length:
            self.completed.emit()

    def _set(self, digits: str) -> None:
        if digits != self.digits:
            self.digits = digits
            self.changed.emit(len(digits))
