"""The box of one note or coin: a tap chooses it, the wheel counts one more or less."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QWheelEvent

from pos_app.views.shared.controls import ActionButton

NOTCH: Final = 120
"""What Qt tells of one step of a wheel; a fine wheel tells of parts."""


class CountCell(ActionButton):
    """A button with a wheel.

    Signals:
        turned: Emitted with how many steps up; below zero, down.
    """

    turned = Signal(int)
    _rest = 0

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        self._rest += event.angleDelta().y()
        steps = int(self._rest / NOTCH)
        self._rest -= steps * NOTCH
        if steps:
            self.turned.emit(steps)
        event.accept()
