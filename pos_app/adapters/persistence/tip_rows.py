"""What customers gave on top: to whom, and how much of it lies in the drawer."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from itertools import groupby

from sqlalchemy import bindparam, case, func, select

from pos_app.adapters.persistence.payment_sales import BY_ORDER, PAID
from pos_app.adapters.persistence.statements import Statement
from pos_app.adapters.persistence.tables import order, order_item, payment, staff
from pos_app.domain.rounding import spread
from pos_app.domain.tender import CASH
from pos_app.services.reports.sales import TipRow

# What goes back was given to whoever sold it: its lines name the order.
_sold = order.alias("sold")
_receipt = (
    select(func.min(order_item.c.returns))
    .where(order_item.c.order_id == order.c.order_id)
    .scalar_subquery()
)
_seller = select(_sold.c.completed_by).where(_sold.c.number == _receipt).scalar_subquery()
_staff_id = case(
    (order.c.tip < 0, func.coalesce(_seller, order.c.completed_by)), else_=order.c.completed_by
)
_TIPS = Statement(
    select(
        order.c.order_id,
        _staff_id.label("staff_id"),
        staff.c.name,
        order.c.tip,
        payment.c.method,
        func.sum(payment.c.amount).label("amount"),
    )
    .select_from(PAID.outerjoin(staff, staff.c.staff_id == _staff_id))
    .where(
        order.c.business_date.between(bindparam("since"), bindparam("until")),
        order.c.state == "paid",
        order.c.tip != 0,
    )
    .group_by(*BY_ORDER, payment.c.method)
    .order_by(*BY_ORDER, payment.c.method)
)


def tip_rows(connection: sqlite3.Connection, dates: Mapping[str, str]) -> Sequence[TipRow]:
    """By who was given them, in the order of their names."""
    rows: dict[int, TipRow] = {}
    for _, group in groupby(_TIPS.all(connection, dates), lambda row: row.order_id):
        parts = list(group)
        first = parts[0]
        # As the report of payments has it: each way to pay brings its share of the tip.
        tips = spread(first.tip, [part.amount for part in parts])
        cash = sum(tip for part, tip in zip(parts, tips, strict=True) if part.method == CASH.code)
        row = rows.get(first.staff_id, TipRow(str(first.staff_id), str(first.name), 0, 0, 0))
        rows[first.staff_id] = row.plus(1 if first.tip > 0 else -1, first.tip, cash)
    return sorted(rows.values(), key=lambda row: row.label)
