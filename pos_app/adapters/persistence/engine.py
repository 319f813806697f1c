"""The engines on the SQLite file: one writer, readers beside it, and every pragma they need."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event

BUSY_TIMEOUT_MS: Final = 5_000
WRITER_WAIT_S: Final = 10
READERS_MAX: Final = 24
"""Threads that read: each lane of the till, and three for each payment processor."""
CACHE_KIB: Final = 16_384
BEGIN: Final = "BEGIN IMMEDIATE"

# SQLite 3.7.0 to 3.51.2 can corrupt a file when two connections write or checkpoint at the same
# instant. Here one connection writes and does every checkpoint, and readers open read-only.
_EVERY_CONNECTION: Final = (
    f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA cell_size_check=ON",
    "PRAGMA foreign_keys=ON",
    # Without it INSERT OR REPLACE would delete a row past the trigger that forbids it.
    "PRAGMA recursive_triggers=ON",
    "PRAGMA wal_autocheckpoint=0",
    f"PRAGMA cache_size=-{CACHE_KIB}",
)
_WRITER: Final = (
    "PRAGMA journal_mode=WAL",
    # FULL: a paid order must survive a power cut, and a till writes little.
    "PRAGMA synchronous=FULL",
)
_READER: Final = ("PRAGMA synchronous=FULL", "PRAGMA query_only=ON")


def open_writer(path: Path) -> Engine:
    """The one engine that writes: a single connection whose transactions are all IMMEDIATE."""
    engine = _engine(path, "rwc", pool_size=1, wait_s=WRITER_WAIT_S)
    event.listen(engine, "connect", _set_up(*_WRITER, *_EVERY_CONNECTION))
    event.listen(engine, "begin", _begin_immediate)
    return engine


def open_readers(path: Path) -> Engine:
    """Connections that see the last commit and can neither write nor checkpoint."""
    engine = _engine(path, "ro", pool_size=READERS_MAX, wait_s=WRITER_WAIT_S)
    event.listen(engine, "connect", _set_up(*_EVERY_CONNECTION, *_READER))
    return engine


def _engine(path: Path, mode: str, *, pool_size: int, wait_s: float) -> Engine:
    address = f"file:{quote(str(path))}?mode={mode}"

    def connect() -> sqlite3.Connection:
        # isolation_level None: BEGIN is sent by us, in _begin_immediate, and by readers never,
        # so that each of their statements is a transaction of its own.
        return sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False)

    return create_engine(
        "sqlite://",
        creator=connect,
        poolclass=QueuePool,
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=wait_s,
    )


def _set_up(*pragmas: str) -> Any:
    def run(connection: sqlite3.Connection, _record: object) -> None:
        for pragma in pragmas:
            connection.execute(pragma).close()

    return run


def _begin_immediate(connection: Connection) -> None:
    # Otherwise two units of work could both read before either writes, and one would fail late.
    connection.exec_driver_sql(BEGIN)
