"""Which life of the database this is: a restored copy must not pass for what it was a copy of."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy import ColumnElement, Connection, String, insert, literal_column, select, update

from pos_app.head_office.storage.catalogue_tables import change, incarnation
from pos_app.head_office.storage.columns import this_transaction
from pos_app.head_office.storage.engine import Database
from pos_app.head_office.storage.tables import stock

_LOCK: Final = 0x504F5349
# Which server, which of its lives (a restored or promoted one begins another), and which database
# in it. On SQLite a file tells nothing about itself.
_PLACE: Final = """(
SELECT system_identifier || '/' || left(pg_walfile_name(pg_current_wal_lsn()), 8) || '/'
|| (SELECT oid FROM pg_database WHERE datname = current_database()) FROM pg_control_system()
)"""
_MS: Final = 1000


class Life(NamedTuple):
    """`is_here` says whether the database still lies where this life began."""

    incarnation: str
    begun_at: int
    is_here: bool


def newest_life(connection: Connection) -> Life | None:
    columns = incarnation.c
    query = select(columns.incarnation, columns.begun_at, columns.place == _place(connection))
    row = connection.execute(query.order_by(columns.begun_at.desc()).limit(1)).one_or_none()
    return None if row is None else Life(row[0], row[1], bool(row[2]))


def _place(connection: Connection) -> ColumnElement[str]:
    return literal_column(_PLACE if connection.dialect.name == "postgresql" else "''", String())


class SqlIncarnations:
    """What a restore does has to `renew`; that the database lies elsewhere is seen by itself."""

    def __init__(
        self, database: Database, *, new_id: Callable[[], str], now: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._new_id = new_id
        self._now = now

    def settle(self) -> str:
        with self._database.writer.begin() as connection:
            self._lock(connection)
            newest = newest_life(connection)
            if newest is not None and newest.is_here:
                return newest.incarnation
            if newest is not None:
                _number_anew(connection)
            return self._begin(connection, "first" if newest is None else "moved")

    def renew(self, *, reason: str) -> str:
        with self._database.writer.begin() as connection:
            self._lock(connection)
            return self._begin(connection, reason)

    def _begin(self, connection: Connection, reason: str) -> str:
        new = self._new_id()
        newest = newest_life(connection)
        at = int(self._now().timestamp() * _MS)
        connection.execute(
            insert(incarnation).values(
                incarnation=new,
                place=_place(connection),
                # Later than the one before, whatever the clock says.
                begun_at=at if newest is None else max(at, newest.begun_at + 1),
                reason=reason,
            )
        )
        return new

    def _lock(self, connection: Connection) -> None:
        if self._database.is_postgresql:
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK:d})")


def _number_anew(connection: Connection) -> None:
    """The numbers of another server's transactions say nothing in this one."""
    for table in (change, stock):
        connection.execute(update(table).values(txid=this_transaction()))
