"""A return item: a line of an order that gives something back, at an amount that is fixed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pos_app.domain.order_item import OrderItem
from pos_app.domain.pricing import LineTotals, OrderTotals, TaxLine


@dataclass(frozen=True, slots=True)
class ReturnItem:
    """Quantity and amounts are negative; `taxes` is its share of each tax of its class."""

    item: OrderItem
    totals: LineTotals
    taxes: tuple[TaxLine, ...]
    already: int = 0
    """Thousandths of the line that had come back before: what its amounts count from."""

    @property
    def number(self) -> str:
        """Of the order that it was bought with; empty without a receipt."""
        assert self.item.returns is not None, self.item
        return self.item.returns.number

    def __post_init__(self) -> None:
        assert self.item.quantity.thousandths < 0, self.item
        assert self.item.returns is not None, self.item
        assert sum(one.tax for one in self.taxes) == self.totals.tax, self.taxes


def with_returns(totals: OrderTotals, returns: Sequence[ReturnItem]) -> OrderTotals:
    """The totals of what is bought together with what comes back."""
    if not returns:
        return totals
    back = [one.totals for one in returns]
    taxes = {(one.tax_class, one.tax_code): one for one in totals.tax_lines}
    for part in (line for one in returns for line in one.taxes):
        key = part.tax_class, part.tax_code
        known = taxes.get(key)
        taxes[key] = (
            replace(known, net=known.net + part.net, tax=known.tax + part.tax) if known else part
        )
    return OrderTotals(
        lines=(*totals.lines, *back),
        tax_lines=tuple(taxes.values()),
        discount=totals.discount + sum(one.discount + one.order_discount for one in back),
        tax=totals.tax + sum(one.tax for one in back),
        total=totals.total + sum(one.total for one in back),
    )
