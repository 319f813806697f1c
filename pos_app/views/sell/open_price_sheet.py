"""The sheet that asks what one item costs."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from pos_app.viewmodels.sell.open_price import OpenPrice
from pos_app.views.sell.waiting_label import WaitingLabel
from pos_app.views.shared import tokens
from pos_app.views.shared.amount_label import AmountLabel
from pos_app.views.shared.controls import ActionButton, column, label, row
from pos_app.views.shared.number_pad import BACK, NumberPad
from pos_app.views.shared.sheet import Sheet
from pos_app.views.shared.theme import Theme

PAD_WIDTH: Final = 320


class OpenPriceSheet(Sheet):
    def __init__(
        self, view_model: OpenPrice, *, waiting: WaitingLabel, theme: Theme, owner: QWidget
    ) -> None:
        super().__init__(theme=theme, owner=owner)
        self._view_model = view_model
        self.title = label(role="title", name="open_price_title")
        self.words = label(self.tr("What does it cost?"), name="open_price_words")
        self.amount = AmountLabel(theme=theme, name="open_price_amount", size=tokens.TOTAL)
        self.message = label(role="danger", name="open_price_problem")
        self.pad = NumberPad(theme=theme, name="open_price_pad", last_row=("0", ".", BACK))
        self.leave_button = ActionButton(
            self.tr("Leave it out"), theme=theme, name="open_price_leave", key="Esc"
        )
        self.take_button = ActionButton(
            self.tr("Take"), theme=theme, name="open_price_take", role="primary", key="Enter"
        )
        self.title.setWordWrap(True)
        self.message.setWordWrap(True)
        self.pad.setFixedWidth(theme.px(PAD_WIDTH))
        layout = column(
            *(self.title, waiting, self.words, self.amount), spacing=theme.px(tokens.SPACE[2])
        )
        layout.addLayout(row(1, self.pad, 1))
        layout.addWidget(self.message)
        layout.addLayout(row(self.leave_button, 1, self.take_button, spacing=theme.px(tokens.GAP)))
        self.fill(layout)
        self._bind()

    def _bind(self) -> None:
        view_model = self._view_model
        commands = {
            "take": view_model.accept,
            "leave": view_model.leave,
            "backspace": view_model.backspace,
        }
        self.bind_keys("open_price", commands, typed=view_model.press)
        self.pad.pressed.connect(view_model.press)
        self.pad.erased.connect(view_model.backspace)
        self.leave_button.clicked.connect(view_model.leave)
        self.take_button.clicked.connect(view_model.accept)
        view_model.opened.connect(self._open)
        view_model.hidden.connect(self.close_sheet)
        view_model.amount_changed.connect(self._show_amount)
        view_model.refused.connect(self._refuse)
        self.closed.connect(view_model.leave)

    @Slot(str)
    def _open(self, name: str) -> None:
        self.title.setText(name)
        self.setAccessibleName(name)
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
