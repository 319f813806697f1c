"""The report that is shown, as it goes into a file or onto paper."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from pos_app.services.reports.giving_out import ReportOutlet
from pos_app.services.reports.report import Report, Scope
from pos_app.viewmodels.reports.reports import ReportsViewModel
from pos_app.viewmodels.shared.export import Exportable

_PRACTICE: Final = "practice"
"""What a file's name begins with, if nothing in it is real."""


def report_export(
    reports: ReportsViewModel, outlet: ReportOutlet, *, is_practice: bool = False
) -> Exportable | None:
    """While it is being read there is nothing to give out."""
    if reports.found is None or reports.is_busy:
        return None
    report, words = reports.found.report, reports.words
    facts = _facts(reports, report)
    return Exportable(
        export_name(report.name, report.scope, is_practice=is_practice),
        lambda path: outlet.write(report, path, words=words.words, facts=facts),
        words.written,
        lambda: outlet.print(report, words=words.words),
        words.printed,
    )


def export_name(name: str, scope: Scope, *, is_practice: bool) -> str:
    """What it is, and of which day or days."""
    first, last = scope.since.isoformat(), scope.until.isoformat()
    kind = (_PRACTICE,) if is_practice else ()
    return "_".join((*kind, name, first, *((last,) if last != first else ())))


def _facts(reports: ReportsViewModel, report: Report) -> tuple[str, ...]:
    """Of what it is a report: not all that is chosen narrows every one."""
    scope = report.scope
    choice = replace(
        reports.choice, cashier=scope.cashier, category=scope.category, method=scope.method
    )
    return (reports.words.choice(choice, reports.filters.name_of(choice.cashier)),)
