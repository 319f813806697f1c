"""A discount as one short word in a column, such as `percent/1000/Regular customer`."""

from __future__ import annotations

from pos_app.domain.pricing import Discount, DiscountKind


def to_text(discount: Discount | None) -> str | None:
    if discount is None:
        return None
    return f"{discount.kind.value}/{discount.value}/{discount.reason}"


def from_text(text: str | None) -> Discount | None:
    if text is None:
        return None
    kind, value, reason = text.split("/", 2)
    return Discount(DiscountKind(kind), int(value), reason)
