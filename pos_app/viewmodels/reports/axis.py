"""Where bars stand: every hour, day, week and month has its place, whether it sold or not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from pos_app.services.reports.report import Report
from pos_app.services.reports.sales import OF_DAYS, SalesBy, span_of

HOURS: Final = 24


def places_of(report: Report, before: Report | None, *, hours_from: int) -> Sequence[str] | None:
    """The keys along the time of a report, in its order; None where it is of no time.

    :param hours_from: the hour at which a business date begins
    """
    match report.by:
        case SalesBy.HOUR:
            rows = (*report.rows, *(before.rows if before is not None else ()))
            return _hours({int(row.key) for row in rows}, hours_from)
        case SalesBy.DAY:
            return [day.isoformat() for day in _days(report)]
        case SalesBy.WEEK | SalesBy.MONTH:
            by = next(one for one in OF_DAYS if one == report.by)
            return list(dict.fromkeys(span_of(day, by) for day in _days(report)))
    return None


def _hours(sold: set[int], hours_from: int) -> Sequence[str]:
    """From the first one of them to the last: a night is late, and not early."""
    late = [(hour - hours_from) % HOURS for hour in sold]
    if not late:
        return ()
    return [f"{(one + hours_from) % HOURS:02}" for one in range(min(late), max(late) + 1)]


def _days(report: Report) -> Sequence[date]:
    scope = report.scope
    count = (scope.until - scope.since).days + 1
    return [scope.since + timedelta(days=one) for one in range(count)]
