"""The file formats an import reads: one module each, tried in this order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pos_app.adapters.files import pos_csv
from pos_app.adapters.files.csv_table import CsvTable
from pos_app.adapters.files.text_coding import AUTO
from pos_app.services.catalogue.reading import FormatUnknownError, ProductReader


@dataclass(frozen=True, slots=True)
class Format:
    name: str
    recognises: Callable[[tuple[str, ...]], bool]
    open: Callable[[Path, CsvTable], ProductReader]


def _open_pos(path: Path, table: CsvTable) -> ProductReader:
    return pos_csv.PosCsvReader(path=path, table=table)


FORMATS: Final = (Format(pos_csv.NAME, pos_csv.recognises, _open_pos),)


def open_reader(path: Path, *, format_name: str = AUTO, encoding: str = AUTO) -> ProductReader:
    """The reader for a file; its encoding and header are already checked.

    :raises PosError: if the file cannot be read, or is none of the formats
    """
    table = CsvTable(path=path, encoding=encoding)
    for one in FORMATS:
        # A lone format need not recognise: it says better what is missing.
        if one.name == format_name or (format_name == AUTO and _fits(one, table.header)):
            return one.open(path, table)
    raise FormatUnknownError(file=path.name, known=", ".join(one.name for one in FORMATS))


def _fits(one: Format, header: tuple[str, ...]) -> bool:
    return one.recognises(header) or len(FORMATS) == 1
