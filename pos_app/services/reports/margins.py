"""What is earned: sales without tax, less what the goods cost as their cost is now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from pos_app.services.reports.ports import ReportQueries, SoldProduct
from pos_app.services.reports.report import (
    THOUSAND,
    Cell,
    Column,
    Kind,
    Report,
    Row,
    Scope,
    per,
    share,
)
from pos_app.services.reports.sales import TOTAL_KEY, SalesBy
from pos_app.services.reports.sales_table import NotCutError

MARGINS_BY: Final = (SalesBy.PRODUCT, SalesBy.CATEGORY)
COLUMNS: Final = (
    Column("quantity", Kind.QUANTITY),
    Column("net", Kind.MONEY),
    Column("cost", Kind.MONEY),
    Column("margin", Kind.MONEY),
    Column("margin_share", Kind.SHARE),
    Column("net_without_cost", Kind.MONEY),
)


def cost_of(cost: int, quantity: int) -> int:
    """What so many thousandths cost, in minor units, rounded half away from zero."""
    return per(cost * quantity, THOUSAND) or 0


@dataclass(slots=True)
class Earned:
    """Sums in minor units; what has no cost is no part of the margin, and stands by itself."""

    quantity: int = 0
    net: int = 0
    cost: int = 0
    unknown: int = 0

    def add(self, sold: SoldProduct) -> None:
        net = sold.gross - sold.tax
        self.quantity += sold.quantity
        self.net += net
        if sold.cost is None:
            self.unknown += net
        else:
            self.cost += cost_of(sold.cost, sold.quantity)

    @property
    def known(self) -> int:
        return self.net - self.unknown

    @property
    def margin(self) -> int:
        return self.known - self.cost

    @property
    def share(self) -> int | None:
        return share(self.margin, self.known)

    @property
    def cells(self) -> tuple[Cell, ...]:
        return (self.quantity, self.net, self.cost, self.margin, self.share, self.unknown)


def earned(sold: Iterable[SoldProduct]) -> Earned:
    sums = Earned()
    for one in sold:
        sums.add(one)
    return sums


class Margins:
    def __init__(self, *, queries: ReportQueries) -> None:
        self._queries = queries

    def margin(self, by: SalesBy, scope: Scope) -> Report:
        """:raises NotCutError: by what has no cost"""
        if by not in MARGINS_BY:
            raise NotCutError(by=by.value, known=", ".join(one.value for one in MARGINS_BY))
        sold = self._queries.sold(scope)
        return Report(
            name="margin",
            by=by.value,
            scope=scope,
            columns=(Column(by.value, Kind.TEXT), *COLUMNS),
            rows=tuple(_rows(by, sold)),
            totals=(TOTAL_KEY, *earned(sold).cells),
            charted="margin",
            drill=by.value,
        )


def _rows(by: SalesBy, sold: Sequence[SoldProduct]) -> Sequence[Row]:
    """The highest margin first."""
    sums: dict[tuple[str, str], Earned] = {}
    for one in sold:
        named = (one.sku, one.name) if by is SalesBy.PRODUCT else (one.category, one.category)
        sums.setdefault(named, Earned()).add(one)
    listed = sorted(sums.items(), key=lambda item: (-item[1].margin, item[0]))
    return [Row(key, (label, *one.cells)) for (key, label), one in listed]
