"""What takes back, as the till connects it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pos_app.viewmodels.page_name import PageName
from pos_app.viewmodels.receipts.screens import ReceiptScreens
from pos_app.viewmodels.returns.give_back import GiveBack
from pos_app.viewmodels.sell.sell import SellViewModel


@dataclass(frozen=True, slots=True)
class ReturnScreens:
    give_back: GiveBack

    def connect(
        self, receipts: ReceiptScreens, sell: SellViewModel, *, show: Callable[[PageName], None]
    ) -> None:
        asked = receipts.find.detail.returns

        def go_on(pays: bool) -> None:
            show(PageName.SELL)
            if pays:
                sell.pay()

        receipts.find.divert = self.give_back.take_scan
        asked.back_asked.connect(self.give_back.open)
        self.give_back.added.connect(go_on)
