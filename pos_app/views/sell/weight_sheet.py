"""The sheet of a weight: typed, less its tare, with what it comes to."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QWidget

from pos_app.viewmodels.sell.weighing import MeasureCard, Weighing
from pos_app.views.sell.waiting_label import WaitingLabel
from pos_app.views.shared import tokens
from pos_app.views.shared.amount_label import AmountLabel
from pos_app.views.shared.controls import ActionButton, column, label, row
from pos_app.views.shared.number_pad import BACK, NumberPad
from pos_app.views.shared.sheet import Sheet, bind_leaving
from pos_app.views.shared.theme import Theme

PAD_WIDTH: Final = 264


class WeightSheet(Sheet):
    def __init__(
        self, view_model: Weighing, *, waiting: WaitingLabel, theme: Theme, owner: QWidget
    ) -> None:
        super().__init__(theme=theme, owner=owner)
        self._view_model = view_model
        self._waiting = waiting
        self.title = label(role="title", name="weight_title")
        self.price = label(role="muted", name="weight_price")
        self.measure_button = self._choice(self.tr("Weight"), "weight_measure")
        self.tare_button = self._choice(self.tr("Tare"), "weight_tare")
        self.net = label(role="strong", name="weight_net")
        self.amount = AmountLabel(theme=theme, name="weight_amount", size=tokens.TOTAL)
        self.message = label(role="danger", name="weight_problem")
        self.pad = NumberPad(theme=theme, name="weight_pad", last_row=("0", ".", BACK))
        self.leave_button = ActionButton(
            self.tr("Leave it out"), theme=theme, name="weight_leave", key="Esc"
        )
        self.accept_button = ActionButton(
            self.tr("Take"), theme=theme, name="weight_take", role="primary", key="Enter"
        )
        self._lay_out()
        self._bind()

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002, ARG002, N802
        """Tab goes between the weight and the tare, and never to the screen below."""
        self._view_model.switch()
        return True

    def _choice(self, words: str, name: str) -> ActionButton:
        button = ActionButton(words, theme=self._theme, name=name, role="tab")
        button.setCheckable(True)
        button.type_size = tokens.LINE
        button.clicked.connect(self._switch_to)
        return button

    def _lay_out(self) -> None:
        theme = self._theme
        gap = theme.px(tokens.GAP)
        for words in (self.title, self.message):
            words.setWordWrap(True)
        self.pad.setFixedWidth(theme.px(PAD_WIDTH))
        left = column(
            *(self.price, self.measure_button, self.tare_button, self.net, self.amount, 1),
            spacing=theme.px(tokens.SPACE[2]),
        )
        middle = row(spacing=theme.px(tokens.SPACE[4]))
        middle.addLayout(left, 1)
        middle.addWidget(self.pad, 0, Qt.AlignmentFlag.AlignTop)
        layout = column(self.title, self._waiting, spacing=theme.px(tokens.SPACE[2]))
        layout.addLayout(middle)
        layout.addWidget(self.message)
        layout.addLayout(row(self.leave_button, 1, self.accept_button, spacing=gap))
        self.fill(layout)

    def _bind(self) -> None:
        view_model = self._view_model
        commands = {
            "take": view_model.accept,
            "leave": view_model.leave,
            "backspace": view_model.backspace,
            "tare": view_model.switch,
        }
        self.bind_keys("weight", commands, typed=view_model.press)
        self.pad.pressed.connect(view_model.press)
        self.pad.erased.connect(view_model.backspace)
        bind_leaving(self, view_model, self.leave_button)
        self.accept_button.clicked.connect(view_model.accept)
        view_model.opened.connect(self.open_sheet)
        view_model.changed.connect(self._show)
        view_model.refused.connect(self._refuse)

    @Slot()
    def _switch_to(self) -> None:
        """A tap on the one that is typed already changes nothing."""
        is_tare = self.sender() is self.tare_button
        if is_tare != self._is_tare:
            self._view_model.switch()
        else:
            self._check(is_tare=self._is_tare)

    @Slot(object)
    def _show(self, card: MeasureCard) -> None:
        self.title.setText(card.name)
        self.setAccessibleName(card.name)
        self.price.setText(card.price)
        self.measure_button.set_text(self.tr("Weight  {weight}").format(weight=card.measure))
        self.tare_button.set_text(self.tr("Tare  {tare}").format(tare=card.tare))
        self.tare_button.setVisible(bool(card.tare))
        self.net.setText(self.tr("Net {net}").format(net=card.net))
        self.net.setVisible(bool(card.tare))
        self.amount.setText(card.amount)
        self.amount.setAccessibleName(card.amount)
        self._check(is_tare=card.is_tare)
        if self.isVisible():
            self.place()

    def _check(self, *, is_tare: bool) -> None:
        self._is_tare = is_tare
        self.measure_button.setChecked(not is_tare)
        self.tare_button.setChecked(is_tare)

    @Slot(str)
    def _refuse(self, words: str) -> None:
        self.tell(self.message, words)
