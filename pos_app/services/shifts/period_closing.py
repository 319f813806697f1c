"""A day, a month or a year ends with the first shift of a later one: what it closed with is filed.

No shift of it can be open any more, and none can be opened again: each is filed once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date

from pos_app.domain.closing import Period
from pos_app.domain.journal import EntryKind
from pos_app.domain.staff import StaffMember
from pos_app.services.journal.writing import Fact
from pos_app.services.shift_records import ShiftRepository


def ended(last: date | None, today: date) -> Iterator[tuple[EntryKind, str]]:
    """What has ended since the last business date, as 2026-03-14, 2026-03 or 2026."""
    if last is None or last >= today:
        return
    yield EntryKind.DAY_CLOSE, last.isoformat()
    if (last.year, last.month) != (today.year, today.month):
        yield EntryKind.MONTH_CLOSE, last.isoformat()[:7]
    if last.year != today.year:
        yield EntryKind.YEAR_CLOSE, last.isoformat()[:4]


def closings(
    shifts: ShiftRepository, last: date | None, today: date, *, by: StaffMember
) -> Iterator[Fact]:
    """The entries of what has ended: what shifts and summaries keep of it, in minor units."""
    for kind, text in ended(last, today):
        period = Period.of(text)
        sums = shifts.stored(since=period.since, until=period.until)
        body: dict[str, object] = {"period": text, **asdict(sums)}
        yield Fact(kind=kind, actor=by, body=body, business_date=last)
