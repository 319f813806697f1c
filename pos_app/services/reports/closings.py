"""What a day, a month or a year closed with, and the same from its orders, one by one."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, fields
from datetime import date
from typing import NamedTuple, Protocol

from pos_app.domain.errors import InvalidInputError


class ClosingPeriodError(InvalidInputError):
    code = "closing.period"
    text = "{value} is no day (2026-03-14), month (2026-03) or year (2026). Nothing was read."


@dataclass(frozen=True, slots=True)
class ClosingSums:
    """Amounts in minor units; `gross` is what was sold less what came back."""

    orders: int
    sales: int
    refunds: int
    gross: int
    tax: int
    tips: int
    cash: int


@dataclass(frozen=True, slots=True)
class Closing:
    """`stored` is what shifts and summaries keep, `recomputed` what its orders say."""

    since: date
    until: date
    shifts: int
    still_open: int
    stored: ClosingSums
    recomputed: ClosingSums

    @property
    def differences(self) -> tuple[str, ...]:
        """The names of the sums that are not alike."""
        names = (one.name for one in fields(ClosingSums))
        return tuple(
            name for name in names if getattr(self.stored, name) != getattr(self.recomputed, name)
        )


class Period(NamedTuple):
    since: date
    until: date

    @classmethod
    def of(cls, text: str) -> Period:
        """A year, a month or a day, by how much of a date is there.

        :raises ClosingPeriodError: if it is none of them
        """
        parts = text.split("-")
        if not text.isascii() or [len(part) for part in parts] != [4, 2, 2][: len(parts)]:
            raise ClosingPeriodError(value=text)
        try:
            year, *rest = (int(part) for part in parts)
            match rest:
                case [month, day]:
                    return cls(date(year, month, day), date(year, month, day))
                case [month]:
                    first = date(year, month, 1)
                    return cls(first, first.replace(day=monthrange(year, month)[1]))
                case _:
                    return cls(date(year, 1, 1), date(year, 12, 31))
        except ValueError as error:
            raise ClosingPeriodError(value=text) from error


class ClosingQueries(Protocol):
    def closing(self, *, since: date, until: date) -> Closing:
        """Of the business dates, both included."""
        ...
