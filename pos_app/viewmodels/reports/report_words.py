"""What the reports are called on the screen, and how their cells and changes read there."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from PySide6.QtCore import QCoreApplication, QObject

from pos_app.domain.money import Currency
from pos_app.domain.tender import TenderMethod
from pos_app.services.ports import Formats
from pos_app.services.reports.business_time import BusinessTime
from pos_app.services.reports.report import Cell, Kind, Report, Scope, share
from pos_app.services.reports.sales import SalesBy
from pos_app.services.reports.sheet import CellTexts, Words
from pos_app.viewmodels.pay.pay_text import words_of
from pos_app.viewmodels.reports.about import about
from pos_app.viewmodels.reports.choice import Choice, Unit
from pos_app.viewmodels.reports.span import Span

CONTEXT: Final = "ReportWords"
ONE_PERCENT: Final = 10_000


class ReportWords(QObject):
    def __init__(
        self,
        formats: Formats,
        currency: Currency,
        methods: Iterable[TenderMethod] = (),
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._formats = formats
        self._texts = CellTexts(formats, currency)
        self.words = Words(
            self._reports(),
            self._columns(),
            ways={one.code: words_of(one) for one in methods},
            practice=self.tr("PRACTICE: NOTHING HERE IS REAL"),
            unpaid=about("conduct", "cashier", is_of_way=True),
        )
        self.written = self.tr("The report is in {path}")
        self.printed = self.tr("The report is printed")
        self.all_orders = self.tr("All orders")
        self.beside_bars = {
            SalesBy.PRODUCT.value: self.tr("Top products"),
            SalesBy.PAYMENT.value: self.tr("Payments"),
        }

    def row(self, report: Report, cell: Cell) -> str:
        """What a row is of: an hour as a clock says it, and a month by its name."""
        match report.by:
            case SalesBy.HOUR:
                return f"{cell}:00"
            case SalesBy.MONTH:
                return month_of(date.fromisoformat(f"{cell}-01"))
        return self.cell(cell, report.columns[0].kind)

    def cell(self, cell: Cell, kind: Kind) -> str:
        if kind is Kind.DAY and isinstance(cell, str):
            return self._formats.date(date.fromisoformat(cell))
        return self._texts.of(cell, kind)

    def change(self, now: Cell, before: Cell, kind: Kind) -> str:
        """An arrow, a sign and a word: no colour alone says which way it went."""
        if not (isinstance(now, int) and isinstance(before, int)):
            return self.tr("nothing before")
        if kind is Kind.SHARE:
            points = self.tr("{amount} points").format(
                amount=self._texts.of(abs(now - before), kind)
            )
            return self._moved(now - before, points)
        part = share(now - before, abs(before))
        if part is None:
            return self.tr("nothing before")
        return self._moved(part, self._texts.of(_whole(abs(part)), Kind.SHARE))

    def _moved(self, part: int, amount: str) -> str:
        if part > 0:
            return self.tr("▲ +{amount}, more").format(amount=amount)
        if part < 0:
            return self.tr("▼ −{amount}, less").format(amount=amount)
        return self.tr("the same")

    def span(self, span: Span, today: date) -> str:
        when = self._formats.date(span.first)
        match span.unit:
            case Unit.DAY if span.day == today:
                return self.tr("Today, {date}").format(date=when)
            case Unit.DAY if span.day == today - timedelta(days=1):
                return self.tr("Yesterday, {date}").format(date=when)
            case Unit.MONTH:
                return month_of(span.first)
            case Unit.YEAR:
                return self.tr("Year {year}").format(year=span.first.year)
            case Unit.WEEK:
                return self.tr("Week from {date}").format(date=when)
        return when if span.until is None else _days(self._formats, span.first, span.until)

    def beside(self, then: Scope, now: BusinessTime) -> str:
        """What the figures are laid beside, and until what time of its last day."""
        first, last = self._formats.date(then.since), self._formats.date(then.until)
        if then.since == then.until:
            days = self.tr("beside the same weekday, {date}").format(date=last)
        else:
            days = self.tr("beside {first} – {last}").format(first=first, last=last)
        if then.cut is None:
            return days
        until = self.tr("{days}, both until {time}")
        return until.format(days=days, time=self._formats.time(now.at))

    def drawn(self, bars: int, rows: int) -> str:
        """What a chart leaves out."""
        numbers = (self._texts.of(one, Kind.COUNT) for one in (bars, rows))
        return self.tr("The bars are the first {bars} of {rows} rows").format(
            **dict(zip(("bars", "rows"), numbers, strict=True))
        )

    def before(self, amount: str) -> str:
        return self.tr("before: {amount}").format(amount=amount)

    def choice(self, choice: Choice, cashier: str) -> str:
        """A name for a view."""
        units = {
            Unit.DAY: self.tr("day"),
            Unit.WEEK: self.tr("week"),
            Unit.MONTH: self.tr("month"),
            Unit.YEAR: self.tr("year"),
        }
        if choice.first is not None and choice.last is not None:
            units[Unit.RANGE] = _days(self._formats, choice.first, choice.last)
        cut = self.cut(choice.by).lower()
        parts = [self.words.reports[choice.report], cut, units[choice.unit]]
        parts += [cashier if choice.cashier is not None else "", choice.category or ""]
        parts += [self.words.ways.get(choice.method, choice.method) if choice.method else ""]
        return " · ".join(part for part in parts if part)

    def cut(self, by: str) -> str:
        return self.tr("By {what}").format(what=self.words.columns[by].lower()) if by else ""

    def _reports(self) -> dict[str, str]:
        return {
            "figures": self.tr("Figures"),
            "sales": self.tr("Sales"),
            "margin": self.tr("Margin"),
            "conduct": self.tr("Discounts and refunds"),
            "baskets": self.tr("Baskets"),
            "stock": self.tr("Stock value"),
            "fast": self.tr("What sells fast"),
            "dead": self.tr("What nobody buys"),
            "hours": self.tr("Hours worked"),
        }

    def _columns(self) -> dict[str, str]:
        return self._times_and_things() | self._sums()

    def _times_and_things(self) -> dict[str, str]:
        return {
            "code": self.tr("Code"),
            "period": self.tr("Period"),
            "day": self.tr("Day"),
            "week": self.tr("Week"),
            "month": self.tr("Month"),
            "hour": self.tr("Hour"),
            "product": self.tr("Product"),
            "category": self.tr("Category"),
            "cashier": self.tr("Cashier"),
            "terminal": self.tr("Terminal"),
            "payment": self.tr("Payment"),
            "tax": self.tr("Tax"),
            "shift": self.tr("Shift"),
            "opened": self.tr("Opened"),
            "closed": self.tr("Closed"),
        }

    def _sums(self) -> dict[str, str]:
        return {
            "orders": self.tr("Orders"),
            "quantity": self.tr("Quantity"),
            "net": self.tr("Net"),
            "gross": self.tr("Gross"),
            "basket": self.tr("Average order"),
            "items_per_order": self.tr("Items per order"),
            "refunded": self.tr("Refunded"),
            "refund_share": self.tr("Refunds %"),
            "margin": self.tr("Margin"),
            "margin_share": self.tr("Margin %"),
            "cost": self.tr("Cost"),
            "net_without_cost": self.tr("Net without a cost"),
            "discounted": self.tr("With discount"),
            "discounts": self.tr("Discounts"),
            "refunds": self.tr("Refunds"),
            "voids": self.tr("Voids"),
            "voided": self.tr("Voided"),
            "cancelled": self.tr("Given up"),
            "given_up": self.tr("Worth"),
            "no_sales": self.tr("Drawer opened"),
            "products": self.tr("Products"),
            "stock": self.tr("In stock"),
            "without_cost": self.tr("Without a cost"),
            "retail": self.tr("At price"),
            "sold": self.tr("Sold"),
            "sold_a_day": self.tr("Sold a day"),
            "days_left": self.tr("Days left"),
            "person": self.tr("Person"),
            "worked": self.tr("Hours"),
            "minutes": self.tr("Minutes"),
            "remark": self.tr("Remark"),
            "cut": self.tr("By"),
            "name": self.tr("Name"),
            "total": self.tr("Total"),
            "nothing_paid": self.tr("Nothing to pay"),
            "no_category": self.tr("Without a category"),
        }


def _days(formats: Formats, first: date, last: date) -> str:
    return f"{formats.date(first)} – {formats.date(last)}"


def _whole(millionths: int) -> int:
    """To a whole per cent, from one on: 12.34 % more is no more than 12 %."""
    return millionths if millionths < ONE_PERCENT else millionths // ONE_PERCENT * ONE_PERCENT


def month_of(day: date) -> str:
    months = (
        *(tr("January"), tr("February"), tr("March"), tr("April"), tr("May"), tr("June")),
        *(tr("July"), tr("August"), tr("September"), tr("October"), tr("November")),
        tr("December"),
    )
    return f"{months[day.month - 1]} {day.year}"


def tr(words: str) -> str:
    return QCoreApplication.translate(CONTEXT, words)
