"""The sheet of a price change: what it costs, what it will cost, and what stays as it is."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from pos_app.viewmodels.products.change_price import ChangePrice
from pos_app.views.shared.amount_sheet import AmountQuestion, AmountSheet
from pos_app.views.shared.theme import Theme


class PriceSheet(AmountSheet):
    def __init__(self, view_model: ChangePrice, *, theme: Theme, owner: QWidget) -> None:
        question = AmountQuestion(
            context="price",
            leave=self.tr("Leave"),
            accept=self.tr("Change the price"),
            command="save",
            on_accept=view_model.save,
        )
        super().__init__(view_model, question, theme=theme, owner=owner)
        view_model.opened.connect(self._open)

    @Slot(str, str)
    def _open(self, name: str, words: str) -> None:
        self.title.setText(self.tr("Price of {name}").format(name=name))
        self.words.setText(words)
        self.refuse("")
        self.open_sheet()
