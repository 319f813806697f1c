"""Add a period up twice: from what shifts and summaries keep, and from its documents."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, Integer, bindparam, case, func, select

from pos_app.adapters.persistence.readers import Readers, as_of_now
from pos_app.adapters.persistence.statements import Statement
from pos_app.adapters.persistence.tables import daily_sales, order, order_item, payment, shift
from pos_app.domain.closing import ClosingSums
from pos_app.services.reports.closings import Closing


def _within(column: ColumnElement[str]) -> ColumnElement[bool]:
    return column.between(bindparam("since"), bindparam("until"))


def _sum(value: Any) -> ColumnElement[int]:
    return func.coalesce(func.sum(value), 0)


_SHIFTS = Statement(
    select(
        func.count().label("shifts"),
        _sum(shift.c.closed_at.is_(None).cast(Integer)).label("still_open"),
        *(
            _sum(shift.c[name]).label(name)
            for name in ("orders", "sales", "refunds", "tips", "cash_sales")
        ),
    ).where(_within(shift.c.business_date))
)
_DAYS = Statement(
    select(_sum(daily_sales.c.gross).label("gross"), _sum(daily_sales.c.tax).label("tax")).where(
        _within(daily_sales.c.business_date)
    )
)
_PAID: Final = (_within(order.c.business_date), order.c.state == "paid")
_BACK = case((order_item.c.quantity < 0, order_item.c.total), else_=0)
_of_order = (
    select(
        (func.max(order_item.c.quantity) > 0).label("buys"),
        _sum(order_item.c.total).label("total"),
        _sum(order_item.c.tax).label("tax"),
        _sum(_BACK).label("back"),
        order.c.tip,
    )
    .select_from(order.outerjoin(order_item, order_item.c.order_id == order.c.order_id))
    .where(*_PAID)
    .group_by(order.c.business_date, order.c.order_id)
    .subquery()
)
_ORDERS = Statement(
    select(
        _sum(_of_order.c.buys).label("orders"),
        _sum(_of_order.c.total).label("gross"),
        _sum(_of_order.c.tax).label("tax"),
        _sum(_of_order.c.back).label("back"),
        _sum(_of_order.c.tip).label("tips"),
    )
)
# From the period's orders outwards, as an outer join cannot be turned round.
_IN_CASH: Final = (
    (payment.c.order_id == order.c.order_id)
    & (payment.c.method == "cash")
    & (payment.c.state == "approved")
)
_CASH = Statement(
    select(_sum(payment.c.amount)).select_from(order.outerjoin(payment, _IN_CASH)).where(*_PAID)
)


class SqlClosingQueries:
    def __init__(self, readers: Readers) -> None:
        self._readers = readers

    def closing(self, *, since: date, until: date) -> Closing:
        dates = {"since": since.isoformat(), "until": until.isoformat()}
        with self._readers.connect() as connection, as_of_now(connection):
            shifts = _SHIFTS.one(connection, dates)
            kept = stored(connection, since=since, until=until)
            recomputed = _recomputed(connection, dates)
        return Closing(since, until, shifts.shifts, shifts.still_open, kept, recomputed)


def stored(connection: sqlite3.Connection, *, since: date, until: date) -> ClosingSums:
    """What shifts and summaries keep of these business dates, both included."""
    dates = {"since": since.isoformat(), "until": until.isoformat()}
    shifts, days = _SHIFTS.one(connection, dates), _DAYS.one(connection, dates)
    return ClosingSums(
        orders=shifts.orders,
        sales=shifts.sales,
        refunds=shifts.refunds,
        gross=days.gross,
        tax=days.tax,
        tips=shifts.tips,
        cash=shifts.cash_sales,
    )


def _recomputed(connection: sqlite3.Connection, dates: Mapping[str, str]) -> ClosingSums:
    orders = _ORDERS.one(connection, dates)
    return ClosingSums(
        orders=orders.orders,
        sales=orders.gross - orders.back,
        refunds=-orders.back,
        gross=orders.gross,
        tax=orders.tax,
        tips=orders.tips,
        cash=_CASH.scalar(connection, dates),
    )
