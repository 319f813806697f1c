"""Use case: what the stores sold, by day, hour, store, product or terminal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Final, NamedTuple, Protocol

from pos_app.head_office.services.errors import HeadOfficeError, InvalidError
from pos_app.wire.problem import ProblemCode

TOTAL_KEY: Final = "total"
DAYS_MAX: Final = 1830
"""Five years in one report."""
ROWS_MAX: Final = 20_000
"""In one report: with half a million of them a replica would run out of memory."""


class PeriodError(InvalidError):
    text = (
        "The period from {since} to {until} cannot be reported: it ends before it begins, or "
        "lasts more than {most} days. Nothing was changed; choose another."
    )


class TooManyRowsError(HeadOfficeError):
    code = ProblemCode.TOO_LARGE
    text = (
        "The report has more than {most} rows. Nothing was changed; ask for a shorter period, or "
        "for one store."
    )


class SalesBy(StrEnum):
    DAY = "day"
    HOUR = "hour"
    STORE = "store"
    PRODUCT = "product"
    TERMINAL = "terminal"


class SalesRow(NamedTuple):
    """Minor units and thousandths; `orders` counts paid orders, `gross` is before rounding."""

    key: str
    label: str
    currency: str
    orders: int
    quantity: int
    tax: int
    gross: int

    @property
    def net(self) -> int:
        return self.gross - self.tax


class Period(NamedTuple):
    """Business dates, both included; one store, or all where it is None."""

    since: date
    until: date
    store_id: str | None


class SalesQueries(Protocol):
    def sales(self, by: SalesBy, period: Period, *, most: int) -> Sequence[SalesRow]: ...
    def totals(self, period: Period) -> Sequence[SalesRow]:
        """One for each currency."""
        ...


class SalesReports:
    def __init__(self, *, sales: SalesQueries) -> None:
        self._sales = sales

    def sales(self, *, by: SalesBy, period: Period) -> Sequence[SalesRow]:
        """Rows, and at the end their total in each currency.

        :raises PeriodError: if it ends before it begins
        :raises TooManyRowsError: if nobody could read it
        """
        since, until, _ = period
        if not 0 <= (until - since).days < DAYS_MAX:
            raise PeriodError(since=since, until=until, most=DAYS_MAX)
        rows = self._sales.sales(by, period, most=ROWS_MAX + 1)
        if len(rows) > ROWS_MAX:
            raise TooManyRowsError(most=ROWS_MAX)
        return [*rows, *self._sales.totals(period)]
