"""Whether a product on sale is charged together with this one."""

from __future__ import annotations

import sqlite3

from sqlalchemy import bindparam, func, select

from pos_app.adapters.persistence.catalogue_tables import product
from pos_app.adapters.persistence.statements import Statement

_LINKS = Statement(
    select(func.count())
    .select_from(product)
    .where(product.c.deposit_id == bindparam("product"), product.c.active)
)


def is_linked(connection: sqlite3.Connection, product_id: int) -> bool:
    return bool(_LINKS.scalar(connection, {"product": product_id}))
