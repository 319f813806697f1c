"""Which life of the database this is: a restored copy must not pass for what it was a copy of."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, insert, select, text, update

from pos_app.head_office.storage.catalogue_tables import change, incarnation
from pos_app.head_office.storage.columns import this_transaction
from pos_app.head_office.storage.engine import Database
from pos_app.head_office.storage.tables import stock

_LOCK: Final = 0x504F5349
# Which server, and which database in it. On SQLite a file tells nothing about itself.
_PLACE: Final = """
SELECT system_identifier || '/' || (SELECT oid FROM pg_database WHERE datname = current_database())
FROM pg_control_system()
"""
_MS: Final = 1000


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
            newest = connection.execute(
                select(incarnation).order_by(incarnation.c.begun_at.desc()).limit(1)
            ).one_or_none()
            place = self._place(connection)
            if newest is not None and newest.place == place:
                return str(newest.incarnation)
            if newest is not None:
                _number_anew(connection)
            return self._begin(connection, place, "first" if newest is None else "moved")

    def renew(self, *, reason: str) -> str:
        with self._database.writer.begin() as connection:
            self._lock(connection)
            return self._begin(connection, self._place(connection), reason)

    def _begin(self, connection: Connection, place: str, reason: str) -> str:
        new = self._new_id()
        newest = connection.execute(
            select(incarnation.c.begun_at).order_by(incarnation.c.begun_at.desc()).limit(1)
        ).scalar()
        at = int(self._now().timestamp() * _MS)
        connection.execute(
            insert(incarnation).values(
                incarnation=new,
                place=place,
                # Later than the one before, whatever the clock says.
                begun_at=at if newest is None else max(at, newest + 1),
                reason=reason,
            )
        )
        return new

    def _place(self, connection: Connection) -> str:
        if not self._database.is_postgresql:
            return ""
        return str(connection.execute(text(_PLACE)).scalar_one())

    def _lock(self, connection: Connection) -> None:
        if self._database.is_postgresql:
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK:d})")


def _number_anew(connection: Connection) -> None:
    """The numbers of another server's transactions say nothing in this one."""
    for table in (change, stock):
        connection.execute(update(table).values(txid=this_transaction()))
