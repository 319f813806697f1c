"""The steps of an open order: each is told to the journal, and can be undone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from pos_app.domain.order import Order, OrderContent
from pos_app.domain.order_change import OrderChange, change_between
from pos_app.domain.pricing import Discount
from pos_app.domain.staff import StaffMember
from pos_app.services.orders.acts import Act, Acts, Way
from pos_app.services.orders.order_service import OrderService

NO_LOSS: Final[tuple[Discount, ...]] = ()


@dataclass(frozen=True, slots=True)
class Edited:
    """What a step has done; `lost` has fallen off, since it was given for more than is left."""

    change: OrderChange
    lost: tuple[Discount, ...] = NO_LOSS


class Steps:
    """Changes the open order of `orders`, and says who did it and who allowed it."""

    def __init__(self, *, orders: OrderService, acts: Acts) -> None:
        self._orders = orders
        self._acts = acts

    @property
    def order(self) -> Order:
        return self._orders.order

    def take(
        self,
        act: Callable[[Order], tuple[Discount, ...]],
        *,
        actor: StaffMember,
        approver: StaffMember | None = None,
    ) -> Edited:
        """Do one step; what it returns has fallen off on the way.

        :raises OrderTooLargeError: then the order is as it was, as after any other error
        """
        before = self.order.content
        lost = self._orders.change(act)
        return Edited(self.told(before, actor=actor, approver=approver), lost)

    def told(
        self,
        before: OrderContent,
        *,
        actor: StaffMember,
        approver: StaffMember | None = None,
        way: Way = Way.DONE,
    ) -> OrderChange:
        """Tell the journal how the order differs from what it was before."""
        change = change_between(before, self.order.content)
        self._acts.add(Act(self.order.order_id, change, actor, approver, way))
        return change

    def undo(self, *, actor: StaffMember) -> OrderChange:
        """Take back the last step, and return what it had done.

        :raises NothingToUndoError: if there was none
        """
        before = self.order.content
        self._orders.undo()
        self.told(before, actor=actor, way=Way.UNDONE)
        return change_between(self.order.content, before)

    def redo(self, *, actor: StaffMember) -> OrderChange:
        """Do again what was undone last, and return it.

        :raises NothingToRedoError: if nothing was
        """
        before = self.order.content
        self._orders.redo()
        return self.told(before, actor=actor, way=Way.REDONE)
