"""A sheet that asks for one amount: what of, the digits typed, a pad, and two ways out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

from PySide6.QtCore import SignalInstance, Slot
from PySide6.QtWidgets import QWidget

from pos_app.views.shared import tokens
from pos_app.views.shared.amount_label import AmountLabel
from pos_app.views.shared.controls import ActionButton, column, label, row
from pos_app.views.shared.number_pad import BACK, NumberPad
from pos_app.views.shared.sheet import Leavable, Sheet, bind_leaving
from pos_app.views.shared.theme import Theme

PAD_WIDTH: Final = 320


class AmountModel(Leavable, Protocol):
    """Where the digits are counted."""

    @property
    def amount_changed(self) -> SignalInstance: ...
    @property
    def refused(self) -> SignalInstance: ...
    def press(self, key: str) -> None: ...
    def backspace(self) -> None: ...


@dataclass(frozen=True, slots=True)
class AmountQuestion:
    """`context` names its keys in the map and begins the names of its parts."""

    context: str
    leave: str
    accept: str
    command: str
    """What Enter does, by its name in the map."""
    on_accept: Callable[[], None]
    more: Mapping[str, Callable[[], None]] = field(default_factory=dict)
    """What its other keys do, by their names in the map."""


class AmountSheet(Sheet):
    """Who inherits says what `title` and `words` are, and opens it."""

    def __init__(
        self,
        view_model: AmountModel,
        question: AmountQuestion,
        *,
        above: Sequence[QWidget] = (),
        beside: Sequence[QWidget] = (),
        theme: Theme,
        owner: QWidget,
    ) -> None:
        super().__init__(theme=theme, owner=owner)
        context = question.context
        self.title = label(role="title", name=f"{context}_title")
        self.words = label(name=f"{context}_words")
        self.amount = AmountLabel(theme=theme, name=f"{context}_amount", size=tokens.TOTAL)
        self.message = label(role="danger", name=f"{context}_problem")
        self.pad = NumberPad(theme=theme, name=f"{context}_pad", last_row=("0", ".", BACK))
        self.leave_button = ActionButton(
            question.leave, theme=theme, name=f"{context}_leave", key="Esc"
        )
        self.accept_button = ActionButton(
            question.accept,
            theme=theme,
            name=f"{context}_{question.command}",
            role="primary",
            key="Enter",
        )
        self._lay_out(above, beside)
        self._bind_to(view_model, question)

    def _lay_out(self, above: Sequence[QWidget], beside: Sequence[QWidget]) -> None:
        theme = self._theme
        for words in (self.title, self.words, self.message):
            words.setWordWrap(True)
        self.pad.setFixedWidth(theme.px(PAD_WIDTH))
        parts = (self.title, *above, self.words, self.amount)
        layout = column(*parts, spacing=theme.px(tokens.SPACE[2]))
        layout.addLayout(row(1, self.pad, 1))
        layout.addWidget(self.message)
        gap = theme.px(tokens.GAP)
        buttons = row(self.leave_button, *beside, 1, self.accept_button, spacing=gap)
        layout.addLayout(buttons)
        self.fill(layout)

    def _bind_to(self, view_model: AmountModel, question: AmountQuestion) -> None:
        commands = {
            question.command: question.on_accept,
            "leave": view_model.leave,
            "backspace": view_model.backspace,
            **question.more,
        }
        self.bind_keys(question.context, commands, typed=view_model.press)
        self.pad.pressed.connect(view_model.press)
        self.pad.erased.connect(view_model.backspace)
        bind_leaving(self, view_model, self.leave_button)
        self.accept_button.clicked.connect(question.on_accept)
        view_model.amount_changed.connect(self._show_amount)
        view_model.refused.connect(self.refuse)

    @Slot(str)
    def _show_amount(self, text: str) -> None:
        self.amount.setText(text)
        self.amount.setAccessibleName(text)
        self.refuse("")

    @Slot(str)
    def refuse(self, words: str) -> None:
        """Say why it cannot be that amount, or nothing any more."""
        self.tell(self.message, words)
