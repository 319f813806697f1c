"""The reports: what is chosen, and what was read for it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.errors import PosError
from pos_app.domain.staff import NotAllowedError, Permission, StaffMember
from pos_app.services.ports import Formats
from pos_app.services.reports.behind import behind_all, behind_row
from pos_app.services.reports.business_time import BusinessTime
from pos_app.services.reports.desk import CUTS
from pos_app.services.reports.report import Scope
from pos_app.tasks.runner import TaskRunner
from pos_app.viewmodels.reports.choice import Choice, Unit
from pos_app.viewmodels.reports.filters import Filters
from pos_app.viewmodels.reports.reading import Reading, ReportSources
from pos_app.viewmodels.reports.report_words import ReportWords
from pos_app.viewmodels.reports.shown import Found, sorted_by
from pos_app.viewmodels.reports.span import NEVER, Span, chosen_span, scope_of
from pos_app.viewmodels.shared.words import words_for


class ReportsViewModel(QObject):
    """Reads behind the screen; if something else is chosen meanwhile, that counts.

    Signals:
        opened: Emitted when it wants to be shown.
        left: Emitted when the order that is being rung up is wanted again.
        chosen: Emitted when something else is chosen, and is being read.
        changed: Emitted when it was read, or could not be.
        selected: Emitted with the row that is highlighted, or -1.
        told: Emitted with a sentence, and False: Ctrl+Z is not for it.
        orders_asked: Emitted with the Behind of a row, and what is said of it.
    """

    opened = Signal()
    left = Signal()
    chosen = Signal()
    changed = Signal()
    selected = Signal(int)
    told = Signal(str, bool)
    orders_asked = Signal(object, str)

    def __init__(
        self,
        *,
        sources: ReportSources,
        words: ReportWords,
        tasks: TaskRunner,
        formats: Formats,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._sources = sources
        self._tasks = tasks
        self._formats = formats
        self._asked = 0
        self.actor: StaffMember | None = None
        self._reading = Reading(sources, words)
        self.words = words
        self.hours_from = sources.cut_over_hour()
        """The hour at which a business date begins."""
        self.choice = Choice()
        self._cuts = {self.choice.report: self.choice.by}
        self.span = Span(self.choice.unit, NEVER.day)
        self.now = NEVER
        self.filters = Filters()
        self.found: Found | None = None
        self.problem = ""
        self.is_busy = False
        self.current = -1

    @Slot(object)
    def signed_in(self, member: StaffMember) -> None:
        """What was being read for somebody else is not shown to this person."""
        self._asked += 1
        self.actor, self.found, self.is_busy = member, None, False
        # It may be hidden from them, and so is the way out of it.
        self.choice = replace(self.choice, method=None)

    @Slot()
    def open(self) -> None:
        """From today on, or of a range; the report is the one that was looked at last."""
        actor = self.actor
        if actor is None:
            return
        try:
            actor.require(Permission.READ_REPORTS)
        except NotAllowedError as error:
            self.told.emit(words_for(error, self._formats), False)
            return
        self._asked += 1
        asked, self.is_busy, self.problem = self._asked, True, ""
        self.hours_from = self._sources.cut_over_hour()
        self.opened.emit()
        self._tasks.submit(
            self._sources.now,
            on_success=lambda now: self._begin(asked, now),
            on_failure=lambda error: self._on_failure(asked, error),
        )

    @Slot()
    def back(self) -> None:
        self.left.emit()

    def choose(self, choice: Choice) -> None:
        """What cannot be cut so is cut as it was the last time, or else in its first way."""
        cuts = [one.value for one in CUTS[choice.report]]
        if choice.by in cuts:
            self._cuts[choice.report] = choice.by
        by = self._cuts.get(choice.report, next(iter(cuts), ""))
        self.span = chosen_span(choice, self.span.day)
        self.choice = replace(choice, by=by)
        self.read()

    def step(self, steps: int) -> None:
        """The period after this one, or before it."""
        stepped = self.span.step(steps, today=self.now.day)
        if stepped != self.span:
            self.span = stepped
            if stepped.unit is Unit.RANGE:
                self.choice = replace(self.choice, first=stepped.first, last=stepped.last)
            self.read()

    @property
    def scope(self) -> Scope:
        """No day that is still to come: a month is laid beside as much of another one."""
        return scope_of(self.choice, self.span, self.now)

    def read(self) -> None:
        actor = self.actor
        if actor is None:
            return
        self._asked += 1
        asked, choice, span = self._asked, self.choice, self.span
        self.is_busy, self.problem = True, ""
        self.chosen.emit()
        self._tasks.submit(
            # Nothing, if something else was chosen meanwhile.
            lambda: self._reading.read(choice, span, actor) if asked == self._asked else None,
            on_success=lambda found: self._on_read(asked, found),
            on_failure=lambda error: self._on_failure(asked, error),
        )

    @Slot(int)
    def select(self, place: int) -> None:
        rows = self.found.report.rows if self.found is not None else ()
        self.current = max(0, min(len(rows) - 1, place)) if rows else -1
        self.selected.emit(self.current)

    def sort(self, place: int) -> None:
        """By this column, the largest first; the same once more turns it round."""
        found = self.found
        if found is None or not found.report.rows:
            return
        down = sorted_by(found.report, place, descending=True)
        is_down = down.rows == found.report.rows
        report = sorted_by(found.report, place, descending=False) if is_down else down
        self.found = replace(found, report=report)
        self.changed.emit()
        self.select(0)

    @Slot()
    def show_orders(self, *, of_all: bool = False) -> None:
        """What stands behind the row that is highlighted, or behind the figures above."""
        if self.found is None:
            return
        if of_all:
            figures = self.found.figures
            name = self.words.span(self.span, self.now.day)
            self.orders_asked.emit(behind_all(figures), f"{self.words.all_orders} · {name}")
            return
        if self.current < 0:
            return
        report, row = self.found.report, self.found.report.rows[self.current]
        behind = behind_row(report, row.key)
        if behind is None:
            self.told.emit(self.tr("No orders stand behind what is on a shelf"), False)
            return
        name = self.words.row(report, row.cells[0])
        self.orders_asked.emit(behind, f"{self.words.words.reports[report.name]} · {name}")

    def _begin(self, asked: int, now: BusinessTime) -> None:
        if asked != self._asked:
            return
        self.now, self.span = now, chosen_span(self.choice, now.day)
        self.read()
        people, shelf = self._sources.people, self._sources.shelf
        # Without them everybody and everything is reported.
        self._tasks.submit(
            lambda: Filters.read(people, shelf),
            on_success=self._show_filters,
            on_failure=lambda _error: self._show_filters(Filters()),
        )

    def _on_read(self, asked: int, found: Found | None) -> None:
        if asked != self._asked or found is None:
            return
        self.found, self.now, self.is_busy = found, found.now, False
        self.changed.emit()
        self.select(0)

    def _on_failure(self, asked: int, error: PosError) -> None:
        if asked == self._asked:
            self.found, self.is_busy = None, False
            self.problem = words_for(error, self._formats)
            self.changed.emit()

    def _show_filters(self, filters: Filters) -> None:
        self.filters = filters
        self.chosen.emit()
