"""A period as a person chooses it: a day, week, month or year, and the one before or after."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum


class Unit(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Span:
    """`day` is any day of it."""

    unit: Unit
    day: date

    @property
    def first(self) -> date:
        match self.unit:
            case Unit.WEEK:
                return self.day - timedelta(days=self.day.weekday())
            case Unit.MONTH:
                return self.day.replace(day=1)
            case Unit.YEAR:
                return self.day.replace(month=1, day=1)
        return self.day

    @property
    def last(self) -> date:
        match self.unit:
            case Unit.WEEK:
                return self.first + timedelta(days=6)
            case Unit.MONTH:
                return (self.first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
            case Unit.YEAR:
                return self.day.replace(month=12, day=31)
        return self.day

    def step(self, steps: int, *, today: date) -> Span:
        """The next one or the one before; none begins after today."""
        try:
            beside = self.last + timedelta(days=1) if steps > 0 else self.first - timedelta(days=1)
        except OverflowError:  # the calendar ends there
            return self
        stepped = replace(self, day=beside)
        return stepped if stepped.first <= today else self
