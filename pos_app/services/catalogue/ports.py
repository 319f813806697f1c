"""What the catalogue needs from the store, as narrow protocols."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import TracebackType
from typing import NamedTuple, Protocol, Self, TypeAlias

from pos_app.domain.product import BARCODES_PER_PRODUCT_MAX, Product


class ProductLookup(Protocol):
    """One product by what was scanned or typed, exactly as stored."""

    def by_barcode(self, barcode: str) -> Product | None: ...
    def by_sku(self, sku: str) -> Product | None: ...
    def is_group(self, code: str) -> bool:
        """Whether products on sale are variants of what has this name."""


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A product found by search; `barcode` is the one that matched, else the product's first."""

    product: Product
    barcode: str
    stock: int
    """In thousandths."""
    sold_recently: int
    """How often it was sold lately; only the order of these numbers matters."""


class ProductSearch(Protocol):
    """Candidates in rowid order, never ranked by the store."""

    def hits(self, words: tuple[str, ...], limit: int) -> Sequence[SearchHit]:
        """Products with every word as a prefix of a word of theirs (`searching.fts_match`)."""

    def barcode_prefix(self, digits: str, limit: int) -> Sequence[SearchHit]:
        """Products with a barcode that starts with these digits."""


class ProductRow(NamedTuple):
    """A checked line of an import or export; None means the file does not say: leave as it is.

    A new product takes "" as category, the default tax class, no cost, no stock and unit each
    where the row has None.
    """

    line: int
    sku: str
    """Empty: the product is the one that owns a barcode, else a new one named by the first."""
    barcodes: tuple[str, ...]
    """Added to those the product has; at most one of sku and barcodes is empty."""
    name: str
    price: int
    """In minor units."""
    category: str | None
    tax_class: str | None
    cost: int | None
    """In minor units."""
    stock: int | None
    """In thousandths."""
    unit: str | None
    deposit: str | None = None
    """The sku of what is charged with every piece; empty: nothing is."""
    variant_group: str | None = None
    """What it is one of several of; empty: of nothing."""
    variant: str | None = None
    age: int | None = None
    """How old a customer must be; 0: as young as they like."""
    open_price: int | None = None
    """1 where its price is said each time, else 0."""


class Change(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REJECTED = "rejected"


class RowOutcome(NamedTuple):
    """What became of one row; the last three say why it was rejected, or what of it was left."""

    change: Change
    column: str = ""
    value: str = ""
    reason: str = ""


NEW = RowOutcome(Change.NEW)
CHANGED = RowOutcome(Change.CHANGED)
UNCHANGED = RowOutcome(Change.UNCHANGED)


def stock_counted_elsewhere(stock: str) -> RowOutcome:
    """A new product comes in without the opening stock that another till has brought already."""
    reason = "other tills of the store count its stock already; it is not brought twice"
    return RowOutcome(Change.NEW, "stock", stock, reason)


def same_sku_twice(sku: str) -> RowOutcome:
    """The rejection of a product that an earlier row of this import has already written."""
    return RowOutcome(Change.REJECTED, "sku", sku, "this sku is in the file twice")


def same_barcode_twice(barcode: str) -> RowOutcome:
    """The same, where the row has no sku and names the product by its barcode."""
    return RowOutcome(Change.REJECTED, "barcode", barcode, "this barcode is in the file twice")


def barcode_taken(barcode: str, sku: str) -> RowOutcome:
    """The rejection of a row whose barcode belongs to another product."""
    return RowOutcome(
        Change.REJECTED, "barcode", barcode, f"this barcode belongs to another product ({sku})"
    )


def no_such_deposit(sku: str) -> RowOutcome:
    """The rejection of a row whose deposit is not on sale, or is none: sold by measure."""
    reason = "no product sold by the piece has this sku; a deposit stands above what it is for"
    return RowOutcome(Change.REJECTED, "deposit", sku, reason)


def own_deposit(sku: str) -> RowOutcome:
    return RowOutcome(Change.REJECTED, "deposit", sku, "a product is not its own deposit")


def deposit_has_deposit(sku: str) -> RowOutcome:
    """The rejection of a row whose deposit is charged together with another one."""
    return RowOutcome(Change.REJECTED, "deposit", sku, "this deposit has a deposit itself")


def measured_with_deposit(sku: str) -> RowOutcome:
    reason = "only what is sold by the piece has a deposit"
    return RowOutcome(Change.REJECTED, "deposit", sku, reason)


def needed_as_deposit(column: str, value: str) -> RowOutcome:
    """The rejection of a row after which its product could be no deposit, while it is one."""
    reason = "this product is the deposit of another: sold by the piece, and without one itself"
    return RowOutcome(Change.REJECTED, column, value, reason)


def too_many_barcodes(barcode: str) -> RowOutcome:
    """The rejection of a row that would give a product more barcodes than one may have."""
    return RowOutcome(
        Change.REJECTED,
        "barcode",
        barcode,
        f"the product would have more than {BARCODES_PER_PRODUCT_MAX} barcodes",
    )


class CatalogueWriter(Protocol):
    """One import; leaving the block without `commit` takes everything back.

    A row with a sku is the product with that sku, or a new one. A row without is the product
    that owns one of its barcodes, or whose sku is the first, or a new one. A row is rejected,
    and leaves no trace, if its product was written by an earlier row of this import, one of its
    barcodes belongs to another product, the product would have too many of them, or its deposit
    is not there yet or can be none of it.
    """

    def __enter__(self) -> Self: ...
    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None: ...
    def upsert_many(self, rows: Sequence[ProductRow]) -> Sequence[RowOutcome]:
        """Write the rows in order; one outcome for each, in the same order."""

    def commit(self) -> None: ...


@dataclass(frozen=True, slots=True)
class WriterOptions:
    source: str
    """The name of the file, for the record of imports."""
    set_stock: bool = False
    """Record a count for products that exist; else stock is the opening stock of new ones."""


NewCatalogueWriter: TypeAlias = Callable[[WriterOptions], CatalogueWriter]


class ProductListing(Protocol):
    def all_products(self) -> Iterator[ProductRow]:
        """Every product on sale with all its barcodes, deposits first, then the others, by sku.

        A deposit of something on sale is there even if it is not on sale itself: what is for it
        could not be read again without it. Nothing is None but cost.
        """


class CatalogueSink(Protocol):
    """Where an export goes."""

    def write(self, rows: Iterator[ProductRow]) -> int:
        """Write every row and return how many there were."""
