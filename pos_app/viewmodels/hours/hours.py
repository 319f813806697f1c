"""Who worked when: the time entries of a week or a month by person, and who is in now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.errors import PosError
from pos_app.domain.staff import StaffMember
from pos_app.domain.working_time import A_DAY, LONGEST, TimeEntry, midnight
from pos_app.services.ports import Clock, Formats
from pos_app.services.reports.report import Scope
from pos_app.services.staff.hours import PersonHours, by_person, clock_hours, name_in
from pos_app.tasks.runner import TaskRunner
from pos_app.viewmodels.hours.hours_words import HoursWords
from pos_app.viewmodels.hours.time_entry_rows import TimeEntryRows
from pos_app.viewmodels.reports.choice import Unit
from pos_app.viewmodels.reports.report_words import ReportWords
from pos_app.viewmodels.reports.span import Span
from pos_app.viewmodels.shared.words import words_for

UNITS: Final = (Unit.WEEK, Unit.MONTH)
Worked = Callable[[datetime | None, datetime | None], Sequence[TimeEntry]]


@dataclass(frozen=True, slots=True)
class HoursSources:
    """`worked` reads what began in a time; `zone` is the store's."""

    worked: Worked
    people: Callable[[], Sequence[StaffMember]]
    clock: Clock
    zone: ZoneInfo

    def today(self) -> date:
        return self.clock.now().astimezone(self.zone).date()

    def read(self, span: Span) -> HoursRead:
        """What began on the days of the span, and what goes on now."""
        now = self.clock.now()
        since, until = midnight(span.first, self.zone), midnight(span.last + A_DAY, self.zone)
        staff = self.people()
        names = {one.staff_id: one.name for one in staff}
        return HoursRead(
            span=span,
            people=by_person(self.worked(since, until), names),
            present=[
                (name_in(names, one.staff_id), one.began)
                for one in self.worked(now - LONGEST, None)
                if one.ended is None
            ],
            staff=tuple(sorted(staff, key=lambda one: (not one.active, one.name.casefold()))),
            now=now,
        )


@dataclass(frozen=True, slots=True)
class HoursRead:
    """As it was read in one go; of the staff those who have left stand last."""

    span: Span
    people: Sequence[PersonHours]
    present: Sequence[tuple[str, datetime]]
    staff: Sequence[StaffMember]
    now: datetime

    @property
    def scope(self) -> Scope:
        return Scope(self.span.first, self.span.last)


class HoursViewModel(QObject):
    """Reads behind the screen; if another time is chosen meanwhile, that counts.

    Signals:
        left: Emitted when the screen from which somebody came is wanted again.
        chosen: Emitted when another time is chosen, and is being read.
        changed: Emitted when it is read.
    """

    left = Signal()
    chosen = Signal()
    changed = Signal()

    def __init__(
        self,
        sources: HoursSources,
        *,
        report_words: ReportWords,
        reader: TaskRunner,
        formats: Formats,
    ) -> None:
        super().__init__()
        self._sources = sources
        self.zone = sources.zone
        self._reader = reader
        self._formats = formats
        self._asked = 0
        self.report_words = report_words
        self.words = HoursWords(formats, sources.zone, self)
        self.span = Span(Unit.WEEK, sources.today())
        self.found: HoursRead | None = None
        self.time_entries = TimeEntryRows(self)
        self.problem = ""
        self.is_busy = False

    @Slot()
    def open(self) -> None:
        """This week; nothing that was read for somebody else is shown meanwhile."""
        self._show(None)
        self._choose(Span(Unit.WEEK, self._sources.today()))

    def step(self, steps: int) -> None:
        """The week or month after it, or before; none that is still to come."""
        self._choose(self.span.step(steps, today=self._sources.today()))

    def choose_unit(self, unit: Unit, _checked: bool = False) -> None:
        """The week or the month of the last day that is shown, as far as it has come."""
        self._choose(Span(unit, min(self.span.last, self._sources.today())))

    @property
    def span_words(self) -> str:
        span = self.span
        return self.report_words.span(span, self._sources.today())

    @property
    def can_step(self) -> bool:
        """Whether another week or month has begun after this one."""
        return self.span.last < self._sources.today()

    @property
    def present(self) -> str:
        return self.words.present(self.found.present) if self.found is not None else ""

    @property
    def total(self) -> str:
        people = self.found.people if self.found is not None else ()
        return clock_hours(sum(one.minutes for one in people))

    def renew(self, began: datetime | None = None) -> None:
        """Read it again.

        :param began: when the time entry that is highlighted then began, if another than now
        """
        time_entry = self.time_entries.time_entry
        self._read(began or (time_entry.began if time_entry is not None else None))

    def _choose(self, span: Span) -> None:
        self.span = span
        self._read(None)

    def _read(self, wanted: datetime | None) -> None:
        self._asked += 1
        asked, span = self._asked, self.span
        self.is_busy = True
        self.chosen.emit()
        self._reader.submit(
            lambda: self._sources.read(span) if asked == self._asked else None,
            on_success=partial(self._on_read, asked, wanted),
            on_failure=partial(self._on_failure, asked),
        )

    def _on_read(self, asked: int, wanted: datetime | None, found: HoursRead | None) -> None:
        if asked == self._asked and found is not None:
            self.is_busy, self.problem = False, ""
            self._show(found, wanted)

    def _on_failure(self, asked: int, error: PosError) -> None:
        if asked == self._asked:
            self.is_busy, self.problem = False, words_for(error, self._formats)
            self._show(None)

    def _show(self, found: HoursRead | None, wanted: datetime | None = None) -> None:
        self.found = found
        rows = self.words.rows(found.people, found.now) if found is not None else ()
        self.time_entries.show(rows, wanted)
        self.changed.emit()
