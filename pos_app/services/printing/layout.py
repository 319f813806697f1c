"""Lay a receipt out in lines of a given number of columns, amounts always in one piece."""

from __future__ import annotations

from typing import Final, assert_never

from pos_app.domain.logo import Logo
from pos_app.services.print_lines import BarsLine, Line, QrLine, plain_lines
from pos_app.services.printing import code128
from pos_app.services.printing.cells import NO_BREAK_SPACE, cells, pieces, wrap
from pos_app.services.printing.rows import (
    Align,
    Bars,
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
DOTS_PER_COLUMN: Final = 12
"""Of a receipt printer's usual type: 32 columns are 384 dots, 48 are 576."""
DOTS_PER_BAR: Final = 2
"""A quarter of a millimetre, the least that hand scanners read with ease."""

_Written = Text | Columns | Table | Qr | Rule | Blank


def receipt_lines(receipt: Receipt, *, width: int) -> list[str]:
    """The lines of a print-out in plain text; none is wider than `width` display cells."""
    return plain_lines(paper_lines(receipt, width=width))


def paper_lines(receipt: Receipt, *, width: int) -> list[Line]:
    """The lines of a print-out for whatever can draw its codes."""
    assert width >= WIDTH_MIN, width
    return [line for row in receipt.rows for line in _drawn(row, width)]


def _drawn(row: Row, width: int) -> list[Line]:
    if isinstance(row, Logo):
        return [row] if row.width <= width * DOTS_PER_COLUMN else []
    if isinstance(row, Bars):
        return [BarsLine(row.payload)] if _has_room(row.payload, width) else []
    plain = [line.replace(NO_BREAK_SPACE, " ").rstrip() for line in _lines(row, width)]
    if isinstance(row, Qr):
        caption = row.payload if cells(row.payload) <= width else ""
        return [QrLine(row.payload, caption, tuple(plain))]
    return [*plain]


def _has_room(payload: str, width: int) -> bool:
    if not code128.is_drawable(payload):
        return False
    modules = len(code128.modules_of(payload)) + 2 * code128.QUIET_MODULES
    return modules * DOTS_PER_BAR <= width * DOTS_PER_COLUMN


def _lines(row: _Written, width: int) -> list[str]:
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
