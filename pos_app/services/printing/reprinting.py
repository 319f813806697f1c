"""Use case: print a receipt once more, marked as a copy, or as a gift receipt without prices."""

from __future__ import annotations

from typing import Protocol

from pos_app.domain.errors import NotFoundError
from pos_app.domain.journal import EntryKind
from pos_app.domain.order_document import OrderDocument
from pos_app.domain.receipt_kind import ReceiptKind
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
        return self._print(order_id, ReceiptKind.RECEIPT, actor)

    def print_gift(self, *, order_id: str, actor: StaffMember) -> int:
        """Add a print job of a gift receipt and return how many there are of it now.

        :raises OrderNotFoundError: if there is no such order
        :raises NoReceiptError: if it was cancelled
        """
        return self._print(order_id, ReceiptKind.GIFT, actor)

    def print_after_all(self, *, order_id: str, actor: StaffMember) -> None:
        """Add the print job of the receipt itself, for an order that came without.

        :raises OrderNotFoundError: if there is no such order
        :raises NoReceiptError: if it was cancelled
        """
        actor.require(Permission.SELL)
        document = paid_order(self._orders, order_id)
        with self._new_uow() as uow:
            uow.print_jobs.add_receipt(order_id)
            fact = _printed(document, ReceiptKind.RECEIPT, 0, actor)
            self._journal.append(uow.journal, fact)
            uow.commit()

    def _print(self, order_id: str, kind: ReceiptKind, actor: StaffMember) -> int:
        actor.require(Permission.SELL)
        document = paid_order(self._orders, order_id)
        with self._new_uow() as uow:
            copy = uow.print_jobs.add(order_id, kind)
            self._journal.append(uow.journal, _printed(document, kind, copy, actor))
            uow.commit()
        return copy


def paid_order(orders: OrderFinder, order_id: str) -> OrderDocument:
    """The order, if it has a receipt.

    :raises OrderNotFoundError: if there is no such order
    :raises NoReceiptError: if it was cancelled
    """
    document = orders.by_id(order_id)
    if document is None:
        raise OrderNotFoundError(order=order_id)
    if document.number is None:
        raise NoReceiptError
    return document


def _printed(document: OrderDocument, kind: ReceiptKind, copy: int, actor: StaffMember) -> Fact:
    is_gift = kind is ReceiptKind.GIFT
    return Fact(
        kind=EntryKind.REPRINT if copy and not is_gift else EntryKind.PRINT,
        actor=actor,
        body={"copy": copy, "form": kind.value} if is_gift else {"copy": copy},
        order_id=document.order_id,
        number=document.number,
        shift_id=document.shift_id,
        business_date=document.business_date,
    )
