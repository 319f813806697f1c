"""Turn an X or Z report into the rows of its print-out: screen, paper and PDF show the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from pos_app.domain.money import Currency, Money
from pos_app.domain.rounding import divide
from pos_app.domain.shift import Shift
from pos_app.domain.shift_report import ShiftReport
from pos_app.services.ports import Formats
from pos_app.services.printing.layout import receipt_lines
from pos_app.services.printing.receipt import SHOWN_HASH_DIGITS, centred
from pos_app.services.printing.rendering import ReceiptRenderer
from pos_app.services.printing.rows import Blank, Columns, Emphasis, Receipt, Row, Rule, Table, Text
from pos_app.services.printing.shift_words import ShiftWords


@dataclass(frozen=True, slots=True)
class ShiftRenderer:
    """What all reports of a store share; its receipts say who it is and how wide the paper is."""

    receipts: ReceiptRenderer
    words: ShiftWords
    currency: Currency
    time_zone: str

    @property
    def formats(self) -> Formats:
        return self.receipts.formats

    def report(self, report: ShiftReport, *, is_copy: bool = False) -> Receipt:
        """The whole print-out; `is_copy` for a Z report that was printed before."""
        shift, marks = report.shift, self._marks(report, is_copy=is_copy)
        return Receipt(
            report_name(report),
            (
                *marks,
                *self.head(),
                *self._facts(report),
                *self._sums(report),
                *self._payments(report),
                *self._taxes(report),
                *self._drawer(shift, report.note),
                *self._foot(report),
                *marks,
            ),
        )

    def text(self, report: ShiftReport, *, is_copy: bool = False) -> str:
        """What the printer gets, as one text that ends with a line break."""
        return "".join(f"{line}\n" for line in self.lines(self.report(report, is_copy=is_copy)))

    def lines(self, receipt: Receipt) -> list[str]:
        return receipt_lines(receipt, width=self.receipts.width)

    def head(self) -> list[Row]:
        header = self.receipts.header
        return [
            centred(header.store, Emphasis.LARGE),
            *(centred(line) for line in header.address if line),
            Rule(),
            Columns(self.receipts.words.terminal, header.terminal),
        ]

    def moment(self, at: datetime) -> str:
        """With the date, in the time of the store."""
        return self.formats.date_time(at.astimezone(ZoneInfo(self.time_zone)))

    def number(self, minor: int) -> str:
        return self.formats.number(Money(minor, self.currency))

    def money(self, minor: int) -> str:
        return self.formats.money(Money(minor, self.currency))

    def _marks(self, report: ShiftReport, *, is_copy: bool) -> list[Row]:
        """What nobody may overlook: first and last on the paper."""
        words = self.words
        title = words.z_report if report.is_final else words.x_report
        marks: list[Row] = []
        if self.receipts.header.practice:
            marks.append(centred(self.receipts.words.practice, Emphasis.STRONG))
        if is_copy:
            marks.append(centred(self.receipts.words.copy, Emphasis.STRONG))
        marks.append(centred(f"{title} {report.shift.number}", Emphasis.LARGE))
        if not report.is_final:
            marks.append(centred(words.not_final, Emphasis.STRONG))
        return marks

    def _facts(self, report: ShiftReport) -> list[Row]:
        words, shift = self.words, report.shift
        rows: list[Row] = [
            Columns(words.shift, str(shift.number)),
            Columns(self.receipts.words.date, self.formats.date(shift.business_date)),
            Columns(words.opened, self.moment(shift.opened_at)),
            Columns(words.opened_by, report.opened_by),
        ]
        if report.is_final:
            rows += [
                Columns(words.closed, self.moment(report.at)),
                Columns(words.closed_by, report.closed_by),
            ]
        else:
            rows.append(Columns(words.read, self.moment(report.at)))
        return [*rows, Rule()]

    def _sums(self, report: ShiftReport) -> list[Row]:
        words, shift, sums = self.words, report.shift, report.sums
        average = divide(shift.sales, shift.orders) if shift.orders else 0
        rows: list[Row] = [
            Columns(words.sales, self.number(shift.sales)),
            Columns(words.refunds, self.number(-shift.refunds)),
            Columns(words.gross, self.money(report.gross), Emphasis.LARGE),
            Columns(words.discounts, self.number(-sums.discounts)),
            Columns(words.tips, self.number(shift.tips)),
            Columns(self.receipts.words.rounding, self.number(sums.rounding)),
            Columns(words.orders, str(shift.orders)),
            Columns(words.average, self.number(average)),
        ]
        if sums.first:
            rows.append(Columns(words.receipts, f"{sums.first} – {sums.last}"))
        voids = f"{sums.voids} ({self.number(sums.void_total)})" if sums.voids else "0"
        rows += [
            Columns(words.voids, voids),
            Columns(words.no_sales, str(shift.no_sales)),
        ]
        return [*rows, Rule()]

    def _payments(self, report: ShiftReport) -> list[Row]:
        if not report.sums.methods:
            return []
        rows: list[Row] = [
            Table(self.receipts.words.method(one.method), f"{one.count} ×", self.number(one.amount))
            for one in report.sums.methods
        ]
        return [centred(self.words.payments, Emphasis.STRONG), *rows, Rule()]

    def _taxes(self, report: ShiftReport) -> list[Row]:
        lines = report.sums.taxes
        if not lines:
            return []
        words = self.receipts.words
        rows: list[Row] = [Table(words.rate, words.net, words.tax, Emphasis.STRONG)]
        for line in lines:
            rate = self.formats.percent(line.rate_millionths) if line.rate_millionths else ""
            label = line.name if rate in line.name else f"{line.name} {rate}"
            rows.append(Table(label, self.number(line.net), self.number(line.tax)))
        return [*rows, Rule()]

    def _drawer(self, shift: Shift, note: str) -> list[Row]:
        """The difference is a line like every other, and says its side in a word."""
        words = self.words
        rows: list[Row] = [
            centred(words.drawer, Emphasis.STRONG),
            Columns(words.opening_float, self.number(shift.opening_float)),
            Columns(words.cash_taken, self.number(shift.cash_sales)),
            Columns(words.cash_in, self.number(shift.cash_in)),
            Columns(words.cash_out, self.number(-shift.cash_out)),
            Columns(words.expected, self.number(shift.expected), Emphasis.STRONG),
        ]
        if shift.counted is not None:
            difference = shift.difference or 0
            side = words.over if difference > 0 else words.short if difference else words.exact
            rows += [
                Columns(words.counted, self.number(shift.counted), Emphasis.STRONG),
                Columns(side, self.number(difference), Emphasis.STRONG),
            ]
        if shift.left is not None and shift.taken is not None:
            rows += [
                Columns(words.left, self.number(shift.left)),
                Columns(words.taken, self.number(shift.taken)),
            ]
        if note:
            rows.append(Text(f"{words.reason}: {note}"))
        return [*rows, Rule()]

    def _foot(self, report: ShiftReport) -> list[Row]:
        """Which entry of the journal is this report: its hash proves that nobody altered it."""
        filed = report.filed
        if filed is None:
            return []
        shown = filed.hash.hex()[:SHOWN_HASH_DIGITS]
        return [centred(f"{self.receipts.words.journal} {filed.seq} {shown}"), Blank()]


def report_name(report: ShiftReport) -> str:
    return f"{'Z' if report.is_final else 'X'}-{report.shift.number:06d}"
