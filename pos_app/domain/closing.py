"""What a day, a month or a year closes with."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

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
