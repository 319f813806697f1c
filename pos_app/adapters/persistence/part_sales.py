"""Sales of one cashier, category or way to pay alone, from the lines of the period's orders."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, bindparam, case, func, literal_column, select, text

from pos_app.adapters.persistence.catalogue_tables import product, tax_class
from pos_app.adapters.persistence.order_sums import (
    BEFORE_CUT,
    HOUR,
    OF_ORDERS,
    order_sums,
    row_of,
    values_of,
)
from pos_app.adapters.persistence.paid_so import IS_PAID_SO
from pos_app.adapters.persistence.payment_sales import payment_rows
from pos_app.adapters.persistence.readers import Readers
from pos_app.adapters.persistence.statements import Statement
from pos_app.adapters.persistence.tables import order, order_item, staff
from pos_app.services.reports.report import Scope
from pos_app.services.reports.sales import TOTAL_KEY, SalesBy, SalesRow

# What only comes back is no order.
_BOUGHT = case((order_item.c.quantity > 0, order_item.c.order_id))
# From the period's orders outwards, as an outer join cannot be turned round.
LINES: Final = (
    order.outerjoin(order_item, order_item.c.order_id == order.c.order_id)
    .outerjoin(product, product.c.product_id == order_item.c.product_id)
    .outerjoin(staff, staff.c.staff_id == order.c.completed_by)
    .outerjoin(tax_class, tax_class.c.code == order_item.c.tax_class)
)
IN_SCOPE: Final[tuple[Any, ...]] = (
    order.c.business_date.between(bindparam("since"), bindparam("until")),
    text('(:cashier IS NULL OR "order".completed_by = :cashier)'),
    text("(:category IS NULL OR product.category = :category)"),
    IS_PAID_SO,
    BEFORE_CUT,
)


def _summed(key: Any, label: Any) -> Statement:
    return Statement(
        select(
            key.label("key"),
            label.label("label"),
            func.count(_BOUGHT.distinct()).label("orders"),
            func.sum(order_item.c.quantity).label("quantity"),
            func.sum(order_item.c.tax).label("tax"),
            func.sum(order_item.c.total).label("gross"),
        )
        .select_from(LINES)
        .where(*IN_SCOPE, order.c.state == literal_column("'paid'"))
        .group_by(key)
        .order_by(key)
    )


_DAY = order.c.business_date
_BY: Final = {
    SalesBy.DAY: _summed(_DAY, _DAY),
    SalesBy.HOUR: _summed(HOUR, HOUR),
    SalesBy.PRODUCT: _summed(product.c.sku, product.c.name),
    SalesBy.CATEGORY: _summed(product.c.category, product.c.category),
    SalesBy.CASHIER: _summed(order.c.completed_by, staff.c.name),
    SalesBy.TAX: _summed(order_item.c.tax_class, tax_class.c.name),
}
_ALL: Final[ColumnElement[str]] = literal_column(f"'{TOTAL_KEY}'")
_WHOLE = _summed(_ALL, _ALL)


class SqlPartSales:
    def __init__(self, readers: Readers) -> None:
        self._readers = readers

    def rows(self, by: SalesBy, scope: Scope) -> Sequence[SalesRow]:
        with self._readers.connect() as connection:
            if by is SalesBy.PAYMENT:
                dates = {"since": scope.since.isoformat(), "until": scope.until.isoformat()}
                return payment_rows(connection, dates, cashier=scope.cashier, method=scope.method)
            if scope.category is None and by in OF_ORDERS:
                return order_sums(connection, by, scope)
            rows = [row_of(*row) for row in _BY[by].all(connection, values_of(scope))]
        if by is SalesBy.PRODUCT:
            rows.sort(key=lambda row: (-row.gross, row.key))
        return rows

    def total(self, scope: Scope) -> SalesRow:
        with self._readers.connect() as connection:
            row = _WHOLE.one(connection, values_of(scope))
        return row_of(*row) if row is not None else row_of(TOTAL_KEY, TOTAL_KEY, 0, 0, 0, 0)
