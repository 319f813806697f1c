"""How much of each price discounts leave out together: what a role may give without asking."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from pos_app.domain.order_item import OrderItem
from pos_app.domain.pricing import BASIS_POINTS, Discount, DiscountKind
from pos_app.domain.quantity import THOUSAND
from pos_app.domain.rounding import Rounding, divide

NOTHING = Fraction(0)


def amount_of(item: OrderItem, rounding: Rounding) -> int:
    """What the item costs before any discount, in minor units."""
    return divide(item.quantity.thousandths * item.unit_price.minor, THOUSAND, rounding)


def shares_off(
    items: Sequence[OrderItem], discount: Discount | None, *, rounding: Rounding
) -> list[Fraction]:
    """Which part of its price each item is sold below it, by its own and the order's discount.

    Exact, as the discounts were meant: a cent that rounding adds is nobody's favour.
    """
    if discount is None and all(item.discount is None for item in items):
        return [NOTHING] * len(items)
    amounts = [amount_of(item, rounding) for item in items]
    own = [_share(item.discount, amount) for item, amount in zip(items, amounts, strict=True)]
    left = sum(
        (
            amount * (1 - share)
            for item, amount, share in zip(items, amounts, own, strict=True)
            if not item.is_deposit
        ),
        NOTHING,
    )
    of_order = _share(discount, left)
    return [
        share if item.is_deposit else 1 - (1 - share) * (1 - of_order)
        for item, share in zip(items, own, strict=True)
    ]


def is_due(items: Sequence[OrderItem], discount: Discount | None, rounding: Rounding) -> bool:
    """Whether there is still something that an order's discount can be taken from."""
    return discount is None or any(
        amount_of(item, rounding) > 0 for item in items if not item.is_deposit
    )


def _share(discount: Discount | None, amount: int | Fraction) -> Fraction:
    if discount is None:
        return NOTHING
    if discount.kind is DiscountKind.PERCENT:
        return Fraction(discount.value, BASIS_POINTS)
    return Fraction(discount.value) / amount if amount else NOTHING
