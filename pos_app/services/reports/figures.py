"""A few figures of a period beside the same weekdays before it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Final

from pos_app.services.reports.margins import earned
from pos_app.services.reports.ports import ReportQueries
from pos_app.services.reports.report import Cell, Column, Kind, Report, Row, Scope, per, share
from pos_app.services.reports.sales import SalesBy
from pos_app.services.reports.sales_table import SalesTables

DAYS_A_WEEK: Final = 7
COLUMNS: Final = (
    Column("period", Kind.TEXT),
    Column("net", Kind.MONEY),
    Column("gross", Kind.MONEY),
    Column("orders", Kind.COUNT),
    Column("basket", Kind.MONEY),
    Column("items_per_order", Kind.QUANTITY),
    Column("refunded", Kind.MONEY),
    Column("refund_share", Kind.SHARE),
    Column("margin", Kind.MONEY),
    Column("margin_share", Kind.SHARE),
)


def before(scope: Scope) -> Scope:
    """As long, and as many whole weeks earlier as it takes not to overlap: weekday by weekday."""
    days = (scope.until - scope.since).days + 1
    back = timedelta(weeks=-(-days // DAYS_A_WEEK))
    try:
        return replace(scope, since=scope.since - back, until=scope.until - back)
    except OverflowError:  # the calendar begins there
        return scope


class Figures:
    def __init__(self, *, tables: SalesTables, queries: ReportQueries) -> None:
        self._tables = tables
        self._queries = queries

    def report(self, scope: Scope) -> Report:
        """Two rows: the period, and the one before that it is laid beside."""
        return Report(
            name="figures",
            by="period",
            scope=scope,
            columns=COLUMNS,
            rows=tuple(self._row(one) for one in (scope, before(scope))),
        )

    def _row(self, scope: Scope) -> Row:
        total = self._tables.sales(SalesBy.DAY, scope).totals
        orders, quantity, net, _, gross = (cell for cell in total[1:] if isinstance(cell, int))
        back = sum(one.refunded + one.voided for one in self._queries.conduct(scope))
        earnings = earned(self._queries.sold(scope))
        cells: tuple[Cell, ...] = (
            *(net, gross, orders, per(gross, orders), per(quantity, orders)),
            *(back, share(back, gross + back), earnings.margin, earnings.share),
        )
        period = f"{scope.since.isoformat()}/{scope.until.isoformat()}"
        return Row("", (period, *cells))
