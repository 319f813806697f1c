"""Use case: read any report, if one may."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from pos_app.domain.errors import InvalidInputError
from pos_app.domain.shift import CUT_OVER_HOUR_DEFAULT
from pos_app.domain.staff import Permission, StaffMember
from pos_app.services.reports.conduct import Conduct
from pos_app.services.reports.figures import Figures, before
from pos_app.services.reports.margins import MARGINS_BY, Margins
from pos_app.services.reports.ports import PartSales, ReportQueries
from pos_app.services.reports.report import Report, Scope
from pos_app.services.reports.sales import SalesBy, SalesReports
from pos_app.services.reports.sales_table import BASKETS_BY, SalesTables
from pos_app.services.reports.shelves import STOCK_BY, Shelves

CUTS: Final = {
    "figures": (),
    "sales": tuple(SalesBy),
    "margin": MARGINS_BY,
    "conduct": (),
    "baskets": BASKETS_BY,
    "stock": STOCK_BY,
    "fast": (),
    "dead": (),
}
"""Every report by its name, and in which ways it can be cut: the first one unless told."""
OF_DRAWER: Final = frozenset({SalesBy.PAYMENT})
"""These cuts say what is expected in the drawer."""


class NoSuchReportError(InvalidInputError):
    code = "report.no_such"
    text = "There is no report {name}. There are {known}."


@dataclass(frozen=True, slots=True)
class ReportSources:
    sales: SalesReports
    parts: PartSales
    queries: ReportQueries
    terminal: str
    cut_over_hour: Callable[[], int] = lambda: CUT_OVER_HOUR_DEFAULT


class ReportDesk:
    def __init__(self, *, sources: ReportSources) -> None:
        queries = sources.queries
        tables = SalesTables(
            sales=sources.sales,
            parts=sources.parts,
            terminal=sources.terminal,
            cut_over_hour=sources.cut_over_hour,
        )
        self._figures = Figures(tables=tables, queries=queries)
        conduct, shelves = Conduct(queries=queries), Shelves(queries=queries)
        self._readings: Mapping[str, Callable[[SalesBy, Scope], Report]] = {
            "figures": lambda _by, scope: self._figures.report(scope, before(scope)),
            "sales": tables.sales,
            "margin": Margins(queries=queries).margin,
            "conduct": lambda _by, scope: conduct.report(scope),
            "baskets": tables.baskets,
            "stock": shelves.value,
            "fast": lambda _by, scope: shelves.fast(scope),
            "dead": lambda _by, scope: shelves.dead(scope),
        }

    def read(
        self, name: str, *, scope: Scope, actor: StaffMember, by: SalesBy | None = None
    ) -> Report:
        """Of a name and a way to cut it that are in CUTS.

        What was paid in cash says what must be in the drawer: who may not see that counts blind.

        :raises NotAllowedError: if the actor may not read reports, or not this one
        :raises InvalidInputError: if there is no such report, or it cannot be cut so
        """
        actor.require(Permission.READ_REPORTS)
        if by in OF_DRAWER or scope.method is not None:
            actor.require(Permission.SEE_EXPECTED)
        return self.as_owner(name, scope=scope, by=by)

    def figures(self, scope: Scope, *, then: Scope, actor: StaffMember | None) -> Report:
        """Of one period beside another; for whoever owns the files without an actor.

        :raises NotAllowedError: if the actor may not read reports
        """
        if actor is not None:
            actor.require(Permission.READ_REPORTS)
        if actor is not None and scope.method is not None:
            actor.require(Permission.SEE_EXPECTED)
        return self._figures.report(scope, then)

    def as_owner(self, name: str, *, scope: Scope, by: SalesBy | None = None) -> Report:
        """For whoever owns the files, as on the command line.

        :raises InvalidInputError: if there is no such report, or it cannot be cut so
        """
        if name not in CUTS:
            raise NoSuchReportError(name=name, known=", ".join(CUTS))
        return self._readings[name](by or next(iter(CUTS[name]), SalesBy.DAY), scope)
