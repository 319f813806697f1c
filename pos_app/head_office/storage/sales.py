"""Reports read sums that were kept when the orders came in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, func, literal, select

from pos_app.head_office.services.reports.sales import TOTAL_KEY, Period, SalesBy, SalesRow
from pos_app.head_office.storage.catalogue_tables import product
from pos_app.head_office.storage.engine import Database
from pos_app.head_office.storage.tables import sales_by_day, sales_by_day_product, store, terminal
from pos_app.head_office.storage.unit_of_work import reading


class SqlSales:
    def __init__(self, database: Database) -> None:
        self._database = database

    def sales(self, by: SalesBy, period: Period, *, most: int) -> Sequence[SalesRow]:
        match by:
            case SalesBy.DAY:
                key = sales_by_day.c.business_date
                query = _grouped(sales_by_day, period, key, literal(""))
            case SalesBy.HOUR:
                query = _grouped(sales_by_day, period, sales_by_day.c.hour, literal(""))
            case SalesBy.STORE:
                query = _grouped(sales_by_day, period, store.c.store_id, store.c.name)
            case SalesBy.TERMINAL:
                key = sales_by_day.c.terminal_id
                query = _grouped(sales_by_day, period, key, terminal.c.code).join(
                    terminal, terminal.c.terminal_id == key
                )
            case SalesBy.PRODUCT:
                sku = sales_by_day_product.c.sku
                name = func.coalesce(func.max(product.c.name), sku)
                query = _grouped(sales_by_day_product, period, sku, literal(""), name).outerjoin(
                    product,
                    (product.c.sku == sku) & (product.c.scope == ""),
                )
        return self._rows(query.limit(most))

    def totals(self, period: Period) -> Sequence[SalesRow]:
        return self._rows(_grouped(sales_by_day, period, literal(TOTAL_KEY), literal("")))

    def _rows(self, query: Select[Any]) -> list[SalesRow]:
        with reading(self._database) as connection:
            return [_row(tuple(one)) for one in connection.execute(query)]


def _grouped(
    table: Table,
    period: Period,
    key: ColumnElement[Any],
    label: ColumnElement[Any],
    shown: ColumnElement[Any] | None = None,
) -> Select[Any]:
    """:param shown: the label, where it is not one that rows are grouped by"""
    sums = [func.sum(table.c[name]) for name in ("orders", "quantity", "tax", "gross")]
    query = (
        select(key, label if shown is None else shown, store.c.currency, *sums)
        .select_from(table)
        .join(store, store.c.store_id == table.c.store_id)
        .where(table.c.business_date.between(period.since, period.until))
        .group_by(key, label, store.c.currency)
        .order_by(key, store.c.currency)
    )
    return query if period.store_id is None else query.where(table.c.store_id == period.store_id)


def _row(row: Sequence[Any]) -> SalesRow:
    key, label, currency, *sums = row
    text = (
        key.isoformat() if hasattr(key, "isoformat") else f"{key:02d}" if type(key) is int else key
    )
    return SalesRow(str(text), label or str(text), currency, *map(int, sums))
