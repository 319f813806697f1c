"""Use case: goods arrive, and the stock grows by a movement."""

from __future__ import annotations

from pos_app.domain.errors import InvalidInputError
from pos_app.domain.journal import EntryKind
from pos_app.domain.product import Product
from pos_app.domain.quantity import QUANTITY_MAX, Quantity
from pos_app.domain.staff import Approval, Permission, StaffMember
from pos_app.services.journal.writing import Fact, JournalWriter
from pos_app.services.ports import Clock, NewUnitOfWork


class ReceivedQuantityError(InvalidInputError):
    code = "stock.received_quantity"
    text = "What arrives is more than nothing and at most {largest}."


class StockService:
    def __init__(self, *, new_uow: NewUnitOfWork, journal: JournalWriter, clock: Clock) -> None:
        self._new_uow = new_uow
        self._journal = journal
        self._clock = clock

    def receive(
        self,
        *,
        actor: StaffMember,
        product: Product,
        quantity: Quantity,
        approval: Approval | None = None,
    ) -> Quantity:
        """Add what arrived and return the new level.

        :raises ReceivedQuantityError: for nothing, less than nothing, or too much
        """
        if not 0 < quantity.thousandths <= QUANTITY_MAX:
            raise ReceivedQuantityError(largest=str(Quantity(QUANTITY_MAX)))
        approver = actor.require(Permission.MANAGE_STOCK, approval=approval)
        with self._new_uow() as uow:
            uow.stock.move(
                product_id=product.product_id,
                kind="receipt",
                quantity=quantity,
                at=self._clock.now(),
            )
            self._journal.append(
                uow.journal,
                Fact(
                    kind=EntryKind.CONFIG_CHANGE,
                    actor=actor,
                    approver=approver,
                    body={"received": product.sku, "quantity": quantity.thousandths},
                ),
            )
            level = uow.stock.level(product.product_id)
            uow.commit()
        return level
