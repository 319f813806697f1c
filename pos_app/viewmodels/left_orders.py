"""Orders that people left open: as they are on disk, or in memory where that is newer."""

from __future__ import annotations

from pos_app.domain.order import Order, OrderState
from pos_app.domain.staff import StaffMember
from pos_app.services.orders.drafting import Drafting


class LeftOrders:
    """What was on screen is gone on with, even if the disk did not take its last change."""

    def __init__(self, *, drafting: Drafting) -> None:
        self._drafting = drafting
        self._left: dict[int, Order] = {}

    def leave(self, member: StaffMember, order: Order) -> None:
        self._left[member.staff_id] = order

    def take_up(self, member: StaffMember) -> Order | None:
        """The order to go on with, or None to begin one.

        :raises BrokenDraftError: if there is one that cannot be read
        """
        left = self._left.pop(member.staff_id, None)
        if left is None or not left.items or left.state is not OrderState.CREATED:
            return self._drafting.unfinished_of(member)
        on_disk = self._drafting.unfinished_of(member)
        is_newer = on_disk is None or left.revision >= on_disk.revision
        return left if is_newer else on_disk
