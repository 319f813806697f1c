"""An in-memory catalogue that keeps the contract of the catalogue's ports."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from types import TracebackType
from typing import Self

from pos_app.domain.money import Currency, Money
from pos_app.domain.product import BARCODES_PER_PRODUCT_MAX, Product, Unit
from pos_app.services.catalogue.deposit_rules import DepositLink
from pos_app.services.catalogue.ports import (
    CHANGED,
    NEW,
    UNCHANGED,
    ProductRow,
    RowOutcome,
    SearchHit,
    WriterOptions,
    barcode_taken,
    same_barcode_twice,
    same_sku_twice,
    too_many_barcodes,
)
from pos_app.services.inventory.moved_stock import Moved

EUR = Currency.of("EUR")


def a_product(
    product_id: int = 1,
    sku: str = "MILK",
    name: str = "Milk",
    minor: int = 119,
    unit: Unit = Unit.EACH,
) -> Product:
    return Product(product_id, sku, name, Money(minor, EUR), "STANDARD", unit)


@dataclass(slots=True)
class Stored:
    product: Product
    barcodes: tuple[str, ...] = ()
    cost: int | None = None
    stock: int = 0


@dataclass
class FakeCatalogue:
    """Lookup, search, listing and, by `writer`, imports."""

    default_tax_class: str = "STANDARD"
    stored: dict[str, Stored] = field(default_factory=dict)
    barcodes: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    sold: dict[str, int] = field(default_factory=dict)

    def add(self, product: Product, *barcodes: str, stock: int = 0) -> Product:
        self.stored[product.sku] = Stored(product, barcodes, None, stock)
        self.barcodes.update(dict.fromkeys(barcodes, product.sku))
        return product

    def by_barcode(self, barcode: str) -> Product | None:
        self.asked.append(barcode)
        sku = self.barcodes.get(barcode)
        return None if sku is None else self.stored[sku].product

    def by_sku(self, sku: str) -> Product | None:
        found = self.stored.get(sku)
        return None if found is None else found.product

    def is_group(self, code: str) -> bool:
        return bool(self.in_group(code, 1))

    def in_group(self, group: str, limit: int) -> Sequence[SearchHit]:
        those = [
            one for one in self.stored.values() if group and one.product.variant_group == group
        ]
        those.sort(key=lambda one: one.product.name)
        return [self._hit(one, min(one.barcodes, default="")) for one in those][:limit]

    def get_by_id(self, product_id: int) -> Product | None:
        products = (one.product for one in self.stored.values())
        return next((one for one in products if one.product_id == product_id), None)

    def hits(self, words: tuple[str, ...], limit: int) -> Sequence[SearchHit]:
        found = []
        for one in self.stored.values():
            begun = f"{one.product.name} {one.product.sku} {' '.join(one.barcodes)}"
            text = begun.casefold().replace("-", " ").split()
            if all(any(part.startswith(word.casefold()) for part in text) for word in words):
                found.append(self._hit(one, (one.barcodes or ("",))[0]))
        return found[:limit]

    def barcode_prefix(self, digits: str, limit: int) -> Sequence[SearchHit]:
        found = [
            self._hit(self.stored[sku], barcode)
            for barcode, sku in sorted(self.barcodes.items())
            if barcode.startswith(digits)
        ]
        return found[:limit]

    def all_products(self) -> Iterator[ProductRow]:
        deposits = {one.product.deposit.sku for one in self.stored.values() if one.product.deposit}
        for sku, one in sorted(
            self.stored.items(), key=lambda item: (item[0] not in deposits, item[0])
        ):
            product = one.product
            yield ProductRow(
                0,
                sku,
                one.barcodes,
                product.name,
                product.unit_price.minor,
                product.category,
                product.tax_class,
                one.cost,
                one.stock,
                product.unit.value,
                product.deposit.sku if product.deposit else "",
                product.variant_group,
                product.variant,
                product.age_limit or 0,
                int(product.open_price),
            )

    def writer(self, options: WriterOptions) -> FakeCatalogueWriter:
        return FakeCatalogueWriter(self, options)

    def _hit(self, one: Stored, barcode: str) -> SearchHit:
        return SearchHit(one.product, barcode, one.stock, self.sold.get(one.product.sku, 0))


class FakeCatalogueWriter:
    def __init__(self, catalogue: FakeCatalogue, options: WriterOptions) -> None:
        self._catalogue = catalogue
        self._options = options
        self._stored: dict[str, Stored] = {}
        self._barcodes: dict[str, str] = {}
        self.written: set[str] = set()
        self.counts: list[tuple[str, int]] = []
        self.moved: list[Moved] = []

    def __enter__(self) -> Self:
        self._stored = dict(self._catalogue.stored)
        self._barcodes = dict(self._catalogue.barcodes)
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._stored = {}

    def commit(self) -> None:
        self._catalogue.stored = dict(self._stored)
        self._catalogue.barcodes = dict(self._barcodes)

    def upsert_many(self, rows: Sequence[ProductRow]) -> Sequence[RowOutcome]:
        return [self._upsert(row) for row in rows]

    def _upsert(self, row: ProductRow) -> RowOutcome:
        sku = row.sku or self._owner(row.barcodes)
        if sku in self.written:
            return same_sku_twice(sku) if row.sku else same_barcode_twice(row.barcodes[0])
        for barcode in row.barcodes:
            owner = self._barcodes.get(barcode, sku)
            if owner != sku:
                return barcode_taken(barcode, owner)
        old = self._stored.get(sku)
        had = () if old is None else old.barcodes
        added = [code for code in row.barcodes if code not in had]
        if added and len(had) + len(added) > BARCODES_PER_PRODUCT_MAX:
            return too_many_barcodes(added[-1])
        refusal = self._refuse_deposit(row, sku)
        if refusal is not None:
            return refusal
        new = self._merged(sku, old, row)
        self._stored[sku] = new
        self._barcodes.update(dict.fromkeys(new.barcodes, sku))
        self.written.add(sku)
        if old is None:
            return NEW
        return UNCHANGED if new == old else CHANGED

    def _refuse_deposit(self, row: ProductRow, sku: str) -> RowOutcome | None:
        old, named = self._stored.get(sku), self._stored.get(row.deposit or "")
        deposits = {one.product.deposit.sku for one in self._stored.values() if one.product.deposit}
        return DepositLink(
            row,
            stored_unit=old.product.unit if old else Unit.EACH,
            has_deposit=old is not None and old.product.deposit is not None,
            is_deposit=lambda: sku in deposits,
            is_found=named is not None and not named.product.unit.is_measured,
            is_itself=row.deposit == sku,
            is_chained=named is not None and named.product.deposit is not None,
        ).refusal()

    def _owner(self, barcodes: tuple[str, ...]) -> str:
        owners = (self._barcodes[one] for one in barcodes if one in self._barcodes)
        return next(owners, barcodes[0])

    def _merged(self, sku: str, old: Stored | None, row: ProductRow) -> Stored:
        before = old or Stored(
            Product(
                len(self._stored) + 1, sku, "", Money(0, EUR), self._catalogue.default_tax_class
            ),
            stock=row.stock or 0,
        )
        if old is None and row.stock:
            self.moved.append(Moved(sku, row.stock))
        product = replace(
            before.product,
            name=row.name,
            unit_price=Money(row.price, EUR),
            category=before.product.category if row.category is None else row.category,
            tax_class=row.tax_class or before.product.tax_class,
            unit=Unit(row.unit) if row.unit else before.product.unit,
        )
        product = _asking(product, row)
        if row.deposit is not None:
            deposit = self._stored[row.deposit].product if row.deposit else None
            product = replace(product, deposit=deposit)
        stock = before.stock
        if old is not None and self._options.set_stock and row.stock is not None:
            stock = row.stock
            if stock != before.stock:
                self.moved.append(Moved(sku, stock - before.stock, stock))
        cost = before.cost if row.cost is None else row.cost
        return Stored(product, tuple(dict.fromkeys(before.barcodes + row.barcodes)), cost, stock)


def _asking(product: Product, row: ProductRow) -> Product:
    """What is asked when it is sold; None in the row leaves it as it is."""
    group, variant, age, is_open = (row.variant_group, row.variant, row.age, row.open_price)
    return replace(
        product,
        variant_group=product.variant_group if group is None else group,
        variant=product.variant if variant is None else variant,
        age_limit=product.age_limit if age is None else age or None,
        open_price=product.open_price if is_open is None else bool(is_open),
    )
