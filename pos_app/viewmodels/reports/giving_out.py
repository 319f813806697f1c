"""The report that is shown goes into a file, or onto the receipt printer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.errors import PosError
from pos_app.services.ports import Formats
from pos_app.services.reports.giving_out import ReportOutlet
from pos_app.services.reports.report import Report
from pos_app.tasks.runner import TaskRunner
from pos_app.viewmodels.reports.report_words import ReportWords
from pos_app.viewmodels.reports.reports import ReportsViewModel
from pos_app.viewmodels.shared.words import words_for

ENDINGS: Final = ("csv", "xlsx", "pdf")
PRACTICE: Final = "practice"
"""What a file's name begins with, if nothing in it is real."""


class GivingOut(QObject):
    """Works behind the screen, and says when it is done.

    Signals:
        path_wanted: Emitted with a name for the file that somebody is to place.
        told: Emitted with a sentence, and False: Ctrl+Z is not for it.
    """

    path_wanted = Signal(str)
    told = Signal(str, bool)

    def __init__(
        self,
        reports: ReportsViewModel,
        *,
        outlet: ReportOutlet,
        files: TaskRunner,
        printer: TaskRunner,
        formats: Formats,
        is_practice: bool = False,
    ) -> None:
        super().__init__()
        self._is_practice = is_practice
        self._reports = reports
        self._outlet = outlet
        self._files = files
        self._printer = printer
        self._formats = formats

    def ask(self, ending: str) -> None:
        """Ask where a file of this kind is to be written."""
        report = self._shown()
        if report is not None:
            first, last = report.scope.since.isoformat(), report.scope.until.isoformat()
            when = first if first == last else f"{first}_{last}"
            kind = f"{PRACTICE}_" if self._is_practice else ""
            self.path_wanted.emit(f"{kind}{report.name}_{when}.{ending}")

    def write(self, path: str) -> None:
        """Write it there; the end of the name says how."""
        report, words = self._shown(), self._reports.words
        if report is None or not path:
            return
        facts = self._facts(report, words)
        self._files.submit(
            lambda: self._outlet.write(report, Path(path), words=words.words, facts=facts),
            on_success=self._telling(self.tr("The report is in {path}").format(path=path)),
            on_failure=self._on_failure,
        )

    @Slot()
    def print(self) -> None:
        report, words = self._shown(), self._reports.words.words
        if report is None:
            return
        self._printer.submit(
            lambda: self._outlet.print(report, words=words),
            on_success=self._telling(self.tr("The report is printed")),
            on_failure=self._on_failure,
        )

    def _shown(self) -> Report | None:
        """What is looked at; while it is being read there is nothing to give out."""
        reports = self._reports
        return reports.found.report if reports.found is not None and not reports.is_busy else None

    def _facts(self, report: Report, words: ReportWords) -> tuple[str, ...]:
        """Of what it is a report: not all that is chosen narrows every one."""
        scope = report.scope
        choice = replace(self._reports.choice, cashier=scope.cashier, category=scope.category)
        return (words.choice(choice, self._reports.filters.name_of(choice.cashier)),)

    def _telling(self, words: str) -> Callable[[object], None]:
        return lambda _nothing: self.told.emit(words, False)

    def _on_failure(self, error: PosError) -> None:
        self.told.emit(words_for(error, self._formats), False)
