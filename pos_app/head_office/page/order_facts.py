"""What an order's journal entry says, laid out for a person.

Entries of every version are kept for ten years, so that what one lacks is left out, not refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

_PER_CENT: Final = 10_000
"""Of a rate in millionths."""


@dataclass(frozen=True, slots=True)
class Item:
    """Money in minor units, quantity in thousandths."""

    name: str
    sku: str
    quantity: int
    unit_price: int
    discount: int
    total: int
    came_back: bool
    note: str


@dataclass(frozen=True, slots=True)
class Line:
    """One amount with what it is."""

    name: str
    amount: int


@dataclass(frozen=True, slots=True)
class OrderFacts:
    items: Sequence[Item]
    taxes: Sequence[Line]
    payments: Sequence[Line]
    discount: int
    rounding: int
    total: int
    tip: int
    note: str


def facts_of(entry: Mapping[str, Any]) -> OrderFacts:
    body = _mapping(entry.get("body"))
    return OrderFacts(
        items=[_item(one) for one in _mappings(body.get("items"))],
        taxes=[_tax(one) for one in _mappings(body.get("taxes"))],
        payments=[_payment(one) for one in _mappings(body.get("payments"))],
        discount=_whole(body.get("discount")),
        rounding=_whole(body.get("rounding")),
        total=_whole(body.get("total")) + _whole(body.get("rounding")),
        tip=_whole(body.get("tip")),
        note=_text(body.get("note")),
    )


def _item(item: Mapping[str, Any]) -> Item:
    return Item(
        name=_text(item.get("name")),
        sku=_text(item.get("sku")),
        quantity=_whole(item.get("quantity")),
        unit_price=_whole(item.get("unit_price")),
        discount=_whole(item.get("discount")),
        total=_whole(item.get("total")),
        came_back=bool(item.get("returns")),
        note=_text(item.get("note")),
    )


def _tax(tax: Mapping[str, Any]) -> Line:
    rate = f"{Decimal(_whole(tax.get('rate_millionths'))) / _PER_CENT:f}"
    return Line(f"{_text(tax.get('tax'))} {rate} %", _whole(tax.get("amount")))


def _payment(payment: Mapping[str, Any]) -> Line:
    return Line(_text(payment.get("method")), _whole(payment.get("amount")))


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _mappings(value: object) -> Iterator[Mapping[str, Any]]:
    for one in value if isinstance(value, list) else ():
        if isinstance(one, dict):
            yield one


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
