"""Reader connections, one for each thread that reads: a look-up costs no checking out."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from sqlalchemy import PoolProxiedConnection

from pos_app.adapters.persistence.engine import open_readers


class _Held:
    """A thread's own connection, as a block that leaves it open."""

    __slots__ = ("_connection",)

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def __enter__(self) -> sqlite3.Connection:
        return self._connection

    def __exit__(self, *_exc: object) -> None:
        """Nothing to give back: every read has ended with its call."""


class Readers:
    """Sees the last commit, can neither write nor checkpoint, and closes before the writer."""

    def __init__(self, path: Path) -> None:
        self._engine = open_readers(path)
        # By number, not in a threading.local: a thread that Qt made loses its locals whenever it
        # leaves Python, and with them would go a connection for every call.
        self._held: dict[int, _Held] = {}
        self._lock = threading.Lock()
        self._taken: list[PoolProxiedConnection] = []

    def connect(self) -> _Held:
        me = threading.get_ident()
        held = self._held.get(me)
        if held is None:
            held = self._held[me] = self._take()
        return held

    def close(self) -> None:
        with self._lock:
            for connection in self._taken:
                connection.close()
            self._taken.clear()
            self._held.clear()
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exc: object) -> None:
        self.close()

    def _take(self) -> _Held:
        taken = self._engine.raw_connection()
        with self._lock:
            self._taken.append(taken)
        driver = taken.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        return _Held(driver)


@contextmanager
def as_of_now(connection: sqlite3.Connection) -> Iterator[None]:
    """Several reads of the same moment; they end with the block."""
    connection.execute("BEGIN").close()
    try:
        yield
    finally:
        # Nothing was written: a COMMIT would be counted among those that may fail.
        connection.execute("ROLLBACK").close()
