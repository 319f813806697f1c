"""Products and taxes as head office looks them up."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from sqlalchemy import Connection, Row, select

from pos_app.head_office.services.catalogue.things import CHAIN, Product, Tax
from pos_app.head_office.storage.catalogue_tables import product, product_barcode, tax, tax_class
from pos_app.head_office.storage.engine import Database
from pos_app.head_office.storage.unit_of_work import reading


class SqlProducts:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get_by_id(self, product_id: str, *, store_id: str) -> Product | None:
        found = self.everywhere(product_id)
        return found.get(store_id) or found.get(CHAIN)

    def everywhere(self, sku: str) -> Mapping[str, Product]:
        codes: defaultdict[str, list[str]] = defaultdict(list)
        for row in self._connection.execute(
            select(product_barcode.c.scope, product_barcode.c.barcode)
            .where(product_barcode.c.sku == sku)
            .order_by(product_barcode.c.barcode)
        ):
            codes[row.scope].append(row.barcode)
        rows = self._connection.execute(select(product).where(product.c.sku == sku))
        return {row.scope: _product(row, codes[row.scope]) for row in rows}

    def taxes(self, *, store_id: str) -> Mapping[str, Sequence[Tax]]:
        # The store's own after what all share, so that they stand in its place.
        scopes = (CHAIN, store_id)
        taxes = {
            row.code: Tax(
                row.code, row.name, row.rate_millionths, row.amount_minor, bool(row.compound)
            )
            for row in self._connection.execute(
                select(tax).where(tax.c.scope.in_(scopes)).order_by(tax.c.scope)
            )
        }
        classes: dict[str, list[str]] = {
            row.code: json.loads(row.taxes)
            for row in self._connection.execute(
                select(tax_class).where(tax_class.c.scope.in_(scopes)).order_by(tax_class.c.scope)
            )
        }
        return {
            name: [taxes[code] for code in codes]
            for name, codes in classes.items()
            if taxes.keys() >= set(codes)
        }


def reading_products(database: Database) -> Callable[[str], Mapping[str, Product]]:
    """Looks one product up, in a connection of its own."""

    def everywhere(sku: str) -> Mapping[str, Product]:
        with reading(database) as connection:
            return SqlProducts(connection).everywhere(sku)

    return everywhere


def _product(row: Row[tuple[object, ...]], barcodes: Sequence[str]) -> Product:
    return Product(
        sku=row.sku,
        name=row.name,
        category=row.category,
        price=row.price,
        tax_class=row.tax_class,
        cost=row.cost,
        unit=row.unit,
        oversell=row.oversell,
        active=bool(row.active),
        age_limit=row.age_limit,
        open_price=bool(row.open_price),
        barcodes=tuple(barcodes),
    )
