"""Core statements compiled once: the SQL that SQLAlchemy sends, without its work on every call."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, bindparam, insert
from sqlalchemy.dialects import sqlite
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import ClauseElement
from sqlalchemy.sql.schema import Table

_DIALECT = sqlite.dialect()


class Statement:
    """A compiled statement that takes its parameters by name; literals in it are kept."""

    __slots__ = ("_literals", "_names", "sql")

    def __init__(self, element: ClauseElement) -> None:
        compiled = element.compile(dialect=_DIALECT)
        assert isinstance(compiled, SQLCompiler)
        self.sql = str(compiled)
        self._names: tuple[str, ...] = tuple(compiled.positiontup or ())
        self._literals = {
            name: value for name, value in compiled.params.items() if value is not None
        }

    def run(self, connection: Connection, values: Mapping[str, Any] | None = None) -> Any:
        return connection.exec_driver_sql(self.sql, self._in_order(values or {}))

    def run_many(self, connection: Connection, rows: Iterable[Mapping[str, Any]]) -> None:
        parameters = [self._in_order(row) for row in rows]
        if parameters:
            connection.exec_driver_sql(self.sql, parameters)

    def _in_order(self, values: Mapping[str, Any]) -> tuple[Any, ...]:
        given = {**self._literals, **values} if self._literals else values
        return tuple([given[name] for name in self._names])


def insert_into(table: Table, *, skip: tuple[str, ...] = ()) -> Statement:
    columns = [column.name for column in table.columns if column.name not in skip]
    return Statement(insert(table).values({name: bindparam(name) for name in columns}))
