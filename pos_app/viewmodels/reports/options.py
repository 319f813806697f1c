"""All that can be chosen of one thing: a report, a cut, a cashier, a category, a kept view."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from PySide6.QtCore import QObject

from pos_app.domain.staff import Decision, Permission
from pos_app.services.reports.desk import CUTS, OF_DRAWER
from pos_app.services.reports.sales import SalesBy
from pos_app.viewmodels.reports.about import about
from pos_app.viewmodels.reports.choice import SHOWN, Choice, Unit
from pos_app.viewmodels.reports.reports import ReportsViewModel
from pos_app.viewmodels.reports.saved_views import SavedViews
from pos_app.viewmodels.reports.span import NEVER, then_of


class Part(StrEnum):
    REPORT = "report"
    CUT = "cut"
    CASHIER = "cashier"
    CATEGORY = "category"
    PAYMENT = "payment"
    VIEW = "view"


@dataclass(frozen=True, slots=True)
class Option:
    words: str
    choice: Choice


class ReportOptions(QObject):
    """Each option is the whole choice as it would be; the first one stands for all."""

    def __init__(self, reports: ReportsViewModel, views: SavedViews) -> None:
        super().__init__()
        self._reports = reports
        self._views = views

    def of(self, part: Part) -> Sequence[Option]:
        match part:
            case Part.REPORT:
                titles = self._reports.words.words.reports
                return [self._with(titles[name], report=name) for name in SHOWN]
            case Part.CUT:
                cuts = [by for by in CUTS[self._reports.choice.report] if self._may(by)]
                return [self._with(self._reports.words.cut(by.value), by=by.value) for by in cuts]
            case Part.CASHIER:
                people = self._reports.filters.cashiers
                rest = [self._with(name, cashier=key) for key, name in people]
                return [self._with(self.tr("All cashiers"), cashier=None), *rest]
            case Part.CATEGORY:
                shelves = self._reports.filters.categories
                rest = [self._with(name, category=name) for name in shelves]
                return [self._with(self.tr("All categories"), category=None), *rest]
            case Part.PAYMENT:
                ways = self._reports.words.words.ways if self._may(SalesBy.PAYMENT) else {}
                rest = [self._with(name, method=code) for code, name in ways.items()]
                return [self._with(self.tr("All payments"), method=None), *rest]
            case Part.VIEW:
                return [Option(self._name(one), one) for one in self._views.all]

    def words_of(self, part: Part) -> str:
        """What is chosen of it now."""
        choice = self._reports.choice
        found = [one.words for one in self.of(part) if one.choice == choice]
        if part is Part.PAYMENT and not found and choice.method is not None:
            return choice.method
        if part is Part.CATEGORY and not found and choice.category is not None:
            return choice.category
        return found[0] if found else ""

    def take(self, option: Option) -> None:
        self._reports.choose(option.choice)

    def take_next(self, part: Part) -> None:
        """The one after that which is chosen, and round again."""
        options = self.of(part)
        if options:
            chosen = [one.choice for one in options]
            place = chosen.index(self._reports.choice) if self._reports.choice in chosen else -1
            self.take(options[(place + 1) % len(options)])

    def choose_unit(self, unit: Unit) -> None:
        """One that is not a range."""
        choice = self._reports.choice
        self._reports.choose(replace(choice, unit=unit, first=None, last=None))

    def keep(self) -> None:
        """Keep what is chosen as a view, or let it go."""
        self._views.keep(self._reports.choice)

    @property
    def span(self) -> str:
        """Of what time, in words; nothing until the store has said which day it is."""
        reports = self._reports
        is_known = reports.now is not NEVER
        return reports.words.span(reports.span, reports.now.day) if is_known else ""

    @property
    def beside(self) -> str:
        """What the figures are laid beside, in words."""
        reports = self._reports
        if reports.now is NEVER:
            return ""
        then = then_of(reports.scope, reports.span, reports.now)
        return reports.words.beside(then, reports.now)

    @property
    def about(self) -> str:
        """How what is chosen is worked out."""
        choice = self._reports.choice
        return about(choice.report, choice.by, is_of_way=choice.method is not None)

    @property
    def is_kept(self) -> bool:
        return self._reports.choice in self._views.all

    def _may(self, by: SalesBy) -> bool:
        """Whether it says nothing that is hidden from who counts the drawer blind."""
        actor = self._reports.actor
        is_seen = actor is not None and actor.decide(Permission.SEE_EXPECTED) is Decision.ALLOWED
        return is_seen or by not in OF_DRAWER

    def _name(self, choice: Choice) -> str:
        cashier = self._reports.filters.name_of(choice.cashier)
        return self._reports.words.choice(choice, cashier)

    def _with(self, words: str, **changes: object) -> Option:
        return Option(words, replace(self._reports.choice, **changes))  # type: ignore[arg-type]
