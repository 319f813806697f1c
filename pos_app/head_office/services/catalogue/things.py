"""What head office edits and terminals take over, each as the body that travels to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

CHAIN: Final = ""
"""The scope of what all stores share; any other is a store's id."""
CUSTOM_SKU: Final = "CUSTOM"
"""Every till's own, for what has no product."""
CODE_LENGTH_MAX: Final = 32
BARCODES_MAX: Final = 20
BARCODE_LENGTH_MAX: Final = 48
"""No more than a till takes: what is longer would be refused by every one of them."""


@dataclass(frozen=True, slots=True)
class Product:
    """Minor units; `barcodes` in the order in which they were given."""

    sku: str
    name: str
    category: str
    price: int
    tax_class: str
    cost: int | None = None
    unit: str = "each"
    oversell: str = "warn"
    active: bool = True
    age_limit: int | None = None
    open_price: bool = False
    barcodes: Sequence[str] = ()

    def body(self) -> dict[str, object]:
        return {
            "name": self.name,
            "category": self.category,
            "price": self.price,
            "cost": self.cost,
            "tax_class": self.tax_class,
            "unit": self.unit,
            "oversell": self.oversell,
            "active": self.active,
            "age_limit": self.age_limit,
            "open_price": self.open_price or None,
            "barcodes": list(self.barcodes),
        }


@dataclass(frozen=True, slots=True)
class Tax:
    """Millionths of the price, or an amount in minor units for each piece."""

    code: str
    name: str
    rate_millionths: int
    amount_minor: int = 0
    compound: bool = False

    def body(self) -> dict[str, object]:
        return {
            "name": self.name,
            "rate_millionths": self.rate_millionths,
            "amount_minor": self.amount_minor,
            "compound": self.compound,
        }


@dataclass(frozen=True, slots=True)
class TaxClass:
    code: str
    name: str
    taxes: Sequence[str] = ()

    def body(self) -> dict[str, object]:
        return {"name": self.name, "taxes": list(self.taxes)}


@dataclass(frozen=True, slots=True)
class Edited:
    """One change as it is kept: `body` is None for what was deleted."""

    key: str
    body: Mapping[str, object] | None
