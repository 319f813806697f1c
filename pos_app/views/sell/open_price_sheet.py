"""The sheet that asks what one item costs."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from pos_app.viewmodels.sell.open_price import OpenPrice
from pos_app.views.sell.waiting_label import WaitingLabel
from pos_app.views.shared.amount_sheet import AmountQuestion, AmountSheet
from pos_app.views.shared.theme import Theme


class OpenPriceSheet(AmountSheet):
    def __init__(
        self, view_model: OpenPrice, *, waiting: WaitingLabel, theme: Theme, owner: QWidget
    ) -> None:
        question = AmountQuestion(
            context="open_price",
            leave=self.tr("Leave it out"),
            accept=self.tr("Take"),
            command="take",
            on_accept=view_model.accept,
        )
        super().__init__(view_model, question, above=(waiting,), theme=theme, owner=owner)
        self.words.setText(self.tr("What does it cost?"))
        view_model.opened.connect(self._open)

    @Slot(str)
    def _open(self, name: str) -> None:
        self.title.setText(name)
        self.setAccessibleName(name)
        self.refuse("")
        self.open_sheet()
