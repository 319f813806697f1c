"""What changing one product needs from the store, inside a transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class NewProduct:
    """A checked product; `price` in minor units, no sku: the one of its first barcode's owner."""

    sku: str
    barcodes: tuple[str, ...]
    name: str
    price: int
    category: str
    tax_class: str
    unit: str
    deposit: str = ""
    """The sku of what is charged with every piece."""


@dataclass(frozen=True, slots=True)
class CodeOwner:
    """Who has a barcode or sku already."""

    product_id: int
    sku: str
    name: str
    on_sale: bool


class CatalogueRepository(Protocol):
    """One product at a time."""

    def owner_of(self, code: str) -> CodeOwner | None:
        """The product with this barcode or sku, one on sale first."""

    def add(self, new: NewProduct, *, at: datetime) -> CodeOwner:
        """Put a product on sale; one that was taken off sale comes back as it is here.

        :raises InvalidInputError: if a barcode of it belongs to another product
        """

    def add_custom(self, *, name: str, tax_class: str) -> None:
        """Make the product that custom items are booked on; it is not on sale by itself."""

    def price_of(self, product_id: int) -> int: ...
    def set_image(self, product_id: int, *, image: str) -> None:
        """The name of its picture, or nothing."""

    def set_price(self, product_id: int, *, price: int) -> None:
        """From now on, in minor units; an order keeps what it was rung up at."""
