"""The sheet of a price change: what it costs, what it will cost, and what stays as it is."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from pos_app.viewmodels.products.change_price import ChangePrice
from pos_app.views.shared import tokens
from pos_app.views.shared.amount_label import AmountLabel
from pos_app.views.shared.controls import ActionButton, column, label, row
from pos_app.views.shared.number_pad import BACK, NumberPad
from pos_app.views.shared.sheet import Sheet
from pos_app.views.shared.theme import Theme

PAD_WIDTH: Final = 320


class PriceSheet(Sheet):
    def __init__(self, view_model: ChangePrice, *, theme: Theme, owner: QWidget) -> None:
        super().__init__(theme=theme, owner=owner)
        self._view_model = view_model
        self.title = label(role="title", name="price_title")
        self.words = label(name="price_words")
        self.amount = AmountLabel(theme=theme, name="price_amount", size=tokens.TOTAL)
        self.message = label(role="danger", name="price_problem")
        self.pad = NumberPad(theme=theme, name="price_pad", last_row=("0", ".", BACK))
        self.leave_button = ActionButton(
            self.tr("Leave"), theme=theme, name="price_leave", key="Esc"
        )
        self.save_button = ActionButton(
            self.tr("Change the price"), theme=theme, name="price_save", role="primary", key="Enter"
        )
        self._lay_out()
        self._bind()

    def _lay_out(self) -> None:
        theme = self._theme
        for words in (self.title, self.words, self.message):
            words.setWordWrap(True)
        self.pad.setFixedWidth(theme.px(PAD_WIDTH))
        middle = row(1, self.pad, 1)
        buttons = row(self.leave_button, 1, self.save_button, spacing=theme.px(tokens.GAP))
        layout = column(self.title, self.words, self.amount, spacing=theme.px(tokens.SPACE[2]))
        layout.addLayout(middle)
        layout.addWidget(self.message)
        layout.addLayout(buttons)
        self.fill(layout)

    def _bind(self) -> None:
        view_model = self._view_model
        commands = {
            "save": view_model.save,
            "leave": view_model.leave,
            "backspace": view_model.backspace,
        }
        self.bind_keys("price", commands, typed=view_model.press)
        self.pad.pressed.connect(view_model.press)
        self.pad.erased.connect(view_model.backspace)
        self.leave_button.clicked.connect(view_model.leave)
        self.save_button.clicked.connect(view_model.save)
        view_model.opened.connect(self._open)
        view_model.hidden.connect(self.close_sheet)
        view_model.amount_changed.connect(self._show_amount)
        view_model.refused.connect(self._refuse)
        self.closed.connect(view_model.leave)

    @Slot(str, str)
    def _open(self, name: str, words: str) -> None:
        self.title.setText(self.tr("Price of {name}").format(name=name))
        self.words.setText(words)
        self._refuse("")
        self.open_sheet()

    @Slot(str)
    def _show_amount(self, text: str) -> None:
        self.amount.setText(text)
        self.amount.setAccessibleName(text)
        self._refuse("")

    @Slot(str)
    def _refuse(self, words: str) -> None:
        self.message.setText(words)
        self.message.setVisible(bool(words))
        if self.isVisible():
            self.place()
