"""What was sold by hour, cashier and category, as it stands below the report of a shift."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.errors import PosError
from pos_app.domain.shift import Shift
from pos_app.domain.shift_report import ShiftReport
from pos_app.services.ports import Formats
from pos_app.services.printing.shift_report import ShiftRenderer
from pos_app.services.reports.report import Kind
from pos_app.services.reports.sales import SalesBy
from pos_app.services.reports.sheet import line_of, titled
from pos_app.services.reports.shift_parts import Parts
from pos_app.tasks.runner import TaskRunner
from pos_app.viewmodels.reports.report_words import ReportWords
from pos_app.viewmodels.shared.paper import Paper
from pos_app.viewmodels.shared.words import words_for


@dataclass(frozen=True, slots=True)
class PartDesk:
    """What it works with; `save` writes the parts as a table and says where."""

    read: Callable[[Shift], Parts]
    save: Callable[[ShiftReport, Parts], Path]
    words: ReportWords
    renderer: ShiftRenderer


class ShiftPartsModel(QObject):
    """Of the report that is shown, for who may see that.

    Signals:
        grown: Emitted with the Paper of the report that goes on with its parts.
        told: Emitted with a sentence, and False: Ctrl+Z is not for it.
    """

    grown = Signal(object)
    told = Signal(str, bool)

    def __init__(
        self,
        shown: Callable[[], ShiftReport | None],
        *,
        desk: PartDesk,
        lane: TaskRunner,
        formats: Formats,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._shown = shown
        self._desk = desk
        self._lane = lane
        self._formats = formats

    @Slot()
    def show(self) -> None:
        report = self._shown()
        if report is not None:
            self._lane.submit(
                lambda: self._desk.read(report.shift),
                on_success=lambda parts: self._on_read(report, parts),
                on_failure=self._on_failure,
            )

    @Slot()
    def save(self) -> None:
        report = self._shown()
        if report is not None:
            said = self._desk.words.written
            self._lane.submit(
                lambda: self._desk.save(report, self._desk.read(report.shift)),
                on_success=lambda path: self.told.emit(said.format(path=path), False),
                on_failure=self._on_failure,
            )

    def _on_read(self, report: ShiftReport, parts: Parts) -> None:
        """Unless another report is shown by now."""
        if report is self._shown():
            renderer = self._desk.renderer
            below = part_lines(parts, self._desk.words, columns=renderer.receipts.width)
            self.grown.emit(Paper.of([*renderer.lines(renderer.report(report)), *below]))

    def _on_failure(self, error: PosError) -> None:
        self.told.emit(words_for(error, self._formats), False)


def part_lines(parts: Parts, words: ReportWords, *, columns: int) -> list[str]:
    """:param columns: how many characters a line has"""
    rule, lines = "-" * columns, []
    for by, report in parts.items():
        gross = report.place("gross")
        lines += [rule, words.cut(by.value)]
        for row in titled(report, words.words).rows:
            name, amount = words.row(report, row.cells[0]), words.cell(row.cells[gross], Kind.MONEY)
            lines.append(line_of(name, amount, columns))
    whole = parts[SalesBy.HOUR]
    total = words.cell(whole.totals[whole.place("gross")], Kind.MONEY)
    return [*lines, rule, line_of(words.words.columns["total"], total, columns)]
