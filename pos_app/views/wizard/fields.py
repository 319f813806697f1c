"""What the steps of the wizard are made of: a field under its words, an option, the dots."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from pos_app.viewmodels.wizard.form import Step
from pos_app.views.shared import tokens
from pos_app.views.shared.controls import ActionButton, column, frame, label, row, say
from pos_app.views.shared.theme import Theme

DOT: Final = 24
OPTION_HEIGHT: Final = 64


class Field(QWidget):
    """A line to type into, under what it is called."""

    def __init__(self, words: str, *, theme: Theme, name: str, hint: str = "") -> None:
        super().__init__()
        self.words = label(words, role="strong", name=f"{name}_words")
        self.edit = QLineEdit()
        self.edit.setObjectName(name)
        self.edit.setAccessibleName(words)
        self.edit.setPlaceholderText(hint)
        self.edit.setMinimumHeight(theme.px(tokens.TARGET))
        self.setLayout(column(self.words, self.edit, spacing=theme.px(tokens.SPACE[0])))
        self.setFocusProxy(self.edit)

    def set_words(self, words: str) -> None:
        self.words.setText(words)
        self.edit.setAccessibleName(words)


class Options(QWidget):
    """Buttons under each other, of which one is pressed in.

    Signals:
        chosen: Emitted with the value of one that was touched.
    """

    chosen = Signal(str)

    def __init__(self, options: dict[str, str], *, theme: Theme, name: str) -> None:
        super().__init__()
        self.buttons: dict[str, ActionButton] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(tokens.GAP))
        for value, words in options.items():
            button = ActionButton(words, theme=theme, name=f"{name}_{value}", role="person")
            button.setCheckable(True)
            button.setMinimumHeight(theme.px(OPTION_HEIGHT))
            button.clicked.connect(lambda _=False, one=value: self.chosen.emit(one))
            self.buttons[value] = button
            layout.addWidget(button)

    def show_chosen(self, value: str) -> None:
        for one, button in self.buttons.items():
            button.setChecked(one == value)


class ProgressDots(QWidget):
    """One for each step; those that are behind are filled."""

    def __init__(self, *, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("wizard_dots")
        # As many as the longer way has.
        self._dots = [frame("dot") for _ in Step]
        for dot in self._dots:
            dot.setFixedSize(theme.px(DOT), theme.px(DOT))
        self.words = label(role="muted", name="wizard_place")
        self.setLayout(row(*self._dots, self.words, 1, spacing=theme.px(tokens.GAP)))

    def show_step(self, step: Step, steps: Sequence[Step]) -> None:
        reached = steps.index(step)
        for place, dot in enumerate(self._dots):
            say(dot, "filled", place <= reached)
            dot.setVisible(place < len(steps))
        words = self.tr("Step {place} of {count}").format(place=reached + 1, count=len(steps))
        self.words.setText(words)
        self.setAccessibleName(words)
