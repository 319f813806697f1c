"""The sheet of a price check: it shows a product, and adds nothing."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLabel, QWidget

from pos_app.viewmodels.sell.price_check import LookCard, PriceCheck
from pos_app.views.shared import tokens
from pos_app.views.shared.amount_label import AmountLabel
from pos_app.views.shared.controls import ActionButton, column, label, row
from pos_app.views.shared.row_list import RowList
from pos_app.views.shared.sheet import Sheet, bind_leaving
from pos_app.views.shared.theme import Theme


class PriceCheckSheet(Sheet):
    def __init__(self, view_model: PriceCheck, *, theme: Theme, owner: QWidget) -> None:
        super().__init__(theme=theme, owner=owner)
        self._view_model = view_model
        self.head = label(
            self.tr("Price check – nothing is added"), role="small", name="check_head"
        )
        self.title = label(role="title", name="check_title")
        self.price = AmountLabel(theme=theme, name="check_price", size=tokens.TOTAL)
        self.stock = label(role="strong", name="check_stock")
        self.facts = label(role="muted", name="check_facts")
        self.others = label(self.tr("The others of this kind"), role="small", name="check_others")
        self.variants = RowList(theme=theme, says=self.tr("Variants"), name="check_variants")
        self.trouble = label(role="danger", name="check_trouble")
        self.leave_button = ActionButton(
            self.tr("Close"), theme=theme, name="check_leave", role="primary", key="Esc"
        )
        for words in (self.title, self.facts, self.trouble):
            words.setWordWrap(True)
        layout = column(
            *(self.head, self.title, self.price, self.stock, self.facts, self.others),
            *(self.variants, self.trouble),
            spacing=theme.px(tokens.GAP),
        )
        layout.addLayout(row(1, self.leave_button))
        self.fill(layout)
        commands = {
            "leave": view_model.leave,
            "look": self._look_on,
            "up": lambda: self.variants.move_by(-1),
            "down": lambda: self.variants.move_by(1),
        }
        self.bind_keys("price_check", commands)
        self.variants.picked.connect(view_model.look)
        bind_leaving(self, view_model, self.leave_button)
        view_model.opened.connect(self._wait)
        view_model.shown.connect(self._show)

    @Slot()
    def _wait(self) -> None:
        self._show(LookCard(name=self.tr("Scan the item to see its price")))

    @Slot(object)
    def _show(self, card: LookCard) -> None:
        for part, words in ((self.title, card.name), (self.stock, card.stock)):
            _say(part, words)
        _say(self.price, card.price)
        _say(self.facts, "\n".join(f"{name}: {words}" for name, words in card.facts))
        _say(self.trouble, card.trouble)
        self.others.setVisible(bool(card.variants))
        self.variants.show_rows(card.variants)
        self.setAccessibleName(f"{card.name} {card.price} {card.stock} {card.trouble}".strip())
        if not self.isVisible():
            self.open_sheet()
        self.place()

    @Slot()
    def _look_on(self) -> None:
        """Enter: the same of the highlighted variant."""
        product_id = self.variants.chosen() if self.variants.isVisible() else None
        if product_id is not None:
            self._view_model.look(product_id)


def _say(part: QLabel, words: str) -> None:
    part.setText(words)
    part.setVisible(bool(words))
