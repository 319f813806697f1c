"""The reasons as chips, with a field for another one, and whether it goes back to stock."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from pos_app.viewmodels.returns.why_choice import WhyChoice
from pos_app.viewmodels.shared.return_words import WORDS_MAX
from pos_app.views.input.keys import Command
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
        self._theme = theme
        self._name = name
        self.chips = [self._chip(place, words) for place, words in enumerate(why.reasons)]
        self.restock_button = ActionButton(
            "", theme=theme, name=f"{name}_restock", key="Ctrl+B", icon="check"
        )
        self.field = QLineEdit()
        self.commands: dict[str, Command] = {
            "restock": why.turn_restock,
            **{
                f"reason_{place + 1}": partial(why.choose, place)
                for place in range(len(self.chips))
            },
        }
        self._lay_out()
        self._bind()

    def show_choice(self, *, reason: int, restocks: bool, asks_words: bool) -> None:
        for place, chip in enumerate(self.chips):
            chip.setChecked(place == reason)
        self.restock_button.set_icon("check" if restocks else "x")
        self.restock_button.set_text(
            self.tr("Goes back to stock, to be sold again")
            if restocks
            else self.tr("Cannot be sold again: not back to stock")
        )
        was_asked = not self.field.isHidden()
        self.field.setVisible(asks_words)
        if asks_words and not was_asked:
            self.field.setText(self._why.words)
            self.words_asked.emit()
        elif was_asked and not asks_words:
            self.words_left.emit()

    def _chip(self, place: int, words: str) -> ActionButton:
        chip = ActionButton(
            words,
            theme=self._theme,
            name=f"{self._name}_reason_{place + 1}",
            key=f"Alt+{place + 1}",
            role="tab",
        )
        chip.setCheckable(True)
        return chip

    def _lay_out(self) -> None:
        gap = self._theme.px(tokens.GAP)
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(gap)
        for place, button in enumerate(self.chips):
            grid.addWidget(button, *divmod(place, ACROSS))
        self.field.setObjectName(f"{self._name}_words")
        self.field.setAccessibleName(self.tr("Why it comes back, in words"))
        self.field.setPlaceholderText(self.tr("Why it comes back, in a few words"))
        self.field.setFixedHeight(self._theme.px(tokens.TARGET))
        self.field.setMaxLength(WORDS_MAX)
        self.field.hide()
        layout = column(spacing=gap)
        layout.addLayout(grid)
        layout.addWidget(self.field)
        layout.addWidget(self.restock_button)
        self.setLayout(layout)

    def _bind(self) -> None:
        for place, chip in enumerate(self.chips):
            chip.clicked.connect(partial(self._choose, place))
        self.restock_button.clicked.connect(self._why.turn_restock)
        self.field.textEdited.connect(self._set_words)

    def _choose(self, place: int) -> None:
        self._why.choose(place)

    def _set_words(self, text: str) -> None:
        self._why.words = text
