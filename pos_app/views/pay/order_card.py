"""The order that is being paid, beside the payment where the screen is large enough."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, Qt, Slot
from PySide6.QtWidgets import QAbstractItemView, QListView, QScroller, QVBoxLayout, QWidget

from pos_app.viewmodels.sell.summary import Summary
from pos_app.views.sell.line_delegate import LineDelegate
from pos_app.views.shared import tokens
from pos_app.views.shared.controls import card, column, label
from pos_app.views.shared.theme import Theme


class OrderCard(QWidget):
    def __init__(self, lines: QAbstractItemModel, *, theme: Theme) -> None:
        super().__init__()
        self.title = label(role="title", name="pay_order")
        self.list = QListView()
        self.list.setObjectName("pay_lines")
        self.list.setAccessibleName(self.tr("Lines of the order"))
        self.list.setModel(lines)
        self.list.setItemDelegate(LineDelegate(theme=theme, view=self.list, parent=self))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        QScroller.grabGesture(self.list.viewport(), QScroller.ScrollerGestureType.TouchGesture)
        inside = column(self.title, spacing=theme.px(tokens.SPACE[2]))
        inside.addWidget(self.list, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(card(inside, theme=theme))

    @Slot(object)
    def show_summary(self, summary: Summary) -> None:
        self.title.setText(self.tr("%n items in this order", "", summary.count))
