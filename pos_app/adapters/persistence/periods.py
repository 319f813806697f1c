"""A period as whole months and the days before and after them, as summaries are kept by both."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

_DAY: Final = timedelta(days=1)
_FIRST: Final = date(1000, 1, 1)
_LAST: Final = date(9998, 12, 31)
_NONE: Final = ("1", "0")
"""Between these two lies nothing."""


def month_of(day: date) -> str:
    return f"{day:%Y-%m}"


def parts_of(since: date, until: date) -> Mapping[str, str]:
    """Both days included, and no day in two of the three parts.

    They are `first_month` to `last_month`, `first_day` to `day_before`, `day_after` to `last_day`.
    """
    # Nothing was sold before or after, and the days next to these exist.
    since, until = max(since, _FIRST), min(until, _LAST)
    start = since if since.day == 1 else _month_after(since)
    end = until if (until + _DAY).day == 1 else until.replace(day=1) - _DAY
    if end < start:
        return _named(_NONE, (since.isoformat(), until.isoformat()), _NONE)
    return _named(
        (month_of(start), month_of(end)),
        (since.isoformat(), (start - _DAY).isoformat()),
        ((end + _DAY).isoformat(), until.isoformat()),
    )


def _named(
    months: tuple[str, str], head: tuple[str, str], tail: tuple[str, str]
) -> Mapping[str, str]:
    names = ("first_month", "last_month", "first_day", "day_before", "day_after", "last_day")
    return dict(zip(names, (*months, *head, *tail), strict=True))


def _month_after(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
