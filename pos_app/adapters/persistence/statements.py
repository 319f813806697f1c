"""Core statements compiled once and sent straight to the driver, without work on every call."""

from __future__ import annotations

import sqlite3
from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any

from sqlalchemy import bindparam, insert
from sqlalchemy.dialects import sqlite
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import ClauseElement
from sqlalchemy.sql.schema import Table

_DIALECT = sqlite.dialect()


_made: list[Statement] = []


class Statement:
    """A statement that takes its parameters by name, compiled at its first use or by `warm`.

    Literals in it are kept. Rows are read whole before they are returned, so that no read
    outlives its call: an open one would keep the write-ahead log from being reset.
    """

    __slots__ = ("_element", "_literals", "_pick", "_row", "sql")
    sql: str
    _literals: dict[str, Any]
    _pick: Callable[[Mapping[str, Any]], tuple[Any, ...]]
    _row: Callable[[Iterable[Any]], Any]

    def __init__(self, element: ClauseElement) -> None:
        self._element = element
        _made.append(self)

    def __getattr__(self, name: str) -> Any:
        # Asked only for what is not there yet: afterwards it costs nothing.
        if name not in self.__slots__:
            raise AttributeError(name)
        self.compile()
        return getattr(self, name)

    def compile(self) -> None:
        """A millisecond each: sixty of them are not for the first paint, nor the first scan."""
        element = self._element
        compiled = element.compile(dialect=_DIALECT)
        assert isinstance(compiled, SQLCompiler)
        self.sql = str(compiled)
        self._pick = _picker(tuple(compiled.positiontup or ()))
        self._literals = {
            name: value for name, value in compiled.params.items() if value is not None
        }
        columns = [column.key for column in getattr(element, "exported_columns", ())]
        # The columns are known only here, so no class statement can name them.
        row: Any = namedtuple("Row", columns, rename=True)  # type: ignore[misc]  # noqa: PYI024
        self._row = row._make

    def insert(self, connection: sqlite3.Connection, values: Mapping[str, Any]) -> int:
        """Insert one row and return its row id."""
        row_id = connection.execute(self.sql, self._in_order(values)).lastrowid
        assert row_id is not None
        return row_id

    def run(
        self, connection: sqlite3.Connection, values: Mapping[str, Any] | None = None
    ) -> sqlite3.Cursor:
        """Execute something that returns no rows."""
        return connection.execute(self.sql, self._in_order(values or {}))

    def run_many(self, connection: sqlite3.Connection, rows: Iterable[Mapping[str, Any]]) -> None:
        parameters = [self._in_order(row) for row in rows]
        if parameters:
            connection.executemany(self.sql, parameters)

    def all(
        self, connection: sqlite3.Connection, values: Mapping[str, Any] | None = None
    ) -> Sequence[Any]:
        return [self._row(row) for row in self.run(connection, values).fetchall()]

    def one(self, connection: sqlite3.Connection, values: Mapping[str, Any] | None = None) -> Any:
        """The first row, or None."""
        row = self._first(connection, values)
        return self._row(row) if row is not None else None

    def scalar(
        self, connection: sqlite3.Connection, values: Mapping[str, Any] | None = None
    ) -> Any:
        """The first column of the first row, or None."""
        row = self._first(connection, values)
        return row[0] if row is not None else None

    def _first(
        self, connection: sqlite3.Connection, values: Mapping[str, Any] | None
    ) -> tuple[Any, ...] | None:
        cursor = self.run(connection, values)
        row: tuple[Any, ...] | None = cursor.fetchone()
        cursor.close()
        return row

    def _in_order(self, values: Mapping[str, Any]) -> tuple[Any, ...]:
        return self._pick({**self._literals, **values} if self._literals else values)


def made() -> tuple[Statement, ...]:
    """Every statement made so far."""
    return tuple(_made)


def warm() -> None:
    """Compile them all."""
    for statement in made():
        statement.compile()


def _picker(names: tuple[str, ...]) -> Callable[[Mapping[str, Any]], tuple[Any, ...]]:
    """Take the values of these names out of a mapping, in order."""
    match names:
        case ():
            return lambda _values: ()
        case (name,):
            return lambda values: (values[name],)
        case _:
            # In C, as a sale picks two hundred values.
            return itemgetter(*names)


def insert_into(table: Table, *, skip: tuple[str, ...] = ()) -> Statement:
    columns = [column.name for column in table.columns if column.name not in skip]
    return Statement(insert(table).values({name: bindparam(name) for name in columns}))
