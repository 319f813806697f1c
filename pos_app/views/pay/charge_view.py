"""The screen of a payment through a processor: what the customer does, and what is known of it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from pos_app.viewmodels.pay.remote_keys import RemoteKeys
from pos_app.viewmodels.pay.remote_payment import RemotePayment
from pos_app.viewmodels.pay.remote_text import RemoteText
from pos_app.views.pay.charge_steps import ChargeSteps
from pos_app.views.pay.qr_code import QrCode
from pos_app.views.shared import tokens
from pos_app.views.shared.amount_label import AmountLabel
from pos_app.views.shared.announcing import announce
from pos_app.views.shared.breakpoints import shape_in
from pos_app.views.shared.controls import ActionButton, Icon, card, column, label, row, say
from pos_app.views.shared.page import Page
from pos_app.views.shared.theme import Theme

CARDS: Final = {"S": (760, 600), "L": (1_080, 820)}
"""Width at most, and height at least, so that its buttons stay where they are."""
ICON: Final = 32
QR_SIDES: Final = {"S": 280, "L": 440}
CODE_LENGTH_MAX: Final = 128
_INKS: Final = {"": "text2", "success": "success", "warning": "warning", "danger": "danger"}


class ChargeView(Page):
    context = "charge"

    def __init__(
        self,
        view_model: RemotePayment,
        keys: RemoteKeys,
        *,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme=theme, parent=parent)
        self._keys_model = keys
        self._said = ""
        self.icon = Icon("credit-card", theme=theme, size=ICON)
        self.title = label(role="title", name="charge_title")
        self.time = label(role="line", name="charge_time")
        self.amount = AmountLabel(
            theme=theme,
            name="charge_amount",
            size=tokens.HERO,
            align=Qt.AlignmentFlag.AlignHCenter,
        )
        self.says = label(role="last", name="charge_says")
        self.code = QLineEdit()
        self.qr = QrCode(theme=theme, name="charge_qr", side=QR_SIDES["S"])
        self.detail = label(role="line", name="charge_detail")
        self.steps = ChargeSteps(theme=theme)
        self.message = label(role="danger", name="charge_message")
        self.enter_button = self._action("charge_enter", "Enter", role="pay")
        self.leave_button = self._action("charge_leave", "Esc")
        self.give_back_button = self._action("charge_give_back", "Del")
        self.release_button = self._action("charge_release", "Ctrl+U")
        self._lay_out()
        self.message.hide()
        self._bind(view_model)

    def _action(self, name: str, key: str, role: str = "") -> ActionButton:
        button = ActionButton("", theme=self.theme, name=name, key=key, role=role)
        button.setMinimumHeight(self.theme.px(tokens.KEY_HEIGHT))
        return button

    def _lay_out(self) -> None:
        theme = self.theme
        for words in (self.says, self.detail, self.message):
            words.setWordWrap(True)
            words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.code.setObjectName("charge_code")
        self.code.setAccessibleName(self.tr("Code on the customer's phone"))
        self.code.setMaxLength(CODE_LENGTH_MAX)
        self.code.setMinimumHeight(theme.px(tokens.KEY_HEIGHT))
        top = row(self.icon, self.title, 1, self.time, spacing=theme.px(tokens.GAP))
        inside = column(spacing=theme.px(tokens.SPACE[3]))
        inside.addLayout(top)
        inside.addStretch(1)
        for part in (self.amount, self.says, self.code):
            inside.addWidget(part)
        inside.addWidget(self.qr, 0, Qt.AlignmentFlag.AlignHCenter)
        for below in (self.detail, self.steps, self.message):
            inside.addWidget(below)
        inside.addStretch(1)
        inside.addLayout(self._buttons())
        self.card = card(inside, theme=theme)
        across = row(1, self.card, 1)
        across.setStretchFactor(self.card, CARDS["L"][0])
        outside = column(1)
        outside.addLayout(across)
        outside.addStretch(2)
        pad = theme.px(tokens.SPACE[2])
        outside.setContentsMargins(pad, pad, pad, pad)
        self.setLayout(outside)

    def _buttons(self) -> QGridLayout:
        """Each has its place, and none comes under a finger that was meant for another."""
        places = (
            (self.leave_button, 0),
            (self.give_back_button, 1),
            (self.release_button, 1),
            (self.enter_button, 2),
        )
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(self.theme.px(tokens.GAP))
        for button, place in places:
            policy = button.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            button.setSizePolicy(policy)
            grid.addWidget(button, 0, place)
            grid.setColumnStretch(place, 1)
        return grid

    def _bind(self, view_model: RemotePayment) -> None:
        keys = self._keys_model
        self.bind_keys(
            {
                "enter": self._enter,
                "cancel_charge": keys.leave,
                "give_late_back": keys.give_back,
                "release_payment": keys.release,
                "other": keys.refuse_other,
            },
            typed=lambda _text: None,
        )
        self.enter_button.clicked.connect(self._enter)
        self.leave_button.clicked.connect(keys.leave)
        self.give_back_button.clicked.connect(keys.give_back)
        self.release_button.clicked.connect(keys.release)
        keys.refused.connect(self._refuse)
        view_model.changed.connect(self._show)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        size = "L" if shape_in(self.window(), self.theme).keeps_keypad else "S"
        width, height = CARDS[size]
        self.card.setMaximumWidth(self.theme.px(width))
        self.card.setMinimumHeight(self.theme.px(height))
        self.amount.set_size(tokens.DISPLAY if size == "L" else tokens.HERO)
        self.qr.set_side(QR_SIDES[size])

    def enter(self) -> None:
        """The field has the keys while it is asked for."""
        self.code.clear()
        (self.code if self.code.isVisibleTo(self) else self).setFocus(
            Qt.FocusReason.OtherFocusReason
        )

    @Slot()
    def _enter(self) -> None:
        if self.code.isVisible():
            code = self.code.text().strip()
            self.code.clear()
            self._keys_model.take_code(code)
        else:
            self._keys_model.enter()

    @Slot(str)
    def _refuse(self, words: str) -> None:
        self.message.setText(words)
        self.message.show()
        self.steps.hide()
        announce(self, words, is_urgent=True)

    @Slot(object)
    def _show(self, text: RemoteText) -> None:
        self.title.setText(text.title)
        self.amount.setText(text.amount)
        self.says.setText(text.say)
        self.icon.show_icon(text.icon, _INKS[text.tone])
        say(self.time, "role", "line")
        for part, words in ((self.detail, text.detail), (self.time, text.time)):
            part.setText(words)
            part.setVisible(bool(words))
        self._show_buttons(text)
        self.qr.show_payload(text.prompt)
        if self.code.isVisibleTo(self) is not text.asks_code:
            self.code.setVisible(text.asks_code)
            self.enter()
        if text.say != self._said:
            self._said = text.say
            self.message.hide()
            announce(self, f"{text.say}. {text.detail}", is_urgent=bool(text.tone))
        # There is room for one of the two.
        self.steps.show_step(-1 if self.message.isVisibleTo(self) else text.step)

    def _show_buttons(self, text: RemoteText) -> None:
        shown = (
            (self.enter_button, text.enter),
            (self.leave_button, text.leave),
            (self.give_back_button, text.give_back),
            (self.release_button, text.release),
        )
        for button, words in shown:
            button.set_text(words)
            button.setVisible(bool(words))
