"""Write the first schema of head office from its tables, once for each database.

`PYTHONPATH=. python build/head_office_schema.py`, as long as no such database is in use.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from sqlalchemy import Dialect, MetaData
from sqlalchemy.dialects.postgresql.base import PGDialect
from sqlalchemy.dialects.sqlite.base import SQLiteDialect
from sqlalchemy.schema import CreateIndex, CreateTable

from pos_app.head_office.storage.partitions import OTHER_MONTHS
from pos_app.head_office.storage.schema import metadata

VERSIONS: Final = Path(__file__).parents[1] / "migrations" / "head_office" / "versions"


def statements(tables: MetaData, dialect: Dialect) -> Iterator[str]:
    for table in tables.sorted_tables:
        yield _text(CreateTable(table), dialect)
        for index in sorted(table.indexes, key=lambda one: str(one.name)):
            yield _text(CreateIndex(index), dialect)
    if dialect.name == "postgresql":
        yield OTHER_MONTHS


def first_schema(dialect: Dialect) -> str:
    return "\n\n".join(statements(metadata, dialect)) + "\n"


def path_for(dialect: Dialect) -> Path:
    return VERSIONS / f"0001_first_schema.{dialect.name}.sql"


def _text(statement: CreateTable | CreateIndex, dialect: Dialect) -> str:
    lines = str(statement.compile(dialect=dialect)).strip().splitlines()
    return "\n".join(line.rstrip() for line in lines if line.strip())


def dialects() -> tuple[Dialect, ...]:
    return PGDialect(), SQLiteDialect()  # type: ignore[no-untyped-call]


if __name__ == "__main__":
    for each in dialects():
        path_for(each).write_text(first_schema(each), encoding="utf-8")
        print(path_for(each))
