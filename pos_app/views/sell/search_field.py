"""The one field of the sell screen: search by name, code or price."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit

from pos_app.views.shared import tokens
from pos_app.views.shared.fields import SearchIcons
from pos_app.views.shared.theme import Theme

_MOVES = {
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Down: 1,
}
_SHIFT = Qt.KeyboardModifier.ShiftModifier
EDGES: Final = 72
"""What the icons and the frame of the field take."""


class SearchField(QLineEdit):
    """Keeps only the keys of a search for itself; the cursor never leaves by accident.

    Signals:
        moved: Emitted with -1 or 1 to move along the results.
        chosen: Emitted by Enter; True (Ctrl+Enter) keeps searching.
        looked: Emitted by Shift+Enter, to look only.
        left: Emitted by Esc.
    """

    moved = Signal(int)
    chosen = Signal(bool)
    looked = Signal()
    left = Signal()

    def __init__(self, *, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("search")
        self.setAccessibleName(self.tr("Search for a product"))
        self.setFixedHeight(theme.px(tokens.TARGET))
        self.setMaxLength(100)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._theme = theme
        SearchIcons(self, theme=theme)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        words = self.tr("Scan or search products   (F2)")
        fits = self.fontMetrics().horizontalAdvance(words) <= self.width() - self._theme.px(EDGES)
        self.setPlaceholderText(words if fits else self.tr("Scan or search"))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        key = Qt.Key(event.key())
        if key in _MOVES:
            self.moved.emit(_MOVES[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and event.isAutoRepeat():
            event.accept()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and event.modifiers() & _SHIFT:
            self.looked.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.chosen.emit(bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
