"""Lay a receipt out as plain text of a given number of columns, amounts always in one piece."""

from __future__ import annotations

from typing import Final, assert_never

from pos_app.services.printing.cells import NO_BREAK_SPACE, cells, pieces, wrap
from pos_app.services.printing.rows import (
    Align,
    Blank,
    Columns,
    Qr,
    Receipt,
    Row,
    Rule,
    Table,
    Text,
)

WIDTH_MIN: Final = 24
NAME_LINES_MAX: Final = 4
TEXT_LINES_MAX: Final = 12
LEFT_MIN: Final = 8


def receipt_lines(receipt: Receipt, *, width: int) -> list[str]:
    """The lines of a print-out; none is wider than `width` display cells."""
    assert width >= WIDTH_MIN, width
    lines = [line for row in receipt.rows for line in _lines(row, width)]
    return [line.replace(NO_BREAK_SPACE, " ").rstrip() for line in lines]


def _lines(row: Row, width: int) -> list[str]:
    match row:
        case Text():
            return _text(row, width)
        case Columns():
            return _columns(row, width)
        case Table():
            return _table(row, width)
        case Qr():
            return [*wrap(row.note, width, lines_max=1), *pieces(row.payload, width)]
        case Rule():
            return ["-" * width]
        case Blank():
            return [""]
    assert_never(row)


def _text(row: Text, width: int) -> list[str]:
    room = width - row.indent
    return [
        " " * row.indent + _aligned(line, room, row.align)
        for line in wrap(row.text, room, lines_max=TEXT_LINES_MAX)
    ]


def _columns(row: Columns, width: int) -> list[str]:
    room = width - row.indent
    left_room = room - cells(row.right) - 1
    if left_room < min(LEFT_MIN, cells(row.left)):
        left = wrap(row.left, room, lines_max=NAME_LINES_MAX)
        lines = [*left, *_right_aligned(row.right, room)]
    else:
        lines = wrap(row.left, max(left_room, LEFT_MIN), lines_max=NAME_LINES_MAX)
        lines[-1] += _filled(row.right, room - cells(lines[-1]))
    return [" " * row.indent + line for line in lines]


def _table(row: Table, width: int) -> list[str]:
    column = width // 3
    left_room = width - 2 * column - 1
    if max(cells(row.middle), cells(row.right)) < column:
        lines = wrap(row.left, left_room, lines_max=NAME_LINES_MAX)
        amounts = _filled(row.middle, column) + _filled(row.right, column)
        lines[-1] += _filled(amounts, width - cells(lines[-1]))
        return lines
    lines = wrap(row.left, width, lines_max=NAME_LINES_MAX)
    both = f"{row.middle}  {row.right}"
    if cells(both) <= width:
        return [*lines, _filled(both, width)]
    return [*lines, *_right_aligned(row.middle, width), *_right_aligned(row.right, width)]


def _right_aligned(amount: str, width: int) -> list[str]:
    return [_filled(part, width) for part in pieces(amount, width)]


def _filled(text: str, width: int) -> str:
    """The text at the right edge of `width` cells."""
    return " " * (width - cells(text)) + text


def _aligned(line: str, width: int, align: Align) -> str:
    match align:
        case Align.LEFT:
            return line
        case Align.RIGHT:
            return _filled(line, width)
        case Align.CENTRE:
            return " " * ((width - cells(line)) // 2) + line
    assert_never(align)
