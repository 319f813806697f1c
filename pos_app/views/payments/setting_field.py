"""A field of a processor's settings: typed, hidden as it is a secret, or one of a few choices."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent, QMouseEvent
from PySide6.QtWidgets import QLineEdit

from pos_app.viewmodels.payments.processor_form import FieldShown


class SettingField(QLineEdit):
    """Shows what it is told to; a secret stands in it as dots while it is typed.

    Signals:
        entered: Emitted when it gets the keys.
    """

    entered = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.shown: FieldShown | None = None

    def show_field(self, shown: FieldShown) -> None:
        self.shown = shown
        is_hidden = shown.is_secret
        self.setEchoMode(QLineEdit.EchoMode.Password if is_hidden else QLineEdit.EchoMode.Normal)
        self.setReadOnly(bool(shown.choices))
        self.setText(shown.text)
        self.setCursorPosition(0)
        self.setPlaceholderText(shown.hint)
        self.setAccessibleName(shown.label)
        self.setAccessibleDescription(shown.help)

    def turn(self, step: int) -> None:
        """Take the next of its choices, where it has any."""
        choices = self.shown.choices if self.shown else ()
        if choices:
            at = choices.index(self.text()) if self.text() in choices else -step
            self.setText(choices[(at + step) % len(choices)])

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusInEvent(event)
        self.entered.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        super().mousePressEvent(event)
        if self.hasFocus():
            self.turn(1)
