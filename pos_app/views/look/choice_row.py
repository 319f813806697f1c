"""One thing to choose, its words before its buttons; the one chosen is pressed in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout

from pos_app.views.shared import tokens
from pos_app.views.shared.controls import ActionButton, label, row, say
from pos_app.views.shared.theme import Theme

LESS: Final = "less"
MORE: Final = "more"
WORDS_WIDTH: Final = 112


@dataclass(frozen=True, slots=True)
class Option:
    """One of the buttons of a row."""

    value: str
    words: str
    icon: str = ""


class ChoiceRow(QFrame):
    """Left and Right go through its options, where it is the row with the mark.

    Signals:
        chosen: Emitted with the value of the button that was pressed.
    """

    chosen = Signal(str)

    def __init__(
        self,
        *,
        theme: Theme,
        name: str,
        words: str,
        options: tuple[Option, ...],
        columns: int = 3,
    ) -> None:
        super().__init__()
        self.setObjectName("choice")
        self._theme = theme
        self._values = [one.value for one in options]
        self.buttons: dict[str, ActionButton] = {}
        self.title = label(words, role="strong", name=f"{name}_words")
        self.title.setFixedWidth(theme.px(WORDS_WIDTH))
        self.title.setWordWrap(True)
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(theme.px(tokens.GAP))
        for column in range(min(columns, len(options))):
            grid.setColumnStretch(column, 1)
        for place, option in enumerate(options):
            grid.addWidget(self._button(name, option), *divmod(place, columns))
        layout = row(self.title, spacing=theme.px(tokens.SPACE[2]))
        layout.addLayout(grid, 1)
        edge = theme.px(tokens.SPACE[0])
        layout.setContentsMargins(theme.px(tokens.GAP), edge, edge, edge)
        self.setLayout(layout)

    def show_chosen(self, value: str) -> None:
        for one, button in self.buttons.items():
            button.setChecked(one == value)

    def step(self, steps: int) -> None:
        """The option before or after the one chosen."""
        pressed = [value for value in self._values if self.buttons[value].isChecked()]
        place = self._values.index(pressed[0]) if pressed else 0
        last = len(self._values) - 1
        self.chosen.emit(self._values[max(0, min(last, place + steps))])

    def mark(self, *, on: bool) -> None:
        say(self, "marked", "true" if on else "false")

    def _button(self, name: str, option: Option) -> ActionButton:
        button = ActionButton(
            *(option.words,),
            theme=self._theme,
            name=f"{name}_{option.value}",
            role="tab",
            icon=option.icon,
        )
        button.setCheckable(True)
        button.clicked.connect(lambda: self.chosen.emit(option.value))
        self.buttons[option.value] = button
        return button


class StepRow(QFrame):
    """A figure with less and more; `step` gets the steps."""

    def __init__(
        self,
        *,
        theme: Theme,
        name: str,
        words: str,
        step: Callable[[int], None],
        other: ActionButton,
    ) -> None:
        super().__init__()
        self.setObjectName("choice")
        self.step = step
        self.title = label(words, role="strong", name=f"{name}_words")
        self.title.setFixedWidth(theme.px(WORDS_WIDTH))
        self.title.setWordWrap(True)
        self.figure = label(role="strong", name=f"{name}_figure")
        self.figure.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.figure.setMinimumWidth(theme.metrics((tokens.LINE[0], 600)).horizontalAdvance("100 %"))
        self.less = ActionButton("", theme=theme, name=f"{name}_{LESS}", icon="minus")
        self.more = ActionButton("", theme=theme, name=f"{name}_{MORE}", icon="plus")
        self.less.clicked.connect(lambda: step(-1))
        self.more.clicked.connect(lambda: step(1))
        layout = row(self.title, self.less, self.figure, self.more, 1, other)
        layout.setSpacing(theme.px(tokens.SPACE[2]))
        edge = theme.px(tokens.SPACE[0])
        layout.setContentsMargins(theme.px(tokens.GAP), edge, edge, edge)
        self.setLayout(layout)

    def mark(self, *, on: bool) -> None:
        say(self, "marked", "true" if on else "false")
