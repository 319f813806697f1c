"""How a table of the terminal is written down: STRICT, with named constraints."""

from __future__ import annotations

from typing import Any

from sqlalchemy import CheckConstraint, Column, Integer, LargeBinary, MetaData, Table, Text

# Named constraints: a migration on SQLite can only drop what has a name.
metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def table(name: str, *parts: Any, rowid: bool = True) -> Table:
    return Table(name, metadata, *parts, sqlite_strict=True, sqlite_with_rowid=rowid)


def text(name: str, *parts: Any, **options: Any) -> Column[str]:
    return Column(name, Text, *parts, nullable=options.pop("nullable", False), **options)


def whole(name: str, *parts: Any, **options: Any) -> Column[int]:
    return Column(name, Integer, *parts, nullable=options.pop("nullable", False), **options)


def blob(name: str, *parts: Any, **options: Any) -> Column[bytes]:
    return Column(name, LargeBinary, *parts, nullable=options.pop("nullable", False), **options)


def one_of(column: str, *values: str) -> CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def flag(column: str) -> CheckConstraint:
    return CheckConstraint(f"{column} IN (0, 1)", name=column)
