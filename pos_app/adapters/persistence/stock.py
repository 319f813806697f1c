"""Stock: signed movements and the level they add up to."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, select, update

from pos_app.adapters.persistence.readers import Readers
from pos_app.adapters.persistence.statements import Statement, insert_into
from pos_app.adapters.persistence.tables import order, stock_level, stock_movement
from pos_app.adapters.persistence.values import from_ms, to_ms
from pos_app.domain.quantity import Quantity
from pos_app.services.ports import StockMovement

IN_STORE = stock_level.c.quantity + stock_level.c.elsewhere
"""What is left for every terminal of the store, as far as this one knows."""
_LEVEL = Statement(select(IN_STORE).where(stock_level.c.product_id == bindparam("product")))
_MOVE = insert_into(stock_movement, skip=("movement_id", "order_id"))
_ADD = Statement(
    update(stock_level)
    .where(stock_level.c.product_id == bindparam("product"))
    .values(quantity=stock_level.c.quantity + bindparam("moved"))
)
_MOVEMENTS = Statement(
    select(stock_movement.c.at, stock_movement.c.kind, stock_movement.c.quantity, order.c.number)
    .outerjoin(order, order.c.order_id == stock_movement.c.order_id)
    .where(stock_movement.c.product_id == bindparam("product"))
    .order_by(stock_movement.c.movement_id.desc())
    .limit(bindparam("most"))
)


class SqlStockRepository:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def level(self, product_id: int) -> Quantity:
        return Quantity(_LEVEL.scalar(self._connection, {"product": product_id}) or 0)

    def move(self, *, product_id: int, kind: str, quantity: Quantity, at: datetime) -> None:
        _MOVE.run(
            self._connection,
            {
                "product_id": product_id,
                "kind": kind,
                "quantity": quantity.thousandths,
                "at": to_ms(at),
            },
        )
        _ADD.run(self._connection, {"product": product_id, "moved": quantity.thousandths})


class SqlStockQueries:
    def __init__(self, readers: Readers) -> None:
        self._readers = readers

    def level(self, product_id: int) -> Quantity:
        with self._readers.connect() as connection:
            return Quantity(_LEVEL.scalar(connection, {"product": product_id}) or 0)

    def movements(self, product_id: int, *, limit: int) -> Sequence[StockMovement]:
        """The latest movements, newest first."""
        with self._readers.connect() as connection:
            rows = _MOVEMENTS.all(connection, {"product": product_id, "most": limit})
        return [
            StockMovement(from_ms(row.at), row.kind, Quantity(row.quantity), row.number)
            for row in rows
        ]
