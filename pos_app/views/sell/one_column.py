"""Where the order and the products do not fit beside each other, two tabs take turns."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from pos_app.viewmodels.sell.summary import Summary
from pos_app.views.shared import tokens
from pos_app.views.shared.controls import ActionButton, row
from pos_app.views.shared.theme import Theme


class SideTabs(QWidget):
    """The order's tab says what it comes to, so that it is known from the other one."""

    def __init__(self, *, order: QWidget, products: QWidget, theme: Theme) -> None:
        super().__init__()
        self._order = order
        self._products = products
        self._summary: Summary | None = None
        self.is_needed = False
        self.order_tab = self._tab("side_order", self.tr("Order"), theme)
        self.products_tab = self._tab("side_products", self.tr("Products"), theme)
        self.order_tab.clicked.connect(self.show_order)
        self.products_tab.clicked.connect(self.show_products)
        layout = row(spacing=theme.px(tokens.GAP))
        layout.addWidget(self.order_tab, 1)
        layout.addWidget(self.products_tab, 1)
        self.setLayout(layout)
        self.hide()

    def _tab(self, name: str, words: str, theme: Theme) -> ActionButton:
        tab = ActionButton(words, theme=theme, name=name, key="Ctrl+B", role="tab")
        tab.setCheckable(True)
        return tab

    def need(self, *, one_column: bool) -> None:
        """Say whether there is room for one side only."""
        if one_column != self.is_needed:
            self.is_needed = one_column
            self._name_order()
            self.setVisible(one_column)
            self.show_order()
            self._products.setVisible(not one_column)

    @Slot()
    def show_order(self) -> None:
        self._choose(order=True)

    @Slot()
    def show_products(self) -> None:
        self._choose(order=False)

    @Slot()
    def switch(self) -> None:
        if self.is_needed:
            self._choose(order=self._order.isHidden())

    @Slot(object)
    def show_summary(self, summary: Summary) -> None:
        self._summary = summary
        if self.is_needed:
            self._name_order()

    def _name_order(self) -> None:
        summary = self._summary
        if summary is not None:
            words = self.tr("Order") if summary.is_empty else self.tr("Order · {total}")
            self.order_tab.set_text(words.format(total=summary.total))

    def _choose(self, *, order: bool) -> None:
        self._order.setVisible(order or not self.is_needed)
        self._products.setVisible(not order or not self.is_needed)
        self.order_tab.setChecked(order)
        self.products_tab.setChecked(not order)
