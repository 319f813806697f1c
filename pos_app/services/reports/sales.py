"""Use case: what was sold, by day, hour, product, category, cashier, payment or tax class; tips."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Final, NamedTuple, Protocol

from pos_app.domain.errors import InvalidInputError
from pos_app.domain.quantity import Quantity

TOTAL_KEY: Final = "total"


class PeriodError(InvalidInputError):
    code = "report.period"
    text = "The period ends ({until}) before it begins ({since})."


class SalesBy(StrEnum):
    DAY = "day"
    HOUR = "hour"
    PRODUCT = "product"
    CATEGORY = "category"
    CASHIER = "cashier"
    PAYMENT = "payment"
    TAX = "tax"


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
    """

    key: str
    label: str
    orders: int
    tips: int


class SalesQueries(Protocol):
    def sales(self, by: SalesBy, *, since: date, until: date) -> Sequence[SalesRow]: ...
    def total(self, *, since: date, until: date) -> SalesRow: ...
    def tips(self, *, since: date, until: date) -> Sequence[TipRow]:
        """By cashier, in the order of their names."""
        ...


class SalesReports:
    def __init__(self, *, sales: SalesQueries) -> None:
        self._sales = sales

    def sales(self, *, by: SalesBy, since: date, until: date) -> Sequence[SalesRow]:
        """Rows for the business dates, both included, and a last row that is their total.

        :raises PeriodError: if it ends before it begins
        """
        _require_period(since, until)
        rows = list(self._sales.sales(by, since=since, until=until))
        total = self._sales.total(since=since, until=until)
        if by is SalesBy.PAYMENT:  # what was paid, cash rounding included
            gross = sum(row.gross for row in rows)
            total = SalesRow(TOTAL_KEY, total.label, total.orders, total.quantity, total.tax, gross)
        return [*rows, total]

    def tips(self, *, since: date, until: date) -> Sequence[TipRow]:
        """What each cashier was given on top, and a last row that is their total.

        :raises PeriodError: if it ends before it begins
        """
        _require_period(since, until)
        rows = list(self._sales.tips(since=since, until=until))
        orders, tips = sum(row.orders for row in rows), sum(row.tips for row in rows)
        return [*rows, TipRow(TOTAL_KEY, TOTAL_KEY, orders, tips)]


def _require_period(since: date, until: date) -> None:
    if until < since:
        raise PeriodError(since=since, until=until)
