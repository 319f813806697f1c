"""The open order: its lines, what was just added, the line bar, the total and Pay."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from pos_app.viewmodels.sell.lines import LineText
from pos_app.viewmodels.sell.sell import SellViewModel
from pos_app.viewmodels.sell.summary import Summary
from pos_app.views.sell.last_item import LastItem
from pos_app.views.sell.line_bar import LineBar
from pos_app.views.sell.line_delegate import LineDelegate
from pos_app.views.sell.lines_view import LinesView
from pos_app.views.sell.notice_strip import NoticeStrip
from pos_app.views.sell.order_head import OrderHead
from pos_app.views.shared import tokens
from pos_app.views.shared.amount_label import AmountLabel
from pos_app.views.shared.announcing import announce
from pos_app.views.shared.controls import ActionButton, Icon, column, frame, label, row
from pos_app.views.shared.theme import Theme

EMPTY_ICON: Final = 64


class OrderPanel(QFrame):
    """What a cashier watches. Its buttons never move."""

    def __init__(self, view_model: SellViewModel, *, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("card")
        self._view_model = view_model
        self._theme = theme
        self.head = OrderHead(theme=theme)
        self.strip = NoticeStrip(view_model.notices, theme=theme)
        self.list = LinesView(says=self.tr("Lines of the order"))
        self.delegate = LineDelegate(theme=theme, view=self.list, parent=self)
        self.last = LastItem(theme=theme, over=self.list.viewport())
        self.bar = LineBar(theme=theme)
        self.count = label(role="muted", name="order_count")
        self.back = label(self.tr("To give back"), role="strong", name="order_back")
        self.saved = label(role="success", name="order_saved")
        self.terms = label(role="strong", name="order_terms")
        self.total = AmountLabel(
            theme=theme,
            name="order_total",
            size=tokens.TOTAL,
            align=Qt.AlignmentFlag.AlignRight,
        )
        self.pay_button = ActionButton("", theme=theme, name="pay", role="pay", key="Enter")
        self.last_order = label(role="muted", name="last_order")
        self.reprint_button = ActionButton(
            self.tr("Print it again"), theme=theme, name="reprint", key="Ctrl+P", icon="printer"
        )
        self.find_button = ActionButton(
            self.tr("Find, give back"), theme=theme, name="find", key="F9", icon="search"
        )
        self.stack = QStackedWidget()
        self._count, self._saved = 0, ""
        self.pad_slot = QVBoxLayout()
        self._set_up_list()
        self._lay_out()
        self._bind()

    def _set_up_list(self) -> None:
        lines = self.list
        lines.setModel(self._view_model.lines)
        lines.setItemDelegate(self.delegate)
        lines.clicked.connect(lambda index: self._view_model.select(index.row()))

    def _lay_out(self) -> None:
        theme = self._theme
        said = column(1, self.back, self.count, self.saved, 1, spacing=0)
        foot = row()
        foot.addLayout(said)
        foot.addWidget(self.total)
        self.back.hide()
        self.saved.hide()
        self.terms.setWordWrap(True)
        self.terms.hide()
        rule = frame("rule")
        rule.setFixedHeight(1)
        self.empty = self._empty_state()
        self.stack.addWidget(self.empty)
        self.stack.addWidget(self.list)
        layout = column(spacing=theme.px(tokens.GAP))
        layout.addWidget(self.head)
        layout.addWidget(self.strip)
        layout.addWidget(self.stack, 1)
        layout.addWidget(rule)
        layout.addWidget(self.terms)
        layout.addWidget(self.bar)
        layout.addLayout(self.pad_slot)
        layout.addLayout(foot)
        layout.addWidget(self.pay_button)
        pad = theme.px(tokens.SPACE[2])
        layout.setContentsMargins(pad, pad, pad, pad)
        self.setLayout(layout)

    def _empty_state(self) -> QWidget:
        theme = self._theme
        self.empty_icon = Icon("scan-barcode", theme=theme, size=EMPTY_ICON)
        words = label(self.tr("Scan to start"), role="title", name="empty_words")
        hint = label(self.tr("or tap a product, or type its name"), role="muted")
        parts = (self.empty_icon, words, hint, self.last_order)
        for part in parts:
            part.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout = column(1, *parts, spacing=theme.px(tokens.GAP))
        for button in (self.reprint_button, self.find_button):
            layout.addWidget(button, 0, Qt.AlignmentFlag.AlignCenter)
        layout.addStretch(1)
        page = QWidget()
        page.setLayout(layout)
        self.show_last_order("")
        return page

    def _bind(self) -> None:
        view_model = self._view_model
        view_model.order_changed.connect(self._show_summary)
        view_model.selected_changed.connect(self._show_selected)
        view_model.added.connect(self._show_added)
        self.pay_button.clicked.connect(view_model.pay)

    @property
    def page_rows(self) -> int:
        """How many lines are seen at once."""
        return max(1, self.list.viewport().height() // self._theme.px(tokens.ROW))

    def move_by(self, rows: int) -> None:
        """Highlight another line, at most the first or last."""
        last = self._view_model.lines.rowCount() - 1
        if last >= 0:
            self._view_model.select(max(0, min(last, self._view_model.row + rows)))

    def show_last_order(self, words: str) -> None:
        self.last_order.setText(words)
        for button in (self.reprint_button, self.find_button):
            button.setVisible(bool(words))
        self.last_order.setVisible(bool(words))

    @Slot(object)
    def _show_summary(self, summary: Summary) -> None:
        self.total.setText(summary.total)
        spoken = self.tr("To give back {total}") if summary.gives_back else "{total}"
        self.total.setAccessibleName(spoken.format(total=summary.total))
        self.back.setVisible(summary.gives_back)
        self._show_count(summary)
        if summary.saved:
            self.saved.setText(self.tr("You save {saved}").format(saved=summary.saved))
        self.saved.setVisible(bool(summary.saved))
        self.terms.setText(summary.terms)
        self.terms.setVisible(bool(summary.terms))
        self.pay_button.set_text(self.tr("Pay") if summary.is_empty else summary.pay)
        self.pay_button.setEnabled(not summary.is_empty)
        self._show_lines(is_empty=summary.is_empty)
        for button in self.bar.buttons:
            button.setEnabled(not summary.is_empty)
        if summary.count < self._count or summary.saved != self._saved:
            # Taken back, or priced anew: what was added last is no longer the news.
            self.last.hide()
        self._count, self._saved = summary.count, summary.saved

    def _show_lines(self, *, is_empty: bool) -> None:
        """What is not shown takes no height: the keys below would lose it."""
        policy = QSizePolicy.Policy
        height = policy.Preferred if is_empty else policy.Ignored
        self.empty.setSizePolicy(policy.Preferred, height)
        self.stack.setCurrentIndex(0 if is_empty else 1)

    def _show_count(self, summary: Summary) -> None:
        """In two rows beside a total that has no room else: that one is read from afar."""
        if summary.is_empty:
            self.count.setText("")
            return
        counts = [self.tr("%n items", "", summary.count)] if summary.count else []
        if summary.back:
            counts.append(self.tr("{count} back").format(count=summary.back))
        tax = self.tr("tax {tax}").format(tax=summary.tax)
        words = (", ".join(counts), tax)
        whole, theme = " · ".join(words), self._theme
        room = self.width() - 2 * theme.px(tokens.SPACE[2])
        wide = theme.advance(tokens.BODY, whole) + theme.advance(tokens.TOTAL, summary.total)
        self.count.setText("\n".join(words) if wide > room else whole)

    @Slot(int)
    def _show_selected(self, position: int) -> None:
        self.list.highlight(self._view_model.lines.index(position, 0))

    @Slot(object, int)
    def _show_added(self, line: LineText, position: int) -> None:
        name = line.name if line.quantity == "1" else f"{line.quantity} × {line.name}"
        self.last.tell(name, line.total)
        self.delegate.flash(position)
        announce(self, f"{line.spoken}; {self.total.text()}")
