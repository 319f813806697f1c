"""What changed, in an order that no late commit ever gets behind of."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy import Connection, TextClause, func, select, text

from pos_app.head_office.services.changes.cursors import Position
from pos_app.head_office.services.changes.ports import Elsewhere, Found
from pos_app.head_office.storage.catalogue_tables import transaction_number
from pos_app.head_office.storage.engine import Database
from pos_app.head_office.storage.incarnations import newest_life
from pos_app.head_office.storage.tables import stock
from pos_app.head_office.storage.unit_of_work import reading
from pos_app.wire.changes import Subject

# On PostgreSQL a transaction that is still open may have an earlier number than one that is not:
# what came after the oldest open one waits. On SQLite one writes at a time.
_SETTLED: Final = "txid < pg_snapshot_xmin(pg_current_snapshot())"
_NUMBER_MAX: Final = 2**63 - 1
# A store's own product hides the one that all stores share, as long as there is one.
_EDITED: Final = """
SELECT CAST(txid AS text) AS txid, change_id, subject, key, version, body FROM change AS one
WHERE scope = :scope AND (txid, change_id) > ({after}, :number) AND {settled}
AND (scope <> '' OR NOT EXISTS (
    SELECT 1 FROM change AS own
    WHERE own.subject = one.subject AND own.key = one.key AND own.scope = :store
    AND own.body IS NOT NULL
))
ORDER BY one.txid, change_id LIMIT :limit
"""
_MOVED: Final = """
SELECT CAST(txid AS text) AS txid, sku, terminal_id FROM stock
WHERE store_id = :store AND (txid, sku, terminal_id) > ({after}, :sku, :terminal_after)
AND terminal_id <> :terminal AND {settled}
ORDER BY stock.txid, sku, terminal_id LIMIT :limit
"""
_COUNT: Final = "SELECT count(*) FROM ({query}) AS found"


class SqlChanges:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._is_postgresql = connection.dialect.name == "postgresql"

    def incarnation(self) -> str | None:
        newest = newest_life(self._connection)
        return newest.incarnation if newest is not None and newest.is_here else None

    def newest(self) -> int:
        if self._is_postgresql:
            query: Any = text("SELECT CAST(pg_snapshot_xmax(pg_current_snapshot()) AS text)")
        else:
            query = select(func.max(transaction_number.c.number))
        return int(self._connection.execute(query).scalar() or 0)

    def after(
        self, position: Position, *, store_id: str, terminal_id: str, limit: int
    ) -> Sequence[Found]:
        values = self._values(position, store_id=store_id, terminal_id=terminal_id)
        found = [
            Found(
                Position(int(row.txid), False, row.change_id),
                Subject(row.subject),
                row.key,
                row.version,
                row.body,
            )
            for scope in ("", store_id)
            for row in self._connection.execute(
                self._statement(_EDITED), {**values, "scope": scope, "limit": limit}
            )
        ]
        found += [
            Found(
                Position(int(row.txid), True, 0, row.sku, row.terminal_id),
                Subject.STOCK,
                row.sku,
                0,
                None,
            )
            for row in self._connection.execute(self._statement(_MOVED), {**values, "limit": limit})
        ]
        return sorted(found, key=lambda one: one.position)[:limit]

    def count_after(self, position: Position, *, store_id: str, terminal_id: str) -> int:
        values = self._values(position, store_id=store_id, terminal_id=terminal_id)
        values["limit"] = _NUMBER_MAX
        edited, moved = (_COUNT.replace("{query}", one) for one in (_EDITED, _MOVED))
        count = self._count(moved, values)
        return count + sum(
            self._count(edited, {**values, "scope": scope}) for scope in ("", store_id)
        )

    def elsewhere(
        self, skus: Collection[str], *, store_id: str, terminal_id: str
    ) -> Mapping[str, Elsewhere]:
        rows = self._connection.execute(
            select(stock.c.sku, func.sum(stock.c.quantity), func.sum(stock.c.version))
            .where(
                stock.c.store_id == store_id,
                stock.c.sku.in_(skus),
                stock.c.terminal_id != terminal_id,
            )
            .group_by(stock.c.sku)
        )
        return {sku: Elsewhere(int(quantity), int(version)) for sku, quantity, version in rows}

    def _count(self, query: str, values: Mapping[str, object]) -> int:
        return int(self._connection.execute(self._statement(query), values).scalar_one())

    def _statement(self, query: str) -> TextClause:
        if self._is_postgresql:
            return text(query.format(after="CAST(:txid AS xid8)", settled=_SETTLED))
        return text(query.format(after=":txid", settled="1 = 1"))

    def _values(self, position: Position, *, store_id: str, terminal_id: str) -> dict[str, object]:
        txid = str(position.txid) if self._is_postgresql else position.txid
        return {
            "txid": txid,
            "number": _NUMBER_MAX if position.is_stock else position.number,
            "sku": position.sku,
            "terminal_after": position.terminal_id,
            "store": store_id,
            "terminal": terminal_id,
        }


@contextmanager
def change_reading(database: Database) -> Iterator[SqlChanges]:
    with reading(database) as connection:
        yield SqlChanges(connection)
