"""What stands on the shelves: what it is worth, what runs out soon, and what nobody buys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from pos_app.services.reports.margins import cost_of
from pos_app.services.reports.ports import OnShelf, ReportQueries
from pos_app.services.reports.report import Cell, Column, Kind, Report, Row, Scope, per, summed
from pos_app.services.reports.sales import TOTAL_KEY, SalesBy
from pos_app.services.reports.sales_table import NotCutError

STOCK_BY: Final = (SalesBy.CATEGORY, SalesBy.PRODUCT)
VALUE: Final = (
    Column("products", Kind.COUNT),
    Column("stock", Kind.QUANTITY),
    Column("cost", Kind.MONEY),
    Column("without_cost", Kind.COUNT),
    Column("retail", Kind.MONEY),
)
FAST: Final = (
    Column("product", Kind.TEXT),
    Column("sold", Kind.QUANTITY),
    Column("sold_a_day", Kind.QUANTITY),
    Column("stock", Kind.QUANTITY),
    Column("days_left", Kind.COUNT),
)
DEAD: Final = (
    Column("product", Kind.TEXT),
    Column("category", Kind.TEXT),
    Column("stock", Kind.QUANTITY),
    Column("cost", Kind.MONEY),
    Column("retail", Kind.MONEY),
)
"""Worth at cost and at price, in minor units."""


class Shelves:
    def __init__(self, *, queries: ReportQueries) -> None:
        self._queries = queries

    def value(self, by: SalesBy, scope: Scope) -> Report:
        """As it is now, whatever the period; what is sold below nothing is worth nothing.

        :raises NotCutError: by what is no property of a product
        """
        if by not in STOCK_BY:
            raise NotCutError(by=by.value, known=", ".join(one.value for one in STOCK_BY))
        scope = replace(scope, cashier=None, method=None)
        sums: dict[tuple[str, str], list[int]] = {}
        for one in self._stock(scope):
            named = (one.sku, one.name) if by is SalesBy.PRODUCT else (one.category, one.category)
            so_far = sums.setdefault(named, [0] * len(VALUE))
            for place, part in enumerate(_worth(one)):
                so_far[place] += part
        listed = sorted(sums.items(), key=lambda item: (-item[1][-1], item[0]))
        rows = tuple(Row(key, (label, *cells)) for (key, label), cells in listed)
        return Report(
            name="stock",
            by=by.value,
            scope=scope,
            columns=(Column(by.value, Kind.TEXT), *VALUE),
            rows=rows,
            totals=_totals(rows, len(VALUE)),
            charted="retail",
        )

    def fast(self, scope: Scope) -> Report:
        """What sells most first, and for how many days what is there lasts at that rate.

        Whoever sells it: goods run out, not cashiers.
        """
        scope = replace(scope, cashier=None, method=None)
        days = (scope.until - scope.since).days + 1
        levels = {one.product_id: one.quantity for one in self._queries.shelf()}
        sold = [one for one in self._queries.sold(scope) if one.quantity > 0]
        sold.sort(key=lambda one: (-one.quantity, one.sku))
        rows = []
        for one in sold:
            left = levels.get(one.product_id)
            lasts = None if left is None else max(left, 0) * days // one.quantity
            rate = per(one.quantity, days)
            rows.append(Row(one.sku, (one.name, one.quantity, rate, left, lasts)))
        return Report(
            name="fast",
            by="product",
            scope=scope,
            columns=FAST,
            rows=tuple(rows),
            charted="sold",
            drill="product",
        )

    def dead(self, scope: Scope) -> Report:
        """What is there, and of which nobody sold any in the period; what is worth most first."""
        scope = replace(scope, cashier=None, method=None)
        sold = {one.product_id for one in self._queries.sold(scope) if one.quantity > 0}
        there = [one for one in self._stock(scope) if one.product_id not in sold]
        rows = [
            Row(one.sku, (one.name, one.category, one.quantity, cost, retail))
            for one in there
            if one.quantity > 0
            for _, _, cost, _, retail in [_worth(one)]
        ]
        rows.sort(key=lambda row: (-_number(row.cells[-1]), row.key))
        whole = tuple(rows)
        sums = (summed(whole, place) for place in range(2, len(DEAD)))
        return Report(
            name="dead",
            by="product",
            scope=scope,
            columns=DEAD,
            rows=whole,
            totals=(TOTAL_KEY, "", *sums),
            charted="retail",
        )

    def _stock(self, scope: Scope) -> Sequence[OnShelf]:
        return [
            one
            for one in self._queries.shelf()
            if one.quantity and scope.category in (None, one.category)
        ]


def _worth(one: OnShelf) -> tuple[int, int, int, int, int]:
    """One product, its stock, its cost, whether it has none, and its price."""
    there = max(one.quantity, 0)
    cost = cost_of(one.cost or 0, there)
    return (1, one.quantity, cost, int(one.cost is None), cost_of(one.price, there))


def _number(cell: Cell) -> int:
    return cell if isinstance(cell, int) else 0


def _totals(rows: tuple[Row, ...], columns: int) -> tuple[Cell, ...]:
    return (TOTAL_KEY, *(summed(rows, place) for place in range(1, columns + 1)))
