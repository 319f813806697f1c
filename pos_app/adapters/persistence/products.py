"""Find products: by barcode on every scan, by sku, and by words as they are typed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import bindparam, column, func, literal_column, select, table

from pos_app.adapters.persistence.catalogue_tables import barcode, product
from pos_app.adapters.persistence.readers import Readers
from pos_app.adapters.persistence.statements import Statement
from pos_app.adapters.persistence.stock import IN_STORE
from pos_app.adapters.persistence.tables import stock_level
from pos_app.domain.money import Currency, Money
from pos_app.domain.product import Oversell, Product, Unit
from pos_app.services.catalogue.ports import ProductRow, SearchHit
from pos_app.services.catalogue.searching import fts_match

PAGE: Final = 1_000

product_search = table("product_search", column("rowid"), column("product_search"))

FIRST_BARCODE = (
    select(func.min(barcode.c.barcode))
    .where(barcode.c.product_id == product.c.product_id)
    .scalar_subquery()
)
LEVEL_COLUMNS = (IN_STORE.label("level"), stock_level.c.sold)
# What comes with every piece comes with the same look-up: one more row, where there is any.
_deposit = product.alias("deposit")
_DEPOSIT_COLUMNS = tuple(
    _deposit.c[name].label(f"deposit_{name}")
    for name in ("sku", "name", "price", "tax_class", "unit", "category", "oversell")
)
_WITH_DEPOSIT = product.outerjoin(_deposit, _deposit.c.product_id == product.c.deposit_id)
ON_SALE = product.c.active == literal_column("1")
_BY_BARCODE = Statement(
    select(product, *_DEPOSIT_COLUMNS)
    .select_from(_WITH_DEPOSIT)
    .join(barcode, barcode.c.product_id == product.c.product_id)
    .where(barcode.c.barcode == bindparam("key"), ON_SALE)
)
_BY_SKU = Statement(
    select(product, *_DEPOSIT_COLUMNS)
    .select_from(_WITH_DEPOSIT)
    .where(product.c.sku == bindparam("key"), ON_SALE)
)
_BY_ID = Statement(
    select(product, *_DEPOSIT_COLUMNS)
    .select_from(_WITH_DEPOSIT)
    .where(product.c.product_id == bindparam("key"))
)
_WORDS = Statement(
    select(product, FIRST_BARCODE.label("barcode"), *LEVEL_COLUMNS)
    .select_from(product_search)
    .join(product, product.c.product_id == product_search.c.rowid)
    .join(stock_level, stock_level.c.product_id == product.c.product_id)
    .where(product_search.c.product_search.op("MATCH")(bindparam("words")), ON_SALE)
    .order_by(product_search.c.rowid)
    .limit(bindparam("most"))
)
_DIGITS = Statement(
    select(product, barcode.c.barcode, *LEVEL_COLUMNS)
    .select_from(barcode)
    .join(product, product.c.product_id == barcode.c.product_id)
    .join(stock_level, stock_level.c.product_id == product.c.product_id)
    .where(barcode.c.barcode >= bindparam("low"), barcode.c.barcode < bindparam("high"), ON_SALE)
    .order_by(barcode.c.barcode)
    .limit(bindparam("most"))
)
_ONE_OF_GROUP = Statement(
    select(product.c.product_id)
    .where(product.c.variant_group == bindparam("key"), ON_SALE)
    .limit(literal_column("1"))
)


def _listing(*, of_deposits: bool) -> Statement:
    """A page of the deposits, or of everything else."""
    linked = select(_deposit.c.deposit_id).where(
        _deposit.c.deposit_id.is_not(None), _deposit.c.active
    )
    is_linked = product.c.product_id.in_(linked)
    # One that was taken off sale too: whatever has it could not be read again without it.
    wanted = is_linked if of_deposits else ~is_linked & ON_SALE
    owner = product.alias("owner")
    return Statement(
        select(product, IN_STORE.label("level"), owner.c.sku.label("deposit_sku"))
        .outerjoin(owner, owner.c.product_id == product.c.deposit_id)
        .join(stock_level, stock_level.c.product_id == product.c.product_id)
        .where(product.c.sku > bindparam("after"), wanted)
        .order_by(product.c.sku)
        .limit(PAGE)
    )


_DEPOSITS, _OTHERS = _listing(of_deposits=True), _listing(of_deposits=False)
_BARCODES = Statement(
    select(barcode.c.barcode)
    .where(barcode.c.product_id == bindparam("key"))
    .order_by(barcode.c.barcode)
)


class SqlProducts:
    """Reads for lookup, search and export; one commit old at most."""

    def __init__(self, readers: Readers, *, currency: Currency) -> None:
        self._readers = readers
        self._currency = currency

    def by_barcode(self, code: str) -> Product | None:
        return self._one(_BY_BARCODE, code)

    def by_sku(self, sku: str) -> Product | None:
        return self._one(_BY_SKU, sku)

    def is_group(self, code: str) -> bool:
        with self._readers.connect() as connection:
            return _ONE_OF_GROUP.scalar(connection, {"key": code}) is not None

    def get_by_id(self, product_id: int) -> Product | None:
        return self._one(_BY_ID, product_id)

    def hits(self, words: tuple[str, ...], limit: int) -> Sequence[SearchHit]:
        return self._hits(_WORDS, {"words": fts_match(words), "most": limit})

    def barcode_prefix(self, digits: str, limit: int) -> Sequence[SearchHit]:
        # ":" follows "9": the range holds exactly the barcodes that start with the digits.
        return self._hits(_DIGITS, {"low": digits, "high": digits + ":", "most": limit})

    def barcodes_of(self, product_id: int) -> tuple[str, ...]:
        with self._readers.connect() as connection:
            rows = _BARCODES.all(connection, {"key": product_id})
            return tuple(row.barcode for row in rows)

    def all_products(self) -> Iterator[ProductRow]:
        yield from self._pages(_DEPOSITS)
        yield from self._pages(_OTHERS)

    def _pages(self, listed: Statement) -> Iterator[ProductRow]:
        after = ""
        while True:
            with self._readers.connect() as connection:
                rows = listed.all(connection, {"after": after})
                codes = [
                    tuple(
                        code.barcode for code in _BARCODES.all(connection, {"key": row.product_id})
                    )
                    for row in rows
                ]
            for row, barcodes in zip(rows, codes, strict=True):
                yield _listed(row, barcodes)
            if len(rows) < PAGE:
                return
            after = rows[-1].sku

    def _one(self, statement: Statement, key: object) -> Product | None:
        with self._readers.connect() as connection:
            row = statement.one(connection, {"key": key})
        if row is None:
            return None
        found = product_of(row, self._currency)
        return (
            found
            if row.deposit_id is None
            else replace(found, deposit=_deposit_of(row, self._currency))
        )

    def _hits(self, statement: Statement, values: dict[str, object]) -> Sequence[SearchHit]:
        with self._readers.connect() as connection:
            rows = statement.all(connection, values)
        return [
            SearchHit(product_of(row, self._currency), row.barcode or "", row.level, row.sold)
            for row in rows
        ]


def product_of(row: Any, currency: Currency) -> Product:
    """What a row of the table holds; its deposit is in another."""
    return Product(
        product_id=row.product_id,
        sku=row.sku,
        name=row.name,
        unit_price=Money(row.price, currency),
        tax_class=row.tax_class,
        unit=Unit(row.unit),
        category=row.category,
        oversell=Oversell(row.oversell),
        variant_group=row.variant_group or "",
        variant=row.variant or "",
        age_limit=row.age_limit,
        open_price=bool(row.open_price),
        image=row.image or "",
    )


def _deposit_of(row: Any, currency: Currency) -> Product:
    return Product(
        product_id=row.deposit_id,
        sku=row.deposit_sku,
        name=row.deposit_name,
        unit_price=Money(row.deposit_price, currency),
        tax_class=row.deposit_tax_class,
        unit=Unit(row.deposit_unit),
        category=row.deposit_category,
        oversell=Oversell(row.deposit_oversell),
    )


def _listed(row: Any, barcodes: tuple[str, ...]) -> ProductRow:
    return ProductRow(
        line=0,
        sku=row.sku,
        barcodes=barcodes,
        name=row.name,
        price=row.price,
        category=row.category,
        tax_class=row.tax_class,
        cost=row.cost,
        stock=row.level,
        unit=row.unit,
        deposit=row.deposit_sku or "",
        variant_group=row.variant_group or "",
        variant=row.variant or "",
        age=row.age_limit or 0,
        open_price=row.open_price or 0,
    )
