"""Reasons as chips, the last of them said in words, in a field that comes with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from pos_app.viewmodels.shared.return_words import WORDS_MAX
from pos_app.views.input.keys import Command
from pos_app.views.shared import tokens
from pos_app.views.shared.controls import ActionButton, column
from pos_app.views.shared.theme import Theme


class ReasonChips(QWidget):
    """`commands` are what its keys do.

    Signals:
        worded: Emitted with what is typed.
    """

    worded = Signal(str)

    def __init__(
        self,
        reasons: Sequence[str],
        choose: Callable[[int], None],
        *,
        theme: Theme,
        name: str,
        across: int,
    ) -> None:
        super().__init__()
        self.chips = [self._chip(words, name, place, theme) for place, words in enumerate(reasons)]
        self.field = QLineEdit()
        self.field.setObjectName(f"{name}_words")
        self.field.setFixedHeight(theme.px(tokens.TARGET))
        self.field.setMaxLength(WORDS_MAX)
        self.field.hide()
        self.field.textEdited.connect(self.worded)
        self.commands: dict[str, Command] = {
            f"reason_{place + 1}": partial(choose, place) for place in range(len(self.chips))
        }
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(theme.px(tokens.GAP))
        for place, chip in enumerate(self.chips):
            grid.addWidget(chip, *divmod(place, across))
            chip.clicked.connect(self.commands[f"reason_{place + 1}"])
        layout = column(spacing=theme.px(tokens.GAP))
        layout.addLayout(grid)
        layout.addWidget(self.field)
        self.setLayout(layout)

    def ask(self, words: str, hint: str) -> None:
        """What the field is for."""
        self.field.setAccessibleName(words)
        self.field.setPlaceholderText(hint)

    def show_choice(self, reason: int, *, asks_words: bool) -> None:
        for place, chip in enumerate(self.chips):
            chip.setChecked(place == reason)
        self.field.setVisible(asks_words)

    def _chip(self, words: str, name: str, place: int, theme: Theme) -> ActionButton:
        chip = ActionButton(
            words,
            theme=theme,
            name=f"{name}_reason_{place + 1}",
            key=f"Alt+{place + 1}",
            role="tab",
        )
        chip.setCheckable(True)
        return chip
