"""A field that shows an amount as the store writes it, and hands its keys on."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

KEYS: Final = "0123456789.,"


class PriceField(QLineEdit):
    """Where the amount is counted is its owner's concern.

    Signals:
        pressed: Emitted with a digit or a decimal separator.
        erased: Emitted by Backspace.
    """

    pressed = Signal(str)
    erased = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setReadOnly(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() == Qt.Key.Key_Backspace:
            self.erased.emit()
        elif event.text() and event.text() in KEYS:
            self.pressed.emit(event.text())
        else:
            super().keyPressEvent(event)
