"""The screen of the hours on a shop in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from pos_app.domain.errors import UnavailableError
from pos_app.domain.staff import StaffMember
from pos_app.services.reports.report import Report
from pos_app.services.reports.sheet import Words
from pos_app.services.staff.worked import worked_in
from pos_app.tasks.runner import TaskRunner
from pos_app.viewmodels.approval.acts import AskingLane
from pos_app.viewmodels.approval.approvals import Approvals
from pos_app.viewmodels.hours.hours import HoursSources, HoursViewModel
from pos_app.viewmodels.hours.hours_export import hours_export
from pos_app.viewmodels.hours.screens import HoursScreens
from pos_app.viewmodels.hours.time_entry_form import TimeEntryForm, TimeEntryParts
from pos_app.viewmodels.reports.report_words import ReportWords
from pos_app.viewmodels.shared.export import Export
from tests.fakes.activity import FakeActivityQueries
from tests.fakes.formats import FakeFormats
from tests.fakes.shop import FakeShop
from tests.fakes.tasks import InlineTaskRunner
from tests.fakes.time_clock import time_clock_of

PARIS = ZoneInfo("Europe/Paris")


@dataclass
class FakeOutlet:
    """Keeps what it was given; `trouble` is raised instead."""

    written: list[tuple[Report, Path, Sequence[str]]] = field(default_factory=list)
    printed: list[Report] = field(default_factory=list)
    trouble: UnavailableError | None = None

    def write(self, report: Report, path: Path, *, words: Words, facts: tuple[str, ...]) -> None:
        self._fail()
        assert {one.name for one in report.columns} <= set(words.columns)
        self.written.append((report, path, facts))

    def print(self, report: Report, *, words: Words) -> None:
        self._fail()
        assert report.name in words.reports
        self.printed.append(report)

    def _fail(self) -> None:
        if self.trouble is not None:
            raise self.trouble


class Heard:
    """What the screen says: sentences, cards of its form, refusals, and what is asked."""

    def __init__(self, screens: HoursScreens, approvals: Approvals) -> None:
        self.told: list[str] = []
        self.refused: list[tuple[str, str]] = []
        self.asked: list[tuple[str, str]] = []
        self.paths: list[str] = []
        screens.told.connect(lambda words, _undo: self.told.append(words))
        screens.form.refused.connect(lambda words, name: self.refused.append((words, name)))
        screens.out.path_wanted.connect(self.paths.append)
        approvals.asked.connect(lambda one, _who: self.asked.append((one.what, one.why)))


@dataclass
class Desk:
    shop: FakeShop
    screens: HoursScreens
    approvals: Approvals
    heard: Heard
    outlet: FakeOutlet

    @property
    def rows(self) -> list[tuple[str, ...]]:
        return [
            (row.name, row.day, row.came, row.left, row.hours, row.remark)
            for row in self.screens.hours.time_entries.rows
        ]


def desk_of(
    shop: FakeShop,
    actor: StaffMember | None = None,
    *,
    reader: TaskRunner | None = None,
    writer: TaskRunner | None = None,
) -> Desk:
    """Opened by the owner, unless somebody else does."""
    formats, tasks, outlet = FakeFormats(), InlineTaskRunner(), FakeOutlet()
    actor = actor or shop.owner
    approvals = Approvals(
        approving=shop.approving, tasks=tasks, formats=formats, profile=shop.profile
    )
    approvals.signed_in(actor)
    queries = FakeActivityQueries(shop.store)
    hours = HoursViewModel(
        HoursSources(partial(worked_in, queries), shop.staff_queries.listed, shop.clock, PARIS),
        report_words=ReportWords(formats, shop.profile.currency),
        reader=reader or tasks,
        formats=formats,
    )
    shown = partial(hours_export, hours, outlet)
    out = Export(shown, files=tasks, printer=tasks, formats=formats)
    lane = AskingLane(tasks=writer or tasks, approvals=approvals)
    parts = TimeEntryParts(time_clock_of(shop), lane, formats, PARIS)
    form = TimeEntryForm(parts, words=hours.words, parent=hours)
    screens = HoursScreens(hours, out, form)
    desk = Desk(shop, screens, approvals, Heard(screens, approvals), outlet)
    screens.open_for(actor)
    return desk
