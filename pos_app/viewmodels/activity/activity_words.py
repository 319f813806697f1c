"""What the activity log says on the screen: its groups, its times, and the sentences themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from PySide6.QtCore import QCoreApplication, QObject

from pos_app.domain.journal import EntryKind
from pos_app.services.activity.saying import Group
from pos_app.services.activity.telling import Line
from pos_app.services.ports import Formats

CONTEXT = "activity"


def in_language(words: str) -> str:
    return QCoreApplication.translate(CONTEXT, words)


class When(StrEnum):
    EVER = "ever"
    TODAY = "today"
    YESTERDAY = "yesterday"
    WEEK = "week"
    MONTH = "month"

    def days(self, today: date) -> tuple[date | None, date | None]:
        """The first and the last one; None is no end."""
        match self:
            case When.EVER:
                return None, None
            case When.YESTERDAY:
                yesterday = today - timedelta(days=1)
                return yesterday, yesterday
            case When.TODAY:
                return today, today
            case When.WEEK:
                return today - timedelta(days=6), today
        return today - timedelta(days=29), today


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """One entry: `words` with who did it and who allowed it, `number` of its receipt."""

    when: str
    words: str
    number: str


class ActivityWords(QObject):
    def __init__(self, formats: Formats, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._formats = formats
        self.written = self.tr("The entries are in {path}")

    def row(self, line: Line) -> ActivityRow:
        when = self._formats.date_time(line.at) if line.at is not None else ""
        return ActivityRow(when, line.words, line.number)

    def group(self, group: Group | None) -> str:
        if group is None:
            return self.tr("Everything")
        return {**self._trade(), **self._store()}[group]

    def of(self, group: Group | None, kind: str) -> str:
        """What is looked for; some kinds have a name of their own."""
        return {
            EntryKind.ORDER_CANCEL.value: self.tr("Orders given up"),
            EntryKind.PRICE_OVERRIDE.value: self.tr("Price changes"),
        }.get(kind) or self.group(group)

    def when(self, when: When | None) -> str:
        if when is None:
            return self.tr("In that shift")
        return {
            When.EVER: self.tr("Any time"),
            When.TODAY: self.tr("Today"),
            When.YESTERDAY: self.tr("Yesterday"),
            When.WEEK: self.tr("Last 7 days"),
            When.MONTH: self.tr("Last 30 days"),
        }[when]

    def groups(self) -> Sequence[tuple[Group | None, str]]:
        return [(one, self.group(one)) for one in (None, *Group)]

    def times(self) -> Sequence[tuple[When, str]]:
        return [(one, self.when(one)) for one in When]

    def _trade(self) -> dict[Group, str]:
        return {
            Group.SALES: self.tr("Sales"),
            Group.REFUNDS: self.tr("Refunds"),
            Group.VOIDS: self.tr("Voids"),
            Group.DISCOUNTS: self.tr("Discounts and prices"),
            Group.PAYMENTS: self.tr("Payments"),
            Group.NO_SALE: self.tr("Drawer without a sale"),
            Group.CASH: self.tr("Cash in and out"),
            Group.SHIFTS: self.tr("Shifts"),
            Group.RECEIPTS: self.tr("Receipts printed"),
        }

    def _store(self) -> dict[Group, str]:
        return {
            Group.PRODUCTS: self.tr("Products and stock"),
            Group.CUSTOMERS: self.tr("Customers"),
            Group.STAFF: self.tr("Staff"),
            Group.TIME: self.tr("Hours worked"),
            Group.SIGN_INS: self.tr("Sign-ins"),
            Group.SETTINGS: self.tr("Settings"),
            Group.TILL: self.tr("The till itself"),
        }
