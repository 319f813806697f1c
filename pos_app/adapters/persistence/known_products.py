"""Products as they lie in the store: read by key, written as they are wanted, and indexed."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from sqlalchemy import bindparam, column, func, select, update
from sqlalchemy import insert as insert_statement
from sqlalchemy import table as light_table
from sqlalchemy.sql.selectable import ScalarSelect

from pos_app.adapters.persistence.catalogue_tables import barcode, product
from pos_app.adapters.persistence.statements import Statement


class Known(NamedTuple):
    """A product as it lies in the store, in the order of `KNOWN_COLUMNS`."""

    product_id: int
    sku: str
    name: str
    category: str
    price: int
    cost: int | None
    tax_class: str
    unit: str
    active: int
    deposit_id: int | None
    variant_group: str | None = None
    variant: str | None = None
    age_limit: int | None = None
    open_price: int | None = None


def among(name: str) -> ScalarSelect[Any]:
    """The values of a JSON list, so that one statement serves any number of keys."""
    values = func.json_each(bindparam(name)).table_valued("value")
    return select(values.c.value).scalar_subquery()


KNOWN_COLUMNS: Final = (
    product.c.product_id,
    product.c.sku,
    product.c.name,
    product.c.category,
    product.c.price,
    product.c.cost,
    product.c.tax_class,
    product.c.unit,
    product.c.active,
    product.c.deposit_id,
    product.c.variant_group,
    product.c.variant,
    product.c.age_limit,
    product.c.open_price,
)
BY_SKUS = Statement(select(*KNOWN_COLUMNS).where(product.c.sku.in_(among("keys"))))
BY_IDS = Statement(select(*KNOWN_COLUMNS).where(product.c.product_id.in_(among("keys"))))
BARCODES_OF = Statement(
    select(barcode.c.barcode).where(barcode.c.product_id == bindparam("product"))
)
_CHANGE = Statement(
    update(product)
    .where(product.c.product_id == bindparam("id"))
    .values(
        {
            name: bindparam(f"new_{name}")
            for name in (
                "name",
                "category",
                "price",
                "cost",
                "tax_class",
                "unit",
                "active",
                "deposit_id",
                "variant_group",
                "variant",
                "age_limit",
                "open_price",
            )
        }
    )
)
_search = light_table(
    "product_search", column("rowid"), column("name"), column("sku"), column("barcodes")
)
INDEX = Statement(
    insert_statement(_search)
    # Not an UPDATE, which would begin another segment of the index for every row.
    .prefix_with("OR REPLACE")
    .values({name: bindparam(name) for name in ("rowid", "name", "sku", "barcodes")})
)
_MERGE: Final = "INSERT INTO product_search(product_search, rank) VALUES ('merge', ?)"
MERGE_ALL: Final = 2**31 - 1


def store_many(connection: sqlite3.Connection, wanted: Sequence[Known]) -> None:
    """Write products that are there as they are wanted, and what search finds them by."""
    for one in wanted:
        values = one._asdict()
        del values["product_id"], values["sku"]
        wanted_values = {f"new_{name}": value for name, value in values.items()}
        _CHANGE.run(connection, {"id": one.product_id, **wanted_values})
    # In a row, and by rowid: FTS5 begins another segment where rowids go back, and after
    # whatever other statement may have to be taken back alone.
    for one in sorted(wanted):
        codes = BARCODES_OF.run(connection, {"product": one.product_id})
        INDEX.run(connection, indexed(one, [row[0] for row in codes]))


def indexed(wanted: Known, codes: Sequence[str]) -> dict[str, Any]:
    return {
        "rowid": wanted.product_id,
        "name": wanted.name,
        "sku": wanted.sku,
        "barcodes": " ".join(codes),
    }


def merge_search(connection: sqlite3.Connection, *, pages: int) -> None:
    """Join what was written to the search index one after another, about so many pages of it.

    Without it every search looks into as many pieces as there were transactions.
    """
    connection.execute(_MERGE, (pages,)).close()


def known(connection: sqlite3.Connection, product_id: int) -> Known:
    """A product as it lies in the store now."""
    [row] = BY_IDS.all(connection, {"keys": json.dumps([product_id])})
    return Known(*row)
