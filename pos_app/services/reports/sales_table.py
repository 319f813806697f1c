"""The report of what was sold, cut in any way, and that of the baskets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from pos_app.domain.errors import InvalidInputError
from pos_app.domain.quantity import Quantity
from pos_app.services.reports.ports import PartSales
from pos_app.services.reports.report import Cell, Column, Kind, Report, Row, Scope, per
from pos_app.services.reports.sales import (
    OF_DAYS,
    TOTAL_KEY,
    SalesBy,
    SalesReports,
    SalesRow,
    called,
    folded,
)

COLUMNS: Final = (
    Column("orders", Kind.COUNT),
    Column("quantity", Kind.QUANTITY),
    Column("net", Kind.MONEY),
    Column("tax", Kind.MONEY),
    Column("gross", Kind.MONEY),
)
BASKETS: Final = (
    Column("orders", Kind.COUNT),
    Column("gross", Kind.MONEY),
    Column("basket", Kind.MONEY),
    Column("items_per_order", Kind.QUANTITY),
)
BASKETS_BY: Final = (
    SalesBy.DAY,
    SalesBy.WEEK,
    SalesBy.MONTH,
    SalesBy.HOUR,
    SalesBy.CASHIER,
)


HOURS_A_DAY: Final = 24
ONE_ROW_EACH: Final = OF_DAYS | {SalesBy.DAY, SalesBy.HOUR, SalesBy.CASHIER}
"""No order is in two rows of these, so that they add up."""


class NotCutError(InvalidInputError):
    code = "report.not_cut"
    text = "This report cannot be cut by {by}. It can be cut by {known}."


class PaymentsAreWholeError(InvalidInputError):
    code = "report.payments_are_whole"
    text = "An order is paid as a whole: payments cannot be shown for one category alone."


def what(by: SalesBy) -> Column:
    """The first column, which says what a row is of."""
    return Column(by.value, Kind.DAY if by is SalesBy.DAY else Kind.TEXT)


def sales_report(by: SalesBy, scope: Scope, rows: Iterable[SalesRow], total: SalesRow) -> Report:
    return Report(
        name="sales",
        by=by.value,
        scope=scope,
        columns=(what(by), *COLUMNS),
        rows=tuple(Row(row.key, (row.label, *_cells(row, by))) for row in rows),
        totals=(TOTAL_KEY, *_cells(total, by)),
        charted="gross",
        drill=by.value,
    )


class SalesTables:
    """:param cut_over_hour: when a business date begins, and its hours with it"""

    def __init__(
        self,
        *,
        sales: SalesReports,
        parts: PartSales,
        terminal: str,
        cut_over_hour: Callable[[], int],
    ) -> None:
        self._cut_over_hour = cut_over_hour
        self._sales = sales
        self._parts = parts
        self._terminal = terminal

    def sales(self, by: SalesBy, scope: Scope) -> Report:
        """:raises PaymentsAreWholeError: by payment, of one category"""
        *rows, total = self._rows(by, scope)
        return sales_report(by, scope, rows, total)

    def baskets(self, by: SalesBy, scope: Scope) -> Report:
        """What an order was worth, and how much was in it.

        :raises NotCutError: by what cuts orders in pieces
        """
        if by not in BASKETS_BY:
            raise NotCutError(by=by.value, known=", ".join(one.value for one in BASKETS_BY))
        *rows, total = self._rows(by, scope)
        return Report(
            name="baskets",
            by=by.value,
            scope=scope,
            columns=(what(by), *BASKETS),
            rows=tuple(Row(row.key, (row.label, *_basket(row))) for row in rows),
            totals=(TOTAL_KEY, *_basket(total)),
            charted="basket",
            drill=by.value,
        )

    def total(self, scope: Scope) -> SalesRow:
        if scope.is_whole:
            return self._sales.total(since=scope.since, until=scope.until)
        return self._parts.total(scope)

    def _rows(self, by: SalesBy, scope: Scope) -> Sequence[SalesRow]:
        *rows, total = self._read(by, scope)
        if by is SalesBy.HOUR:
            rows = late_last(rows, self._cut_over_hour())
        return [*rows, total]

    def _read(self, by: SalesBy, scope: Scope) -> Sequence[SalesRow]:
        if scope.is_whole:
            return self._sales.sales(by=by, since=scope.since, until=scope.until)
        if by is SalesBy.PAYMENT and scope.category is not None:
            raise PaymentsAreWholeError
        if by is SalesBy.TERMINAL:
            total = self._parts.total(scope)
            return [*called(total, self._terminal), total]
        rows = self._parts.rows(SalesBy.DAY if by in OF_DAYS else by, scope)
        total = added_up(rows) if by in ONE_ROW_EACH else self._parts.total(scope)
        if by is SalesBy.PAYMENT:
            # What else its orders were paid with, and the tax in that, is no part of one way.
            tax, gross = sum(row.tax for row in rows), sum(row.gross for row in rows)
            total = total._replace(tax=tax, gross=gross)
        return [*(folded(rows, by) if by in OF_DAYS else rows), total]


def late_last(hours: Iterable[SalesRow], cut_over_hour: int) -> list[SalesRow]:
    """A night is late, and not early."""
    return sorted(hours, key=lambda row: (int(row.key) - cut_over_hour) % HOURS_A_DAY)


def added_up(rows: Sequence[SalesRow]) -> SalesRow:
    """The total of rows of which no two have an order in common."""
    return SalesRow(
        *(TOTAL_KEY, TOTAL_KEY, sum(row.orders for row in rows)),
        Quantity(sum(row.quantity.thousandths for row in rows)),
        *(sum(row.tax for row in rows), sum(row.gross for row in rows)),
    )


def _cells(row: SalesRow, by: SalesBy) -> tuple[Cell, ...]:
    """Money pays an order, and no piece of it: goods are of no way to pay."""
    quantity = None if by is SalesBy.PAYMENT else row.quantity.thousandths
    return (row.orders, quantity, row.net, row.tax, row.gross)


def _basket(row: SalesRow) -> tuple[Cell, ...]:
    quantity = row.quantity.thousandths
    return (row.orders, row.gross, per(row.gross, row.orders), per(quantity, row.orders))
