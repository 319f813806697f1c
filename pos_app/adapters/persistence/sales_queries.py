"""Sales sums: days and products from their summaries, everything else from the documents."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, FromClause, bindparam, case, func, select, union_all

from pos_app.adapters.persistence.catalogue_tables import product, tax_class
from pos_app.adapters.persistence.order_sums import order_sums
from pos_app.adapters.persistence.payment_sales import payment_rows
from pos_app.adapters.persistence.periods import parts_of
from pos_app.adapters.persistence.readers import Readers
from pos_app.adapters.persistence.statements import Statement
from pos_app.adapters.persistence.tables import (
    daily_sales,
    order,
    order_item,
    sales_by_day_product,
    sales_by_month_product,
)
from pos_app.adapters.persistence.tip_rows import tip_rows
from pos_app.domain.quantity import Quantity
from pos_app.services.reports.report import Scope
from pos_app.services.reports.sales import TOTAL_KEY, SalesBy, SalesRow, TipRow


def _within(column: ColumnElement[str]) -> ColumnElement[bool]:
    return column.between(bindparam("since"), bindparam("until"))


def _summed(table: Any) -> tuple[ColumnElement[int], ...]:
    return tuple(
        func.coalesce(func.sum(table.c[name]), 0).label(name)
        for name in ("orders", "quantity", "tax", "gross")
    )


# What only comes back is no order.
_BOUGHT = case((order_item.c.quantity > 0, order_item.c.order_id))


def _from_items(key: Any, label: Any, source: FromClause) -> Statement:
    return Statement(
        select(
            key.label("key"),
            label.label("label"),
            func.count(_BOUGHT.distinct()).label("orders"),
            func.sum(order_item.c.quantity).label("quantity"),
            func.sum(order_item.c.tax).label("tax"),
            func.sum(order_item.c.total).label("gross"),
        )
        .select_from(source)
        .where(_within(order.c.business_date), order.c.state == "paid")
        .group_by(key)
        .order_by(key)
    )


# From the period's orders outwards, as an outer join cannot be turned round: whatever statistics
# somebody's ANALYZE has left, nothing older is walked through.
_ITEMS = order.outerjoin(order_item, order_item.c.order_id == order.c.order_id)


def _kept(table: Any, period: ColumnElement[str], first: str, last: str) -> Any:
    names = ("product_id", "orders", "quantity", "tax", "gross")
    columns = (table.c[name] for name in names)
    return select(*columns).where(period.between(bindparam(first), bindparam(last)))


_OF_DAYS = sales_by_day_product.c.business_date
KEPT = union_all(
    _kept(sales_by_month_product, sales_by_month_product.c.month, "first_month", "last_month"),
    _kept(sales_by_day_product, _OF_DAYS, "first_day", "day_before"),
    _kept(sales_by_day_product, _OF_DAYS, "day_after", "last_day"),
).subquery()
# Summed before the product is looked up: once for each, not once for each day that it was sold.
SOLD = select(KEPT.c.product_id, *_summed(KEPT)).group_by(KEPT.c.product_id).subquery()
_BY: Final = {
    SalesBy.DAY: Statement(
        select(
            daily_sales.c.business_date.label("key"),
            daily_sales.c.business_date.label("label"),
            daily_sales.c.orders,
            daily_sales.c.quantity,
            daily_sales.c.tax,
            daily_sales.c.gross,
        )
        .where(_within(daily_sales.c.business_date))
        .order_by(daily_sales.c.business_date)
    ),
    SalesBy.PRODUCT: Statement(
        select(
            product.c.sku.label("key"),
            product.c.name.label("label"),
            SOLD.c.orders,
            SOLD.c.quantity,
            SOLD.c.tax,
            SOLD.c.gross,
        )
        .select_from(SOLD.outerjoin(product, product.c.product_id == SOLD.c.product_id))
        .order_by(SOLD.c.gross.desc(), product.c.sku)
    ),
    SalesBy.CATEGORY: _from_items(
        product.c.category,
        product.c.category,
        _ITEMS.outerjoin(product, product.c.product_id == order_item.c.product_id),
    ),
    SalesBy.TAX: _from_items(
        order_item.c.tax_class,
        tax_class.c.name,
        _ITEMS.outerjoin(tax_class, tax_class.c.code == order_item.c.tax_class),
    ),
}
_TOTAL = Statement(select(*_summed(daily_sales)).where(_within(daily_sales.c.business_date)))


class SqlSalesQueries:
    def __init__(self, readers: Readers) -> None:
        self._readers = readers

    def sales(self, by: SalesBy, *, since: date, until: date) -> Sequence[SalesRow]:
        dates = _dates(since, until)
        with self._readers.connect() as connection:
            if by is SalesBy.PAYMENT:
                return payment_rows(connection, dates)
            if by not in _BY:
                return order_sums(connection, by, Scope(since, until))
            rows = _BY[by].all(connection, {**dates, **parts_of(since, until)})
        # A row has the columns of a SalesRow, in its order: a month has many thousands of them.
        return [
            SalesRow(str(key), str(label), orders, Quantity(quantity), tax, gross)
            for key, label, orders, quantity, tax, gross in rows
        ]

    def total(self, *, since: date, until: date) -> SalesRow:
        with self._readers.connect() as connection:
            orders, quantity, tax, gross = _TOTAL.one(connection, _dates(since, until))
        return SalesRow(TOTAL_KEY, TOTAL_KEY, orders, Quantity(quantity), tax, gross)

    def tips(self, *, since: date, until: date) -> Sequence[TipRow]:
        with self._readers.connect() as connection:
            return tip_rows(connection, _dates(since, until))


def _dates(since: date, until: date) -> dict[str, str]:
    return {"since": since.isoformat(), "until": until.isoformat()}
