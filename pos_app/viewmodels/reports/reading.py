"""What is read for a choice: a report, the figures above it, and what they are laid beside."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pos_app.domain.shift import CUT_OVER_HOUR_DEFAULT
from pos_app.domain.staff import StaffMember
from pos_app.services.reports.business_time import BusinessTime
from pos_app.services.reports.desk import ReportDesk
from pos_app.services.reports.sales import SalesBy
from pos_app.services.reports.sheet import titled
from pos_app.viewmodels.reports.choice import Choice
from pos_app.viewmodels.reports.filters import Categories, People
from pos_app.viewmodels.reports.report_words import ReportWords
from pos_app.viewmodels.reports.shown import Found
from pos_app.viewmodels.reports.sides import wanted_beside
from pos_app.viewmodels.reports.span import Span, scope_of, then_of


@dataclass(frozen=True, slots=True)
class ReportSources:
    """`now` reads the store, and is asked behind the screen like the rest."""

    desk: ReportDesk
    people: People
    shelf: Categories
    now: Callable[[], BusinessTime]
    cut_over_hour: Callable[[], int] = lambda: CUT_OVER_HOUR_DEFAULT


class Reading:
    """Knows nothing of a screen, and runs behind it."""

    def __init__(self, sources: ReportSources, words: ReportWords) -> None:
        self._sources = sources
        self._words = words

    def read(self, choice: Choice, span: Span, actor: StaffMember) -> Found:
        """:raises NotAllowedError: if the actor may not read it"""
        desk, now = self._sources.desk, self._sources.now()
        scope = scope_of(choice, span, now)
        then = then_of(scope, span, now)
        by = SalesBy(choice.by) if choice.by else None
        before = None
        if choice.report == "sales" and by is SalesBy.HOUR:
            before = desk.read("sales", scope=then, by=by, actor=actor)
        report = desk.read(choice.report, scope=scope, by=by, actor=actor)
        return Found(
            now=now,
            figures=desk.figures(scope, then=then, actor=actor),
            report=titled(report, self._words.words),
            before=before,
            sides=[
                titled(desk.read("sales", scope=scope, by=one, actor=actor), self._words.words)
                for one in wanted_beside(choice, scope, actor)
            ],
        )
