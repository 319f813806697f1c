"""When it is, as a store counts its days."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import NamedTuple
from zoneinfo import ZoneInfo

from pos_app.domain.shift import business_date_of
from pos_app.services.journal.clock_trust import ClockTrust
from pos_app.services.ports import ReadProfile
from pos_app.services.shift_records import ShiftQueries


class BusinessTime(NamedTuple):
    """`second` counts from the midnight that begins `day`, and goes on after the next one.

    `at` is the same on every clock.
    """

    day: date
    second: int
    at: datetime


class BusinessClock:
    def __init__(self, *, shifts: ShiftQueries, trust: ClockTrust, profile: ReadProfile) -> None:
        self._shifts = shifts
        self._trust = trust
        self._profile = profile

    def now(self) -> BusinessTime:
        """The date of the open shift, or the one that a shift opened now would have."""
        now = self._trust.believed(self._trust.read().wall)
        local = now.astimezone(ZoneInfo(self._profile().time_zone))
        shift = self._shifts.current()
        if shift is None:
            day = business_date_of(local, cut_over_hour=self._profile().cut_over_hour)
        else:
            day = shift.business_date
        since = local.replace(tzinfo=None) - datetime.combine(day, time.min)
        return BusinessTime(day, int(since.total_seconds()), now)
