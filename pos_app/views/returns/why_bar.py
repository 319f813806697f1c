"""The reasons as chips, with a field for another one, and whether it goes back to stock."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from pos_app.viewmodels.returns.why_choice import WhyChoice
from pos_app.views.input.keys import Command
from pos_app.views.returns.reason_chips import ReasonChips
from pos_app.views.shared import tokens
from pos_app.views.shared.controls import ActionButton, column
from pos_app.views.shared.theme import Theme

ACROSS: Final = 3


class WhyBar(QWidget):
    """`commands` are what its keys do.

    Signals:
        words_asked: Emitted when the field for another reason has come into sight.
        words_left: Emitted when it has gone.
    """

    words_asked = Signal()
    words_left = Signal()

    def __init__(self, why: WhyChoice, *, theme: Theme, name: str) -> None:
        super().__init__()
        self._why = why
        self._reasons = ReasonChips(why.reasons, why.choose, theme=theme, name=name, across=ACROSS)
        self._reasons.ask(
            self.tr("Why it comes back, in words"), self.tr("Why it comes back, in a few words")
        )
        self._reasons.worded.connect(self._set_words)
        self.field = self._reasons.field
        self.restock_button = ActionButton(
            "", theme=theme, name=f"{name}_restock", key="Ctrl+B", icon="check"
        )
        self.restock_button.clicked.connect(why.turn_restock)
        self.commands: dict[str, Command] = {
            "restock": why.turn_restock,
            **self._reasons.commands,
        }
        layout = column(spacing=theme.px(tokens.GAP))
        layout.addWidget(self._reasons)
        layout.addWidget(self.restock_button)
        self.setLayout(layout)

    def show_choice(self, *, reason: int, restocks: bool, asks_words: bool) -> None:
        self.restock_button.set_icon("check" if restocks else "x")
        self.restock_button.set_text(
            self.tr("Goes back to stock, to be sold again")
            if restocks
            else self.tr("Cannot be sold again: not back to stock")
        )
        was_asked = not self.field.isHidden()
        self._reasons.show_choice(reason, asks_words=asks_words)
        if asks_words and not was_asked:
            self.field.setText(self._why.words)
            self.words_asked.emit()
        elif was_asked and not asks_words:
            self.words_left.emit()

    def _set_words(self, text: str) -> None:
        self._why.words = text
