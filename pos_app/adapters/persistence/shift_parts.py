"""Sales of one shift by hour, cashier and category, along the run of its orders."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Final

from sqlalchemy import case, func, select

from pos_app.adapters.persistence.catalogue_tables import product
from pos_app.adapters.persistence.order_sums import cuts_of, row_of
from pos_app.adapters.persistence.shift_sums import IN_RUN, run_of
from pos_app.adapters.persistence.statements import Statement
from pos_app.adapters.persistence.tables import order, order_item
from pos_app.services.reports.sales import SalesBy, SalesRow

_CATEGORY = func.coalesce(product.c.category, "")
# What only comes back is no order.
_BOUGHT = case((order_item.c.quantity > 0, order_item.c.order_id))
_OF_ORDERS = cuts_of(IN_RUN, (order.c.order_id,))
_BY: Final = {
    SalesBy.HOUR: _OF_ORDERS[SalesBy.HOUR],
    SalesBy.CASHIER: _OF_ORDERS[SalesBy.CASHIER],
    SalesBy.CATEGORY: Statement(
        select(
            _CATEGORY.label("key"),
            _CATEGORY.label("label"),
            func.count(_BOUGHT.distinct()).label("orders"),
            func.sum(order_item.c.quantity).label("quantity"),
            func.sum(order_item.c.tax).label("tax"),
            func.sum(order_item.c.total).label("gross"),
        )
        .select_from(
            order.outerjoin(order_item, order_item.c.order_id == order.c.order_id).outerjoin(
                product, product.c.product_id == order_item.c.product_id
            )
        )
        .where(*IN_RUN, order.c.state == "paid")
        .group_by(_CATEGORY)
        .order_by(_CATEGORY)
    ),
}


def parts(connection: sqlite3.Connection, shift_id: int) -> Mapping[SalesBy, Sequence[SalesRow]]:
    """Exact inside one transaction only."""
    run = run_of(connection, shift_id)
    if run is None:
        return dict.fromkeys(_BY, ())
    return {
        by: [row_of(*row) for row in statement.all(connection, run)]
        for by, statement in _BY.items()
    }
