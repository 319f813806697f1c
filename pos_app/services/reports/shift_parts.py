"""What was sold in a shift by hour, cashier and category: read only when somebody asks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final, Protocol
from zoneinfo import ZoneInfo

from pos_app.domain.shift import Shift
from pos_app.services.reports.report import Column, Kind, Report, Row, Scope
from pos_app.services.reports.sales import SalesBy, SalesRow
from pos_app.services.reports.sales_table import COLUMNS, added_up, late_last, sales_report
from pos_app.services.reports.sheet import Words, titled

OF_SHIFT: Final = ("shift", "opened", "closed")
Parts = Mapping[SalesBy, Report]


class ShiftPartQueries(Protocol):
    def parts(self, shift_id: int) -> Mapping[SalesBy, Sequence[SalesRow]]:
        """All as of the same moment, whatever is sold meanwhile."""
        ...


def shift_parts(queries: ShiftPartQueries, shift: Shift, *, cut_over_hour: int) -> Parts:
    """For whoever may see the report of the shift."""
    found = queries.parts(shift.shift_id)
    scope = Scope(shift.business_date, shift.business_date)
    # An order may be of two categories, but is of one hour.
    total = added_up(found[SalesBy.HOUR])
    rows = {**found, SalesBy.HOUR: late_last(found[SalesBy.HOUR], cut_over_hour)}
    return {by: sales_report(by, scope, rows[by], total) for by in rows}


def in_one_table(parts: Parts, shift: Shift, words: Words, *, zone: ZoneInfo) -> Report:
    """One below the other, for a file; what they add up to is the same for each."""
    of_shift = (str(shift.number), _moment(shift.opened_at, zone), _moment(shift.closed_at, zone))
    rows = [
        Row("", (words.columns[by], *row.cells, *of_shift))
        for by, report in parts.items()
        for row in titled(report, words).rows
    ]
    report = parts[SalesBy.HOUR]
    head = (Column("cut", Kind.TEXT), Column("name", Kind.TEXT))
    return Report(
        name="sales",
        by="",
        scope=report.scope,
        columns=(*head, *COLUMNS, *(Column(name, Kind.TEXT) for name in OF_SHIFT)),
        rows=tuple(rows),
        totals=("", "", *report.totals[1:], *of_shift),
    )


def _moment(at: datetime | None, zone: ZoneInfo) -> str:
    return "" if at is None else at.astimezone(zone).isoformat(timespec="seconds")
