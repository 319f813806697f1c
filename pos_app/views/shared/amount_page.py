"""A screen on which one amount is typed: the layout that opening and closing a shift share."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QLabel, QWidget

from pos_app.views.shared import tokens
from pos_app.views.shared.amount_label import AmountLabel
from pos_app.views.shared.controls import ActionButton, column, frame, label, row
from pos_app.views.shared.number_pad import BACK, NumberPad
from pos_app.views.shared.page import Page
from pos_app.views.shared.theme import Theme

CARD_WIDTH: Final = 760
CARD_WIDTH_MIN: Final = 680
PAD_WIDTH: Final = 288


class AmountPage(Page):
    """Words and buttons at the left, the pad and what is put below it at the right."""

    def __init__(
        self,
        *,
        theme: Theme,
        title: str,
        explanation: str,
        buttons: tuple[ActionButton, ...],
        point: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme=theme, parent=parent)
        self.title = label(title, role="title", name="title")
        self.explanation = label(explanation, role="muted", name="explanation")
        self.explanation.setWordWrap(True)
        self.amount = AmountLabel(theme=theme, name="amount", size=tokens.HERO)
        self.results = label(role="strong", name="results")
        self.message = label(role="danger", name="message")
        for words in (self.results, self.message):
            words.setWordWrap(True)
        last_row = ("0", "." if point else "00", BACK)
        self.pad = NumberPad(theme=theme, name="amount_pad", last_row=last_row, point=point)
        self._lay_out(buttons)

    def show_amount(self, text: str) -> None:
        self.amount.setText(text)
        self.message.clear()

    def _lay_out(self, buttons: tuple[ActionButton, ...]) -> None:
        theme = self.theme
        words: list[QLabel] = [
            self.title, self.explanation, self.amount, self.results, self.message,
        ]  # fmt: skip
        left = column(*words, 1, *buttons, spacing=theme.px(tokens.SPACE[2]))
        self.pad.setFixedWidth(theme.px(PAD_WIDTH))
        inside = row(spacing=theme.px(tokens.SPACE[5]))
        inside.addLayout(left, 1)
        self.right = column(self.pad, spacing=theme.px(tokens.SPACE[2]))
        inside.addLayout(self.right)
        pad = theme.px(tokens.SPACE[4])
        inside.setContentsMargins(pad, pad, pad, pad)
        card = self.card = frame("card")
        card.setMinimumWidth(theme.px(CARD_WIDTH_MIN))
        card.setMaximumWidth(theme.px(CARD_WIDTH))
        card.setLayout(inside)
        middle = row(1, card, 1)
        middle.setStretchFactor(card, CARD_WIDTH)
        outside = column(2)
        outside.addLayout(middle)
        outside.addStretch(3)
        self.setLayout(outside)
