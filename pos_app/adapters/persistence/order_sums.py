"""Sales by what each order has once: its day, its hour, its cashier. Added up order by order."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Integer, bindparam, cast, func, literal_column, select, text

from pos_app.adapters.persistence.paid_so import IS_PAID_SO
from pos_app.adapters.persistence.statements import Statement
from pos_app.adapters.persistence.tables import order, order_item, staff
from pos_app.domain.quantity import Quantity
from pos_app.services.reports.report import Scope
from pos_app.services.reports.sales import SalesBy, SalesRow

LOCAL_SECONDS: Final = order.c.completed_at // 1_000 + order.c.utc_offset_minutes * 60
HOUR: Final = func.strftime("%H", LOCAL_SECONDS, "unixepoch")
_MIDNIGHT: Final = cast(func.strftime("%s", order.c.business_date), Integer)
# The last day of a period may end early: what is laid beside a day that is not over yet.
BEFORE_CUT: Final = (
    bindparam("cut").is_(None)
    | (order.c.business_date < bindparam("until"))
    | (bindparam("cut") >= LOCAL_SECONDS - _MIDNIGHT)
)
ORDERS_IN_SCOPE: Final[tuple[Any, ...]] = (
    order.c.business_date.between(bindparam("since"), bindparam("until")),
    text('(:cashier IS NULL OR "order".completed_by = :cashier)'),
    IS_PAID_SO,
    BEFORE_CUT,
)


def cuts_of(conditions: Iterable[Any], run: Sequence[Any]) -> Mapping[SalesBy, Statement]:
    """Of the paid orders that fulfil the conditions.

    :param run: the columns in whose order they lie, so that none is sorted in among the others
    """
    # From the orders outwards, as an outer join cannot be turned round.
    one = (
        select(
            order.c.business_date.label("day"),
            HOUR.label("hour"),
            order.c.completed_by.label("cashier"),
            (func.max(order_item.c.quantity) > 0).label("orders"),
            func.sum(order_item.c.quantity).label("quantity"),
            func.sum(order_item.c.tax).label("tax"),
            func.sum(order_item.c.total).label("gross"),
        )
        .select_from(order.outerjoin(order_item, order_item.c.order_id == order.c.order_id))
        .where(*conditions, order.c.state == "paid")
        .group_by(*run)
        .subquery()
    )
    named = one.outerjoin(staff, staff.c.staff_id == one.c.cashier)
    return {
        SalesBy.DAY: _by(one.c.day, one.c.day, one),
        SalesBy.HOUR: _by(one.c.hour, one.c.hour, one),
        SalesBy.CASHIER: _by(one.c.cashier, staff.c.name, named),
    }


def _by(key: Any, label: Any, source: Any) -> Statement:
    names = ("orders", "quantity", "tax", "gross")
    sums: tuple[Any, ...] = tuple(func.sum(literal_column(name)).label(name) for name in names)
    return Statement(
        select(key.label("key"), label.label("label"), *sums)
        .select_from(source)
        .group_by(key)
        .order_by(key)
    )


_BY: Final = cuts_of(ORDERS_IN_SCOPE, (order.c.business_date, order.c.order_id))
OF_ORDERS: Final = frozenset(_BY)


def values_of(scope: Scope) -> Mapping[str, Any]:
    return {
        "since": scope.since.isoformat(),
        "until": scope.until.isoformat(),
        "cashier": scope.cashier,
        "category": scope.category,
        "method": scope.method,
        "cut": scope.cut,
    }


def order_sums(connection: sqlite3.Connection, by: SalesBy, scope: Scope) -> Sequence[SalesRow]:
    """Of whole orders: whatever is in them is counted."""
    rows = _BY[by].all(connection, values_of(scope))
    return [row_of(*row) for row in rows]


def row_of(key: Any, label: Any, orders: int, quantity: int, tax: int, gross: int) -> SalesRow:
    return SalesRow(str(key), str(label), orders, Quantity(quantity), tax, gross)
