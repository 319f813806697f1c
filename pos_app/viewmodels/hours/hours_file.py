"""The hours that are shown go into a file, or onto the receipt printer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.errors import PosError
from pos_app.services.ports import Formats
from pos_app.services.reports.giving_out import ReportOutlet
from pos_app.services.staff.hours import HOURS, clock_hours, hours_on_paper, hours_report
from pos_app.tasks.runner import TaskRunner
from pos_app.viewmodels.hours.hours import HoursRead, HoursViewModel
from pos_app.viewmodels.reports.giving_out import PRACTICE
from pos_app.viewmodels.shared.words import words_for


class HoursFile(QObject):
    """Works behind the screen, and says when it is done.

    Signals:
        path_wanted: Emitted with a name for the file that somebody is to place.
        told: Emitted with a sentence, and False: Ctrl+Z is not for it.
    """

    path_wanted = Signal(str)
    told = Signal(str, bool)

    def __init__(
        self,
        hours: HoursViewModel,
        *,
        outlet: ReportOutlet,
        files: TaskRunner,
        printer: TaskRunner,
        formats: Formats,
        is_practice: bool = False,
    ) -> None:
        super().__init__(hours)
        self._hours = hours
        self._zone = hours.zone
        self._outlet = outlet
        self._files = files
        self._printer = printer
        self._formats = formats
        self._is_practice = is_practice

    def ask(self, ending: str) -> None:
        """Ask where a file of this kind is to be written."""
        shown = self._shown()
        if shown is not None:
            kind = f"{PRACTICE}_" if self._is_practice else ""
            days = f"{shown.scope.since.isoformat()}_{shown.scope.until.isoformat()}"
            self.path_wanted.emit(f"{kind}{HOURS}_{days}.{ending}")

    def write(self, path: str) -> None:
        """Write it there; the end of the name says how."""
        shown = self._shown()
        if shown is None or not path:
            return
        words, unended = self._hours.report_words.words, self._hours.words.unended
        report = hours_report(shown.people, shown.scope, self._zone, unended=unended)
        sums = tuple(f"{one.name}: {clock_hours(one.minutes)}" for one in shown.people)
        self._files.submit(
            lambda: self._outlet.write(report, Path(path), words=words, facts=sums),
            on_success=self._telling(self.tr("The hours are in {path}").format(path=path)),
            on_failure=self._on_failure,
        )

    @Slot()
    def print(self) -> None:
        shown = self._shown()
        if shown is None:
            return
        words, unended = self._hours.report_words.words, self._hours.words.unended
        report = hours_on_paper(shown.people, shown.scope, self._zone, unended=unended)
        self._printer.submit(
            lambda: self._outlet.print(report, words=words),
            on_success=self._telling(self.tr("The hours are printed")),
            on_failure=self._on_failure,
        )

    def _shown(self) -> HoursRead | None:
        """What is looked at; while it is being read there is nothing to give out."""
        hours = self._hours
        has_rows = bool(hours.visits.rows) and not hours.is_busy
        return hours.found if has_rows else None

    def _telling(self, words: str) -> Callable[[object], None]:
        return lambda _nothing: self.told.emit(words, False)

    def _on_failure(self, error: PosError) -> None:
        self.told.emit(words_for(error, self._formats), False)
