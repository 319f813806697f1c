"""Find an order: one field and the list at the left, the receipt and what to do at the right."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from pos_app.viewmodels.receipts.detail_words import DetailText
from pos_app.viewmodels.receipts.find_order import FindOrder
from pos_app.viewmodels.shared.paper import NO_PAPER
from pos_app.views.receipts.found_list import FoundList
from pos_app.views.shared import tokens
from pos_app.views.shared.breakpoints import shape_in
from pos_app.views.shared.controls import ActionButton, column, frame, label, row
from pos_app.views.shared.empty_state import EmptyState
from pos_app.views.shared.fields import SearchIcons
from pos_app.views.shared.page import Page
from pos_app.views.shared.receipt_paper import ReceiptPaper
from pos_app.views.shared.theme import Theme

DETAIL_WIDTH: Final = 480
UPRIGHT_STRETCH: Final = 3
"""How much more of the height the receipt has than the list above it."""
TEXT_LENGTH_MAX: Final = 200


class FindView(Page):
    context = "find"

    def __init__(
        self, view_model: FindOrder, *, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme=theme, parent=parent)
        self._view_model = view_model
        self.field = QLineEdit()
        self.hint = label(role="muted", name="find_hint")
        self.found = FoundList(view_model, theme=theme)
        self.clear_button = self._button("find_clear", self.tr("Clear the search"), "Esc")
        self.empty = EmptyState(
            theme=theme, name="find_empty", icon="search", words="", action=self.clear_button
        )
        self.title = label(role="title", name="found_title")
        self.facts = label(role="muted", name="found_facts")
        self.state = label(role="warning", name="found_state")
        self.returns = label(role="small", name="found_returns")
        self.warning = label(role="warning", name="found_warning")
        self.emails = label(role="small", name="found_emails")
        self.receipt = ReceiptPaper(theme=theme)
        self.back_button = self._button("find_back", self.tr("Back"), "Esc", icon="chevron-left")
        self.period_button = self._button("find_period", "", "F3", icon="history")
        self.email_button = self._button("find_email", self.tr("E-mail"), "Ctrl+E", icon="mail")
        self.gift_button = self._button("find_gift", self.tr("Gift receipt"), "Ctrl+G", icon="gift")
        self.back_again_button = self._button(
            "find_give_back", self.tr("Give back"), "F9", icon="rotate-ccw"
        )
        self.all_button = self._button(
            "find_give_all", self.tr("Give all back"), "Ctrl+F9", icon="rotate-ccw"
        )
        self._void = self.tr("Void")
        self.void_button = self._button(
            "find_void", self._void, "Shift+F9", icon="octagon-x", role="danger"
        )
        self.other_button = self._button("find_other", "", "F4", icon="receipt")
        self.copy_button = self._button(
            "find_copy", self.tr("Print a copy"), "Ctrl+P", icon="printer", role="primary"
        )
        self.card = frame("card")
        self._whole = QBoxLayout(theme.sides)
        self._lay_out()
        self._bind()
        self.setFocusProxy(self.field)
        self._show(None)
        self._show_hint("")

    def _button(
        self, name: str, words: str, key: str, *, icon: str = "", role: str = ""
    ) -> ActionButton:
        return ActionButton(words, theme=self.theme, name=name, key=key, icon=icon, role=role)

    def _lay_out(self) -> None:
        theme = self.theme
        gap, pad = theme.px(tokens.GAP), theme.px(tokens.SPACE[3])
        self.field.setObjectName("find_text")
        self.field.setAccessibleName(self.tr("Find an order"))
        self.field.setPlaceholderText(self.tr("Number, amount, time, date or item"))
        self.field.setFixedHeight(theme.px(tokens.TARGET))
        self.field.setMaxLength(TEXT_LENGTH_MAX)
        SearchIcons(self.field, theme=theme)
        kept = self.period_button.sizePolicy()
        kept.setRetainSizeWhenHidden(True)
        self.period_button.setSizePolicy(kept)
        self.hint.setWordWrap(True)
        top = row(self.back_button, spacing=gap)
        top.addWidget(self.field, 1)
        under = row(spacing=gap)
        under.addWidget(self.hint, 1)
        under.addWidget(self.period_button)
        left = column(spacing=gap)
        left.addLayout(top)
        left.addLayout(under)
        left.addWidget(self.found, 1)
        left.addWidget(self.empty, 1)
        self._fill_card()
        self._whole.setSpacing(pad)
        self._whole.addLayout(left, 1)
        self._whole.addWidget(self.card)
        self._whole.setContentsMargins(pad, pad, pad, pad)
        self.setLayout(self._whole)

    def _fill_card(self) -> None:
        theme = self.theme
        for words in (self.facts, self.warning, self.returns, self.emails):
            words.setWordWrap(True)
        paper = QWidget()
        paper.setLayout(row(1, self.receipt, 1))
        area = QScrollArea()
        area.setWidget(paper)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QVBoxLayout()
        inside.setSpacing(theme.px(tokens.GAP))
        gap = theme.px(tokens.GAP)
        head = row(self.title, 1, self.state, spacing=gap)
        inside.addLayout(head)
        for part in (self.facts, self.warning, self.returns, self.emails):
            inside.addWidget(part)
        inside.addLayout(row(self.other_button, 1, spacing=gap))
        inside.addWidget(area, 1)
        inside.addLayout(self._actions(gap))
        inside.addWidget(self.copy_button)
        self.card.setLayout(inside)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        is_upright = shape_in(self.window(), self.theme).is_one_column
        width = self.theme.px(DETAIL_WIDTH)
        self.card.setMinimumWidth(0 if is_upright else width)
        self.card.setMaximumWidth(self.width() if is_upright else width)
        self._whole.setStretchFactor(self.card, UPRIGHT_STRETCH if is_upright else 0)
        top_to_bottom = QBoxLayout.Direction.TopToBottom
        self._whole.setDirection(top_to_bottom if is_upright else self.theme.sides)

    def _actions(self, gap: int) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(gap)
        actions = (self.back_again_button, self.all_button, self.email_button, self.gift_button)
        for place, button in enumerate(actions):
            grid.addWidget(button, *divmod(place, 2))
        grid.addWidget(self.void_button, grid.rowCount(), 0, 1, grid.columnCount())
        return grid

    def _bind(self) -> None:
        view_model, detail = self._view_model, self._view_model.detail
        self.bind_keys(
            {
                "back": view_model.back,
                "show": lambda: view_model.select(0),
                "up": lambda: view_model.move(-1),
                "down": lambda: view_model.move(1),
                "page_up": lambda: view_model.move(-self.found.page_rows),
                "page_down": lambda: view_model.move(self.found.page_rows),
                "period": view_model.widen,
                "email": detail.email,
                "gift": detail.print_gift,
                "give_back": detail.returns.give_back,
                "give_all": detail.returns.give_all,
                "void": detail.returns.void,
                "other_order": detail.returns.show_other,
            }
        )
        self.field.textEdited.connect(view_model.look_for)
        self.field.textChanged.connect(self._on_cleared)
        for button in (self.back_button, self.clear_button):
            button.clicked.connect(view_model.back)
        self.period_button.clicked.connect(view_model.widen)
        self.email_button.clicked.connect(detail.email)
        self.gift_button.clicked.connect(detail.print_gift)
        self.copy_button.clicked.connect(detail.reprint)
        self.back_again_button.clicked.connect(detail.returns.give_back)
        self.all_button.clicked.connect(detail.returns.give_all)
        self.void_button.clicked.connect(detail.returns.void)
        self.other_button.clicked.connect(detail.returns.show_other)
        self.found.picked.connect(view_model.select)
        self.found.end_near.connect(view_model.found.more)
        view_model.text_set.connect(self.field.setText)
        view_model.hint_changed.connect(self._show_hint)
        detail.changed.connect(self._show)

    @Slot(str)
    def _on_cleared(self, text: str) -> None:
        """The cross in the field is no edit."""
        if not text and self._view_model.text:
            self._view_model.look_for("")

    @Slot(str)
    def _show_hint(self, words: str) -> None:
        self.hint.setText(words)
        self.period_button.set_text(self._view_model.period_text.capitalize())
        self.period_button.updateGeometry()
        self.period_button.setVisible(self._view_model.is_bounded)
        is_empty = not self._view_model.found.orders
        self.found.setVisible(not is_empty)
        self.empty.setVisible(is_empty)
        self.clear_button.setVisible(bool(self._view_model.text))
        self.empty.say(
            self.tr("Nothing here. F3 looks further back.")
            if self._view_model.is_bounded
            else self.tr("Nothing here.")
        )

    @Slot(object)
    def _show(self, text: DetailText | None) -> None:
        self.title.setText(text.title if text else "")
        self.facts.setText(text.facts if text else "")
        self.emails.setText(text.emails if text else "")
        self.emails.setVisible(bool(text and text.emails))
        self.state.setText(text.state.capitalize() if text else "")
        self.returns.setText(text.returns if text else "")
        self.returns.setVisible(bool(text and text.returns))
        self.warning.setText(text.warning if text else "")
        self.warning.setVisible(bool(text and text.warning))
        self.other_button.set_text(
            self.tr("Show {number}").format(number=text.other if text else "")
        )
        self.other_button.setVisible(bool(text and text.other))
        self.back_again_button.setEnabled(bool(text and text.can_come_back))
        self.all_button.setEnabled(bool(text and text.can_come_back))
        self.void_button.setEnabled(bool(text and text.can_void))
        why = text.no_void if text else ""
        self.void_button.set_text(self.tr("No void: {why}").format(why=why) if why else self._void)
        self.receipt.show_paper(text.receipt if text else NO_PAPER)
        for button in (self.email_button, self.gift_button, self.copy_button):
            button.setEnabled(bool(text and text.has_receipt))
