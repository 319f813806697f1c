"""The orders that one person has open: one is rung up, the others wait beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Final

from pos_app.domain.errors import RefusedError
from pos_app.domain.order import Order, OrderState, is_empty
from pos_app.domain.staff import StaffMember
from pos_app.services.orders.history import History
from pos_app.services.orders.order_service import OrderService

OPEN_MAX: Final = 8


class TooManyOpenOrdersError(RefusedError):
    code = "order.too_many_open"
    text = "{most} sales are open at once. Pay or hold one of them first."


@dataclass(frozen=True, slots=True)
class Tab:
    """An open order with its own undo; `total` in minor units, as it was when it was left."""

    order: Order
    history: History = field(default_factory=History)
    number: int = 0
    total: int = 0

    @property
    def is_empty(self) -> bool:
        return is_empty(self.order)


class OpenOrders:
    """Beside the one in `orders`, which may become another one: it stands where that stood."""

    def __init__(self, *, orders: OrderService, most: int = OPEN_MAX) -> None:
        self._orders = orders
        self._most = most
        self._waiting: dict[int, Tab] = {}
        self._number = 1

    @property
    def active(self) -> Tab:
        orders = self._orders
        return Tab(orders.order, orders.history, self._number, orders.totals().total)

    @property
    def tabs(self) -> Sequence[Tab]:
        """All of them, in the order of their numbers."""
        tabs = {**self._waiting, self._number: self.active}
        return [tabs[number] for number in sorted(tabs)]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is in any of them."""
        return not self._orders.has_items and all(one.is_empty for one in self._waiting.values())

    def start(self, tabs: Sequence[Tab]) -> Order | None:
        """Go on with these, the first of them in front; None if there is none.

        Those that have a number keep it.
        """
        self._waiting.clear()
        self._number = 1
        kept = {tab.number for tab in tabs}
        free = (number for number in count(1) if number not in kept)
        for tab in reversed(tabs):
            number = tab.number or next(free)
            self._orders.take_up(tab.order)
            total = self._orders.totals().total
            self._waiting[number] = Tab(tab.order, tab.history, number, total)
            self._number = number
        if not tabs:
            return None
        self._bring(self._number)
        return tabs[0].order

    def leave(self) -> Sequence[Tab]:
        """What is open now, the active one first; whoever comes next begins with their own."""
        tabs = [self.active, *self._waiting.values()]
        self._waiting = {}
        return [one for one in tabs if not one.is_empty and one.order.state is OrderState.CREATED]

    def new(self, *, actor: StaffMember) -> None:
        """Begin another one; an empty one that is there already will do.

        :raises TooManyOpenOrdersError: then nothing has changed
        """
        if self.active.is_empty:
            return
        empty = next((one.number for one in self._waiting.values() if one.is_empty), None)
        if empty is not None:
            self.switch(empty)
            return
        number = self._room()
        self._put_back()
        self._number = number
        self._orders.create_order(actor=actor)

    def switch(self, number: int) -> None:
        """Bring another one to the front."""
        if number in self._waiting:
            self._put_back()
            self._bring(number)

    def next(self, step: int) -> None:
        """Bring the next one to the front, or the one before; after the last comes the first."""
        numbers = [one.number for one in self.tabs]
        place = numbers.index(self._number)
        self.switch(numbers[(place + step) % len(numbers)])

    def add(self, order: Order) -> None:
        """Go on with an order that was put aside, in a place of its own; never in a second one.

        :raises TooManyOpenOrdersError: then nothing has changed
        """
        known = [one.number for one in self.tabs if one.order.order_id == order.order_id]
        if known:
            self.switch(known[0])
            return
        if not self.active.is_empty:
            number = self._room()
            self._put_back()
            self._number = number
        self._orders.take_up(order)

    def close(self) -> bool:
        """Let the active one go and bring its neighbour to the front; say whether it has one."""
        if not self._waiting:
            return False
        later = [number for number in sorted(self._waiting) if number > self._number]
        self._bring(later[0] if later else max(self._waiting))
        return True

    def _room(self) -> int:
        """The lowest free number."""
        if len(self._waiting) + 1 >= self._most:
            raise TooManyOpenOrdersError(most=self._most)
        taken = {*self._waiting, self._number}
        return next(number for number in count(1) if number not in taken)

    def _put_back(self) -> None:
        """An empty one goes for good, unless undo or redo would bring something back into it."""
        tab = self.active
        if not tab.is_empty or tab.history.can_undo or tab.history.can_redo:
            self._waiting[tab.number] = tab

    def _bring(self, number: int) -> None:
        tab = self._waiting.pop(number)
        self._number = number
        self._orders.take_up(tab.order)
        self._orders.history = tab.history
