"""Fields of the customer sheet, which leave the sheet's own keys to the sheet."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QKeyCombination, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from pos_app.views.shared.sheet import Sheet

_CTRL: Final = Qt.KeyboardModifier.ControlModifier
SHEET_KEYS: Final = (
    QKeyCombination(_CTRL, Qt.Key.Key_N),
    QKeyCombination(_CTRL, Qt.Key.Key_E),
    QKeyCombination(Qt.KeyboardModifier.ShiftModifier, Qt.Key.Key_F4),
)
"""They mean something else to the screen below, and one of them to any field."""


class CustomerField(QLineEdit):
    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.keyCombination() in SHEET_KEYS:
            event.ignore()
            return False
        return super().event(event)


class SheetOfFields(Sheet):
    """The keys that it shares with the screen below are its own while it is looked at."""

    _acts: tuple[Callable[[], object], ...] = ()

    def bind_own_keys(self, acts: tuple[Callable[[], object], ...]) -> None:
        """What `SHEET_KEYS` do here, in their order."""
        self._acts = acts

    def event(self, event: QEvent) -> bool:
        is_override = event.type() is QEvent.Type.ShortcutOverride
        if is_override and isinstance(event, QKeyEvent) and event.keyCombination() in SHEET_KEYS:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        pressed = event.keyCombination()
        for key, act in zip(SHEET_KEYS, self._acts, strict=True):
            if key == pressed:
                act()
                return
        super().keyPressEvent(event)
