"""Our own CSV: the columns of `COLUMNS` in any order."""

from __future__ import annotations

from collections.abc import Iterator
from operator import itemgetter
from pathlib import Path
from typing import Final

from pos_app.adapters.files.csv_table import CsvTable
from pos_app.services.catalogue.reading import (
    COLUMNS,
    REQUIRED,
    BadRow,
    FileShape,
    HeaderError,
    Problem,
    RawRow,
    Row,
)

NAME: Final = "pos"
_HEADER_LINE: Final = 1


def recognises(header: tuple[str, ...]) -> bool:
    """Whether the names of the columns are ours."""
    return set(REQUIRED) <= {_column(name) for name in header}


class PosCsvReader:
    def __init__(self, *, path: Path, table: CsvTable) -> None:
        self._table = table
        self._names = [_column(name) for name in table.header]
        self._require_columns(path.name)

    def shape(self) -> FileShape:
        table = self._table
        return FileShape(
            format_name=NAME,
            encoding=table.coding.codec,
            delimiter=table.delimiter,
            columns=frozenset(COLUMNS) & frozenset(self._names),
            notes=tuple(self._notes()),
        )

    def rows(self) -> Iterator[Row]:
        """The rows, once; cells of columns that the file lacks are empty."""
        missing = len(self._names)
        pick = itemgetter(
            *(self._names.index(column) if column in self._names else missing for column in COLUMNS)
        )
        for row in self._table.rows():
            if isinstance(row, BadRow):
                yield row
            else:
                row.cells.append("")
                yield RawRow(row.line, pick(row.cells))

    def percent_read(self) -> int:
        return self._table.percent_read()

    def _notes(self) -> Iterator[Problem]:
        if self._table.coding.guessed:
            reason = "not UTF-8: read as cp1252; look at the accents, or save the file as UTF-8"
            yield Problem(_HEADER_LINE, "", self._table.coding.codec, reason)
        for name in self._names:
            if name not in COLUMNS:
                yield Problem(_HEADER_LINE, name, name, "unknown column: left out")

    def _require_columns(self, file: str) -> None:
        names = self._names
        missing = [name for name in REQUIRED if name not in names]
        if "sku" not in names and "barcode" not in names:
            missing.append("sku or barcode")
        if missing:
            raise HeaderError(file=file, reason=f"the column {' and '.join(missing)} is missing")
        twice = sorted({name for name in COLUMNS if names.count(name) > 1})
        if twice:
            raise HeaderError(file=file, reason=f"the column {' and '.join(twice)} is there twice")


def _column(name: str) -> str:
    return name.strip().casefold()
