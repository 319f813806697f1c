"""A product as head office has it: what its sku, name, price and the rest are from now on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ProductState:
    """A checked change of a product; amounts in minor units."""

    sku: str
    name: str
    category: str
    price: int
    cost: int | None
    tax_class: str
    unit: str
    oversell: str
    active: bool
    age_limit: int | None
    open_price: bool
    barcodes: tuple[str, ...]
