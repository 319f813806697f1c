"""A report that was read, as the screen shows it: its rows, its bars, and the figures above."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pos_app.domain.rounding import divide
from pos_app.services.reports.business_time import BusinessTime
from pos_app.services.reports.report import Cell, Kind, Report, Row
from pos_app.viewmodels.reports.axis import places_of
from pos_app.viewmodels.reports.report_words import ReportWords

BARS_MAX: Final = 40
NO_ROW: Final = -1
_TENTH: Final = 100
"""Of a quantity, in thousandths."""
FIGURES: Final = ("net", "orders", "basket", "items_per_order", "refund_share", "margin_share")


@dataclass(frozen=True, slots=True)
class Figure:
    title: str
    value: str
    change: str


@dataclass(frozen=True, slots=True)
class Bar:
    """`before` is the same of the period that it is laid beside, if there is one.

    `row` is its place in the table, or NO_ROW where nothing was sold.
    """

    label: str
    value: int
    before: int | None
    words: str
    row: int


@dataclass(frozen=True, slots=True)
class Found:
    """What was read at once; `before` is the report of the period it is laid beside.

    `sides` are the same time and people, cut another way.
    """

    now: BusinessTime
    figures: Report
    report: Report
    before: Report | None
    sides: Sequence[Report] = ()


def figures_of(report: Report, words: ReportWords) -> Sequence[Figure]:
    now, then = report.rows
    found = []
    for name in FIGURES:
        place = report.place(name)
        kind, cell = report.columns[place].kind, now.cells[place]
        change = words.change(cell, then.cells[place], kind)
        value = words.cell(_shortened(cell, kind), kind)
        found.append(Figure(words.words.columns[name], value, change))
    return found


def _shortened(cell: Cell, kind: Kind) -> Cell:
    """An average to a tenth: what is weighed would give it three digits more."""
    if kind is Kind.QUANTITY and isinstance(cell, int):
        return divide(cell, _TENTH) * _TENTH
    return cell


def bars_of(found: Found, words: ReportWords, *, hours_from: int) -> Sequence[Bar]:
    """Along the time of a report, or its first rows, as many as can be told apart."""
    report = found.report
    if not report.charted:
        return ()
    place, by_key = report.place(report.charted), {row.key: row for row in report.rows}
    keys = places_of(report, found.before, hours_from=hours_from)
    if keys is None:
        keys = [row.key for row in report.rows[:BARS_MAX]]
    numbers = {row.key: number for number, row in enumerate(report.rows)}
    before = _by_key(found.before, place)
    bars = []
    for key in keys:
        row = by_key.get(key, Row(key, (key, *(0,) * (len(report.columns) - 1))))
        then = before.get(key, 0) if found.before is not None else None
        bars.append(_bar(report, row, then, numbers.get(key, NO_ROW), words))
    return bars


def _bar(report: Report, row: Row, then: int | None, number: int, words: ReportWords) -> Bar:
    place = report.place(report.charted)
    kind, cell = report.columns[place].kind, row.cells[place]
    label = words.row(report, row.cells[0])
    said = f"{label}: {words.cell(cell, kind)}"
    if then is not None:
        said = f"{said} ({words.before(words.cell(then, kind))})"
    return Bar(label, _number(cell), then, said, number)


def drawn_of(found: Found, words: ReportWords) -> str:
    """What is said where there are more rows than bars."""
    rows = len(found.report.rows)
    is_cut = rows > BARS_MAX and places_of(found.report, None, hours_from=0) is None
    return words.drawn(BARS_MAX, rows) if is_cut and found.report.charted else ""


def sorted_by(report: Report, place: int, *, descending: bool) -> Report:
    """The same rows in the order of one column; what says nothing comes last."""

    def key(row: Row) -> tuple[int, str]:
        cell = row.cells[place]
        return (cell, "") if isinstance(cell, int) else (0, str(cell))

    said = [row for row in report.rows if row.cells[place] is not None]
    silent = [row for row in report.rows if row.cells[place] is None]
    ordered = sorted(said, key=key, reverse=descending)
    return replace(report, rows=(*ordered, *silent))


def _by_key(report: Report | None, place: int) -> Mapping[str, int]:
    if report is None:
        return {}
    return {row.key: _number(row.cells[place]) for row in report.rows}


def _number(cell: Cell) -> int:
    return cell if isinstance(cell, int) else 0
