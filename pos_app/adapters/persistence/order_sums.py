"""Sales by what each order has once: its day, its hour, its cashier. Added up order by order."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Integer, bindparam, cast, func, select, text

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
    BEFORE_CUT,
)
# From the period's orders outwards, as an outer join cannot be turned round; by date first, as
# the index has them, so that no order is sorted in among the others.
_of_order = (
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
    .where(*ORDERS_IN_SCOPE, order.c.state == "paid")
    .group_by(order.c.business_date, order.c.order_id)
    .subquery()
)
_SUMS: Final = tuple(
    func.sum(_of_order.c[name]).label(name) for name in ("orders", "quantity", "tax", "gross")
)


def _by(key: Any, label: Any, source: Any = _of_order) -> Statement:
    return Statement(
        select(key.label("key"), label.label("label"), *_SUMS)
        .select_from(source)
        .group_by(key)
        .order_by(key)
    )


_BY: Final = {
    SalesBy.DAY: _by(_of_order.c.day, _of_order.c.day),
    SalesBy.HOUR: _by(_of_order.c.hour, _of_order.c.hour),
    SalesBy.CASHIER: _by(
        _of_order.c.cashier,
        staff.c.name,
        _of_order.outerjoin(staff, staff.c.staff_id == _of_order.c.cashier),
    ),
}
OF_ORDERS: Final = frozenset(_BY)


def values_of(scope: Scope) -> Mapping[str, Any]:
    return {
        "since": scope.since.isoformat(),
        "until": scope.until.isoformat(),
        "cashier": scope.cashier,
        "category": scope.category,
        "cut": scope.cut,
    }


def order_sums(connection: sqlite3.Connection, by: SalesBy, scope: Scope) -> Sequence[SalesRow]:
    """Of whole orders: whatever is in them is counted."""
    rows = _BY[by].all(connection, values_of(scope))
    return [row_of(*row) for row in rows]


def row_of(key: Any, label: Any, orders: int, quantity: int, tax: int, gross: int) -> SalesRow:
    return SalesRow(str(key), str(label), orders, Quantity(quantity), tax, gross)
