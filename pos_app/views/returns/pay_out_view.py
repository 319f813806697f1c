"""The screen of a pay-out: what goes back, which way each part of it goes, and one key for it."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos_app.viewmodels.returns.pay_out import PayOut
from pos_app.viewmodels.returns.pay_out_text import PayOutRow, PayOutText
from pos_app.views.input.keymap import key_of
from pos_app.views.input.keys import Command
from pos_app.views.shared import tokens
from pos_app.views.shared.amount_label import AmountLabel
from pos_app.views.shared.announcing import announce
from pos_app.views.shared.breakpoints import shape_in
from pos_app.views.shared.controls import ActionButton, card, column, frame, label, row, say
from pos_app.views.shared.page import Page
from pos_app.views.shared.theme import Theme

CARD_WIDTHS: Final = {"M": 760, "L": 1_040}
METHOD_WIDTH: Final = 120
SAID_HEIGHT: Final = 48
_KINDS: Final = ("cash", "card", "account", "voucher")


class _Part(QWidget):
    """One part of the money."""

    def __init__(self, place: int, text: PayOutRow, *, theme: Theme) -> None:
        super().__init__()
        self.words = label(text.words, role="line", name=f"pay_out_way_{place}")
        self.detail = label(text.detail, role="muted", name=f"pay_out_how_{place}")
        self.amount = label(text.amount, role="strong", name=f"pay_out_amount_{place}")
        if text.is_done:
            say(self.detail, "role", "success")
        layout = row(self.words, self.detail, 1, self.amount, spacing=theme.px(tokens.SPACE[2]))
        self.setLayout(layout)
        self.setMinimumHeight(theme.px(tokens.TARGET))


class PayOutView(Page):
    context = "pay_out"

    def __init__(self, view_model: PayOut, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme=theme, parent=parent)
        self._view_model = view_model
        self.back_button = self._action(self.tr("Back"), "pay_out_back", "Esc", "chevron-left")
        self.title = label(role="title", name="pay_out_title")
        self.about = label(role="muted", name="pay_out_about")
        self.due = AmountLabel(
            theme=theme,
            name="pay_out_due",
            size=tokens.HERO,
            align=Qt.AlignmentFlag.AlignHCenter,
        )
        self.note = label(role="warning", name="pay_out_note")
        self.state = label(role="line", name="pay_out_state")
        self.message = label(role="danger", name="pay_out_message")
        self.give_button = ActionButton(
            "", theme=theme, name="pay_out_give", role="pay", key="Enter"
        )
        self.other = label(self.tr("Which way"), role="muted", name="pay_out_other")
        self.as_paid_button = self._way(self.tr("As it was paid"), "as_paid", "rotate-ccw", "")
        self.way_buttons = [
            self._way(one.words, one.command, one.icon, one.code) for one in view_model.methods
        ]
        self.receipt_button = self._action("", "pay_out_receipt", "Ctrl+R", "receipt")
        self.rows: list[_Part] = []
        self._shown: tuple[PayOutRow, ...] = ()
        self._lay_out()
        self._bind()

    def _action(self, text: str, name: str, key: str, icon: str) -> ActionButton:
        return ActionButton(text, theme=self.theme, name=name, key=key, icon=icon)

    def _way(self, words: str, command: str, icon: str, code: str) -> ActionButton:
        key = key_of("pay_out", command) if command else ""
        button = ActionButton(
            words, theme=self.theme, name=f"pay_out_{code or 'as_paid'}", key=key, role="tab"
        )
        button.set_icon(icon)
        button.setCheckable(True)
        button.setMinimumWidth(self.theme.px(METHOD_WIDTH))
        button.clicked.connect(partial(self._choose, code))
        return button

    def _lay_out(self) -> None:
        theme = self.theme
        gap = theme.px(tokens.SPACE[2])
        for words in (self.title, self.about, self.note, self.state, self.message):
            words.setWordWrap(True)
            words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        rule = frame("rule")
        rule.setFixedHeight(1)
        inside = column(self.title, self.due, self.about, rule, spacing=gap)
        inside.addLayout(self._list)
        inside.addWidget(self._said())
        inside.addWidget(self.give_button)
        inside.addLayout(self._ways(gap))
        self.card = card(inside, theme=theme)
        across = row(1, self.card, 1)
        across.setStretchFactor(self.card, CARD_WIDTHS["L"])
        whole = column(spacing=gap)
        whole.addLayout(row(self.back_button, 1, self.receipt_button))
        whole.addStretch(1)
        whole.addLayout(across)
        whole.addStretch(2)
        whole.setContentsMargins(gap, gap, gap, gap)
        self.setLayout(whole)

    def _said(self) -> QWidget:
        """What is told comes and goes, and moves no button."""
        said = QWidget()
        said.setLayout(column(1, self.note, self.state, self.message, 1, spacing=0))
        said.setMinimumHeight(self.theme.px(SAID_HEIGHT))
        return said

    def _ways(self, gap: int) -> QHBoxLayout:
        ways = row(self.other, spacing=gap)
        for button in (self.as_paid_button, *self.way_buttons):
            ways.addWidget(button)
        ways.addStretch(1)
        return ways

    def _bind(self) -> None:
        view_model = self._view_model
        codes = {one.command: one.code for one in view_model.methods}
        ways: dict[str, Command] = {
            f"by_{kind}": partial(self._by, codes.get(f"by_{kind}", "")) for kind in _KINDS
        }
        self.bind_keys(
            {
                "give": view_model.give,
                "back": view_model.back,
                "as_paid": partial(view_model.choose, ""),
                "receipt": view_model.receipt.switch,
                **ways,
            },
            typed=lambda _text: None,
        )
        self.back_button.clicked.connect(view_model.back)
        self.give_button.clicked.connect(view_model.give)
        self.receipt_button.clicked.connect(view_model.receipt.switch)
        view_model.receipt.changed.connect(self.receipt_button.set_text)
        view_model.changed.connect(self._show)
        view_model.refused.connect(self._refuse)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        is_large = shape_in(self.window(), self.theme).keeps_keypad
        self.card.setMaximumWidth(self.theme.px(CARD_WIDTHS["L" if is_large else "M"]))
        self.due.set_size(tokens.DISPLAY if is_large else tokens.HERO)

    def enter(self) -> None:
        super().enter()
        announce(self, f"{self.title.text()} {self.due.text()}")

    def _by(self, code: str) -> None:
        """A way that the store does not have is none."""
        if code:
            self._view_model.choose(code)

    def _choose(self, code: str) -> None:
        self._view_model.choose(code)

    @Slot(object)
    def _show(self, text: PayOutText) -> None:
        self.title.setText(text.title)
        self.due.setText(text.due)
        self.due.setAccessibleName(f"{text.title} {text.due}")
        for part, words in (
            *((self.about, text.about), (self.note, text.note)),
            *((self.state, text.state), (self.message, "")),
        ):
            part.setText(words)
            part.setVisible(bool(words))
        say(self.state, "role", text.tone or "line")
        if text.rows != self._shown:
            self._fill(text.rows)
        self.give_button.set_text(text.give)
        self.give_button.setEnabled(text.can_give)
        for code, button in zip(
            ("", *(one.code for one in self._view_model.methods)),
            (self.as_paid_button, *self.way_buttons),
            strict=True,
        ):
            button.setChecked(code == text.way)
            button.setEnabled(text.can_choose)

    def _fill(self, rows: tuple[PayOutRow, ...]) -> None:
        self._shown = rows
        for old in self.rows:
            old.hide()
            old.deleteLater()
        self.rows = [_Part(place, one, theme=self.theme) for place, one in enumerate(rows)]
        for part in self.rows:
            self._list.addWidget(part)

    @Slot(str)
    def _refuse(self, words: str) -> None:
        self.message.setText(words)
        self.message.show()
        announce(self, words, is_urgent=True)
