"""The field that gives an order a name, as a person remembers the customer by."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from pos_app.viewmodels.held.held_list import NAME_LENGTH
from pos_app.views.shared import tokens
from pos_app.views.shared.theme import Theme


class NameField(QLineEdit):
    """Enter takes the name; Esc and the arrows leave it as it was.

    Signals:
        named: Emitted by Enter with the name.
        left: Emitted when it gives the keys back.
    """

    named = Signal(str)
    left = Signal()

    def __init__(self, *, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("held_name")
        self.setAccessibleName(self.tr("Name of the order (F2)"))
        self.setPlaceholderText(self.tr("Name it, such as “blue jacket”   (F2)"))
        self.setMaxLength(NAME_LENGTH)
        self.setFixedHeight(theme.px(tokens.TARGET))
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.named.emit(self.text())
            self.left.emit()
        elif key in (Qt.Key.Key_Escape, Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.left.emit()
        else:
            super().keyPressEvent(event)
