"""A report as a table for people: titles above its columns, a line of sums below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Final

from pos_app.domain.money import Currency, Money
from pos_app.domain.quantity import Quantity
from pos_app.domain.rounding import divide
from pos_app.services.ports import Formats
from pos_app.services.printing.cells import CELLS_WIDEST, cells, clean, pieces, wrap
from pos_app.services.reports.report import Cell, Kind, Report, Row
from pos_app.services.reports.sales import SalesBy
from pos_app.services.reports.titles import COLUMNS, PRACTICE, REPORTS, UNPAID

SHARE_DIGITS: Final = 2
_TENTH: Final = 1_000
_TO_PERCENT: Final = 4
"""Millionths moved by so many digits are per cent."""


@dataclass(frozen=True, slots=True)
class Words:
    """How reports, columns and ways to pay are called, and what is said of a whole report."""

    reports: Mapping[str, str]
    columns: Mapping[str, str]
    ways: Mapping[str, str] = field(default_factory=dict)
    practice: str = PRACTICE
    unpaid: str = UNPAID


ENGLISH: Final = Words(REPORTS, COLUMNS)


@dataclass(frozen=True, slots=True)
class Sheet:
    """`facts` are lines below the title. The last row is the total, if `has_total`.

    `mark` says that nothing of it is real; it is empty where it is. `remark`, the last of the
    facts, says what is left out; it is empty where nothing is.
    """

    title: str
    facts: tuple[str, ...]
    heads: tuple[str, ...]
    kinds: tuple[Kind, ...]
    rows: tuple[tuple[Cell, ...], ...]
    currency: Currency
    has_total: bool = False
    mark: str = ""
    remark: str = ""


def remark_of(report: Report, words: Words) -> str:
    """What is left out of it by the way to pay that it is of."""
    is_short = report.name == "conduct" and report.scope.method is not None
    return words.unpaid if is_short else ""


def titled(report: Report, words: Words) -> Report:
    """With words for what is called by a code, or by nothing, in the store."""
    match report.by:
        case SalesBy.PAYMENT:
            called = {**words.ways, "": words.columns["nothing_paid"]}
        case SalesBy.CATEGORY:
            called = {"": words.columns["no_category"]}
        case _:
            return report
    rows = tuple(
        Row(one.key, (called.get(one.key, one.cells[0]), *one.cells[1:])) for one in report.rows
    )
    return replace(report, rows=rows)


def sheet_of(
    report: Report,
    currency: Currency,
    *,
    words: Words = ENGLISH,
    facts: Sequence[str] = (),
    is_practice: bool = False,
) -> Sheet:
    """With a column of codes before the others, where they say more than the first of these."""
    report = titled(report, words)
    coded = any(row.key and row.key != row.cells[0] for row in report.rows)
    rows = [(row.key, *row.cells) if coded else row.cells for row in report.rows]
    if report.totals:
        called = (words.columns["total"], *report.totals[1:])
        rows.append(("", *called) if coded else called)
    kinds = tuple(one.kind for one in report.columns)
    heads = tuple(words.columns[one.name] for one in report.columns)
    period = f"{report.scope.since.isoformat()} – {report.scope.until.isoformat()}"
    remark = remark_of(report, words)
    return Sheet(
        title=words.reports[report.name],
        facts=(period, *facts, *([remark] if remark else [])),
        heads=(words.columns["code"], *heads) if coded else heads,
        kinds=(Kind.TEXT, *kinds) if coded else kinds,
        rows=tuple(rows),
        currency=currency,
        has_total=bool(report.totals),
        mark=words.practice if is_practice else "",
        remark=remark,
    )


def number_of(cell: int, kind: Kind, currency: Currency) -> Decimal:
    """The exact number of a cell that is one: money in major units, shares in per cent."""
    match kind:
        case Kind.MONEY:
            return Decimal(cell).scaleb(-currency.minor_digits)
        case Kind.QUANTITY:
            return Decimal(cell).scaleb(-3)
        case Kind.SHARE:
            return Decimal(cell).scaleb(-_TO_PERCENT)
    return Decimal(cell)


def plain(cell: Cell, kind: Kind, currency: Currency) -> str:
    """For a program that reads it: points and no grouping."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return clean(cell)
    match kind:
        case Kind.MONEY:
            return Money(cell, currency).plain()
        case Kind.QUANTITY:
            return str(Quantity(cell))
        case Kind.SHARE:
            return f"{number_of(cell, kind, currency):.{SHARE_DIGITS}f}"
    return str(cell)


class CellTexts:
    """Cells as a person of the store reads them."""

    def __init__(self, formats: Formats, currency: Currency) -> None:
        self._formats = formats
        self._currency = currency

    def of(self, cell: Cell, kind: Kind) -> str:
        if cell is None:
            return "–"
        if isinstance(cell, str):
            return clean(cell)
        match kind:
            case Kind.MONEY:
                return self._formats.number(Money(cell, self._currency))
            case Kind.QUANTITY:
                return self._formats.quantity(Quantity(cell))
            case Kind.SHARE:
                return self._formats.percent(_rounded(cell))
        return self._formats.quantity(Quantity.of(cell))


def _rounded(millionths: int) -> int:
    """To a tenth of a per cent, half away from zero."""
    return divide(millionths, _TENTH) * _TENTH


def lines_of(
    report: Report,
    texts: CellTexts,
    *,
    columns: int,
    words: Words = ENGLISH,
    is_practice: bool = False,
) -> Sequence[str]:
    """For a receipt printer: what a row is of, and the one column that counts.

    :param columns: how many characters a line has
    """
    report = titled(report, words)
    marks = wrap(words.practice, columns, lines_max=2) if is_practice else []
    shown = report.place(report.charted) if report.charted else len(report.columns) - 1
    kind, rule = report.columns[shown].kind, "-" * columns
    title = f"{words.reports[report.name]}: {words.columns[report.columns[shown].name]}"
    period = f"{report.scope.since.isoformat()} - {report.scope.until.isoformat()}"
    said = remark_of(report, words)
    remark = wrap(said, columns, lines_max=6) if said else []
    lines = [*marks, *wrap(clean(title), columns, lines_max=2), period, *remark, rule]
    rows = [(row.cells[0], row.cells[shown]) for row in report.rows]
    lines += [
        line_of(texts.of(name, Kind.TEXT), texts.of(one, kind), columns) for name, one in rows
    ]
    if report.totals:
        total = texts.of(report.totals[shown], kind)
        lines += [rule, line_of(words.columns["total"], total, columns)]
    return [*lines, *marks]


def line_of(name: str, number: str, columns: int) -> str:
    """The name at the left, as much of it as there is room for, the number at the right."""
    room = max(columns - cells(number) - 1, CELLS_WIDEST)
    name = pieces(name, room)[0]
    return f"{name}{' ' * (columns - cells(name) - cells(number))}{number}"
