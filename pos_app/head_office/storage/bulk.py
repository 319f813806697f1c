"""Write many rows at once, in the way that each database is quick at."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any, Final

from sqlalchemy import BigInteger, Column, Connection, Date, LargeBinary, Table, Text, insert
from sqlalchemy.dialects.postgresql.base import PGDialect
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.exc import DBAPIError

Row = Sequence[Any]

_POSTGRESQL: Final = PGDialect()  # type: ignore[no-untyped-call]
_TYPES: Final = ((BigInteger, "int8"), (Text, "text"), (LargeBinary, "bytea"), (Date, "date"))


def add(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Insert rows that hold every column of the table, in its order; none may be there yet."""
    if not rows:
        return
    if connection.dialect.name == "postgresql":
        _copy(connection, table, rows)
    else:
        names = table.columns.keys()
        connection.execute(insert(table), [dict(zip(names, row, strict=True)) for row in rows])


def add_up(
    connection: Connection, table: Table, sums: Collection[str], rows: Sequence[Row]
) -> None:
    """Insert rows in this order, or add to the sums of those that are there.

    A row holds the key, then the sums. Whoever writes to shared rows brings them in the order of
    their keys, so that two who do never wait for each other crosswise.
    """
    if not rows:
        return
    if connection.dialect.name == "postgresql":
        columns = tuple(map(list, zip(*rows, strict=True)))
        connection.exec_driver_sql(_adding_up(table, tuple(sums)), columns)
        return
    keys = table.primary_key.columns.keys()
    new = sqlite_insert(table)
    statement = new.on_conflict_do_update(
        index_elements=keys, set_={name: table.c[name] + new.excluded[name] for name in sums}
    )
    names = [*keys, *sums]
    connection.execute(statement, [dict(zip(names, row, strict=True)) for row in rows])


def _copy(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    statement, types = _copying(table)
    driver: Any = connection.connection.driver_connection
    with _explained(statement), driver.cursor() as cursor, cursor.copy(statement) as copy:
        copy.set_types(types)
        for row in rows:
            copy.write_row(row)


@contextmanager
def _explained(statement: str) -> Iterator[None]:
    """Raise what the driver raises as everything else that goes through SQLAlchemy does."""
    import psycopg  # noqa: PLC0415 (only who has PostgreSQL needs its driver)

    try:
        yield
    except psycopg.Error as error:
        lost = isinstance(error, psycopg.OperationalError | psycopg.InterfaceError)
        raise DBAPIError.instance(
            statement, None, error, psycopg.Error, connection_invalidated=lost
        ) from error


@cache
def _copying(table: Table) -> tuple[str, list[str]]:
    names = ", ".join(_quoted(column) for column in table.columns)
    statement = f"COPY {_name(table)} ({names}) FROM STDIN (FORMAT BINARY)"
    return statement, [_type(column) for column in table.columns]


@cache
def _adding_up(table: Table, sums: tuple[str, ...]) -> str:
    keys = list(table.primary_key.columns)
    columns = [*keys, *(table.columns[name] for name in sums)]
    name = _name(table)
    added = ", ".join(f"{one} = {name}.{one} + excluded.{one}" for one in sums)
    return (
        f"INSERT INTO {name} ({', '.join(map(_quoted, columns))}) "  # noqa: S608 (our own names)
        f"SELECT * FROM unnest({', '.join(f'%b::{_type(one)}[]' for one in columns)}) "
        f"ON CONFLICT ({', '.join(map(_quoted, keys))}) DO UPDATE SET {added}"
    )


def _name(table: Table) -> str:
    return str(_POSTGRESQL.identifier_preparer.format_table(table))


def _quoted(column: Column[Any]) -> str:
    return str(_POSTGRESQL.identifier_preparer.quote(column.name))


def _type(column: Column[Any]) -> str:
    kind = column.type.dialect_impl(_POSTGRESQL)
    return next(name for one, name in _TYPES if isinstance(kind, one))
