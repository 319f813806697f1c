"""Use case: print a receipt once more, marked as a copy and written into the journal."""

from __future__ import annotations

from typing import Protocol

from pos_app.domain.errors import NotFoundError
from pos_app.domain.journal import EntryKind
from pos_app.domain.order_document import OrderDocument
from pos_app.domain.staff import Permission, StaffMember
from pos_app.services.journal.writing import Fact, JournalWriter
from pos_app.services.ports import NewUnitOfWork
from pos_app.services.printing.receipt import NoReceiptError


class OrderNotFoundError(NotFoundError):
    code = "order.not_found"
    text = "There is no order {order}."


class OrderFinder(Protocol):
    def by_id(self, order_id: str) -> OrderDocument | None: ...


class Reprinting:
    def __init__(
        self, *, orders: OrderFinder, new_uow: NewUnitOfWork, journal: JournalWriter
    ) -> None:
        self._orders = orders
        self._new_uow = new_uow
        self._journal = journal

    def reprint(self, *, order_id: str, actor: StaffMember) -> int:
        """Add a print job for the spooler and return the number of the copy.

        :raises OrderNotFoundError: if there is no such order
        :raises NoReceiptError: if it was cancelled
        """
        actor.require(Permission.SELL)
        document = self._orders.by_id(order_id)
        if document is None:
            raise OrderNotFoundError(order=order_id)
        if document.number is None:
            raise NoReceiptError
        with self._new_uow() as uow:
            copy = uow.print_jobs.add(order_id)
            self._journal.append(
                uow.journal,
                Fact(
                    kind=EntryKind.REPRINT if copy else EntryKind.PRINT,
                    actor=actor,
                    body={"copy": copy},
                    order_id=order_id,
                    number=document.number,
                    shift_id=document.shift_id,
                    business_date=document.business_date,
                ),
            )
            uow.commit()
        return copy
