"""The rows that the journal is compared with: every order page by page, and one moment's state."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Table, bindparam, func, literal, select

from pos_app.adapters.persistence.journal_tables import journal
from pos_app.adapters.persistence.order_queries import assembled
from pos_app.adapters.persistence.readers import Readers
from pos_app.adapters.persistence.statements import Statement
from pos_app.adapters.persistence.tables import epoch, order, order_item, order_tax, payment, staff
from pos_app.domain.errors import PosError
from pos_app.domain.order_document import OrderDocument
from pos_app.services.journal.comparing import StoredOrder, StoredState

PAGE: Final = 500
# Not 0: a row that somebody hides under a negative id is a row.
ROW_ID_MIN: Final = -(1 << 63)
ROW_ID_MAX: Final = (1 << 63) - 1

_HEAD = Statement(select(func.coalesce(func.max(journal.c.seq), 0)))
_SERIES = Statement(select(epoch.c.series, epoch.c.last_number))
_STAFF = Statement(select(staff.c.staff_id, staff.c.role, staff.c.active))
# Nothing is joined: an order whose cashier or entry is gone must not be passed over.
_ORDERS = Statement(
    select(order, literal("").label("cashier"), literal(b"").label("journal_hash"))
    .where(order.c.order_id >= bindparam("first"), order.c.journal_seq <= bindparam("until"))
    .order_by(order.c.order_id)
    .limit(bindparam("most"))
)


def _parts(table: Table, *ordered: ColumnElement[Any]) -> Statement:
    between = table.c.order_id.between(bindparam("first"), bindparam("last"))
    return Statement(select(table).where(between).order_by(table.c.order_id, *ordered))


_ITEMS = _parts(order_item, order_item.c.position)
_TAXES = _parts(order_tax, order_tax.c.tax_class, order_tax.c.tax_code)
_PAYMENTS = _parts(payment, payment.c.payment_id)


class SqlStoredRows:
    def __init__(self, readers: Readers) -> None:
        self._readers = readers

    def state(self) -> StoredState:
        with self._readers.connect() as connection:
            # One transaction: a till may be selling.
            connection.execute("BEGIN").close()
            try:
                return StoredState(
                    head=int(_HEAD.scalar(connection)),
                    last_numbers={row.series: row.last_number for row in _SERIES.all(connection)},
                    staff={
                        row.staff_id: (row.role, bool(row.active)) for row in _STAFF.all(connection)
                    },
                )
            finally:
                connection.execute("ROLLBACK").close()

    def orders(self, *, until: int) -> Iterator[StoredOrder]:
        first = ROW_ID_MIN
        while True:
            with self._readers.connect() as connection:
                rows = _ORDERS.all(connection, {"first": first, "until": until, "most": PAGE})
                if not rows:
                    return
                last = rows[-1].order_id
                period = {"first": rows[0].order_id, "last": last}
                items, taxes, payments = (
                    _by_order(connection, part, period) for part in (_ITEMS, _TAXES, _PAYMENTS)
                )
            for row in rows:
                key = row.order_id
                document = _legible(row, items=items[key], taxes=taxes[key], payments=payments[key])
                yield StoredOrder(row.uid, row.journal_seq, document)
            if last == ROW_ID_MAX:
                return
            first = last + 1


def _by_order(
    connection: sqlite3.Connection, part: Statement, period: dict[str, int]
) -> defaultdict[int, list[Any]]:
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for row in part.all(connection, period):
        found[row.order_id].append(row)
    return found


def _legible(row: Any, **parts: Sequence[Any]) -> OrderDocument | None:
    """The document, unless somebody has put into a column what no document can hold."""
    try:
        return assembled(row, **parts)
    except (PosError, ValueError, TypeError, OverflowError, AssertionError):
        return None
