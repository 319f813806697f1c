"""Build the reports of the till, and what takes them out of it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from pos_app.adapters.system.whole_file import whole_file
from pos_app.composition.lanes import Lanes
from pos_app.composition.lazy import LazyFormats
from pos_app.composition.opening import OpenStore
from pos_app.composition.report_files import SHAPES, report_bytes
from pos_app.composition.targets import refuse_own_file
from pos_app.services.ports import Formats, Printer
from pos_app.services.reports.business_time import BusinessClock
from pos_app.services.reports.giving_out import ReportNotWrittenError
from pos_app.services.reports.report import Report
from pos_app.services.reports.sheet import CellTexts, Words, lines_of
from pos_app.services.store.preferences import Preferences
from pos_app.viewmodels.reports.options import ReportOptions
from pos_app.viewmodels.reports.range_form import RangeForm
from pos_app.viewmodels.reports.reading import ReportSources
from pos_app.viewmodels.reports.report_export import report_export
from pos_app.viewmodels.reports.report_words import ReportWords
from pos_app.viewmodels.reports.reports import ReportsViewModel
from pos_app.viewmodels.reports.saved_views import SavedViews
from pos_app.viewmodels.reports.screens import ReportScreens
from pos_app.viewmodels.shared.export import Export


class StoreReportOutlet:
    def __init__(self, store: OpenStore, printer: Printer, formats: Formats) -> None:
        self._store = store
        self._printer = printer
        self._profile = store.queries.live
        self._texts = CellTexts(formats, self._profile().currency)

    def write(self, report: Report, path: Path, *, words: Words, facts: tuple[str, ...]) -> None:
        shape = path.suffix.removeprefix(".").lower()
        refuse_own_file(self._store.folder, path)
        shape = shape if shape in SHAPES else SHAPES[0]
        content = report_bytes(report, self._profile(), shape, words=words, facts=facts)
        try:
            with whole_file(path) as place:
                place.write_bytes(content)
        except OSError as error:
            raise ReportNotWrittenError(path=path, reason=error.strerror or error) from error

    def print(self, report: Report, *, words: Words) -> None:
        profile = self._profile()
        lines = lines_of(
            report,
            self._texts,
            columns=profile.receipt_columns,
            words=words,
            is_practice=profile.practice,
        )
        self._printer.print_lines(name=f"report-{report.name}", lines=lines)


def report_screens(
    store: OpenStore, lanes: Lanes, formats: LazyFormats, printer: Printer, choices: Preferences
) -> ReportScreens:
    queries, profile = store.queries, store.queries.profile
    trust = store.services.journal.trust
    clock = BusinessClock(shifts=queries.shifts, trust=trust, profile=queries.live)
    words = ReportWords(formats, profile.currency, profile.tender_methods)
    reports = ReportsViewModel(
        sources=ReportSources(
            *(queries.desk, queries.staff, queries.shelf, clock.now),
            cut_over_hour=lambda: queries.profile.cut_over_hour,
        ),
        words=words,
        tasks=lanes.reports,
        formats=formats,
    )
    outlet = StoreReportOutlet(store, printer, formats)
    views = SavedViews(choices=choices, tasks=lanes.writer, formats=formats)
    return ReportScreens(
        reports=reports,
        views=views,
        options=ReportOptions(reports, views),
        range=RangeForm(reports, formats),
        out=Export(
            partial(report_export, reports, outlet, is_practice=profile.practice),
            files=lanes.reports,
            printer=lanes.printer,
            formats=formats,
        ),
    )
