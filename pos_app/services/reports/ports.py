"""What the reports ask the store for: bounded by a period, or by how many products there are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from pos_app.services.reports.report import Scope, share
from pos_app.services.reports.sales import SalesBy, SalesRow


class SoldProduct(NamedTuple):
    """What was sold of one product. `cost` of one unit, as it is now; None if nobody knows it.

    Quantities in thousandths, amounts in minor units.
    """

    product_id: int
    sku: str
    name: str
    category: str
    cost: int | None
    orders: int
    quantity: int
    tax: int
    gross: int


class Earnings(NamedTuple):
    """What was sold without tax, how much of that has no cost, and what the rest has cost.

    In minor units.
    """

    net: int
    unknown: int
    cost: int

    @property
    def margin(self) -> int:
        return self.net - self.unknown - self.cost

    @property
    def share(self) -> int | None:
        """Of what has a cost; in millionths."""
        return share(self.margin, self.net - self.unknown)


class ConductRow(NamedTuple):
    """What one person took off, took back and gave up; amounts in minor units, none below 0."""

    staff_id: int
    name: str
    discounted: int
    discounts: int
    refunds: int
    refunded: int
    voids: int
    voided: int
    cancelled: int
    given_up: int


class OnShelf(NamedTuple):
    """What is left of one product in the store, in thousandths."""

    product_id: int
    sku: str
    name: str
    category: str
    price: int
    cost: int | None
    quantity: int


class PartSales(Protocol):
    """Of one cashier, category or way to pay alone, where no sums are kept."""

    def rows(self, by: SalesBy, scope: Scope) -> Sequence[SalesRow]: ...
    def total(self, scope: Scope) -> SalesRow: ...


class ReportQueries(Protocol):
    def sold(self, scope: Scope) -> Sequence[SoldProduct]:
        """In the order of their keys."""
        ...

    def conduct(self, scope: Scope) -> Sequence[ConductRow]:
        """By cashier, in the order of their names."""
        ...

    def earned(self, scope: Scope) -> Earnings:
        """All that is sold, added up; the cost of each product is rounded by itself."""
        ...

    def given_back(self, scope: Scope) -> int:
        """What refunds and voids have taken from the sales, in minor units."""
        ...

    def no_sales(self, scope: Scope) -> Sequence[tuple[int, str]]:
        """Who opened the drawer without a sale, once for each time: key and name."""
        ...

    def shelf(self) -> Sequence[OnShelf]:
        """All that is on sale, or still there."""
        ...
