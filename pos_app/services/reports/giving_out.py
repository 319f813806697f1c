"""Where a report goes beside the screen: into a file, or onto paper."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from pos_app.domain.errors import UnavailableError
from pos_app.services.reports.report import Report
from pos_app.services.reports.sheet import Words


class ReportNotWrittenError(UnavailableError):
    code = "report.not_written"
    text = (
        "The report could not be written to {path}: {reason}. What was there is as it was; "
        "choose another place."
    )


class ReportOutlet(Protocol):
    def write(self, report: Report, path: Path, *, words: Words, facts: tuple[str, ...]) -> None:
        """As its name ends: .csv, .xlsx or .pdf; whole or not at all.

        :raises ReportNotWrittenError: if it cannot be written there
        :raises RefusedError: if the file is one of the store's own
        """
        ...

    def print(self, report: Report, *, words: Words) -> None:
        """On the receipt printer.

        :raises UnavailableError: if it does not take it
        """
        ...
