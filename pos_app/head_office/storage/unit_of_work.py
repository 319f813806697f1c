"""One transaction on the database, and the repositories that work inside it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Self

from sqlalchemy import Connection

from pos_app.head_office.storage.engine import Database


class SqlUnitOfWork:
    """What is not committed when the block is left is rolled back."""

    connection: Connection

    def __init__(self, database: Database) -> None:
        self._database = database

    def __enter__(self) -> Self:
        self.connection = self._database.writer.connect()
        try:
            self.connection.begin()
        except BaseException:
            self.connection.close()
            raise
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        # Closing rolls back what is open.
        self.connection.close()

    def commit(self) -> None:
        self.connection.commit()


@contextmanager
def reading(database: Database) -> Iterator[Connection]:
    """A connection that only reads; all of a block's queries see one state on SQLite."""
    with database.reader.connect() as connection:
        yield connection
