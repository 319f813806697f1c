"""The payment screen: what is due, what was given, what goes back, and the ways to pay."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from pos_app.viewmodels.pay.pay import PayViewModel
from pos_app.viewmodels.pay.pay_text import FURTHER_MAX, PayText
from pos_app.viewmodels.sell.sell import SellViewModel
from pos_app.views.input.keys import Command
from pos_app.views.pay.due_card import DueCard
from pos_app.views.pay.given_card import QUICK_MAX, GivenCard
from pos_app.views.pay.methods_bar import MethodsBar
from pos_app.views.pay.missed_bar import MissedBar
from pos_app.views.pay.order_card import OrderCard
from pos_app.views.pay.troubles_bar import TroublesBar
from pos_app.views.shared import tokens
from pos_app.views.shared.breakpoints import shape_in
from pos_app.views.shared.controls import ActionButton, column, row
from pos_app.views.shared.number_pad import BACK, NumberPad
from pos_app.views.shared.page import Page
from pos_app.views.shared.theme import Theme

SIDE_WIDTH_ABOVE: Final = 240
SIDE_WIDTHS: Final = {"S": 280, "M": 340, "L": 440}
PAD_WIDTHS: Final = {"S": 328, "M": 328, "L": 440}
PAD_KEY_HEIGHTS: Final = {"S": 72, "M": 72, "L": 112}
_KINDS: Final = ("cash", "card", "account", "voucher", "other")


class PayView(Page):
    context = "pay"

    def __init__(
        self,
        view_model: PayViewModel,
        *,
        sell: SellViewModel,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme=theme, parent=parent)
        self._view_model = view_model
        self._asked = ""
        self.order = OrderCard(sell.lines, theme=theme)
        self.due = DueCard(theme=theme)
        self.amount = GivenCard(theme=theme)
        self.methods = MethodsBar(view_model.methods, theme=theme)
        self.methods.offer_tips(view_model.tip.is_taken)
        self.missed = MissedBar(sell.notices, theme=theme)
        self.troubles = TroublesBar(view_model.remote.troubles, theme=theme)
        point = view_model.decimal_sign
        last_row = ("0", "." if point else "00", BACK)
        self.pad = NumberPad(theme=theme, name="pay_pad", last_row=last_row, point=point)
        self.take_button = ActionButton("", theme=theme, name="take", role="pay", key="Enter")
        self._lay_out()
        sell.order_changed.connect(self.order.show_summary)
        self._bind()
        self._bind_to_keys()

    def _lay_out(self) -> None:
        theme = self.theme
        gap = theme.px(tokens.SPACE[2])
        self._sides, self._sums = row(spacing=gap), row(spacing=gap)
        left = column(spacing=gap)
        left.addWidget(self.due, 1)
        left.addWidget(self.order, 4)
        self.left = QWidget()
        self.left.setLayout(left)
        self._sums.addWidget(self.left)
        self._sums.addWidget(self.amount, 1)
        self._sides.addLayout(self._sums, 1)
        self._sides.addLayout(self._pad_side())
        whole = column(self.missed, spacing=gap)
        whole.addLayout(self._sides, 1)
        whole.addWidget(self.troubles)
        whole.addWidget(self.methods)
        whole.setContentsMargins(gap, gap, gap, gap)
        self.setLayout(whole)

    def _pad_side(self) -> QVBoxLayout:
        theme = self.theme
        self.add_buttons = [
            self._add(minor, text) for minor, text in self._view_model.add_amounts[:3]
        ]
        adds = row(spacing=theme.px(tokens.GAP))
        for button in self.add_buttons:
            adds.addWidget(button, 1)
        takes = column(spacing=theme.px(tokens.GAP))
        takes.addLayout(adds)
        takes.addWidget(self.take_button)
        self._keys_side = column(spacing=theme.px(tokens.GAP))
        self._keys_side.addWidget(self.pad, 1)
        self._keys_side.addLayout(takes)
        return self._keys_side

    def _add(self, minor: int, text: str) -> ActionButton:
        button = ActionButton(text, theme=self.theme, name=f"add_{minor}", role="mode")
        button.clicked.connect(lambda: self._view_model.given.add(minor))
        return button

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        theme, shape = self.theme, shape_in(self.window(), self.theme)
        size = "L" if shape.keeps_keypad else "M" if shape.is_wide else "S"
        is_large = size == "L"
        self._sums.setDirection(theme.sides)
        below = QBoxLayout.Direction.TopToBottom
        self._sides.setDirection(below if shape.is_one_column else theme.sides)
        self._keys_side.setDirection(theme.sides if shape.is_one_column else below)
        self.amount.arrange("T" if shape.is_one_column else size)
        room = self.width() - 2 * theme.px(tokens.SPACE[2])
        self.methods.arrange(room=room, is_small=size == "S")
        self.due.arrange(is_large=is_large)
        self.order.setVisible(is_large)
        side = SIDE_WIDTH_ABOVE if shape.is_one_column else SIDE_WIDTHS[size]
        self.left.setFixedWidth(theme.px(side))
        width = theme.px(PAD_WIDTHS[size])
        self.pad.setMinimumWidth(width)
        self.pad.setMaximumWidth(self.width() if shape.is_one_column else width)
        self.pad.set_key_height(PAD_KEY_HEIGHTS[size])

    def _bind(self) -> None:
        view_model = self._view_model
        given = view_model.given
        self.pad.pressed.connect(given.press)
        self.pad.erased.connect(given.backspace)
        self.take_button.clicked.connect(view_model.take)
        self.due.back_button.clicked.connect(view_model.back)
        self.due.chosen.connect(view_model.tenders.select)
        self.due.removed.connect(self._remove)
        self.amount.quick.connect(view_model.take_quick)
        self.amount.parted.connect(view_model.split)
        self.amount.parts.items_asked.connect(view_model.items.open)
        self.amount.referred.connect(lambda text: view_model.take_by(self._asked, text))
        self.amount.left.connect(self.setFocus)
        self.methods.chosen.connect(view_model.take_by)
        self.methods.split_asked.connect(self.amount.open_parts)
        self.methods.customer_asked.connect(view_model.customer.open)
        self.methods.tip_asked.connect(view_model.tip.open)
        self.methods.receipt_asked.connect(view_model.receipt.switch)
        view_model.receipt.changed.connect(self.methods.show_receipt)
        view_model.remote.troubles.changed.connect(self.methods.show_troubles)
        view_model.changed.connect(self._show)
        view_model.quick_amounts_changed.connect(self.amount.show_quick)
        view_model.busy_changed.connect(self._show_busy)
        view_model.refused.connect(self.amount.refuse)
        view_model.reference_asked.connect(self._ask_reference)

    def _bind_to_keys(self) -> None:
        view_model = self._view_model
        quick: dict[str, Command] = {
            f"quick_{place + 1}": partial(self.amount.take_quick, place)
            for place in range(QUICK_MAX)
        }
        codes = view_model.codes
        ways: dict[str, Command] = {
            f"by_{kind}": partial(view_model.take_by, codes.get(f"by_{kind}", kind))
            for kind in _KINDS
        }
        for number in range(1, FURTHER_MAX + 1):
            name = f"another_{number}"
            ways[name] = partial(view_model.take_by, codes[name]) if name in codes else self._no_way
        self.idle = frozenset(ways) - frozenset(codes)
        self.bind_keys(
            {
                "take": view_model.take,
                "plus": view_model.given.plus,
                "backspace": view_model.given.backspace,
                "back": self._back,
                "exact": partial(view_model.take_quick, 0),
                "split": self.amount.open_parts,
                "by_items": view_model.items.open,
                "customer": view_model.customer.open,
                "tip": view_model.tip.open,
                "undo_tip": view_model.tip.undo,
                "remove": view_model.remove,
                "up": partial(view_model.tenders.move_by, -1),
                "down": partial(view_model.tenders.move_by, 1),
                "receipt": view_model.receipt.switch,
                **quick,
                **ways,
            },
            typed=self._on_typed,
        )

    def _no_way(self) -> None:
        self.amount.refuse(self.tr("No way to pay has this key: those that there are show theirs."))

    def _on_typed(self, text: str) -> None:
        """Digits are an amount; with the question open, into how many parts it is split."""
        if not self.amount.parts.isVisible():
            self._view_model.given.press(text)
        else:
            self.amount.parts.press(text)

    def _back(self) -> None:
        """One step: out of a question, else to the order."""
        if self.amount.parts.isVisible() or self.amount.reference.isVisible():
            self._view_model.given.changed.emit()
        else:
            self._view_model.back()

    @Slot(int)
    def _remove(self, index: int) -> None:
        self._view_model.tenders.select(index)
        self._view_model.remove()

    @Slot(str, str)
    def _ask_reference(self, code: str, words: str) -> None:
        self._asked = code
        self.amount.ask_reference(words)

    @Slot(object)
    def _show(self, text: PayText) -> None:
        self.due.show_text(text)
        self.amount.show_text(text)
        self.take_button.set_text(text.take)
        self.take_button.setEnabled(text.can_take)

    @Slot(bool)
    def _show_busy(self, busy: bool) -> None:
        buttons = (self.take_button, self.due.back_button, *self.amount.quick_buttons)
        for button in (*buttons, *self.methods.buttons):
            button.setEnabled(not busy)
