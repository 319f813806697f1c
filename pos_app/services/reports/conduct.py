"""By cashier: what was taken off, taken back and given up, and the drawer opened without a sale."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Final

from pos_app.services.reports.ports import ConductRow, ReportQueries
from pos_app.services.reports.report import Cell, Column, Kind, Report, Row, Scope, summed
from pos_app.services.reports.sales import TOTAL_KEY

COLUMNS: Final = (
    Column("cashier", Kind.TEXT),
    Column("discounted", Kind.COUNT),
    Column("discounts", Kind.MONEY),
    Column("refunds", Kind.COUNT),
    Column("refunded", Kind.MONEY),
    Column("voids", Kind.COUNT),
    Column("voided", Kind.MONEY),
    Column("cancelled", Kind.COUNT),
    Column("given_up", Kind.MONEY),
    Column("no_sales", Kind.COUNT),
)


class Conduct:
    def __init__(self, *, queries: ReportQueries) -> None:
        self._queries = queries

    def report(self, scope: Scope) -> Report:
        """Of whole orders: a category is no part of it."""
        scope = replace(scope, category=None)
        people = {one.staff_id: one for one in self._queries.conduct(scope)}
        opened = self._queries.no_sales(scope)
        times = Counter(staff_id for staff_id, _ in opened)
        names = dict(opened) | {one.staff_id: one.name for one in people.values()}
        by_name = sorted(names.items(), key=lambda item: (item[1], item[0]))
        rows = tuple(
            Row(str(staff_id), (name, *_cells(people.get(staff_id)), times[staff_id]))
            for staff_id, name in by_name
        )
        sums = (summed(rows, place) for place in range(1, len(COLUMNS)))
        return Report(
            name="conduct",
            by="cashier",
            scope=scope,
            columns=COLUMNS,
            rows=rows,
            totals=(TOTAL_KEY, *sums),
            charted="discounts",
            drill="conduct",
        )


def _cells(one: ConductRow | None) -> tuple[Cell, ...]:
    return one[2:] if one is not None else (0,) * 8
