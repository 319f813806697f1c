"""What a batch adds: its entries and orders as rows, sales and stock as sums."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from pos_app.head_office.services.ingest.orders import Order
from pos_app.head_office.services.ingest.sent import Entry

Sums = list[int]
"""Orders, quantity, tax, gross."""


@dataclass(slots=True)
class Gathered:
    entries: list[Entry] = field(default_factory=list)
    orders: list[tuple[Entry, Order]] = field(default_factory=list)
    by_hour: dict[tuple[date, int], Sums] = field(default_factory=dict)
    by_product: dict[tuple[date, str], Sums] = field(default_factory=dict)
    moved: dict[str, int] = field(default_factory=dict)
    """Thousandths by sku: less where it was sold."""

    def take(self, entry: Entry) -> None:
        self.entries.append(entry)
        for sku, quantity in entry.moved:
            self.moved[sku] = self.moved.get(sku, 0) + quantity
        order = entry.order
        if order is not None:
            self.orders.append((entry, order))
            if order.counts:
                self._add_up(order)

    def _add_up(self, order: Order) -> None:
        day, quantity = order.business_date, 0
        counted: set[str] = set()
        by_product, moved = self.by_product, self.moved
        for item in order.items:
            sku, taken = item.sku, item.quantity
            quantity += taken
            sums = by_product.get((day, sku))
            if sums is None:
                sums = by_product[day, sku] = [0, 0, 0, 0]
            sums[1] += taken
            sums[2] += item.tax
            sums[3] += item.total
            # An order counts once for a product, however many lines it has of it.
            if not item.is_return and sku not in counted:
                counted.add(sku)
                sums[0] += 1
            if item.moves:
                moved[sku] = moved.get(sku, 0) - taken
        sums = self.by_hour.setdefault((day, order.hour), [0, 0, 0, 0])
        sums[0] += 1 if order.state == "paid" else 0
        sums[1] += quantity
        sums[2] += order.tax
        sums[3] += order.total
