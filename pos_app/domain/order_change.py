"""What one step has changed in an order: told to the cashier, and to the journal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pos_app.domain.order import OrderContent
from pos_app.domain.order_item import OrderItem
from pos_app.domain.pricing import Discount
from pos_app.domain.return_item import ReturnItem


@dataclass(frozen=True, slots=True)
class ItemChange:
    """One line before and after; None where it was not there yet, or is not any more."""

    before: OrderItem | None
    after: OrderItem | None

    @property
    def item(self) -> OrderItem:
        item = self.after or self.before
        assert item is not None, "nothing has changed into nothing"
        return item

    @property
    def thousandths(self) -> int:
        """How much more of it there is; less than nothing if some of it has gone."""
        before, after = self.before, self.after
        return (after.quantity.thousandths if after else 0) - (
            before.quantity.thousandths if before else 0
        )


@dataclass(frozen=True, slots=True)
class OrderChange:
    """Every difference between two contents of the same order; deposits follow and are left out."""

    before: OrderContent
    after: OrderContent
    items: tuple[ItemChange, ...]

    @property
    def discount(self) -> tuple[Discount | None, Discount | None] | None:
        """The order's own discount before and after, if that is another."""
        before, after = self.before.discount, self.after.discount
        return None if before == after else (before, after)

    @property
    def returns(self) -> tuple[Sequence[ReturnItem], Sequence[ReturnItem]]:
        """What comes back from now on, and what does not any more; deposits follow."""
        before, after = self.before.returns, self.after.returns
        come = [one for one in after if one not in before and not one.item.is_deposit]
        gone = [one for one in before if one not in after and not one.item.is_deposit]
        return come, gone

    @property
    def is_note(self) -> bool:
        return self.before.note != self.after.note


def change_between(before: OrderContent, after: OrderContent) -> OrderChange:
    return OrderChange(before, after, tuple(_changes(before.items, after.items)))


def _changes(before: Sequence[OrderItem], after: Sequence[OrderItem]) -> Iterator[ItemChange]:
    """Line by line; where some came or went, what stands around them has stayed."""
    shorter = min(len(before), len(after))
    same_length = len(before) == len(after)
    start = 0
    while start < shorter and before[start] == after[start]:
        start += 1
    end = 0
    while end < shorter - start and before[-1 - end] == after[-1 - end]:
        end += 1
    gone, come = before[start : len(before) - end], after[start : len(after) - end]
    if same_length and all(
        old.product_id == new.product_id for old, new in zip(gone, come, strict=True)
    ):
        pairs = [(old, new) for old, new in zip(gone, come, strict=True) if old != new]
    else:
        pairs = []
        yield from (ItemChange(item, None) for item in gone if not item.is_deposit)
        yield from (ItemChange(None, item) for item in come if not item.is_deposit)
    for old, new in pairs:
        if not new.is_deposit:
            yield ItemChange(old, new)
