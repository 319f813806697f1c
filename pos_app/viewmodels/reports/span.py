"""A period as a person chooses it: a day, week, month, year or range, and what it is beside."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Final

from pos_app.services.reports.business_time import BusinessTime
from pos_app.services.reports.figures import WEEKS_A_YEAR, before
from pos_app.services.reports.report import Scope
from pos_app.viewmodels.reports.choice import Choice, Unit

NEVER: Final = BusinessTime(date.min, 0, datetime.min.replace(tzinfo=UTC))
"""Before anybody has asked."""


@dataclass(frozen=True, slots=True)
class Span:
    """`day` is any day of it; of a range it is the first, and `until` the last."""

    unit: Unit
    day: date
    until: date | None = None

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
        return self.until or self.day

    def step(self, steps: int, *, today: date) -> Span:
        """The next one or the one before; none begins after today."""
        try:
            stepped = self._beside(steps)
        except OverflowError:  # the calendar ends there
            return self
        return stepped if stepped.first <= today else self

    def _beside(self, steps: int) -> Span:
        after, before = self.last + timedelta(days=1), self.first - timedelta(days=1)
        if self.until is None:
            return replace(self, day=after if steps > 0 else before)
        moved = after - self.first if steps > 0 else self.first - after
        return replace(self, day=self.first + moved, until=self.until + moved)


def chosen_span(choice: Choice, day: date) -> Span:
    """That of a range, or else the one which `day` is in."""
    return Span(choice.unit, choice.first or day, choice.last)


def scope_of(choice: Choice, span: Span, now: BusinessTime) -> Scope:
    """No day that is still to come: a month is laid beside as much of another one."""
    until = max(min(span.last, now.day), span.first)
    return Scope(span.first, until, choice.cashier, choice.category, method=choice.method)


def then_of(scope: Scope, span: Span, now: BusinessTime) -> Scope:
    """A year begins beside a year, however little there is of it."""
    weeks = WEEKS_A_YEAR if span.unit is Unit.YEAR else 0
    return before(scope, weeks=weeks, now=now)
