"""What takes back, as the till connects it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pos_app.domain.order import Order
from pos_app.viewmodels.page_name import PageName
from pos_app.viewmodels.receipts.screens import ReceiptScreens
from pos_app.viewmodels.returns.give_all import GiveAll
from pos_app.viewmodels.returns.give_back import GiveBack
from pos_app.viewmodels.returns.pay_out import PayOut, is_void
from pos_app.viewmodels.returns.return_product import ReturnProduct
from pos_app.viewmodels.returns.void_order import VoidOrder
from pos_app.viewmodels.sell.order_tabs import OrderTabs
from pos_app.viewmodels.sell.sell import SellViewModel


@dataclass(frozen=True, slots=True)
class ReturnScreens:
    give_back: GiveBack
    give_all: GiveAll
    void: VoidOrder
    product: ReturnProduct
    pay_out: PayOut

    def connect(
        self,
        receipts: ReceiptScreens,
        sell: SellViewModel,
        tabs: OrderTabs,
        *,
        show: Callable[[PageName], None],
    ) -> None:
        asked = receipts.find.detail.returns

        def go_on(pays: bool) -> None:
            show(PageName.SELL)
            if pays:
                sell.pay()

        def put_off(order: Order) -> None:
            """It stays open in a tab of its own; whoever comes to it again goes on with it."""
            if tabs.add(order):
                tabs.new()
            if not tabs.has_items:
                self.pay_out.leave_till()
                show(PageName.SELL)

        def pay_out(order: Order) -> None:
            assert sell.actor is not None, "nobody is selling"
            show(PageName.PAY_OUT)
            self.pay_out.start(order, sell.actor)

        def leave(order: Order) -> None:
            show(PageName.FIND if is_void(order) else PageName.SELL)

        receipts.find.divert = self.give_back.take_scan
        asked.back_asked.connect(self.give_back.open)
        asked.all_asked.connect(self.give_all.take)
        self.give_back.added.connect(go_on)
        asked.void_asked.connect(self.void.open)
        self.void.begun.connect(pay_out)
        self.pay_out.left.connect(leave)
        self.pay_out.refused.connect(lambda _words: sell.sound.emit("refused"))
        self.pay_out.put_off.connect(put_off)
