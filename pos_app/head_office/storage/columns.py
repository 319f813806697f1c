"""How a table of head office is written down, so that both databases keep the same."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    Dialect,
    Identity,
    Integer,
    LargeBinary,
    Table,
    Text,
    TypeDecorator,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import UserDefinedType

from pos_app.head_office.storage.metadata import metadata


class IsoDate(TypeDecorator[date]):
    """A date as SQLite keeps one: text, which a STRICT table takes."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: date | None, _dialect: Dialect) -> str | None:
        return None if value is None else value.isoformat()

    def process_result_value(self, value: str | None, _dialect: Dialect) -> date | None:
        return None if value is None else date.fromisoformat(value)


class TransactionId(UserDefinedType[int]):
    """64 bits that never wrap round, and never go back."""

    cache_ok = True


class this_transaction(FunctionElement[int]):  # noqa: N801 (it reads as the function it is)
    """The number of the transaction that writes; on SQLite whoever writes brings its own."""

    inherit_cache = True


@compiles(TransactionId, "postgresql")
def _xid8(*_of: Any, **_options: Any) -> str:
    return "xid8"


@compiles(TransactionId, "sqlite")
def _integer(*_of: Any, **_options: Any) -> str:
    return "INTEGER"


@compiles(this_transaction, "postgresql")
def _current(*_of: Any, **_options: Any) -> str:
    return "pg_current_xact_id()"


@compiles(this_transaction, "sqlite")
def _none(*_of: Any, **_options: Any) -> str:
    return "0"


# Sorted by code point on both databases, whatever the language of the server is.
TEXT = Text().with_variant(Text(collation="C"), "postgresql")
WHOLE = BigInteger().with_variant(Integer, "sqlite")
DAY = Date().with_variant(IsoDate, "sqlite")


def table(name: str, *parts: Any, rowid: bool = True, **options: Any) -> Table:
    return Table(name, metadata, *parts, sqlite_strict=True, sqlite_with_rowid=rowid, **options)


def text(name: str, *parts: Any, **options: Any) -> Column[str]:
    return Column(name, TEXT, *parts, nullable=options.pop("nullable", False), **options)


def whole(name: str, *parts: Any, **options: Any) -> Column[int]:
    """Money in minor units, quantities in thousandths, moments in ms since 1970, counts."""
    return Column(name, WHOLE, *parts, nullable=options.pop("nullable", False), **options)


def numbered(name: str) -> Column[int]:
    """A primary key that the database gives out."""
    return Column(name, WHOLE, Identity(), primary_key=True, nullable=False)


def blob(name: str, *parts: Any, **options: Any) -> Column[bytes]:
    return Column(name, LargeBinary, *parts, nullable=options.pop("nullable", False), **options)


def day(name: str, *parts: Any, **options: Any) -> Column[date]:
    return Column(name, DAY, *parts, nullable=options.pop("nullable", False), **options)


def transaction(name: str = "txid") -> Column[int]:
    """Which transaction wrote the row last; PostgreSQL fills it in by itself."""
    return Column(name, TransactionId, nullable=False, server_default=this_transaction())


def one_of(column: str, *values: str) -> CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def flag(column: str) -> CheckConstraint:
    return CheckConstraint(f"{column} IN (0, 1)", name=column)
