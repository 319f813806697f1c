"""What was sold by hour, cashier and category, as it stands below the report of a shift."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.errors import PosError
from pos_app.domain.shift import Shift
from pos_app.domain.shift_report import ShiftReport
from pos_app.services.orders.behind import Behind
from pos_app.services.ports import Formats
from pos_app.services.printing.shift_report import ShiftRenderer
from pos_app.services.reports.behind import behind_row
from pos_app.services.reports.report import Kind
from pos_app.services.reports.sales import SalesBy
from pos_app.services.reports.sheet import line_of, titled
from pos_app.services.reports.shift_parts import Parts
from pos_app.tasks.runner import TaskRunner
from pos_app.viewmodels.page_name import PageName
from pos_app.viewmodels.receipts.find_order import FindOrder
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


@dataclass(frozen=True, slots=True)
class PartLine:
    """`behind` leads to the orders that a part was added up from."""

    text: str
    name: str = ""
    behind: Behind | None = None


class ShiftPartsModel(QObject):
    """Of the report that is shown, for who may see that.

    Signals:
        grown: Emitted with the Paper of the report that goes on with its parts.
        selected: Emitted with the line of that paper that is highlighted.
        orders_asked: Emitted with the Behind of a part, and what is said of it.
        report_asked: Emitted with the ShiftReport that the orders were behind, to see it again.
        told: Emitted with a sentence, and False: Ctrl+Z is not for it.
    """

    grown = Signal(object)
    selected = Signal(int)
    orders_asked = Signal(object, str)
    report_asked = Signal(object)
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
        self._of: ShiftReport | None = None
        """Whose parts are known."""
        self._lines: list[tuple[int, PartLine]] = []
        self._current = 0

    def connect_to(self, find: FindOrder, show: Callable[[PageName], None]) -> None:
        """Lead to the orders behind a part, and back."""
        self.orders_asked.connect(find.open_behind)
        find.report_asked.connect(lambda behind: self._come_back(behind, show))

    @Slot()
    def show(self) -> None:
        self._current = 0
        self.show_again()

    def show_again(self) -> None:
        """With the part highlighted that led to its orders."""
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

    def move(self, by: int) -> bool:
        """Whether there is such a part."""
        return self._select(self._current + by)

    def pick(self, line: int) -> None:
        """The part on that line of the paper, if it is one."""
        places = [place for place, (at, _) in enumerate(self._lines) if at == line]
        if places:
            self._select(places[0])

    @Slot()
    def show_orders(self) -> None:
        report = self._shown()
        if report is None or report is not self._of or not self._lines:
            return
        _, line = self._lines[self._current]
        assert line.behind is not None
        words = self.tr("Shift {number} · {part}")
        self.orders_asked.emit(
            replace(line.behind, shift=report.shift.shift_id),
            words.format(number=report.shift.number, part=line.name),
        )

    def _come_back(self, behind: Behind, show: Callable[[PageName], None]) -> None:
        if behind.shift is not None and self._of is not None:
            show(PageName.SELL)
            self.report_asked.emit(self._of)

    def _select(self, place: int) -> bool:
        is_there = self._of is not None and self._of is self._shown()
        if not is_there or not 0 <= place < len(self._lines):
            return False
        self._current = place
        self.selected.emit(self._lines[place][0])
        return True

    def _on_read(self, report: ShiftReport, parts: Parts) -> None:
        """Unless another report is shown by now."""
        if report is self._shown():
            renderer = self._desk.renderer
            above = list(renderer.lines(renderer.report(report)))
            below = part_lines(parts, self._desk.words, columns=renderer.receipts.width)
            lines = enumerate(below, start=len(above))
            self._lines = [(at, line) for at, line in lines if line.behind is not None]
            self._of = report
            self.grown.emit(Paper.of([*above, *(line.text for line in below)]))
            self._select(min(self._current, len(self._lines) - 1))

    def _on_failure(self, error: PosError) -> None:
        self.told.emit(words_for(error, self._formats), False)


def part_lines(parts: Parts, words: ReportWords, *, columns: int) -> list[PartLine]:
    """:param columns: how many characters a line has"""
    rule, lines = PartLine("-" * columns), []
    for by, report in parts.items():
        gross = report.place("gross")
        lines += [rule, PartLine(words.cut(by.value))]
        for row in titled(report, words.words).rows:
            name, amount = words.row(report, row.cells[0]), words.cell(row.cells[gross], Kind.MONEY)
            text = line_of(name, amount, columns)
            lines.append(PartLine(text, name, behind_row(report, row.key)))
    whole = parts[SalesBy.HOUR]
    total = words.cell(whole.totals[whole.place("gross")], Kind.MONEY)
    return [*lines, rule, PartLine(line_of(words.words.columns["total"], total, columns))]
