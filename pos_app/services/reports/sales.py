"""Use case: what was sold, cut by time, product, category, cashier, payment or tax class; tips."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Final, NamedTuple, Protocol

from pos_app.domain.quantity import Quantity
from pos_app.services.reports.report import Scope

TOTAL_KEY: Final = "total"


class SalesBy(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    HOUR = "hour"
    PRODUCT = "product"
    CATEGORY = "category"
    CASHIER = "cashier"
    PAYMENT = "payment"
    TAX = "tax"
    TERMINAL = "terminal"


OF_DAYS: Final = frozenset({SalesBy.WEEK, SalesBy.MONTH})
"""Added up from days here; the store is asked for the days."""
ASKED: Final = tuple(one for one in SalesBy if one not in OF_DAYS | {SalesBy.TERMINAL})
"""What the store is asked for; the only terminal in it is its own."""


class SalesRow(NamedTuple):
    """Amounts in minor units; `orders` counts paid orders."""

    key: str
    label: str
    orders: int
    quantity: Quantity
    tax: int
    gross: int

    @property
    def net(self) -> int:
        return self.gross - self.tax


class TipRow(NamedTuple):
    """What customers gave to whom on top, in minor units; `orders` counts those who did.

    What went back with a whole order is taken off those who had it, whoever gave it back.
    Of an order that was paid in several ways, each has brought its share of the tip.
    """

    key: str
    label: str
    orders: int
    tips: int
    cash: int
    """How much of it lies in the drawer."""

    @property
    def elsewhere(self) -> int:
        return self.tips - self.cash

    def plus(self, orders: int, tips: int, cash: int) -> TipRow:
        return self._replace(
            orders=self.orders + orders, tips=self.tips + tips, cash=self.cash + cash
        )


class SalesQueries(Protocol):
    def sales(self, by: SalesBy, *, since: date, until: date) -> Sequence[SalesRow]: ...
    def total(self, *, since: date, until: date) -> SalesRow: ...
    def tips(self, *, since: date, until: date) -> Sequence[TipRow]:
        """By cashier, in the order of their names."""
        ...


class SalesReports:
    """Sums of what was sold.

    :param terminal: how this one is called
    :param ways: how ways to pay are called, by their codes
    """

    def __init__(
        self, *, sales: SalesQueries, terminal: str = "", ways: Mapping[str, str] | None = None
    ) -> None:
        self._sales = sales
        self._terminal = terminal
        self._ways = ways or {}

    def sales(self, *, by: SalesBy, since: date, until: date) -> Sequence[SalesRow]:
        """Rows for the business dates, both included, and a last row that is their total.

        :raises PeriodError: if it ends before it begins
        """
        Scope(since, until)
        total = self._sales.total(since=since, until=until)
        if by is SalesBy.TERMINAL:
            return [*called(total, self._terminal), total]
        asked = SalesBy.DAY if by in OF_DAYS else by
        rows = list(self._sales.sales(asked, since=since, until=until))
        if by is SalesBy.PAYMENT:  # what was paid, cash rounding included
            gross = sum(row.gross for row in rows)
            total = SalesRow(TOTAL_KEY, total.label, total.orders, total.quantity, total.tax, gross)
            rows = [row._replace(label=self._ways.get(row.key, row.label)) for row in rows]
        return [*(folded(rows, by) if by in OF_DAYS else rows), total]

    def total(self, *, since: date, until: date) -> SalesRow:
        return self._sales.total(since=since, until=until)

    def tips(self, *, since: date, until: date) -> Sequence[TipRow]:
        """What each cashier was given on top, and a last row that is their total.

        :raises PeriodError: if it ends before it begins
        """
        Scope(since, until)
        rows = list(self._sales.tips(since=since, until=until))
        total = TipRow(TOTAL_KEY, TOTAL_KEY, 0, 0, 0)
        for row in rows:
            total = total.plus(row.orders, row.tips, row.cash)
        return [*rows, total]


def called(total: SalesRow, name: str) -> Sequence[SalesRow]:
    """All that was sold under one name; nothing of nothing."""
    row = SalesRow(name, name, *total[2:])
    return [row] if row.orders or row.quantity.thousandths or row.gross else []


def folded(days: Sequence[SalesRow], by: SalesBy) -> Sequence[SalesRow]:
    """Days added up to their weeks or months; each order is of one day."""
    sums: dict[str, SalesRow] = {}
    for day in days:
        key = span_of(date.fromisoformat(day.key), by)
        so_far = sums.get(key, SalesRow(key, key, 0, Quantity(0), 0, 0))
        sums[key] = SalesRow(
            *(key, key, so_far.orders + day.orders, so_far.quantity + day.quantity),
            *(so_far.tax + day.tax, so_far.gross + day.gross),
        )
    return list(sums.values())


def span_of(day: date, by: SalesBy) -> str:
    """The month or the ISO week of a day, as it is called: 2026-03, 2026-W11."""
    if by is SalesBy.MONTH:
        return f"{day:%Y-%m}"
    year, week, _ = day.isocalendar()
    return f"{year:04}-W{week:02}"
