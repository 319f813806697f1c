"""What stock was booked again after the store was put back, and what happened to it since.

In which epoch a movement was written is told by its place among all of them: a clock may have
been ahead.
"""

from __future__ import annotations

import json
import sqlite3
from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from typing import Final

from sqlalchemy import Text, bindparam, cast, func, literal_column, select

from pos_app.adapters.persistence.catalogue_tables import product
from pos_app.adapters.persistence.known_products import among
from pos_app.adapters.persistence.readers import Readers
from pos_app.adapters.persistence.settings import MOVED_BEFORE
from pos_app.adapters.persistence.statements import Statement
from pos_app.adapters.persistence.tables import epoch, setting, stock_level, stock_movement
from pos_app.services.sync.restored_stock import RestoredStock

PAGE: Final = 10_000

_BOOKED = (
    select(func.coalesce(func.sum(stock_movement.c.quantity), 0))
    .where(
        stock_movement.c.product_id == product.c.product_id,
        stock_movement.c.kind == literal_column("'restored'"),
    )
    .scalar_subquery()
)
_RESTORED = Statement(
    select(
        product.c.sku,
        product.c.product_id,
        _BOOKED.label("booked"),
        stock_level.c.quantity.label("level"),
    )
    .join(stock_level, stock_level.c.product_id == product.c.product_id)
    .where(product.c.sku.in_(among("keys")))
)
_BEGINS = Statement(
    select(epoch.c.epoch, setting.c.value)
    .select_from(epoch)
    .join(
        setting,
        setting.c.name == literal_column(f"'{MOVED_BEFORE}'").concat(cast(epoch.c.epoch, Text)),
    )
    .where(epoch.c.epoch > literal_column("1"))
    .order_by(epoch.c.epoch)
)
_SINCE = Statement(
    select(stock_movement.c.movement_id, stock_movement.c.kind, stock_movement.c.quantity)
    .where(
        stock_movement.c.product_id == bindparam("product"),
        stock_movement.c.movement_id > bindparam("after"),
    )
    .order_by(stock_movement.c.movement_id)
    .limit(PAGE)
)
_OPENED = Statement(
    select(
        func.max(stock_movement.c.movement_id),
        func.max(stock_movement.c.kind == literal_column("'opening'")),
    ).where(stock_movement.c.movement_id > bindparam("after"))
)


class SqlRestoredQueries:
    def __init__(self, readers: Readers) -> None:
        self._readers = readers

    def read(self, skus: Collection[str]) -> Mapping[str, RestoredStock]:
        with self._readers.connect() as connection:
            return read_restored(connection, skus, {})

    def opened(self, *, after: int) -> tuple[bool, int]:
        with self._readers.connect() as connection:
            newest, has_opened = _OPENED.one(connection, {"after": after})
        return bool(has_opened), newest or after


def read_restored(
    connection: sqlite3.Connection, skus: Collection[str], known: Mapping[str, RestoredStock]
) -> dict[str, RestoredStock]:
    """By sku; of a known one only what was written since."""
    begins = [(int(row.value), row.epoch) for row in _BEGINS.all(connection)]
    found: dict[str, RestoredStock] = {}
    for row in _RESTORED.all(connection, {"keys": json.dumps(list(skus))}):
        stock = known.get(row.sku) or RestoredStock(row.product_id, reached=_first(begins))
        stock.booked, stock.level = row.booked, row.level
        _go_on(connection, stock, begins)
        found[row.sku] = stock
    return found


def _go_on(
    connection: sqlite3.Connection, stock: RestoredStock, begins: Sequence[tuple[int, int]]
) -> None:
    while True:
        values = {"product": stock.product_id, "after": stock.reached}
        rows = _SINCE.all(connection, values)
        for movement, kind, quantity in rows:
            stock.take(movement, kind, quantity, epoch=_epoch_of(movement, begins))
        if len(rows) < PAGE:
            return


def _first(begins: Sequence[tuple[int, int]]) -> int:
    return begins[0][0] if begins else 0


def _epoch_of(movement: int, begins: Sequence[tuple[int, int]]) -> int:
    """The last one that began before it."""
    place = bisect_left(begins, (movement, 0))
    return begins[place - 1][1] if place else 1
