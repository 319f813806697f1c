"""What stock was booked again after the store was put back, and what happened to it since.

In which epoch a movement was written is told by its place among all of them: a clock may have
been ahead. Of epochs that began before their place was kept, only the clock tells.
"""

from __future__ import annotations

import json
import sqlite3
from bisect import bisect_left
from collections.abc import Collection, Mapping
from typing import Final

from sqlalchemy import bindparam, func, literal_column, select

from pos_app.adapters.persistence.catalogue_tables import product
from pos_app.adapters.persistence.known_products import among
from pos_app.adapters.persistence.readers import Readers
from pos_app.adapters.persistence.settings import key_of_epoch
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
    select(epoch.c.epoch, epoch.c.started_at, setting.c.value)
    .select_from(epoch)
    .outerjoin(setting, setting.c.name == key_of_epoch)
    .where(epoch.c.epoch > literal_column("1"))
    .order_by(epoch.c.epoch)
)
_SINCE = Statement(
    select(
        *(stock_movement.c.movement_id, stock_movement.c.kind),
        *(stock_movement.c.quantity, stock_movement.c.at),
    )
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


class _Begins:
    """Where each epoch after the first begins among the movements."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        rows = _BEGINS.all(connection)
        self._placed = [(int(row.value), int(row.epoch)) for row in rows if row.value is not None]
        self._timed = [(row.started_at, row.epoch) for row in rows if row.value is None]

    @property
    def first(self) -> int:
        """No movement up to this one is of any of them."""
        return self._placed[0][0] if self._placed and not self._timed else 0

    def epoch_of(self, movement: int, at: int) -> int:
        """The last one that began before it."""
        place = bisect_left(self._placed, (movement, 0))
        if place:
            return self._placed[place - 1][1]
        return max((number for since, number in self._timed if since <= at), default=1)


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
    begins = _Begins(connection)
    found: dict[str, RestoredStock] = {}
    for row in _RESTORED.all(connection, {"keys": json.dumps(list(skus))}):
        stock = known.get(row.sku) or RestoredStock(row.product_id, reached=begins.first)
        stock.booked, stock.level = row.booked, row.level
        _go_on(connection, stock, begins)
        found[row.sku] = stock
    return found


def _go_on(connection: sqlite3.Connection, stock: RestoredStock, begins: _Begins) -> None:
    while True:
        values = {"product": stock.product_id, "after": stock.reached}
        rows = _SINCE.all(connection, values)
        for movement, kind, quantity, at in rows:
            stock.take(movement, kind, quantity, epoch=begins.epoch_of(movement, at))
        if len(rows) < PAGE:
            return
