"""The form of a range: the two days that reports are from and to, as the store writes dates."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.errors import InvalidInputError
from pos_app.services.ports import Formats
from pos_app.services.typed_dates import is_day_first, typed_date
from pos_app.viewmodels.approval.sheet_form import Texts
from pos_app.viewmodels.reports.choice import Unit
from pos_app.viewmodels.reports.reports import ReportsViewModel
from pos_app.viewmodels.reports.span import NEVER
from pos_app.viewmodels.shared.words import words_for

TEXT_LENGTH_MAX: Final = 16
DAYS_MAX: Final = 1_827
"""Five years: each day of them is a row."""


class RangeTextError(InvalidInputError):
    code = "range.text"
    text = "Write a day as {day}. Without its year it is the last such day."


class RangeOrderError(InvalidInputError):
    code = "range.order"
    text = "The last day, {last}, is before the first, {first}."


class RangeAheadError(InvalidInputError):
    code = "range.ahead"
    text = "The first day is still to come: today is {day}."


class RangeLongError(InvalidInputError):
    code = "range.long"
    text = "These are {days} days. {limit} are shown at the most."


@dataclass(frozen=True, slots=True)
class RangeCard:
    title: str
    help: str
    texts: Texts


class RangeForm(QObject):
    """Its fields are first and last.

    Signals:
        opened: Emitted with the RangeCard to fill in.
        refused: Emitted with the reason why it cannot be so, and the field that is why.
        hidden: Emitted when the form is to go.
    """

    opened = Signal(object)
    refused = Signal(str, str)
    hidden = Signal()

    def __init__(self, reports: ReportsViewModel, formats: Formats) -> None:
        super().__init__()
        self._reports = reports
        self._formats = formats

    @Slot()
    def open(self) -> None:
        """With the days that are shown, once the store has said which day it is."""
        reports = self._reports
        if reports.now is NEVER:
            return
        scope = reports.scope
        texts = {
            "first": self._formats.date(scope.since),
            "last": self._formats.date(scope.until),
        }
        words = self.tr("Written as {day}; both days are in it.")
        card = RangeCard(self.tr("From one day to another"), words.format(day=texts["last"]), texts)
        self.opened.emit(card)

    @Slot()
    def leave(self) -> None:
        self.hidden.emit()

    def save(self, texts: Texts) -> None:
        """Show the reports of that time."""
        try:
            first, last = (self._day(texts, name) for name in ("first", "last"))
            self._check(first, last)
        except InvalidInputError as error:
            words = words_for(error, self._formats)
            self.refused.emit(words, str(error.values.get("field", "last")))
            return
        self.leave()
        reports = self._reports
        reports.choose(replace(reports.choice, unit=Unit.RANGE, first=first, last=last))

    def _day(self, texts: Texts, field: str) -> date:
        """:raises RangeTextError: if something else stands there"""
        today, text = self._reports.now.day, texts[field].strip()
        day = typed_date(text, is_day_first=is_day_first(self._formats), today=today)
        if day is None:
            raise RangeTextError(field=field, day=self._formats.date(today))
        return day

    def _check(self, first: date, last: date) -> None:
        """:raises InvalidInputError: if nothing can be reported of them"""
        today, days = self._reports.now.day, (last - first).days + 1
        if days < 1:
            shown = {"first": self._formats.date(first), "last": self._formats.date(last)}
            raise RangeOrderError(**shown)
        if first > today:
            raise RangeAheadError(field="first", day=self._formats.date(today))
        if days > DAYS_MAX:
            raise RangeLongError(field="first", days=days, limit=DAYS_MAX)
