"""What has come back of paid orders, and what was given back of their payments."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Final

from sqlalchemy import bindparam, case, func, select
from sqlalchemy.dialects.sqlite import insert

from pos_app.adapters.persistence.readers import Readers
from pos_app.adapters.persistence.statements import Statement
from pos_app.adapters.persistence.tables import (
    epoch,
    given_back,
    order,
    order_item,
    payment,
    payment_attempt,
    returned,
)
from pos_app.adapters.persistence.values import from_ms
from pos_app.domain.attempt import AttemptKind
from pos_app.domain.payment import Payment, PaymentState
from pos_app.domain.quantity import Quantity
from pos_app.domain.return_item import ReturnItem
from pos_app.domain.returned import ReturnReason
from pos_app.services.return_records import (
    GivenBackMeanwhileError,
    Origin,
    ReturnedMeanwhileError,
    ReturnRow,
)

_reversal = payment.alias("reversal")
_OF_LINE: Final = (order.c.number == bindparam("number")) & (
    order_item.c.position == bindparam("position")
)
_ALREADY = Statement(
    select(func.coalesce(returned.c.quantity, 0).label("quantity"))
    .select_from(order)
    .join(order_item, order_item.c.order_id == order.c.order_id)
    .outerjoin(
        returned,
        (returned.c.order_id == order_item.c.order_id)
        & (returned.c.position == order_item.c.position),
    )
    .where(_OF_LINE)
)
# What was sold is read from the line itself, so that no caller can say otherwise.
_new_return = insert(returned).from_select(
    ["order_id", "position", "sold", "quantity"],
    select(
        order_item.c.order_id,
        order_item.c.position,
        order_item.c.quantity,
        bindparam("quantity"),
    )
    .select_from(order_item)
    .join(order, order.c.order_id == order_item.c.order_id)
    .where(_OF_LINE),
)
_TAKE_BACK = Statement(
    _new_return.on_conflict_do_update(
        index_elements=["order_id", "position"],
        set_={"quantity": returned.c.quantity + _new_return.excluded.quantity},
    )
)
_new_refund = insert(given_back).from_select(
    ["payment", "taken", "amount"],
    select(payment.c.uid, payment.c.amount, bindparam("given")).where(
        payment.c.uid == bindparam("uid")
    ),
)
_GIVE_BACK = Statement(
    _new_refund.on_conflict_do_update(
        index_elements=["payment"],
        set_={"amount": given_back.c.amount + _new_refund.excluded.amount},
    )
)
_ORIGIN = Statement(
    select(
        order.c.number,
        payment.c.method,
        (
            (payment.c.state == "approved")
            & payment.c.reverses.is_(None)
            & ~select(_reversal.c.uid).where(_reversal.c.reverses == payment.c.uid).exists()
        ).label("is_in_force"),
    )
    .select_from(payment)
    .join(order, order.c.order_id == payment.c.order_id)
    .where(payment.c.uid == bindparam("uid"))
)
_OF_PAYMENT = Statement(select(given_back.c.amount).where(given_back.c.payment == bindparam("uid")))
_SHIFT_OF = Statement(select(order.c.shift_id).where(order.c.number == bindparam("number")))
_EXCHANGED_FOR = Statement(
    select(order_item.c.returns)
    .select_from(order)
    .join(order_item, order_item.c.order_id == order.c.order_id)
    .where(order.c.number == bindparam("number"), order_item.c.returns.is_not(None))
    .limit(1)
)
_recorded = order.alias("recorded")
_PAID_WITH = Statement(
    select(payment.c.uid)
    .join(order, order.c.order_id == payment.c.order_id)
    .where(order.c.number == bindparam("number"))
)
_UNDER_WAY = Statement(
    select(payment_attempt.c.uid)
    .where(
        payment_attempt.c.reverses == bindparam("payment"),
        payment_attempt.c.kind == AttemptKind.REFUND.value,
        payment_attempt.c.state != PaymentState.DECLINED.value,
        payment_attempt.c.state != PaymentState.CANCELLED.value,
        payment_attempt.c.order_uid != bindparam("but"),
        ~select(_recorded.c.uid).where(_recorded.c.uid == payment_attempt.c.order_uid).exists(),
    )
    .limit(1)
)
_RETURNED = Statement(
    select(returned.c.position, returned.c.quantity)
    .select_from(order)
    .join(returned, returned.c.order_id == order.c.order_id)
    .where(order.c.number == bindparam("number"))
)
_GIVEN_BACK = Statement(
    select(given_back.c.payment, given_back.c.amount)
    .select_from(order)
    .join(payment, payment.c.order_id == order.c.order_id)
    .join(given_back, given_back.c.payment == payment.c.uid)
    .where(order.c.number == bindparam("number"))
)
_GIVEN_BACK_BY = Statement(
    select(
        func.sum(
            select(func.sum(order_item.c.total))
            .where(
                order_item.c.order_id == order.c.order_id, order_item.c.return_reason.is_not(None)
            )
            .scalar_subquery()
            + case((order.c.tip < 0, order.c.tip), else_=0)
        )
    ).where(
        order.c.business_date == bindparam("day"),
        order.c.completed_by == bindparam("staff"),
        order.c.state == "paid",
    )
)
_series = epoch.alias("series")
_RESTORED_AFTER = Statement(
    select(epoch.c.started_at)
    .where(
        epoch.c.epoch
        > select(_series.c.epoch).where(_series.c.series == bindparam("series")).scalar_subquery()
    )
    .order_by(epoch.c.epoch.desc())
    .limit(1)
)
_ROWS = Statement(
    select(
        order.c.number,
        order.c.completed_at,
        order.c.utc_offset_minutes,
        order_item.c.returns_position,
        order_item.c.quantity,
        order_item.c.total,
        order_item.c.return_reason,
    )
    .select_from(order_item)
    .join(order, order.c.order_id == order_item.c.order_id)
    .where(order_item.c.returns == bindparam("number"), order.c.state == "paid")
    .order_by(order_item.c.order_id, order_item.c.position)
)


class SqlReturnRepository:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def take_back(self, items: Sequence[ReturnItem]) -> None:
        for one in items:
            where = one.item.returns
            assert where is not None, one
            if not where.number:
                continue
            key = {"number": where.number, "position": where.position}
            error = ReturnedMeanwhileError(name=one.item.name, number=where.number)
            if _ALREADY.scalar(self._connection, key) != one.already:
                raise error
            try:
                _TAKE_BACK.run(self._connection, key | {"quantity": -one.item.quantity.thousandths})
            except sqlite3.IntegrityError as refusal:
                raise error from refusal

    def give_back(self, payments: Sequence[Payment]) -> None:
        for one in payments:
            if not one.refunds:
                continue
            try:
                _GIVE_BACK.run(self._connection, {"uid": one.refunds, "given": -one.amount})
            except sqlite3.IntegrityError as refusal:
                raise GivenBackMeanwhileError from refusal

    def origin(self, payment_id: str) -> Origin | None:
        row = _ORIGIN.one(self._connection, {"uid": payment_id})
        return Origin(row.number, row.method, bool(row.is_in_force)) if row else None

    def was_given_back(self, payment_id: str) -> bool:
        return bool(_OF_PAYMENT.scalar(self._connection, {"uid": payment_id}))

    def is_under_way(self, number: str, *, but: str) -> bool:
        paid_with = _PAID_WITH.all(self._connection, {"number": number})
        found = [{"payment": row.uid, "but": but} for row in paid_with]
        return any(_UNDER_WAY.scalar(self._connection, one) is not None for one in found)

    def shift_of(self, number: str) -> int | None:
        shift: int | None = _SHIFT_OF.scalar(self._connection, {"number": number})
        return shift

    def exchanged_for(self, number: str) -> str:
        return _EXCHANGED_FOR.scalar(self._connection, {"number": number}) or ""

    def given_back_by(self, staff_id: int, day: date) -> int:
        return _given_back_by(self._connection, staff_id, day)


class SqlReturnQueries:
    def __init__(self, readers: Readers) -> None:
        self._readers = readers

    def returned(self, number: str) -> Mapping[int, int]:
        with self._readers.connect() as connection:
            rows = _RETURNED.all(connection, {"number": number})
        return {row.position: row.quantity for row in rows}

    def given_back(self, number: str) -> Mapping[str, int]:
        with self._readers.connect() as connection:
            rows = _GIVEN_BACK.all(connection, {"number": number})
        return {row.payment: row.amount for row in rows}

    def given_back_by(self, staff_id: int, day: date) -> int:
        with self._readers.connect() as connection:
            return _given_back_by(connection, staff_id, day)

    def restored_after(self, number: str) -> datetime | None:
        with self._readers.connect() as connection:
            at = _RESTORED_AFTER.scalar(connection, {"series": number.rpartition("-")[0]})
        return None if at is None else from_ms(at)

    def of(self, number: str) -> Sequence[ReturnRow]:
        with self._readers.connect() as connection:
            rows = _ROWS.all(connection, {"number": number})
        return [
            ReturnRow(
                number=row.number,
                at=from_ms(row.completed_at, row.utc_offset_minutes),
                position=row.returns_position,
                quantity=Quantity(-row.quantity),
                total=-row.total,
                reason=ReturnReason(row.return_reason),
            )
            for row in rows
        ]


def _given_back_by(connection: sqlite3.Connection, staff_id: int, day: date) -> int:
    values = {"staff": staff_id, "day": day.isoformat()}
    return -(_GIVEN_BACK_BY.scalar(connection, values) or 0)
