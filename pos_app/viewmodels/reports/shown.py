"""A report that was read, as the screen shows it: its rows, its bars, and the figures above."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pos_app.services.reports.report import Cell, Report, Row
from pos_app.viewmodels.reports.report_words import ReportWords

BARS_MAX: Final = 40
FIGURES: Final = ("net", "orders", "basket", "items_per_order", "refund_share", "margin_share")


@dataclass(frozen=True, slots=True)
class Figure:
    title: str
    value: str
    change: str


@dataclass(frozen=True, slots=True)
class Bar:
    """`before` is the same of the period that it is laid beside, if there is one."""

    label: str
    value: int
    before: int | None
    words: str


@dataclass(frozen=True, slots=True)
class Found:
    """What was read at once; `before` is the report of the period it is laid beside."""

    figures: Report
    report: Report
    before: Report | None


def figures_of(report: Report, words: ReportWords) -> Sequence[Figure]:
    now, then = report.rows
    found = []
    for name in FIGURES:
        place = report.place(name)
        kind, cell = report.columns[place].kind, now.cells[place]
        change = words.change(cell, then.cells[place], kind)
        found.append(Figure(words.words.columns[name], words.cell(cell, kind), change))
    return found


def bars_of(found: Found, words: ReportWords) -> Sequence[Bar]:
    """The first rows, as many as can be told apart."""
    report = found.report
    if not report.charted:
        return ()
    place = report.place(report.charted)
    kind, before = report.columns[place].kind, _by_key(found.before, place)
    bars = []
    for row in report.rows[:BARS_MAX]:
        value = _number(row.cells[place])
        label = words.cell(row.cells[0], report.columns[0].kind)
        said = f"{label}: {words.cell(row.cells[place], kind)}"
        then = before.get(row.key, 0) if found.before is not None else None
        if then is not None:
            said = f"{said} ({words.before(words.cell(then, kind))})"
        bars.append(Bar(label, value, then, said))
    return bars


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
