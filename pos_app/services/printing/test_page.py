"""A page that shows what a printer can do: its width, its letters, and codes that scan."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from pos_app.domain.errors import UnavailableError
from pos_app.domain.logo import Logo
from pos_app.services.ports import Printer
from pos_app.services.print_lines import Line
from pos_app.services.printing.layout import paper_lines
from pos_app.services.printing.receipt import centred
from pos_app.services.printing.rows import (
    Bars,
    Blank,
    Columns,
    Emphasis,
    Qr,
    Receipt,
    Row,
    Rule,
    Text,
)

NAME: Final = "test-page"
CODE: Final = "TEST-PAGE"
LETTERS: Final = "ÀÉÎÖÜ àéîöü ßñç € £"
_OF_RECEIPTS: Final = "The order is safe and its receipt waits. "
"""What printers say beside the reason: of a test page it means nothing."""


class TestPageError(UnavailableError):
    code = "printer.test_page"
    text = "No test page came out. {reason}"


class TestDrawerError(UnavailableError):
    code = "printer.test_drawer"
    text = "The drawer did not open. {reason}"


def test_page_lines(
    *, store: str, words: Sequence[str], width: int, logo: Logo | None
) -> list[Line]:
    """:param words: what the page says of itself, a line each"""
    ruler = "".join(str(column % 10) for column in range(1, width + 1))
    rows: list[Row] = [
        *([logo] if logo is not None else []),
        centred(store, Emphasis.LARGE),
        Rule(),
        *(Text(line) for line in words),
        Blank(),
        Text(ruler),
        Columns(LETTERS, str(width)),
        Rule(),
        Bars(CODE),
        Qr(CODE, ""),
    ]
    return paper_lines(Receipt(NAME, tuple(rows)), width=width)


def print_test_page(printer: Printer, lines: Iterable[Line]) -> None:
    """:raises TestPageError: with the printer's reason, and what to do"""
    try:
        printer.print_lines(name=NAME, lines=lines)
    except UnavailableError as error:
        raise TestPageError(reason=str(error).replace(_OF_RECEIPTS, "")) from error


def try_drawer(printer: Printer) -> None:
    """:raises TestDrawerError: with the printer's reason, and what to do"""
    try:
        printer.open_drawer()
    except UnavailableError as error:
        raise TestDrawerError(reason=str(error).replace(_OF_RECEIPTS, "")) from error
