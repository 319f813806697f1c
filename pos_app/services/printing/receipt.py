"""Turn a stored order into the rows of its receipt: what is printed is what was stored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pos_app.domain.errors import RefusedError
from pos_app.domain.logo import Logo
from pos_app.domain.money import Money
from pos_app.domain.order_document import DocumentItem, OrderDocument
from pos_app.domain.pricing import MILLIONTHS_PER_BASIS_POINT, Discount, DiscountKind
from pos_app.domain.quantity import ONE, THOUSAND
from pos_app.domain.receipt_kind import ReceiptKind
from pos_app.domain.returned import ReturnReason
from pos_app.domain.rounding import divide
from pos_app.services.journal.anchoring import QR_VERSION
from pos_app.services.ports import Formats
from pos_app.services.printing.cells import NO_BREAK_SPACE
from pos_app.services.printing.rows import (
    Align,
    Bars,
    Blank,
    Columns,
    Emphasis,
    Qr,
    Receipt,
    Row,
    Rule,
    Table,
    Text,
)
from pos_app.services.printing.words import ReceiptWords

SHOWN_HASH_DIGITS: Final = 16
INDENT: Final = 2


class NoReceiptError(RefusedError):
    code = "receipt.none"
    text = "This order was never paid, so it has no number and no receipt."


@dataclass(frozen=True, slots=True)
class ReceiptHeader:
    """What the store says of itself on every receipt; what is empty is left out."""

    store: str
    terminal: str
    address: tuple[str, ...] = ()
    phone: str = ""
    tax_number_label: str = ""
    tax_number: str = ""
    company_id: str = ""
    footer: str = ""
    logo: Logo | None = None
    practice: bool = False
    print_notes: bool = True
    """Whether what was said of a line or the order stands on its receipt."""


def build_receipt(
    document: OrderDocument,
    *,
    header: ReceiptHeader,
    words: ReceiptWords,
    formats: Formats,
    copy: int = 0,
    customer: str = "",
) -> Receipt:
    """The one model of a receipt; `copy` 0 is the receipt itself, 1 its first reprint.

    :param customer: the name of whom the order is for
    :raises NoReceiptError: if the order has no number
    """
    if document.number is None:
        raise NoReceiptError
    rows = ReceiptRows(document, header, words, formats)
    marks = rows.marks(copy)
    return Receipt(
        receipt_name(document.number, copy),
        (
            *marks,
            *rows.store(),
            *_kind(document, words),
            *rows.facts(document.number, customer),
            *rows.items(),
            *rows.sums(),
            *rows.payments(),
            *rows.taxes(),
            *rows.foot(document.number),
            *marks,
        ),
    )


def receipt_name(number: str, copy: int, kind: ReceiptKind = ReceiptKind.RECEIPT) -> str:
    if kind is ReceiptKind.GIFT:
        return f"{number}-GIFT{copy or ''}"
    return f"{number}-COPY{copy}" if copy else number


def qr_payload(document: OrderDocument, *, number: str, terminal: str) -> str:
    """Number, total, currency, terminal, journal entry and the head of the chain at it.

    Capitals, digits and colons only: a QR code holds those in little more than half the space.
    """
    return ":".join(
        (
            QR_VERSION,
            number,
            str(document.totals.total),
            document.currency.code,
            terminal,
            str(document.journal_seq),
            document.journal_hash.hex().upper(),
        )
    )


@dataclass(frozen=True, slots=True)
class ReceiptRows:
    """The parts of a receipt, from which its kinds are put together."""

    document: OrderDocument
    header: ReceiptHeader
    words: ReceiptWords
    formats: Formats

    def marks(self, copy: int) -> list[Row]:
        """What nobody may overlook: first and last on the paper."""
        marks: list[Row] = []
        if self.header.practice:
            marks.append(centred(self.words.practice, Emphasis.STRONG))
        if copy:
            marks.append(centred(f"{self.words.copy} {copy}", Emphasis.STRONG))
        return marks

    def store(self) -> list[Row]:
        header = self.header
        lines = [
            *header.address,
            _labelled(self.words.phone, header.phone),
            _labelled(header.tax_number_label, header.tax_number),
            _labelled(self.words.company_id, header.company_id),
        ]
        return [
            *([header.logo] if header.logo is not None else []),
            centred(header.store, Emphasis.LARGE),
            *(centred(line) for line in lines if line),
            Rule(),
        ]

    def facts(self, number: str, customer: str = "") -> list[Row]:
        document = self.document
        moment = document.completed_at
        # A shift may go on after midnight: then the clock's own date must be told too.
        same_day = moment.date() == document.business_date
        time = self.formats.time(moment) if same_day else self.formats.date_time(moment)
        return [
            Columns(self.words.receipt, number),
            Columns(self.words.date, self.formats.date(document.business_date)),
            Columns(self.words.time, time),
            Columns(self.words.cashier, document.cashier),
            Columns(self.words.terminal, self.header.terminal),
            *([Columns(self.words.customer, customer)] if customer else []),
            Rule(),
        ]

    def items(self) -> list[Row]:
        rows = [row for item in self.document.items for row in self._item(item)]
        if self.document.note and self.header.print_notes:
            rows += [Rule(), Text(self.document.note)]
        return [*rows, Rule()]

    def _item(self, one: DocumentItem) -> list[Row]:
        item, totals = one.item, one.totals
        # What the order's own discount takes off stands below, once.
        now = totals.before_discount - totals.discount
        rows: list[Row] = [Columns(item.name, self._number(now))]
        if item.unit.is_measured or item.quantity != ONE:
            rows.append(Text(self._times(one), indent=INDENT))
        listed = _listed(one)
        if listed != now:
            rows.append(self._detail(self.words.was, listed))
        if totals.discount:
            label = self._labelled(self.words.discount, item.discount)
            rows.append(self._detail(label, -totals.discount))
        if item.note and self.header.print_notes:
            rows.append(Text(item.note, indent=INDENT))
        return rows

    def _times(self, one: DocumentItem) -> str:
        quantity = self.formats.quantity(one.item.quantity)
        price = self.formats.number(one.item.unit_price)
        if one.item.unit.is_measured:
            unit = one.item.unit.value
            return f"{quantity}{NO_BREAK_SPACE}{unit} × {price}/{unit}"
        return f"{quantity} × {price}"

    def sums(self) -> list[Row]:
        document, totals, words = self.document, self.document.totals, self.words
        rows: list[Row] = []
        of_order = sum(line.order_discount for line in totals.lines)
        if of_order:
            label = self._labelled(words.order_discount, document.discount)
            rows.append(Columns(label, self._number(-of_order)))
        if not document.policy.prices_include_tax:
            rows.append(Columns(words.subtotal, self._number(totals.net)))
            rows.append(Columns(words.tax, self._number(totals.tax)))
        rows.append(Columns(words.total, self._money(totals.total), Emphasis.LARGE))
        if totals.tip:
            rows.append(Columns(words.tip, self._number(totals.tip)))
        if document.rounding:
            rows.append(Columns(words.rounding, self._number(document.rounding)))
        if totals.discount > 0:
            # For information: it is in the sums above already.
            rows.append(Text(f"{words.discount_total} {self._number(-totals.discount)}"))
        return rows

    def payments(self) -> list[Row]:
        rows: list[Row] = []
        for payment in self.document.tenders:
            method = self.words.method(payment.method)
            rows.append(Columns(method, self._number(payment.tendered)))
            if payment.reference:
                rows.append(Text(payment.reference, indent=INDENT))
            if payment.change:
                change = self._number(payment.change)
                rows.append(Columns(self.words.change, change, Emphasis.STRONG))
        return [*rows, Rule()]

    def taxes(self) -> list[Row]:
        lines = self.document.totals.tax_lines
        if not lines:
            return []
        words = self.words
        rows: list[Row] = [Table(words.rate, words.net, words.tax, Emphasis.STRONG)]
        for line in lines:
            rate = self.formats.percent(line.rate_millionths) if line.rate_millionths else ""
            # A name such as "VAT 20 %" already says it.
            label = line.name if rate in line.name else f"{line.name} {rate}"
            rows.append(Table(label, self._number(line.net), self._number(line.tax)))
        return [*rows, Rule()]

    def foot(self, number: str) -> list[Row]:
        document = self.document
        shown = document.journal_hash.hex()[:SHOWN_HASH_DIGITS]
        payload = qr_payload(document, number=number, terminal=self.header.terminal)
        return [
            *self.footer(),
            Qr(payload, self.words.qr_note),
            Bars(number),
            centred(f"{self.words.journal} {document.journal_seq} {shown}"),
        ]

    def footer(self) -> list[Row]:
        lines: list[Row] = [
            centred(line) for line in self.header.footer.splitlines() if line.strip()
        ]
        return [*lines, Blank()] if lines else []

    def _labelled(self, label: str, discount: Discount | None) -> str:
        """How much and why, where the document still knows."""
        if discount is None:
            return label
        if discount.kind is DiscountKind.PERCENT:
            share = self.formats.percent(discount.value * MILLIONTHS_PER_BASIS_POINT)
            label = f"{label} {share}"
        return f"{label} ({discount.reason})" if discount.reason else label

    def _detail(self, label: str, minor: int) -> Row:
        """A sum told for information: not in the column that adds up to the total."""
        return Text(f"{label} {self._number(minor)}", indent=INDENT)

    def _number(self, minor: int) -> str:
        return self.formats.number(Money(minor, self.document.currency))

    def _money(self, minor: int) -> str:
        return self.formats.money(Money(minor, self.document.currency))


def _kind(document: OrderDocument, words: ReceiptWords) -> list[Row]:
    """What it is, where it is more than a sale, and which receipt it gives back of."""
    backs = [one.item.returns for one in document.items if one.item.returns is not None]
    if not backs:
        return []
    kind = words.refund if document.is_refund else words.exchange
    if backs[0].reason is ReturnReason.VOID:
        kind = words.void
    rows: list[Row] = [centred(kind, Emphasis.STRONG)]
    if backs[0].number:
        rows.append(Columns(words.returned, backs[0].number))
    return [*rows, Rule()]


def centred(text: str, emphasis: Emphasis = Emphasis.NORMAL) -> Text:
    return Text(text, Align.CENTRE, emphasis)


def _labelled(label: str, value: str) -> str:
    return f"{label} {value}" if value else ""


def _listed(one: DocumentItem) -> int:
    """What the item costs by the price list, in minor units."""
    if one.item.list_price is None:
        return one.totals.before_discount
    return divide(one.item.quantity.thousandths * one.item.list_price.minor, THOUSAND)
