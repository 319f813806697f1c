"""What was sold for which way to pay: an order paid in two ways counts once in each.

Its tax and its tip, which is no sale, are those of each in proportion.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, Final

from sqlalchemy import bindparam, case, func, select, text

from pos_app.adapters.persistence.paid_so import IS_PAID_SO
from pos_app.adapters.persistence.statements import Statement
from pos_app.adapters.persistence.tables import order, order_item, payment
from pos_app.domain.quantity import Quantity
from pos_app.domain.rounding import spread
from pos_app.services.reports.sales import SalesRow

_reversal = payment.alias("reversal")
_WAYS: Final = (func.coalesce(func.min(payment.c.method), ""), func.max(payment.c.method))
# From the period's orders outwards, as an outer join cannot be turned round. What was taken back
# afterwards is left out, and so is what took it back.
PAID: Final = order.outerjoin(
    payment,
    (payment.c.order_id == order.c.order_id)
    & (payment.c.state == "approved")
    & payment.c.reverses.is_(None)
    & ~select(_reversal.c.uid).where(_reversal.c.reverses == payment.c.uid).exists(),
)
_WITHIN: Final[tuple[Any, ...]] = (
    order.c.business_date.between(bindparam("since"), bindparam("until")),
    order.c.state == "paid",
    text('(:cashier IS NULL OR "order".completed_by = :cashier)'),
    IS_PAID_SO,
)
# By date first, as the index has them: else all orders are walked through, in the order of rows.
BY_ORDER: Final = (order.c.business_date, order.c.order_id)
# What gives money back pays no order; what comes to nothing does, if something was bought.
_bought = select(order_item.c.position).where(
    order_item.c.order_id == order.c.order_id, order_item.c.quantity > 0
)
_IS_PAID: Final = case((order.c.total == 0, _bought.exists()), else_=order.c.total > 0)
_whole = (
    select(
        order.c.tax,
        func.min(payment.c.method).label("method"),
        (func.sum(payment.c.amount) - order.c.tip).label("amount"),
        _IS_PAID.label("is_paid"),
    )
    .select_from(PAID)
    .where(*_WITHIN)
    .group_by(*BY_ORDER)
    .having(_WAYS[0] == func.coalesce(_WAYS[1], ""))
    .subquery()
)
ONE_WAY: Final = Statement(
    select(
        _whole.c.method,
        func.sum(_whole.c.is_paid).label("orders"),
        func.sum(_whole.c.tax).label("tax"),
        func.sum(_whole.c.amount).label("amount"),
    ).group_by(_whole.c.method)
)
_split = (
    select(order.c.order_id)
    .select_from(PAID)
    .where(*_WITHIN)
    .group_by(*BY_ORDER)
    .having(_WAYS[0] != _WAYS[1])
    .subquery()
)
SPLIT: Final = Statement(
    select(
        order.c.order_id,
        order.c.tax,
        order.c.tip,
        payment.c.method,
        func.sum(payment.c.amount).label("amount"),
        _IS_PAID.label("is_paid"),
    )
    .select_from(PAID)
    .where(*_WITHIN, order.c.order_id.in_(select(_split.c.order_id)))
    .group_by(*BY_ORDER, payment.c.method)
    .order_by(*BY_ORDER, payment.c.method)
)


def payment_rows(
    connection: sqlite3.Connection,
    dates: Mapping[str, str],
    *,
    cashier: int | None = None,
    method: str | None = None,
) -> Sequence[SalesRow]:
    """A row for each way.

    :param cashier: whose orders alone
    :param method: what was paid so alone, without what else the same orders were paid with
    """
    sums: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    values = {**dates, "cashier": cashier, "method": method}
    for way, orders, tax, amount in _parts(connection, values):
        if method not in (None, way):
            continue
        row = sums[str(way)]
        row[0] += orders
        row[1] += tax
        row[2] += amount or 0
    return [
        SalesRow(way, way, orders, Quantity(0), tax, amount)
        for way, (orders, tax, amount) in sorted(sums.items())
    ]


def _parts(
    connection: sqlite3.Connection, values: Mapping[str, Any]
) -> Iterator[tuple[Any, int, int, int]]:
    yield from (tuple(row) for row in ONE_WAY.all(connection, values))
    for _, group in groupby(SPLIT.all(connection, values), lambda row: row.order_id):
        rows = list(group)
        # Multiplied here: the largest amounts would not fit into the database's integers.
        amounts = [row.amount for row in rows]
        taxes, tips = spread(rows[0].tax, amounts), spread(rows[0].tip, amounts)
        for row, tax, tip in zip(rows, taxes, tips, strict=True):
            yield row.method, row.is_paid, tax, row.amount - tip
