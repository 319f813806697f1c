"""The engines on head office's database: PostgreSQL with a pool, or one SQLite file."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event, make_url

POOL_SIZE: Final = 10
POOL_OVERFLOW: Final = 20
POOL_WAIT_S: Final = 30
POOL_RECYCLE_S: Final = 3600
CONNECT_WAIT_S: Final = 5
BUSY_TIMEOUT_MS: Final = 5_000
READERS_MAX: Final = 24
STATEMENT_MS_MAX: Final = 30_000
BEGIN: Final = "BEGIN IMMEDIATE"

# An answer is given when the disk has it, whatever the server's own setting says. Nothing here
# lasts long, so a replica that hangs in a transaction gives back what it has locked.
_SESSION: Final = {
    "synchronous_commit": "on",
    "timezone": "UTC",
    "jit": "off",
    "statement_timeout": str(STATEMENT_MS_MAX),
    "idle_in_transaction_session_timeout": "60000",
}
# SQLite 3.7.0 to 3.51.2 can corrupt a file when two connections write or checkpoint at the same
# instant. Here one connection writes and does every checkpoint, and readers open read-only.
_EVERY_CONNECTION: Final = (
    f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA cell_size_check=ON",
    "PRAGMA foreign_keys=ON",
    "PRAGMA synchronous=FULL",
)
_WRITER: Final = ("PRAGMA journal_mode=WAL",)
_READER: Final = ("PRAGMA wal_autocheckpoint=0", "PRAGMA query_only=ON")


@dataclass(frozen=True, slots=True)
class Database:
    """`writer` and `reader` are the same engine on PostgreSQL."""

    writer: Engine
    reader: Engine

    @property
    def is_postgresql(self) -> bool:
        return self.writer.dialect.name == "postgresql"

    def dispose(self) -> None:
        # The writer last: whoever closes the last connection of a SQLite file checkpoints it.
        self.reader.dispose()
        self.writer.dispose()


def open_database(url: str) -> Database:
    """Nothing is connected yet.

    :param url: `postgresql+psycopg://…`, or `sqlite:///` and the path of a file
    :raises ValueError: for another kind of database
    """
    parsed = make_url(url)
    if parsed.drivername in {"postgresql+psycopg", "postgresql"}:
        engine = _postgresql(parsed.set(drivername="postgresql+psycopg"))
        return Database(engine, engine)
    if parsed.drivername in {"sqlite", "sqlite+pysqlite"} and parsed.database:
        path = Path(parsed.database)
        return Database(_sqlite_writer(path), _sqlite_readers(path))
    raise ValueError(
        "The database is postgresql+psycopg://… or sqlite:///path, and "
        f"{parsed.drivername} is neither."
    )


def _postgresql(url: Any) -> Engine:
    options = " ".join(f"-c {name}={value}" for name, value in _SESSION.items())
    return create_engine(
        url,
        hide_parameters=True,  # what is in them is nobody's who reads the log
        pool_size=POOL_SIZE,
        max_overflow=POOL_OVERFLOW,
        pool_timeout=POOL_WAIT_S,
        pool_recycle=POOL_RECYCLE_S,
        # One short question when a connection is taken: after the server was restarted, the
        # requests that follow are not refused one by one.
        pool_pre_ping=True,
        connect_args={
            "connect_timeout": CONNECT_WAIT_S,
            # A database made without an encoding keeps what it is given, and answers in bytes.
            "client_encoding": "utf8",
            "options": options,
        },
    )


def _sqlite_writer(path: Path) -> Engine:
    """A single connection whose transactions are all IMMEDIATE."""
    engine = _sqlite(path, "rwc", pool_size=1)
    event.listen(engine, "connect", _set_up(*_EVERY_CONNECTION, *_WRITER))
    event.listen(engine, "begin", _begin_immediate)
    return engine


def _sqlite_readers(path: Path) -> Engine:
    engine = _sqlite(path, "ro", pool_size=READERS_MAX)
    event.listen(engine, "connect", _set_up(*_EVERY_CONNECTION, *_READER))
    event.listen(engine, "begin", _begin_deferred)
    return engine


def _sqlite(path: Path, mode: str, *, pool_size: int) -> Engine:
    address = f"file:{quote(str(path))}?mode={mode}"

    def connect() -> sqlite3.Connection:
        # isolation_level None: the BEGIN is ours.
        return sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False)

    return create_engine(
        "sqlite://",
        creator=connect,
        hide_parameters=True,
        poolclass=QueuePool,
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=POOL_WAIT_S,
    )


def _set_up(*pragmas: str) -> Any:
    def run(connection: sqlite3.Connection, _record: object) -> None:
        for pragma in pragmas:
            connection.execute(pragma).close()

    return run


def _begin_immediate(connection: Connection) -> None:
    # Otherwise two units of work could both read before either writes, and one would fail late.
    connection.exec_driver_sql(BEGIN)


def _begin_deferred(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")
