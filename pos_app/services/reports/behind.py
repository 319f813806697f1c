"""From a row of a report to the orders that it was added up from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from pos_app.services.orders.behind import Behind
from pos_app.services.reports.report import Report

_NARROWING: Final[Mapping[str, Callable[[Behind, str], Behind]]] = {
    "day": lambda one, key: _within(one, date.fromisoformat(key), date.fromisoformat(key)),
    "week": lambda one, key: _within(one, *_week(key)),
    "month": lambda one, key: _within(one, *_month(key)),
    "hour": lambda one, key: replace(one, hour=key),
    "product": lambda one, key: replace(one, sku=key),
    "category": lambda one, key: replace(one, category=key),
    "cashier": lambda one, key: replace(one, cashier=int(key)),
    "payment": lambda one, key: replace(one, method=key),
    "tax": lambda one, key: replace(one, tax_class=key),
    "terminal": lambda one, _key: one,
    "conduct": lambda one, key: replace(one, cashier=int(key), is_conduct=True),
}


def behind_row(report: Report, key: str) -> Behind | None:
    """None where no orders stand behind it, as behind what is on a shelf."""
    if not report.drill:
        return None
    return _NARROWING[report.drill](behind_all(report), key)


def behind_all(report: Report) -> Behind:
    """All that the figures of its period were added up from."""
    scope = report.scope
    return Behind(
        *(scope.since, scope.until),
        cashier=scope.cashier,
        category=scope.category,
        method=scope.method,
    )


def _within(one: Behind, first: date, last: date) -> Behind:
    return replace(one, first=max(one.first, first), last=min(one.last, last))


def _week(key: str) -> tuple[date, date]:
    year, _, week = key.partition("-W")
    monday = date.fromisocalendar(int(year), int(week), 1)
    return monday, monday + timedelta(days=6)


def _month(key: str) -> tuple[date, date]:
    first = date.fromisoformat(f"{key}-01")
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
