"""A report as a workbook: numbers as numbers, texts as texts that are never read as formulas."""

from __future__ import annotations

import io
from typing import Final

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from pos_app.domain.money import Currency
from pos_app.services.printing.cells import cells, clean
from pos_app.services.reports.report import Cell, Kind
from pos_app.services.reports.sheet import Sheet, number_of, plain

WIDTH_MAX: Final = 48
_NAME_MAX: Final = 31
_NOT_IN_A_NAME: Final = str.maketrans("[]:*?/\\", "       ")
_OPTIONS: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def report_xlsx(sheet: Sheet) -> bytes:
    out = io.BytesIO()
    with Workbook(out, _OPTIONS) as book:
        book.set_properties({"title": clean(sheet.title)})
        page = book.add_worksheet(_name(sheet.title))
        strong = book.add_format({"bold": True})
        page.write_string(0, 0, clean(sheet.title), strong)
        facts = (sheet.mark, *sheet.facts) if sheet.mark else sheet.facts
        for line, fact in enumerate(facts, start=1):
            page.write_string(line, 0, clean(fact), strong if fact == sheet.mark else None)
        head = len(facts) + 2
        for column, (title, kind) in enumerate(zip(sheet.heads, sheet.kinds, strict=True)):
            page.write_string(head, column, clean(title), strong)
            shown = {"num_format": _pattern(kind, sheet.currency)}
            normal, bold = book.add_format(shown), book.add_format(shown | {"bold": True})
            page.set_column(column, column, _width(sheet, column))
            for row, values in enumerate(sheet.rows, start=1):
                is_sum = sheet.has_total and row == len(sheet.rows)
                place = (head + row, column)
                _write(page, place, values[column], (kind, bold if is_sum else normal), sheet)
        page.freeze_panes(head + 1, 0)
    return out.getvalue()


def _write(
    page: Worksheet, place: tuple[int, int], cell: Cell, how: tuple[Kind, Format], sheet: Sheet
) -> None:
    kind, shown = how
    if isinstance(cell, str):
        page.write_string(*place, clean(cell), shown)
    elif cell is not None:
        # A decimal is written digit by digit: no binary fraction comes between.
        page.write_number(*place, number_of(cell, kind, sheet.currency), shown)


def _pattern(kind: Kind, currency: Currency) -> str:
    match kind:
        case Kind.MONEY if currency.minor_digits:
            return f"#,##0.{'0' * currency.minor_digits}"
        case Kind.QUANTITY:
            return "#,##0.###"
        case Kind.SHARE:
            return "0.0"
        case Kind.TEXT | Kind.DAY:
            return "@"
    return "#,##0"


def _width(sheet: Sheet, column: int) -> int:
    kind = sheet.kinds[column]
    texts = (plain(row[column], kind, sheet.currency) for row in sheet.rows)
    return min(max(map(cells, (sheet.heads[column], *texts))) + 2, WIDTH_MAX)


def _name(title: str) -> str:
    """What a spreadsheet takes as the name of a page."""
    return clean(title).translate(_NOT_IN_A_NAME).strip(" '")[:_NAME_MAX].strip() or "1"
