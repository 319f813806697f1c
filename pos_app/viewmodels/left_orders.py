"""Orders that people left open: as they are on disk, or in memory where that is newer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pos_app.domain.order import Order, OrderState
from pos_app.domain.staff import StaffMember
from pos_app.services.orders.drafting import BrokenDraftError, Drafting
from pos_app.services.orders.open_orders import OpenOrders, Tab


@dataclass(frozen=True, slots=True)
class TakenUp:
    """The order to go on with, or None to begin one; and what is wrong with another."""

    order: Order | None
    trouble: BrokenDraftError | None


class LeftOrders:
    """What was on screen is gone on with, even if the disk did not take its last change."""

    def __init__(
        self,
        *,
        drafting: Drafting,
        open_orders: OpenOrders,
        is_over: Callable[[str], bool] = lambda _order_id: False,
    ) -> None:
        """:param is_over: whether an order was finished by something else than this screen"""
        self._drafting = drafting
        self._is_over = is_over
        self._open = open_orders
        self._left: dict[int, Sequence[Tab]] = {}

    def leave(self, member: StaffMember) -> None:
        self._left[member.staff_id] = self._open.leave()

    def forget(self, order_id: str) -> None:
        """Somebody else has it now, or it was given up."""
        for staff_id, tabs in self._left.items():
            self._left[staff_id] = [one for one in tabs if one.order.order_id != order_id]

    def take_up(self, member: StaffMember) -> TakenUp:
        """Put the orders of this person beside each other again."""
        on_disk = self._drafting.left_by(member)
        newest = {order.order_id: order for order in on_disk.orders}
        left = [
            _newer(tab, newest.pop(tab.order.order_id, None)) for tab in self._still_open(member)
        ]
        # Without a word from this run, the one that was begun last was in front.
        tabs = [*left, *(Tab(order) for order in reversed(newest.values()))]
        broken = BrokenDraftError() if on_disk.broken else None
        return TakenUp(self._open.start(tabs), broken)

    def _still_open(self, member: StaffMember) -> Sequence[Tab]:
        left = self._left.pop(member.staff_id, ())
        still = [one for one in left if one.order.state is OrderState.CREATED and not one.is_empty]
        return [one for one in still if not self._is_over(one.order.order_id)]


def _newer(left: Tab, on_disk: Order | None) -> Tab:
    if on_disk is None or left.order.revision >= on_disk.revision:
        return left
    return Tab(on_disk, number=left.number)
