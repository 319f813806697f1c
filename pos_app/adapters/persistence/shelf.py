"""The product grid: shelves by category, the favourites in their places, and kinds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Label, bindparam, func, literal_column, select

from pos_app.adapters.persistence.catalogue_tables import favourite, product
from pos_app.adapters.persistence.products import (
    FIRST_BARCODE,
    LEVEL_COLUMNS,
    ON_SALE,
    product_of,
)
from pos_app.adapters.persistence.readers import Readers
from pos_app.adapters.persistence.statements import Statement
from pos_app.adapters.persistence.tables import stock_level
from pos_app.domain.money import Currency
from pos_app.services.catalogue.ports import SearchHit

_NO_BARCODE: Label[str] = literal_column("''").label("barcode")
_IN_GROUP = Statement(
    select(product, FIRST_BARCODE.label("barcode"), *LEVEL_COLUMNS)
    .join(stock_level, stock_level.c.product_id == product.c.product_id)
    .where(product.c.variant_group == bindparam("key"), ON_SALE)
    .order_by(product.c.name)
    .limit(bindparam("most"))
)
_CATEGORIES = Statement(
    select(product.c.category)
    .where(product.c.category != "", ON_SALE)
    .group_by(product.c.category)
    .order_by(func.count().desc(), product.c.category)
    .limit(bindparam("most"))
)
_IN_CATEGORY = Statement(
    select(product, _NO_BARCODE, *LEVEL_COLUMNS)
    .join(stock_level, stock_level.c.product_id == product.c.product_id)
    .where(product.c.category == bindparam("category"), ON_SALE)
    .order_by(product.c.name)
    .limit(bindparam("most"))
)
_FAVOURITES = Statement(
    select(product, _NO_BARCODE, *LEVEL_COLUMNS, favourite.c.position)
    .join(favourite, favourite.c.product_id == product.c.product_id)
    .join(stock_level, stock_level.c.product_id == product.c.product_id)
    .where(ON_SALE)
    .order_by(favourite.c.position)
)


class SqlShelf:
    """Reads for what stands beside the order; one commit old at most."""

    def __init__(self, readers: Readers, *, currency: Currency) -> None:
        self._readers = readers
        self._currency = currency

    def categories(self, limit: int) -> Sequence[str]:
        with self._readers.connect() as connection:
            return [row.category for row in _CATEGORIES.all(connection, {"most": limit})]

    def in_category(self, category: str, limit: int) -> Sequence[SearchHit]:
        return self._hits(_IN_CATEGORY, {"category": category, "most": limit})

    def in_group(self, group: str, limit: int) -> Sequence[SearchHit]:
        """The products of one kind, by name."""
        return self._hits(_IN_GROUP, {"key": group, "most": limit})

    def favourites(self) -> Mapping[int, SearchHit]:
        """What stands in which place; a place may be empty."""
        with self._readers.connect() as connection:
            rows = _FAVOURITES.all(connection)
        return {row.position: self._hit(row) for row in rows}

    def _hits(self, statement: Statement, values: dict[str, object]) -> Sequence[SearchHit]:
        with self._readers.connect() as connection:
            rows = statement.all(connection, values)
        return [self._hit(row) for row in rows]

    def _hit(self, row: Any) -> SearchHit:
        return SearchHit(product_of(row, self._currency), row.barcode or "", row.level, row.sold)
