"""A delimited text file as a header and rows, each with the line it starts on."""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple, TypeAlias

from pos_app.adapters.files.formula_guard import unguarded
from pos_app.adapters.files.text_coding import AUTO, TextCoding, find_coding, readable
from pos_app.adapters.files.text_lines import TextLines
from pos_app.services.catalogue.reading import (
    FIELD_BYTES_MAX,
    ROW_BYTES_MAX,
    BadRow,
    BrokenQuotesError,
    FileUnreadableError,
    HeaderError,
    Problem,
)

DELIMITERS: Final = (",", ";", "\t")
BROKEN_ROWS_MAX: Final = 1_000
"""A broken quote costs reading up to 64 KiB twice: a file full of them is no catalogue."""

_BYTES_PER_CHAR_MAX: Final = 4
_PLAIN_CHARS_MAX: Final = FIELD_BYTES_MAX // _BYTES_PER_CHAR_MAX
_SHOWN_CHARS: Final = 80
_APOSTROPHE: Final = "'"
_NUL: Final = "\0"
# Some spreadsheets name the delimiter in a line before the header.
_DELIMITER_LINE: Final = re.compile(r"\"?sep=(.)\"?[\r\n]*")


class TableRow(NamedTuple):
    line: int
    cells: list[str]


TableRowOrBad: TypeAlias = TableRow | BadRow


class _RowTooLongError(Exception):
    """Too much was read for one row: a quote is open, or there is no line break."""


class CsvTable:
    """Reading the header decides encoding and delimiter, and raises if any byte is bad."""

    def __init__(self, *, path: Path, encoding: str = AUTO) -> None:
        self._file = path.name
        self.coding = _coding(path, encoding)
        self._text = TextLines(path=path, coding=self.coding, longest=ROW_BYTES_MAX)
        self._lines = iter(self._text)
        self._again: deque[str] = deque()
        self._taken: list[str] = []
        self._line = 1
        self.delimiter = DELIMITERS[0]
        self.header = self._read_header()

    def percent_read(self) -> int:
        return self._text.percent_read()

    def rows(self) -> Iterator[TableRowOrBad]:
        """Every row that is not blank, once; a row that cannot be split is named and left."""
        broken = 0
        while True:
            try:
                yield from self._rows_until_broken()
            except (csv.Error, _RowTooLongError) as error:
                yield self._bad(_reason(error, self._taken))
                broken += 1
                if broken > BROKEN_ROWS_MAX:
                    raise BrokenQuotesError(
                        file=self._file, line=self._line, most=BROKEN_ROWS_MAX
                    ) from error
                self._skip_one_line()
            else:
                return

    def _rows_until_broken(self) -> Iterator[TableRowOrBad]:
        width = len(self.header)
        taken = self._taken
        for cells in csv.reader(self._feed(), delimiter=self.delimiter, strict=True):
            first = taken[0]
            # Written out, as nearly every row is plain and a large file has a million.
            if (
                len(cells) == width
                and len(taken) == 1
                and len(first) <= _PLAIN_CHARS_MAX
                and _APOSTROPHE not in first
                and _NUL not in first
                and any(cells)
            ):
                yield TableRow(self._line, cells)
            else:
                yield from self._checked(cells)
            self._line += len(taken)
            taken.clear()

    def _feed(self) -> Iterator[str]:
        """The next lines; those of a broken row, from its second on, come again."""
        taken = self._taken
        size = 0
        while True:
            line = self._again.popleft() if self._again else next(self._lines, None)
            if line is None:
                return
            size = size + _bytes(line) if taken else _bytes(line)
            taken.append(line)
            if size > ROW_BYTES_MAX:
                raise _RowTooLongError
            yield line

    def _skip_one_line(self) -> None:
        self._again.extendleft(reversed(self._taken[1:]))
        self._taken.clear()
        self._line += 1

    def _checked(self, cells: list[str]) -> Iterator[TableRowOrBad]:
        """A row that is not plainly good: read it, name it, or pass over it if it is blank."""
        width = len(self.header)
        if not any(cells):
            return
        if any(_NUL in line for line in self._taken):
            yield self._bad("it holds a NUL byte")
        elif len(cells) < width or any(cells[width:]):
            yield self._bad(f"{len(cells)} cells instead of {width}")
        else:
            long = [name for name, cell in zip(self.header, cells, strict=False) if _is_long(cell)]
            if long:
                reason = f"longer than {FIELD_BYTES_MAX} bytes"
                yield self._bad(reason, column=long[0])
            else:
                yield TableRow(self._line, [unguarded(cell) for cell in cells[:width]])

    def _bad(self, reason: str, column: str = "") -> BadRow:
        start = self._taken[0].rstrip("\r\n")[:_SHOWN_CHARS] if self._taken else ""
        return BadRow(Problem(self._line, column, start, reason))

    def _read_header(self) -> tuple[str, ...]:
        for line in self._lines:
            named = _DELIMITER_LINE.fullmatch(line)
            if named is None and line.strip():
                self.delimiter = self._delimiter_of(line)
                self._line += 1
                return tuple(_split(line, self.delimiter))
            self._line += 1
        raise HeaderError(file=self._file, reason="the file is empty")

    def _delimiter_of(self, line: str) -> str:
        if _NUL in line:
            reason = "it holds NUL bytes: no text, or UTF-16 without its mark"
            raise HeaderError(file=self._file, reason=reason)
        if len(line) > ROW_BYTES_MAX:
            raise HeaderError(file=self._file, reason="the first line is too long")
        columns = {delimiter: _columns(line, delimiter) for delimiter in DELIMITERS}
        best = max(DELIMITERS, key=lambda delimiter: columns[delimiter])
        if not columns[best]:
            raise HeaderError(file=self._file, reason="its quotes are broken")
        return best


def _coding(path: Path, encoding: str) -> TextCoding:
    with readable(path):
        is_ordinary = path.is_file() or not path.exists()
    if not is_ordinary:
        raise FileUnreadableError(file=path.name, reason="it is no ordinary file")
    return find_coding(path, encoding)


def _split(line: str, delimiter: str) -> list[str]:
    return next(csv.reader([line.rstrip("\r\n")], delimiter=delimiter, strict=True))


def _columns(line: str, delimiter: str) -> int:
    """How many there are; none where quotes end in front of something else."""
    try:
        return len(_split(line, delimiter))
    except csv.Error:
        return 0


def _is_long(cell: str) -> bool:
    return _bytes(cell) > FIELD_BYTES_MAX


def _bytes(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-8"))


def _reason(error: Exception, taken: list[str]) -> str:
    if isinstance(error, csv.Error):
        return "its quotes are broken"
    if len(taken) > 1:
        return f"a quote is opened and not closed within {ROW_BYTES_MAX} bytes"
    return f"longer than {ROW_BYTES_MAX} bytes"
