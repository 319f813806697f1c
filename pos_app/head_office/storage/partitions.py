"""The months of the orders: on PostgreSQL each is a table of its own."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from sqlalchemy import Connection

from pos_app.head_office.storage.engine import Database

OTHER_MONTHS: Final = 'CREATE TABLE order_other PARTITION OF "order" DEFAULT'
"""For dates of a clock that is years off."""
LOCK: Final = 0x504F534D
FIRST_YEAR: Final = 2020
LAST_YEAR: Final = 2059
_DECEMBER: Final = 12


class Months:
    """Makes what is missing, in a transaction of its own: it locks the whole table for a moment.

    Inside the transaction of a batch that lock would meet those of other batches crosswise.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._there: set[tuple[int, int]] = set()

    def prepare(self, days: Iterable[date]) -> None:
        if not self._database.is_postgresql:
            return
        wanted = {(one.year, one.month) for one in days if FIRST_YEAR <= one.year <= LAST_YEAR}
        for year, month in sorted(wanted - self._there):
            with self._database.writer.begin() as connection:
                # IF NOT EXISTS does not help two who do it at once.
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK:d})")
                _make(connection, year, month)
            self._there.add((year, month))


def _make(connection: Connection, year: int, month: int) -> None:
    """Where orders of the month lie among the others already, they move into its table.

    They came while a program believed that the table was there: in a database put back under it.
    """
    name = f"order_{year:04d}_{month:02d}"
    if connection.exec_driver_sql(f"SELECT to_regclass('{name}')").scalar() is not None:
        return
    following = (year + 1, 1) if month == _DECEMBER else (year, month + 1)
    first, end = (f"{one:04d}-{two:02d}-01" for one, two in ((year, month), following))
    moving = (
        f"WITH moved AS (DELETE FROM order_other WHERE business_date >= '{first}' "  # noqa: S608 (our own)
        f"AND business_date < '{end}' RETURNING *) INSERT INTO {name} SELECT * FROM moved"
    )
    for statement in (
        f'CREATE TABLE {name} (LIKE "order" INCLUDING ALL)',
        "LOCK TABLE order_other IN ACCESS EXCLUSIVE MODE",
        moving,
        f"ALTER TABLE \"order\" ATTACH PARTITION {name} FOR VALUES FROM ('{first}') TO ('{end}')",
    ):
        connection.exec_driver_sql(statement)
