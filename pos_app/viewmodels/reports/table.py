"""A report as the cells of a table, written out only where somebody looks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pos_app.services.reports.report import Kind, Report
from pos_app.viewmodels.reports.report_words import ReportWords

_TEXTS = frozenset({Kind.TEXT, Kind.DAY})


@dataclass(frozen=True, slots=True)
class Table:
    report: Report
    words: ReportWords

    @property
    def heads(self) -> Sequence[str]:
        return [self.words.words.columns[one.name] for one in self.report.columns]

    @property
    def are_texts(self) -> Sequence[bool]:
        """Which columns stand at the leading edge."""
        return [one.kind in _TEXTS for one in self.report.columns]

    @property
    def totals(self) -> Sequence[str]:
        """The last line; nothing where sums would say nothing."""
        report = self.report
        if not report.totals:
            return []
        cells = zip(report.totals[1:], report.columns[1:], strict=True)
        called = self.words.words.columns["total"]
        return [called, *(self.words.cell(cell, one.kind) for cell, one in cells)]

    def __len__(self) -> int:
        return len(self.report.rows)

    def row(self, place: int) -> Sequence[str]:
        first, *rest = self.report.rows[place].cells
        cells = zip(rest, self.report.columns[1:], strict=True)
        told = (self.words.cell(cell, column.kind) for cell, column in cells)
        return [self.words.row(self.report, first), *told]
