"""A product: what can be rung up, with its price, tax class and what to do when stock runs out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from pos_app.domain.money import Money

NAME_LENGTH_MAX: Final = 200
SKU_LENGTH_MAX: Final = 64
BARCODE_LENGTH_MAX: Final = 48
BARCODES_PER_PRODUCT_MAX: Final = 20
VARIANT_LENGTH_MAX: Final = 60
CUSTOM_ID: Final = 0
CUSTOM_SKU: Final = "CUSTOM"
"""What is sold without being in the catalogue: a row of its own, never on sale by itself."""


class Unit(StrEnum):
    EACH = "each"
    KILOGRAM = "kg"
    LITRE = "l"
    METRE = "m"

    @property
    def is_measured(self) -> bool:
        return self is not Unit.EACH


class Oversell(StrEnum):
    """What happens when more is sold than the stock holds."""

    WARN = "warn"
    BLOCK = "block"
    ALLOW = "allow"


@dataclass(frozen=True, slots=True)
class Product:
    product_id: int
    sku: str
    name: str
    unit_price: Money
    tax_class: str
    unit: Unit = Unit.EACH
    category: str = ""
    oversell: Oversell = Oversell.WARN
    deposit: Product | None = None
    """What is charged with every piece of it and given back for the empty one; has none itself."""
    variant_group: str = ""
    """What it is one of several of, such as a shirt in its sizes."""
    variant: str = ""
    """Which one of them it is."""
    age_limit: int | None = None
    """How old a customer must be."""
    open_price: bool = False
    """What it costs is said each time."""
    image: str = ""
    """The name of its picture in the store's folder."""
