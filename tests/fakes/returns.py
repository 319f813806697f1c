"""What has come back of orders in memory; the constraints of the database are assertions here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from pos_app.domain.attempt import AttemptKind
from pos_app.domain.order_document import OrderDocument
from pos_app.domain.payment import Payment, PaymentState, in_force
from pos_app.domain.return_item import ReturnItem
from pos_app.services.return_records import (
    GivenBackMeanwhileError,
    Origin,
    ReturnedMeanwhileError,
    ReturnRow,
)

if TYPE_CHECKING:
    from tests.fakes.storage import FakeStore, Tables


class FakeReturnRepository:
    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def take_back(self, items: Sequence[ReturnItem]) -> None:
        returned = self._tables.returned
        for one in items:
            where = one.item.returns
            assert where is not None
            if not where.number:
                continue
            document, key = self._order(where.number), (where.number, where.position)
            assert document is not None, where
            quantity = returned.get(key, 0) - one.item.quantity.thousandths
            sold = document.items[where.position - 1].item.quantity.thousandths
            if returned.get(key, 0) != one.already or quantity > sold:
                raise ReturnedMeanwhileError(name=one.item.name, number=where.number)
            returned[key] = quantity

    def give_back(self, payments: Sequence[Payment]) -> None:
        given_back = self._tables.given_back
        for one in payments:
            if not one.refunds:
                continue
            _, payment = self._payment(one.refunds)
            amount = given_back.get(one.refunds, 0) - one.amount
            if not 0 <= amount <= payment.amount:
                raise GivenBackMeanwhileError
            given_back[one.refunds] = amount

    def origin(self, payment_id: str) -> Origin | None:
        found = [one for one in self._payments() if one[1].payment_id == payment_id]
        if not found:
            return None
        document, payment = found[0]
        assert document.number is not None
        return Origin(document.number, payment.method, payment in in_force(document.payments))

    def was_given_back(self, payment_id: str) -> bool:
        return bool(self._tables.given_back.get(payment_id))

    def is_under_way(self, number: str, *, but: str) -> bool:
        document = self._order(number)
        paid = {one.payment_id for one in document.payments} if document else set()
        return any(
            one.reverses in paid
            and one.kind is AttemptKind.REFUND
            and one.state not in {PaymentState.DECLINED, PaymentState.CANCELLED}
            and one.order_id != but
            and one.order_id not in self._tables.orders
            for one in self._tables.attempts.values()
        )

    def shift_of(self, number: str) -> int | None:
        document = self._order(number)
        return document.shift_id if document else None

    def exchanged_for(self, number: str) -> str:
        document = self._order(number)
        items = document.items if document else ()
        backs = (line.item.returns for line in items)
        return next((back.number for back in backs if back is not None), "")

    def given_back_by(self, staff_id: int, day: date) -> int:
        return given_back_by(self._tables, staff_id, day)

    def _order(self, number: str) -> OrderDocument | None:
        return next((one for one in self._tables.orders.values() if one.number == number), None)

    def _payment(self, payment_id: str) -> tuple[OrderDocument, Payment]:
        return next(one for one in self._payments() if one[1].payment_id == payment_id)

    def _payments(self) -> list[tuple[OrderDocument, Payment]]:
        orders = self._tables.orders.values()
        return [(order, payment) for order in orders for payment in order.payments]


class FakeReturnQueries:
    def __init__(self, store: FakeStore) -> None:
        self._store = store

    def returned(self, number: str) -> Mapping[int, int]:
        found = self._store.tables.returned
        return {position: much for (order, position), much in found.items() if order == number}

    def given_back(self, number: str) -> Mapping[str, int]:
        tables = self._store.tables
        paid = {
            payment.payment_id
            for one in tables.orders.values()
            if one.number == number
            for payment in one.payments
        }
        return {key: amount for key, amount in tables.given_back.items() if key in paid}

    def given_back_by(self, staff_id: int, day: date) -> int:
        return given_back_by(self._store.tables, staff_id, day)

    def restored_after(self, number: str) -> datetime | None:
        epochs = self._store.tables.epochs
        series = number.rpartition("-")[0]
        is_older = any(one.series == series for one in epochs[:-1])
        return epochs[-1].started_at if is_older else None

    def of(self, number: str) -> Sequence[ReturnRow]:
        return [
            ReturnRow(
                document.number,
                document.completed_at,
                line.item.returns.position,
                -line.item.quantity,
                -line.totals.total,
                line.item.returns.reason,
            )
            for document in self._store.tables.orders.values()
            if document.number is not None
            for line in document.items
            if line.item.returns is not None and line.item.returns.number == number
        ]


def given_back_by(tables: Tables, staff_id: int, day: date) -> int:
    return sum(
        document.given_back - min(document.totals.tip, 0)
        for document in tables.orders.values()
        if document.number is not None
        and (document.completed_by, document.business_date) == (staff_id, day)
    )
