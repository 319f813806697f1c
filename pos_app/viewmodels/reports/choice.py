"""What somebody has chosen to see: a report, how it is cut, of whom, and of how long a time."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from pos_app.services.reports.desk import CUTS
from pos_app.services.reports.sales import SalesBy

SHOWN: Final = tuple(name for name in CUTS if name != "figures")
"""The figures stand above every one of them."""
VIEWS_MAX: Final = 12


class Unit(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    RANGE = "range"
    """From one day to another, as somebody typed them."""


@dataclass(frozen=True, slots=True)
class Choice:
    """`cashier` is a key, or None for all of them; a range has a `first` and a `last` day."""

    report: str = "sales"
    by: str = SalesBy.HOUR.value
    unit: Unit = Unit.DAY
    cashier: int | None = None
    category: str | None = None
    method: str | None = None
    """The code of a way to pay."""
    first: date | None = None
    last: date | None = None


def views_to_text(views: tuple[Choice, ...]) -> str:
    return json.dumps([_row(one) for one in views], ensure_ascii=False)


def _row(view: Choice) -> list[object]:
    days = [day.isoformat() for day in (view.first, view.last) if day is not None]
    who_and_what = [view.cashier, view.category, view.method]
    return [view.report, view.by, view.unit.value, *who_and_what, *days]


def _text(rest: list[object], place: int) -> str | None:
    found = rest[place] if place < len(rest) else None
    return found if isinstance(found, str) else None


def _days(rest: list[str]) -> tuple[date, date]:
    """:raises ValueError: if they are none"""
    first, last = rest
    return date.fromisoformat(first), date.fromisoformat(last)


def views_from_text(text: str) -> tuple[Choice, ...]:
    """What was saved; what a program of another age has saved may say nothing here."""
    views = []
    try:
        rows = json.loads(text or "[]")
        for report, by, unit, cashier, *rest in rows:
            cuts = {one.value for one in CUTS.get(report, ())} or {""}
            if report in SHOWN and by in cuts and isinstance(cashier, int | None):
                category, method = (_text(rest, place) for place in range(2))
                days = _days(rest[2:]) if unit == Unit.RANGE else ()
                views.append(Choice(report, by, Unit(unit), cashier, category, method, *days))
    except (ValueError, TypeError):
        return tuple(views)
    return tuple(views[:VIEWS_MAX])
