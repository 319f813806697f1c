"""What somebody has chosen to see: a report, how it is cut, of whom, and of how long a time."""

from __future__ import annotations

import json
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Choice:
    """`cashier` is a key, or None for all of them."""

    report: str = "sales"
    by: str = SalesBy.HOUR.value
    unit: Unit = Unit.DAY
    cashier: int | None = None
    category: str | None = None
    method: str | None = None
    """The code of a way to pay."""


def views_to_text(views: tuple[Choice, ...]) -> str:
    rows = [
        [one.report, one.by, one.unit.value, one.cashier, one.category, one.method] for one in views
    ]
    return json.dumps(rows, ensure_ascii=False)


def _text(rest: list[object], place: int) -> str | None:
    found = rest[place] if place < len(rest) else None
    return found if isinstance(found, str) else None


def views_from_text(text: str) -> tuple[Choice, ...]:
    """What was saved; what a program of another age has saved may say nothing here."""
    views = []
    try:
        rows = json.loads(text or "[]")
        for report, by, unit, cashier, *rest in rows:
            cuts = {one.value for one in CUTS.get(report, ())} or {""}
            if report in SHOWN and by in cuts and isinstance(cashier, int | None):
                category, method = (_text(rest, place) for place in range(2))
                views.append(Choice(report, by, Unit(unit), cashier, category, method))
    except (ValueError, TypeError):
        return tuple(views)
    return tuple(views[:VIEWS_MAX])
