"""What was counted on the shelves, compared with what this store thinks is there."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from sqlalchemy import bindparam, literal_column, select

from pos_app.adapters.persistence.settings import key_of_epoch
from pos_app.adapters.persistence.statements import Statement
from pos_app.adapters.persistence.tables import epoch, setting, stock_level, stock_movement

# All of the store's: what is counted on its shelves is not of this terminal alone.
_LEVEL = Statement(
    select(stock_level.c.quantity, stock_level.c.elsewhere).where(
        stock_level.c.product_id == bindparam("product")
    )
)
_NEWEST_EPOCH = Statement(
    select(epoch.c.epoch, epoch.c.started_at, setting.c.value)
    .select_from(epoch)
    .outerjoin(setting, setting.c.name == key_of_epoch)
    .order_by(epoch.c.epoch.desc())
    .limit(1)
)
_IS_COUNTED = Statement(
    select(stock_movement.c.movement_id)
    .where(
        stock_movement.c.product_id == bindparam("product"),
        stock_movement.c.kind == literal_column("'count'"),
        stock_movement.c.movement_id > bindparam("moved_before"),
        stock_movement.c.at >= bindparam("since"),
    )
    .limit(1)
)


class Difference(NamedTuple):
    """In thousandths: `more` than was thought, so that this terminal has `level`."""

    more: int
    level: int


class CountedShelf:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        newest = _NEWEST_EPOCH.one(connection)
        self.is_put_back = newest is not None and newest.epoch > 1
        """Or began anew otherwise: what was lost then may be booked again."""
        # By its place among them, not by the clock: that may have been ahead. Only where an epoch
        # began before that was kept, there is but the clock.
        self._since = {"moved_before": 0, "since": 0}
        if newest is not None and newest.value is not None:
            self._since["moved_before"] = int(newest.value)
        elif newest is not None:
            self._since["since"] = newest.started_at

    def difference(self, product_id: int, counted: int) -> Difference | None:
        """Nothing where none has to be recorded.

        The first count after the store was put back is recorded though it was right: it stands,
        whatever of before is booked after it.
        """
        here, elsewhere = _LEVEL.one(self._connection, {"product": product_id})
        more = counted - here - elsewhere
        if not more and not (self.is_put_back and self._is_first(product_id)):
            return None
        return Difference(more, here + more)

    def _is_first(self, product_id: int) -> bool:
        values = {"product": product_id, **self._since}
        return _IS_COUNTED.scalar(self._connection, values) is None
