"""What stands beside the bars of the sales: the products sold most, and how it was paid."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from pos_app.domain.rounding import divide
from pos_app.domain.staff import Decision, Permission, StaffMember
from pos_app.services.reports.desk import OF_DRAWER
from pos_app.services.reports.figures import DAYS_A_WEEK
from pos_app.services.reports.report import Kind, Report, Row, Scope, share
from pos_app.services.reports.sales import SalesBy
from pos_app.viewmodels.reports.choice import Choice, Unit
from pos_app.viewmodels.reports.report_words import ONE_PERCENT, ReportWords

BESIDE: Final = (SalesBy.PRODUCT, SalesBy.PAYMENT)
ROWS_MAX: Final = 8


class SideRow(NamedTuple):
    """`part` of the largest, in millionths; nothing of what is not above nothing."""

    label: str
    amount: str
    part: int


class Side(NamedTuple):
    by: str
    title: str
    rows: Sequence[SideRow]


def wanted_beside(choice: Choice, scope: Scope, actor: StaffMember) -> Sequence[SalesBy]:
    """Which cuts are read with the sales: none that takes long, and none that is not theirs."""
    is_short = (scope.until - scope.since).days < DAYS_A_WEEK
    is_week = choice.unit is Unit.WEEK or (choice.unit is Unit.RANGE and is_short)
    is_quick = choice.unit is Unit.DAY or (scope.is_whole and is_week)
    if choice.report != "sales" or not is_quick:
        return ()
    sees_drawer = actor.decide(Permission.SEE_EXPECTED) is Decision.ALLOWED
    return [
        by
        for by in BESIDE
        if by != choice.by
        and (sees_drawer or by not in OF_DRAWER)
        and not (by is SalesBy.PAYMENT and scope.category is not None)
    ]


def sides_of(reports: Sequence[Report], words: ReportWords) -> Sequence[Side]:
    return [
        Side(one.by, words.beside_bars[one.by], _rows(one, words)) for one in reports if one.rows
    ]


def _rows(report: Report, words: ReportWords) -> Sequence[SideRow]:
    """The largest first; what was paid says its share of the whole as well."""
    place = report.place("gross")
    amounts = [(_number(row, place), row) for row in report.rows]
    amounts.sort(key=lambda one: one[0], reverse=True)
    whole, largest = sum(amount for amount, _row in amounts), amounts[0][0]
    rows = []
    for amount, row in amounts[:ROWS_MAX]:
        said = words.cell(amount, Kind.MONEY)
        if report.by == SalesBy.PAYMENT:
            part = divide(share(amount, whole) or 0, ONE_PERCENT) * ONE_PERCENT
            said = f"{said} · {words.cell(part, Kind.SHARE)}"
        label = words.cell(row.cells[0], report.columns[0].kind)
        rows.append(SideRow(label, said, max(0, share(amount, max(largest, 1)) or 0)))
    return rows


def _number(row: Row, place: int) -> int:
    cell = row.cells[place]
    return cell if isinstance(cell, int) else 0
