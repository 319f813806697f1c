"""One product at a time: add it, change its price, and see who has a code already."""

from __future__ import annotations

import sqlite3
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, or_, select, update

from pos_app.adapters.persistence.catalogue_rows import CatalogueRows, Terms, Written
from pos_app.adapters.persistence.catalogue_tables import barcode, product
from pos_app.adapters.persistence.known_products import merge_search
from pos_app.adapters.persistence.statements import Statement, insert_into
from pos_app.adapters.persistence.tables import stock_level
from pos_app.domain.product import CUSTOM_ID, CUSTOM_SKU, Oversell, Unit
from pos_app.services.catalogue.ports import Change, ProductRow
from pos_app.services.catalogue.row_refusal import RowRefusedError
from pos_app.services.product_edits import CodeOwner, NewProduct

EDIT_PAGES: Final = 16
"""What one product merges of the search index: more than it adds."""
_OWNER = Statement(
    select(product.c.product_id, product.c.sku, product.c.name, product.c.active)
    .where(
        or_(
            product.c.sku == bindparam("code"),
            product.c.product_id.in_(
                select(barcode.c.product_id).where(barcode.c.barcode == bindparam("code"))
            ),
        )
    )
    # Its barcode may be another one's sku: then both are in the way, the one on sale first.
    .order_by(product.c.active.desc())
)
_EMPTY: Final = (
    *("cost", "deposit_id", "variant_group", "variant"),
    *("age_limit", "open_price", "image"),
)
_ADD = insert_into(product, skip=_EMPTY)
_ADD_LEVEL = insert_into(stock_level, skip=("elsewhere",))
_PRICE = Statement(select(product.c.price).where(product.c.product_id == bindparam("product")))
_SET_IMAGE = Statement(
    update(product)
    .where(product.c.product_id == bindparam("product"))
    .values(image=bindparam("new_image"))
)
_SET_PRICE = Statement(
    update(product)
    .where(product.c.product_id == bindparam("product"))
    .values(price=bindparam("new_price"))
)


class _Nothing:
    """What one row has written before itself."""

    def has(self, _product_id: int) -> bool:
        return False

    def add(self, _written: Written) -> None:
        """There is no other row that could meet it."""


class SqlCatalogueRepository:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def owner_of(self, code: str) -> CodeOwner | None:
        row = _OWNER.one(self._connection, {"code": code})
        if row is None:
            return None
        return CodeOwner(row.product_id, row.sku, row.name, bool(row.active))

    def add(self, new: NewProduct, *, at: datetime) -> CodeOwner:
        rows = CatalogueRows(
            self._connection, terms=Terms(new.tax_class, at, set_stock=False), written=_Nothing()
        )
        [outcome] = rows.upsert_many([_row(new)])
        if outcome.change is Change.REJECTED:
            raise RowRefusedError(outcome.column, outcome.value, outcome.reason)
        merge_search(self._connection, pages=EDIT_PAGES)
        added = self.owner_of(new.sku or new.barcodes[0])
        assert added is not None, "it was just added"
        return added

    def add_custom(self, *, name: str, tax_class: str) -> None:
        row = {
            "product_id": CUSTOM_ID,
            "sku": CUSTOM_SKU,
            "name": name,
            "category": "",
            "price": 0,
            "tax_class": tax_class,
            "unit": Unit.EACH.value,
            "oversell": Oversell.ALLOW.value,
            "active": 0,
        }
        _ADD.run(self._connection, row)
        _ADD_LEVEL.run(self._connection, {"product_id": CUSTOM_ID, "quantity": 0, "sold": 0})

    def price_of(self, product_id: int) -> int:
        return int(_PRICE.scalar(self._connection, {"product": product_id}))

    def set_price(self, product_id: int, *, price: int) -> None:
        _SET_PRICE.run(self._connection, {"product": product_id, "new_price": price})

    def set_image(self, product_id: int, *, image: str) -> None:
        _SET_IMAGE.run(self._connection, {"product": product_id, "new_image": image or None})


def _row(new: NewProduct) -> ProductRow:
    return ProductRow(
        line=1,
        sku=new.sku,
        barcodes=new.barcodes,
        name=new.name,
        price=new.price,
        category=new.category,
        tax_class=new.tax_class,
        cost=None,
        stock=None,
        unit=new.unit,
        deposit=new.deposit,
    )
