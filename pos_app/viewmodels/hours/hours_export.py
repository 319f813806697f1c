"""The hours that are shown, as they go into a file or onto paper."""

from __future__ import annotations

from pos_app.services.reports.giving_out import ReportOutlet
from pos_app.services.staff.hours import HOURS, clock_hours, hours_on_paper, hours_report
from pos_app.viewmodels.hours.hours import HoursViewModel
from pos_app.viewmodels.reports.report_export import export_name
from pos_app.viewmodels.shared.export import Exportable


def hours_export(
    hours: HoursViewModel, outlet: ReportOutlet, *, is_practice: bool = False
) -> Exportable | None:
    """While they are being read there is nothing to give out."""
    found, said, words = hours.found, hours.words, hours.report_words.words
    if found is None or hours.is_busy or not hours.time_entries.rows:
        return None
    report = hours_report(found.people, found.scope, hours.zone, unended=said.unended)
    paper = hours_on_paper(found.people, found.scope, hours.zone, unended=said.unended)
    sums = tuple(f"{one.name}: {clock_hours(one.minutes)}" for one in found.people)
    return Exportable(
        export_name(HOURS, found.scope, is_practice=is_practice),
        lambda path: outlet.write(report, path, words=words, facts=sums),
        said.written,
        lambda: outlet.print(paper, words=words),
        said.printed,
    )
