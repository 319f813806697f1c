"""X and Z reports on the screen: the open shift first, the filed ones before it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal, SignalInstance, Slot

from pos_app.domain.errors import PosError
from pos_app.domain.shift_report import ShiftReport
from pos_app.domain.staff import Permission, StaffMember
from pos_app.services.activity.activity_log import Wanted
from pos_app.services.ports import Formats
from pos_app.services.printing.shift_paper import ShiftPaper
from pos_app.services.shifts.shift_reports import ShiftReports
from pos_app.tasks.runner import TaskRunner
from pos_app.viewmodels.approval.acts import AskingLane
from pos_app.viewmodels.approval.request import ApprovalRequest
from pos_app.viewmodels.shared.paper import Paper
from pos_app.viewmodels.shared.words import words_for
from pos_app.viewmodels.shifts.report_counts import ReportCountsModel
from pos_app.viewmodels.shifts.report_parts import PartDesk, ShiftPartsModel


@dataclass(frozen=True, slots=True)
class ReportPage:
    """What the sheet shows of one report."""

    title: str
    paper: Paper
    has_earlier: bool
    has_later: bool


@dataclass(frozen=True, slots=True)
class ReportDesk:
    """`save` writes a report as PDF and says where; `count` says how many entries there are."""

    reports: ShiftReports
    paper: ShiftPaper
    save: Callable[[ShiftReport], Path]
    parts: PartDesk
    count: Callable[[Wanted], int]


@dataclass(frozen=True, slots=True)
class ReportLanes:
    """Reading may have to be asked for; printing waits for nobody, and no sale for `parts`."""

    reader: AskingLane
    parts: TaskRunner
    printer: TaskRunner
    files: TaskRunner


class ShiftReportsModel(QObject):
    """What its sheet shows and asks for.

    Signals:
        opened: Emitted with the ReportPage, when the sheet is to be seen.
        changed: Emitted with the ReportPage of another report.
        hidden: Emitted when it is to go.
        told: Emitted with a sentence, and False: Ctrl+Z is not for it.
    """

    opened = Signal(object)
    changed = Signal(object)
    hidden = Signal()
    told = Signal(str, bool)

    def __init__(
        self,
        *,
        desk: ReportDesk,
        lanes: ReportLanes,
        formats: Formats,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._lanes = lanes
        self._formats = formats
        self._actor: StaffMember | None = None
        self._report: ShiftReport | None = None
        self._last = 0
        self._is_busy = False
        self.parts = ShiftPartsModel(
            lambda: self._report, desk=desk.parts, lane=lanes.parts, formats=formats, parent=self
        )
        self.parts.told.connect(self.told)
        self.parts.report_asked.connect(self._read_again)
        self.counts = ReportCountsModel(desk.count, lane=lanes.parts, formats=formats, parent=self)
        self.counts.told.connect(self.told)

    def follow(
        self,
        signed_in: SignalInstance,
        person_changed: SignalInstance,
        report_due: SignalInstance,
        *,
        tell: Callable[[str, bool], None],
    ) -> None:
        """Know who asks, forget it when they go, and print what was just filed."""
        signed_in.connect(self._on_signed_in)
        person_changed.connect(self._on_person)
        report_due.connect(self._print_filed)
        self.told.connect(tell)

    @Slot(object)
    def _on_signed_in(self, member: StaffMember) -> None:
        self._actor = member

    @Slot(str)
    def _on_person(self, name: str) -> None:
        """What somebody was allowed to see is not there for whoever comes next."""
        if not name:
            self._actor = None
            self.leave()

    @Slot()
    def open(self) -> None:
        """The X report of the open shift, or the last Z report where none is open."""
        self._report = None
        self._read(None)

    @Slot()
    def leave(self) -> None:
        if self._report is not None:
            self._report = None
            self.counts.end()
            self.hidden.emit()

    @Slot()
    def print(self) -> None:
        """A Z report was printed when it was filed: this is a copy."""
        report, actor = self._report, self._actor
        if report is not None and actor is not None:
            self._lanes.printer.submit(
                lambda: self._desk.paper.reprint(report, actor=actor),
                on_success=lambda _nothing: self.told.emit(self.tr("The report is printed"), False),
                on_failure=self._fail,
            )

    @Slot()
    def save(self) -> None:
        report = self._report
        if report is not None:
            self._lanes.files.submit(
                lambda: self._desk.save(report),
                on_success=lambda path: self.told.emit(
                    self.tr("The report is in {path}").format(path=path), False
                ),
                on_failure=self._fail,
            )

    @Slot(int)
    def _print_filed(self, number: int) -> None:
        """The Z report of a shift that was just closed, by who may see it."""
        actor = self._actor
        if actor is not None:
            reports, paper = self._desk.reports, self._desk.paper
            self._lanes.printer.submit(
                lambda: paper.print(reports.reader.z(number=number), actor=actor),
                on_success=lambda _nothing: None,
                on_failure=self._fail,
            )

    def step(self, by: int) -> None:
        """The report of a shift before or after."""
        report = self._report
        if report is None or self._is_busy:
            return
        wanted = report.shift.number + by
        if 0 < wanted <= self._last:
            self._read(wanted)

    @Slot(object)
    def _read_again(self, report: ShiftReport) -> None:
        """Whose parts have led to orders: as it is by now, for who may see it still.

        Its number says which: another shift may be open by then.
        """
        self._report = None
        self._read(report.shift.number, then=self.parts.show_again)

    def _read(self, number: int | None, then: Callable[[], None] = lambda: None) -> None:
        actor = self._actor
        if actor is None or self._is_busy:
            return
        self._is_busy = True
        reports = self._desk.reports
        self._lanes.reader.submit(
            lambda approval: (
                reports.read(number=number, actor=actor, approval=approval),
                reports.reader.last_number(),
            ),
            request=lambda: ApprovalRequest(
                Permission.SEE_EXPECTED, self.tr("Read the report of a shift")
            ),
            on_success=lambda found: self._on_read(actor, found, then),
            on_failure=self._on_refused,
        )

    def _on_read(
        self, actor: StaffMember, found: tuple[ShiftReport, int], then: Callable[[], None]
    ) -> None:
        self._is_busy = False
        if actor is not self._actor:
            return
        is_first = self._report is None
        self._report, self._last = report, last = found
        number = report.shift.number
        title = self.tr("Z report {number}") if report.is_final else self.tr("X report {number}")
        page = ReportPage(
            title=title.format(number=number),
            paper=Paper.of(
                self._desk.paper.renderer.lines(self._desk.paper.renderer.report(report))
            ),
            has_earlier=number > 1,
            has_later=number < last,
        )
        (self.opened if is_first else self.changed).emit(page)
        self.counts.show(report, actor)
        then()

    def _on_refused(self, error: PosError) -> None:
        self._is_busy = False
        self._fail(error)

    def _fail(self, error: PosError) -> None:
        self.told.emit(words_for(error, self._formats), False)
