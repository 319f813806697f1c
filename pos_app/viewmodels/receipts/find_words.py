"""What a list of orders says: its rows, what was looked for, how far back, and how many."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QObject

from pos_app.domain.order import OrderState
from pos_app.services.orders.finding import FoundBy, FoundOrder, Page, Period
from pos_app.services.ports import Formats
from pos_app.viewmodels.shared.story_words import words_of_story


@dataclass(frozen=True, slots=True)
class FoundRow:
    """`is_cancelled` was given up: it has no number and no receipt; `state` tells of returns."""

    number: str
    when: str
    who: str
    paid: str
    is_cancelled: bool = False
    state: str = ""


class FindWords(QObject):
    def __init__(self, formats: Formats, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._formats = formats

    def row(self, one: FoundOrder, today: date) -> FoundRow:
        row, at = one.row, one.row.completed_at
        assert at is not None
        when = self._formats.date_time(at)
        if at.date() == today:
            when = self.tr("Today, {time}").format(time=self._formats.time(at))
        return FoundRow(
            number=row.number or self.tr("given up"),
            when=when,
            who=row.cashier,
            paid=self._formats.number(one.paid),
            is_cancelled=row.state == OrderState.CANCELLED,
            state="" if row.number is None else words_of_story(one.story),
        )

    def count(self, found: int, *, has_more: bool) -> str:
        if not found:
            return self.tr("nothing found")
        more = "+" if has_more else ""
        return self.tr("{count} found").format(count=f"{found}{more}")

    def meaning(self, page: Page, text: str, period: Period) -> str:
        """What of the text led to the orders, and how far back was looked."""
        words = {
            FoundBy.NUMBER: self.tr("By number"),
            FoundBy.ITEM: self.tr("With this item"),
            FoundBy.ADDRESS: self.tr("E-mailed"),
            FoundBy.CARD: self.tr("Paid with this card"),
            FoundBy.CASHIER: self.tr("Rung up by this person"),
        }.get(page.by, self.tr("By amount, time or date"))
        if text == "@":
            words = self.tr("E-mails not sent")
        return f"{words}, {self.period(period)}" if page.is_bounded else words

    def period(self, period: Period) -> str:
        match period:
            case Period.MONTH:
                return self.tr("last 30 days")
            case Period.YEAR:
                return self.tr("last 12 months")
        return self.tr("since the beginning")
