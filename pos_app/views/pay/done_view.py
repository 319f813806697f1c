"""The Done screen: the change to give back, the receipt, and the way to the next order."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPropertyAnimation, Qt, Slot
from PySide6.QtGui import QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from pos_app.viewmodels.pay.done import LEAVE_AFTER_MS, DoneViewModel
from pos_app.viewmodels.pay.done_text import DoneText
from pos_app.views.shared import tokens
from pos_app.views.shared.amount_label import AmountLabel
from pos_app.views.shared.breakpoints import shape_in
from pos_app.views.shared.controls import ActionButton, column, frame, label, row, say
from pos_app.views.shared.page import Page
from pos_app.views.shared.receipt_paper import ReceiptPaper
from pos_app.views.shared.theme import Theme

RECEIPT_WIDTH: Final = 470


class DoneView(Page):
    context = "done"

    def __init__(
        self, view_model: DoneViewModel, *, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme=theme, parent=parent)
        self._view_model = view_model
        self.title = label(role="title", name="done_title")
        self.change = AmountLabel(
            theme=theme,
            name="done_change",
            size=tokens.DISPLAY,
            align=Qt.AlignmentFlag.AlignHCenter,
        )
        self.paid = label(role="line", name="done_paid")
        self.print_state = label(role="muted", name="print_state")
        self.print_button = self._action(self.tr("Print"), "print", "P", "printer")
        self.email_button = self._action(self.tr("E-mail"), "email", "E", "mail")
        self.gift_button = self._action(self.tr("Gift receipt"), "gift", "G", "gift")
        self.none_button = self._action(self.tr("No receipt"), "no_receipt", "N", "x")
        self.change_button = self._action(
            self.tr("Change payment"), "change_payment", "C", "rotate-ccw"
        )
        self.back_button = self._action(self.tr("Give it back"), "done_give_back", "R", "undo-2")
        self.retry_button = ActionButton(
            self.tr("Try again"), theme=theme, name="print_retry", icon="refresh-cw"
        )
        self.next_button = ActionButton(
            self.tr("Next order"), theme=theme, name="next_order", role="pay", key="Enter"
        )
        self.wipe = frame("wipe")
        self.receipt = ReceiptPaper(theme=theme)
        self._animation = QPropertyAnimation(self.wipe, b"maximumWidth", self)
        for button in (self.print_button, self.email_button, self.gift_button, self.none_button):
            button.setMinimumHeight(theme.px(tokens.KEY_HEIGHT))
        self._lay_out()
        self._bind()

    def _action(self, text: str, name: str, key: str, icon: str) -> ActionButton:
        return ActionButton(text, theme=self.theme, name=name, key=key, icon=icon)

    def _lay_out(self) -> None:
        theme = self.theme
        for words in (self.title, self.paid, self.print_state):
            words.setAlignment(Qt.AlignmentFlag.AlignCenter)
            words.setWordWrap(True)
        self.wipe.setFixedHeight(theme.px(tokens.SPACE[0]))
        buttons = row(
            *(1, self.print_button, self.email_button, self.gift_button, self.none_button, 1),
            spacing=theme.px(tokens.GAP),
        )
        self.wrong = label(self.tr("Paid another way?"), role="muted", name="done_wrong")
        wrong = row(self.wrong, self.change_button, 1)
        self.unwanted = label(self.tr("All of it comes back?"), role="muted", name="done_unwanted")
        unwanted = row(self.unwanted, self.back_button, 1)
        left = column(1, self.title, self.change, self.paid, spacing=theme.px(tokens.SPACE[2]))
        left.addSpacing(theme.px(tokens.SPACE[4]))
        left.addLayout(buttons)
        left.addWidget(self.print_state)
        left.addLayout(row(1, self.retry_button, 1))
        left.addStretch(2)
        left.addWidget(self.wipe)
        left.addWidget(self.next_button)
        left.addLayout(wrong)
        left.addLayout(unwanted)
        whole = row(spacing=theme.px(tokens.SPACE[4]))
        whole.addLayout(left, 1)
        self.paper = self._receipt_card()
        whole.addWidget(self.paper)
        pad = theme.px(tokens.SPACE[3])
        whole.setContentsMargins(pad, pad, pad, pad)
        self.setLayout(whole)

    def _receipt_card(self) -> QFrame:
        paper = QWidget()
        paper.setLayout(row(1, self.receipt, 1))
        area = QScrollArea()
        area.setWidget(paper)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QVBoxLayout()
        inside.addWidget(area)
        card = frame("card")
        card.setFixedWidth(self.theme.px(RECEIPT_WIDTH))
        card.setLayout(inside)
        return card

    def _bind(self) -> None:
        view_model = self._view_model
        self.bind_keys(
            {
                "next": view_model.next,
                "print": view_model.print_again,
                "email": view_model.email,
                "gift": view_model.print_gift,
                "no_receipt": self._no_receipt,
                "change": view_model.change_payment,
                "give_back": view_model.give_back,
            },
            typed=lambda _text: view_model.stay(),
        )
        self.next_button.clicked.connect(view_model.next)
        self.none_button.clicked.connect(view_model.next)
        self.print_button.clicked.connect(view_model.print_again)
        self.email_button.clicked.connect(view_model.email)
        self.gift_button.clicked.connect(view_model.print_gift)
        self.back_button.clicked.connect(view_model.give_back)
        self.change_button.clicked.connect(view_model.change_payment)
        self.retry_button.clicked.connect(view_model.retry_print)
        view_model.changed.connect(self._show)
        view_model.print_changed.connect(self._show_print)
        view_model.stayed.connect(self._stop_wipe)

    def _no_receipt(self) -> None:
        """A key that answers a question; else it only keeps the screen."""
        if self.none_button.isVisible():
            self._view_model.next()
        else:
            self._view_model.stay()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self.paper.setVisible(not shape_in(self.window(), self.theme).is_one_column)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        self._view_model.stay()
        super().mousePressEvent(event)

    @Slot(object)
    def _show(self, text: DoneText) -> None:
        self.title.setText(text.title)
        self.change.setText(text.change or text.total)
        self.paid.setText(text.paid)
        self.receipt.show_paper(text.receipt)
        self.none_button.setVisible(text.asks)
        for part in (self.wrong, self.change_button, self.gift_button):
            part.setVisible(text.is_sale)
        for part in (self.unwanted, self.back_button):
            part.setVisible(text.is_sale)
        say(self.print_button, "role", "primary" if text.asks else "")
        self._show_print(text.printing, False)
        self._stop_wipe()
        if self._view_model.leaves_by_itself and self.theme.has_motion:
            self._start_wipe()

    @Slot(str, bool)
    def _show_print(self, words: str, is_problem: bool) -> None:
        self.print_state.setText(words)
        say(self.print_state, "role", "danger" if is_problem else "muted")
        self.retry_button.setVisible(is_problem)

    def _start_wipe(self) -> None:
        """A bar that grows shows when this screen goes by itself."""
        self._animation.setDuration(LEAVE_AFTER_MS)
        self._animation.setStartValue(0)
        self._animation.setEndValue(self.next_button.width())
        self.wipe.show()
        self._animation.start()

    @Slot()
    def _stop_wipe(self) -> None:
        self._animation.stop()
        self.wipe.hide()
