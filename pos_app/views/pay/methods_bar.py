"""The ways to pay along the foot of the payment screen, and what else belongs to the payment."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QGridLayout

from pos_app.viewmodels.pay.method_troubles import MethodTroubles
from pos_app.viewmodels.pay.pay_text import MethodText
from pos_app.views.input.keymap import key_of
from pos_app.views.shared import tokens
from pos_app.views.shared.controls import ActionButton
from pos_app.views.shared.theme import Theme

METHOD_WIDTH: Final = 120
ROWS_HEIGHT: Final = 56
"""Of each of several rows on a small screen: the sums above them need the room."""


class MethodsBar(QFrame):
    """One row; two or three where a store has many ways to pay and the screen is narrow.

    Signals:
        chosen: Emitted with the code of a way to pay.
        split_asked: Emitted to pay in equal parts.
        customer_asked: Emitted to choose whom the order is for.
        tip_asked: Emitted to give a tip, another, or none.
        receipt_asked: Emitted to print a receipt, or none.
    """

    chosen = Signal(str)
    split_asked = Signal()
    customer_asked = Signal()
    tip_asked = Signal()
    receipt_asked = Signal()

    def __init__(self, methods: tuple[MethodText, ...], *, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("methods")
        self._theme = theme
        self._methods = methods
        self.method_buttons = [self._method(one) for one in methods]
        self.split_button = self._button(self.tr("Split…"), "split", "split", "users")
        self.customer_button = self._button("", "pay_customer", "customer", "user")
        self.tip_button = self._button(self.tr("Tip…"), "tip", "tip", "coins")
        self.receipt_button = self._button("", "receipt_choice", "receipt", "receipt")
        self.split_button.clicked.connect(self.split_asked)
        self.customer_button.clicked.connect(self.customer_asked)
        self.tip_button.clicked.connect(self.tip_asked)
        self.receipt_button.clicked.connect(self.receipt_asked)
        self.buttons = self._offered(has_tips=True)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(theme.px(tokens.GAP))
        self._room = 0
        self._is_small = False
        self.show_customer("")

    def arrange(self, *, room: int, is_small: bool = False) -> None:
        """In one row where there is room for it, in pixels; 0 where that is not known yet."""
        self._room, self._is_small = room, is_small
        count = len(self.buttons)
        rows = next((n for n in (1, 2) if not room or self._width(-(-count // n)) <= room), 3)
        across = -(-count // rows)
        height = tokens.KEY_HEIGHT if rows == 1 or not is_small else ROWS_HEIGHT
        for button in self.buttons:
            button.setMinimumHeight(self._theme.px(height))
        for place, button in enumerate(self.buttons):
            self._grid.addWidget(button, *divmod(place, across))

    def _width(self, across: int) -> int:
        """Of all columns, with so many of them, in pixels."""
        widths = [max(one.sizeHint().width(), one.minimumWidth()) for one in self.buttons]
        columns = (max(widths[place::across]) for place in range(across))
        return sum(columns) + (across - 1) * self._theme.px(tokens.GAP)

    @Slot(bool)
    def offer_tips(self, offered: bool) -> None:
        buttons = self._offered(has_tips=offered)
        if buttons != self.buttons:
            self.buttons = buttons
            self.tip_button.setVisible(offered)
            self._grid.removeWidget(self.tip_button)
            self.arrange(room=self._room, is_small=self._is_small)

    def _offered(self, *, has_tips: bool) -> tuple[ActionButton, ...]:
        tips = (self.tip_button,) if has_tips else ()
        more = (self.split_button, self.customer_button, *tips, self.receipt_button)
        return (*self.method_buttons, *more)

    @Slot(str)
    def show_customer(self, name: str) -> None:
        """As much of the name as a button has room for; all of it is spoken."""
        button, theme = self.customer_button, self._theme
        metrics, room = theme.metrics(tokens.BODY), theme.px(METHOD_WIDTH)
        button.set_text(
            metrics.elidedText(name, Qt.TextElideMode.ElideRight, room) or self.tr("Customer…")
        )
        if name:
            whole = self.tr("Customer: {name}").format(name=name)
            button.setAccessibleName(f"{whole} ({key_of('pay', 'customer')})")
        self.arrange(room=self._room, is_small=self._is_small)

    @Slot(str)
    def show_receipt(self, words: str) -> None:
        self.receipt_button.set_text(words)
        self.arrange(
            room=self._room, is_small=self._is_small
        )  # its words may be longer than there was room for

    @Slot(object)
    def show_troubles(self, troubles: MethodTroubles) -> None:
        """One that cannot be used now says so by its icon; pressed, it says why."""
        for method, button in zip(self._methods, self.method_buttons, strict=True):
            reason = troubles.reasons.get(method.code, "")
            button.set_icon("triangle-alert" if reason else method.icon)
            button.setAccessibleDescription(reason)

    def _method(self, method: MethodText) -> ActionButton:
        button = self._button(method.words, f"method_{method.code}", method.command, method.icon)
        button.clicked.connect(lambda: self.chosen.emit(method.code))
        return button

    def _button(self, text: str, name: str, command: str, icon: str) -> ActionButton:
        key = key_of("pay", command)
        button = ActionButton(text, theme=self._theme, name=name, key=key, icon=icon)
        button.setMinimumSize(self._theme.px(METHOD_WIDTH), self._theme.px(tokens.KEY_HEIGHT))
        return button
