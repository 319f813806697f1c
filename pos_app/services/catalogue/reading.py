"""What an import reads from: any format, as rows of the same cells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple, Protocol, TypeAlias

from pos_app.domain.errors import InvalidInputError, UnavailableError

COLUMNS: Final = (
    "sku",
    "barcode",
    "name",
    "category",
    "price",
    "tax_class",
    "cost",
    "stock",
    "unit",
    "deposit",
    "variant_group",
    "variant",
    "age",
    "open_price",
)
REQUIRED: Final = ("name", "price")
ROW_BYTES_MAX: Final = 64 * 1024
FIELD_BYTES_MAX: Final = 4 * 1024


class FileUnreadableError(UnavailableError):
    code = "import.unreadable"
    text = "{file} cannot be read: {reason}."


class FormatUnknownError(InvalidInputError):
    code = "import.format_unknown"
    text = "{file} is none of the formats this till reads ({known})."


class HeaderError(InvalidInputError):
    code = "import.header"
    text = "{file}: {reason}. The first line must name the columns."


class UndecodableError(InvalidInputError):
    code = "import.undecodable"
    text = (
        "{file}, line {line}: byte {offset} ({byte}) is no {encoding} text. Nothing was imported; "
        "save the file as UTF-8, then import it again."
    )


class BrokenQuotesError(InvalidInputError):
    code = "import.broken_quotes"
    text = "{file}, line {line}: the quotes of more than {most} rows are broken."


class RawRow(NamedTuple):
    line: int
    cells: tuple[str, ...]
    """In the order of `COLUMNS`; empty where the file has no such column."""


class Problem(NamedTuple):
    """A refused row, or something odd about one that was taken."""

    line: int
    column: str
    value: str
    reason: str


class BadRow(NamedTuple):
    """A row that cannot even be split into cells."""

    problem: Problem


Row: TypeAlias = RawRow | BadRow


@dataclass(frozen=True, slots=True)
class FileShape:
    """What was found out about a file before its rows are read."""

    format_name: str
    encoding: str
    delimiter: str
    columns: frozenset[str]
    notes: tuple[Problem, ...] = ()
    """What the person should know: columns left out, a guessed encoding."""


class ProductReader(Protocol):
    """One file; `shape` reads all of it once, so that nothing is written from a broken one."""

    def shape(self) -> FileShape: ...
    def rows(self) -> Iterator[Row]: ...
    def percent_read(self) -> int: ...
