"""What was sold without tax and what the goods have cost, added up without bringing them here."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import bindparam, case, func, select, union_all

from pos_app.adapters.persistence.catalogue_tables import product
from pos_app.adapters.persistence.order_sums import BEFORE_CUT, values_of
from pos_app.adapters.persistence.part_sales import IN_SCOPE, LINES
from pos_app.adapters.persistence.periods import parts_of
from pos_app.adapters.persistence.sales_queries import KEPT
from pos_app.adapters.persistence.statements import Statement
from pos_app.adapters.persistence.tables import order, order_item
from pos_app.services.reports.ports import Earnings
from pos_app.services.reports.report import THOUSAND, Scope

_DAY: Final = timedelta(days=1)
_NAMES: Final = ("product_id", "quantity", "tax", "gross")


def _earned(rows: Any) -> Statement:
    """Each product's cost is rounded once, half away from zero.

    Wholes and thousandths apart: what is not too large in the end is not too large on the way.
    """
    sums = (func.sum(rows.c[name]).label(name) for name in _NAMES[1:])
    sold = select(rows.c.product_id, *sums).group_by(rows.c.product_id).subquery("sold")
    quantity, net, cost = sold.c.quantity, sold.c.gross - sold.c.tax, product.c.cost
    half = case((quantity < 0, -THOUSAND // 2), else_=THOUSAND // 2)
    rounded = cost * (quantity // THOUSAND) + (cost * (quantity % THOUSAND) + half) // THOUSAND
    return Statement(
        select(
            func.coalesce(func.sum(net), 0).label("net"),
            func.coalesce(func.sum(case((cost.is_(None), net), else_=0)), 0).label("unknown"),
            func.coalesce(func.sum(rounded), 0).label("cost"),
        ).select_from(sold.outerjoin(product, product.c.product_id == sold.c.product_id))
    )


_LINE: Final = (
    order_item.c.product_id,
    order_item.c.quantity,
    order_item.c.tax,
    order_item.c.total.label("gross"),
)
# What is kept of whole days and months, and the orders of the day that ends early.
_ON_CUT_DAY = (
    select(*_LINE)
    .select_from(order.outerjoin(order_item, order_item.c.order_id == order.c.order_id))
    .where(order.c.business_date == bindparam("cut_day"), BEFORE_CUT, order.c.state == "paid")
)
_WHOLE = _earned(union_all(select(*(KEPT.c[name] for name in _NAMES)), _ON_CUT_DAY).subquery())
_IN_PART = _earned(
    select(*_LINE).select_from(LINES).where(*IN_SCOPE, order.c.state == "paid").subquery()
)


def earnings(connection: sqlite3.Connection, scope: Scope) -> Earnings:
    values = values_of(scope)
    if not scope.is_of_all:
        return Earnings(*_IN_PART.one(connection, values))
    last = scope.until if scope.cut is None else scope.until - _DAY
    cut_day = None if scope.cut is None else scope.until.isoformat()
    values = {**values, **parts_of(scope.since, last), "cut_day": cut_day}
    return Earnings(*_WHOLE.one(connection, values))
