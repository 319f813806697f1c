"""A few figures of a period beside the same weekdays before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Final

from pos_app.services.reports.business_time import BusinessTime
from pos_app.services.reports.ports import ReportQueries
from pos_app.services.reports.report import Cell, Column, Kind, Report, Row, Scope, per, share
from pos_app.services.reports.sales_table import SalesTables

DAYS_A_WEEK: Final = 7
WEEKS_A_YEAR: Final = 52
QUARTER_DAYS: Final = 92
YEAR_DAYS: Final = 366
FORGOTTEN_AFTER: Final = 36 * 3_600
"""Seconds: a day that is not over by then has been left open, and is laid beside a whole one."""
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


def before(scope: Scope, *, weeks: int = 0, now: BusinessTime | None = None) -> Scope:
    """As long and whole weeks earlier, weekday by weekday; until the same time, if it is today.

    :param weeks: how many; else as many as it takes not to overlap, and a year for a long time
    """
    days = (scope.until - scope.since).days + 1
    back = timedelta(weeks=weeks or _weeks(days))
    is_on = now is not None and now.day == scope.until and now.second < FORGOTTEN_AFTER
    cut = now.second if now is not None and is_on else None
    try:
        return replace(scope, since=scope.since - back, until=scope.until - back, cut=cut)
    except OverflowError:  # the calendar begins there
        return scope


def _weeks(days: int) -> int:
    if QUARTER_DAYS < days <= YEAR_DAYS:
        return WEEKS_A_YEAR
    return -(-days // DAYS_A_WEEK)


def _parts(scope: Scope) -> Sequence[Scope]:
    """The days of which sums are kept, and the one that ends early."""
    if scope.cut is None or scope.since == scope.until:
        return (scope,)
    whole = replace(scope, until=scope.until - timedelta(days=1), cut=None)
    return (whole, replace(scope, since=scope.until))


class Figures:
    def __init__(self, *, tables: SalesTables, queries: ReportQueries) -> None:
        self._tables = tables
        self._queries = queries

    def report(self, scope: Scope, then: Scope) -> Report:
        """Two rows: the period, and the one before that it is laid beside."""
        return Report(
            name="figures",
            by="period",
            scope=scope,
            columns=COLUMNS,
            rows=tuple(self._row(one) for one in (scope, then)),
        )

    def _row(self, scope: Scope) -> Row:
        parts = _parts(scope)
        totals = [self._tables.total(one) for one in parts]
        orders = sum(one.orders for one in totals)
        quantity = sum(one.quantity.thousandths for one in totals)
        net, gross = sum(one.net for one in totals), sum(one.gross for one in totals)
        back = sum(self._queries.given_back(one) for one in parts)
        earned = self._queries.earned(scope)
        cells: tuple[Cell, ...] = (
            *(net, gross, orders, per(gross, orders), per(quantity, orders)),
            *(back, share(back, gross + back), earned.margin, earned.share),
        )
        return Row("", (_period(scope), *cells))


def _period(scope: Scope) -> str:
    """2026-03-02/2026-03-08, or 2026-03-02/2026-03-08T14:05 if the last day ends early."""
    until = scope.until.isoformat()
    if scope.cut is not None:
        end = datetime.combine(scope.until, time.min) + timedelta(seconds=scope.cut)
        until = end.isoformat(timespec="minutes")
    return f"{scope.since.isoformat()}/{until}"
