"""Open orders as drafts: written after the screen has changed, read back after a power cut."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pos_app.domain.errors import NotFoundError, RefusedError
from pos_app.domain.order import Order, OrderState
from pos_app.domain.order_keeping import keeper_of
from pos_app.domain.staff import StaffMember
from pos_app.services.open_payments import has_all, is_needed
from pos_app.services.order_drafts import order_of, readable
from pos_app.services.ports import Draft, DraftQueries, NewUnitOfWork


class BrokenDraftError(RefusedError):
    code = "draft.broken"
    text = (
        "An order that was left open cannot be read any more. It stays on disk for an expert; "
        "ring its items up again."
    )


class OrderGoneError(NotFoundError):
    code = "order.gone"
    text = "This order is not open any more. Nothing was changed."


@dataclass(frozen=True, slots=True)
class Left:
    """What one person left open, and how many more of theirs cannot be read."""

    orders: Sequence[Order]
    broken: int


class Drafting:
    def __init__(self, *, new_uow: NewUnitOfWork, drafts: DraftQueries) -> None:
        self._new_uow = new_uow
        self._drafts = drafts

    def save(self, draft: Draft) -> bool:
        """Write a draft unless its order was paid or a newer one is there; say whether.

        One that does not know what a processor has moved meanwhile is not newer, whatever it says.
        """
        with self._new_uow() as uow:
            saved = has_all(uow, draft) and uow.drafts.save(draft)
            uow.commit()
        return saved

    def forget(self, order_id: str) -> None:
        """Delete the draft of an order that has become empty, if no processor's money is in it."""
        with self._new_uow() as uow:
            if not is_needed(uow, order_id):
                uow.drafts.delete(order_id)
            uow.commit()

    def kept(self) -> Sequence[Draft]:
        """What waits to be gone on with, without opening it."""
        return self._drafts.drafts()

    def open_orders(self) -> Sequence[Order]:
        """Every order that is not paid yet, oldest first."""
        return [order_of(draft) for draft in self._drafts.drafts()]

    def left_by(self, member: StaffMember) -> Left:
        """The orders this person left open, oldest first; another's stay where they are."""
        orders, broken = [], 0
        for draft in self._drafts.drafts():
            order = readable(draft)
            if order is None:
                broken += draft.opened_by == member.staff_id
            elif keeper_of(order) == member.staff_id and order.state is OrderState.CREATED:
                orders.append(order)
        return Left(orders, broken)
