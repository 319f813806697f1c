"""The tabs of the open orders: begin another one, go from one to the next, hold one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from pos_app.domain.errors import PosError
from pos_app.domain.money import Money
from pos_app.domain.order import Order, OrderState, last_position
from pos_app.domain.order_keeping import go_on
from pos_app.services.orders.held_orders import HeldOrders
from pos_app.services.orders.open_orders import OpenOrders, Tab
from pos_app.services.ports import Formats
from pos_app.viewmodels.sell.drafts import DraftKeeper
from pos_app.viewmodels.sell.notices import waits_with
from pos_app.viewmodels.sell.sell import SellViewModel
from pos_app.viewmodels.shared.words import words_for


@dataclass(frozen=True, slots=True)
class TabText:
    """`amount` is empty for an order with nothing in it."""

    number: int
    title: str
    amount: str
    is_active: bool


class OrderTabs(QObject):
    """What the bar shows of the open orders, and what its keys do.

    Signals:
        changed: Emitted with the TabTexts.
        held: Emitted with the order that was just put aside.
        refused: Emitted with a sentence.
        left: Emitted before another order comes to the screen.
        shown: Emitted when another order has come to the screen.
    """

    changed = Signal(object)
    held = Signal(object)
    refused = Signal(str)
    left = Signal()
    shown = Signal()

    def __init__(
        self,
        *,
        sell: SellViewModel,
        open_orders: OpenOrders,
        held_orders: HeldOrders,
        drafts: DraftKeeper,
        formats: Formats,
    ) -> None:
        super().__init__()
        self._sell = sell
        self._open = open_orders
        self._held = held_orders
        self._drafts = drafts
        self._formats = formats
        # The line that was scanned is painted first: the tabs follow it.
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._tell)
        sell.order_changed.connect(lambda _summary: self._soon.start())

    @property
    def has_items(self) -> bool:
        return not self._open.active.is_empty

    @Slot()
    def new(self) -> None:
        if self._sell.actor is not None:
            actor = self._sell.actor
            self._go(lambda: self._open.new(actor=actor))

    def step(self, step: int) -> None:
        """To the next one, or to the one before."""
        self._go(lambda: self._open.next(step))

    @Slot(int)
    def switch(self, number: int) -> None:
        self._go(lambda: self._open.switch(number))

    @Slot()
    def hold(self) -> None:
        """Put the order aside; an empty one takes its place, for the next customer."""
        order = self._put_aside()
        if order is not None and self._sell.actor is not None:
            self._sell.start(self._sell.actor)
            self.held.emit(order)

    @Slot()
    def close(self) -> None:
        """Put the order aside and go to the one beside it; an empty one is just left."""
        if not self.has_items:
            self._go(self._open.close)
            return
        order = self._put_aside()
        if order is not None and self._sell.actor is not None:
            if self._open.close():
                self._show()
            else:
                self._sell.start(self._sell.actor)
            self.held.emit(order)

    def add(self, order: Order) -> bool:
        """Go on with an order that was put aside; say whether there was room for it."""
        if not self._go(lambda: self._open.add(order)):
            return False
        if order.state is OrderState.HELD:
            go_on(order)
        self._drafts.write()
        return True

    def _put_aside(self) -> Order | None:
        self._leave()
        order = self._open.active.order
        try:
            self._held.hold(order)
        except PosError as error:
            self._refuse(error)
            return None
        self._sell.leave()
        self._drafts.write()
        return order

    def _go(self, act: Callable[[], object]) -> bool:
        """Bring another order to the screen; what has changed in this one is written first."""
        self._leave()
        before = self._open.active.order
        self._drafts.write()
        self._sell.leave()
        try:
            act()
        except PosError as error:
            _bring_back(self._sell, before)
            self._refuse(error)
            return False
        if self._open.active.order is not before:
            self._show()
        else:
            _bring_back(self._sell, before)
        return True

    def _show(self) -> None:
        order = self._open.active.order
        self._sell.typed.clear()
        _bring_back(self._sell, order)
        self._sell.show(last_position(order.items))
        self.shown.emit()

    def _leave(self) -> None:
        """What is asked becomes a notice, which stays with its order."""
        self._sell.ringing.settle()
        self.left.emit()

    def _refuse(self, error: PosError) -> None:
        self._sell.sound.emit("refused")
        self.refused.emit(words_for(error, self._formats))

    @Slot()
    def _tell(self) -> None:
        active = self._open.active.number
        self.changed.emit(
            tuple(
                TabText(
                    number=tab.number,
                    title=tab.order.keeping.name
                    or self.tr("Sale {number}").format(number=tab.number),
                    amount="" if tab.is_empty else self._amount(tab),
                    is_active=tab.number == active,
                )
                for tab in self._open.tabs
            )
        )

    def _amount(self, tab: Tab) -> str:
        return self._formats.number(Money(tab.total, tab.order.currency))


def _bring_back(sell: SellViewModel, order: Order) -> None:
    """What was not found in an empty one is with who sells, and lasts longer than its tab."""
    if sell.actor is not None:
        sell.notices.bring_back(waits_with(order, sell.actor))
