"""What the Done screen shows, ready to be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QCoreApplication

from pos_app.domain.money import Money
from pos_app.domain.order_document import OrderDocument
from pos_app.domain.payment import Payment
from pos_app.domain.store import Receipts
from pos_app.domain.tender import CASH, TenderMethod
from pos_app.services.ports import Formats
from pos_app.services.printing.rendering import ReceiptRenderer
from pos_app.services.printing.reprinting import Reprinting
from pos_app.services.printing.spooling import Spooler
from pos_app.viewmodels.pay.pay_text import CONTEXT, words_of
from pos_app.viewmodels.shared.paper import Paper

NO_BREAK_HYPHEN: Final = "\u2011"


@dataclass(frozen=True, slots=True)
class DoneText:
    """`change` is empty when no cash goes out; `asks` whether a receipt is wanted."""

    title: str
    change: str
    paid: str
    total: str
    receipt: Paper
    printing: str
    asks: bool
    is_sale: bool = True
    """Whether money came in: only then it may have come another way, or be a present."""
    gives_back: bool = False
    """Whether money went out."""


@dataclass(frozen=True, slots=True)
class DoneDesk:
    """What prints, and what the ways to pay are called."""

    renderer: ReceiptRenderer
    spooler: Spooler
    reprinting: Reprinting
    methods: tuple[TenderMethod, ...]


class DoneWords:
    def __init__(self, desk: DoneDesk, formats: Formats) -> None:
        self._desk = desk
        self._formats = formats
        self._methods = {
            # A word of ours stands inside a sentence; a name stays as it was given.
            one.code: words_of(one) if one.name else words_of(one).lower()
            for one in desk.methods
        }

    def text(self, document: OrderDocument, receipt: Receipts, printing: str = "") -> DoneText:
        tenders = document.tenders
        change = cash_out(document)
        total = self._number(document, abs(document.paid))
        usual = {
            Receipts.ALWAYS: _tr("Printing …"),
            Receipts.ASK: _tr("Does the customer want a receipt?"),
            Receipts.NEVER: _tr("No receipt"),
        }
        parts = " + ".join(self._tender(document, one) for one in tenders)
        gives = any(one.amount < 0 for one in tenders)
        words = self._words_of(document, gives=gives)
        tip = self._number(document, abs(document.totals.tip))
        return DoneText(
            title=self._title(document, gives=gives),
            change=self._number(document, change) if change else "",
            paid=words.format(tenders=parts, total=total, tip=tip, number=unbroken(document)),
            total=total,
            receipt=Paper.of(self._desk.renderer.lines(document)),
            printing=printing or usual[receipt],
            asks=receipt is Receipts.ASK,
            is_sale=not gives and not _is_even(document),
            gives_back=gives,
        )

    def _title(self, document: OrderDocument, *, gives: bool) -> str:
        if gives:
            return _tr("Give") if cash_out(document) else _tr("Given back")
        if cash_out(document):
            return _tr("Change")
        return _tr("Exchanged evenly") if _is_even(document) else _tr("Paid")

    def _words_of(self, document: OrderDocument, *, gives: bool) -> str:
        if gives and document.totals.tip:
            return _tr("{tenders} given back, {tip} of it the tip · {number}")
        if gives:
            return _tr("{tenders} given back · {number}")
        if _is_even(document):
            return _tr("nothing to pay · {number}")
        if document.totals.tip:
            return _tr("{tenders} · total {total}, {tip} of it a tip · {number}")
        return _tr("{tenders} · total {total} · {number}")

    def _tender(self, document: OrderDocument, payment: Payment) -> str:
        amount = self._number(document, abs(payment.tendered))
        if payment.method == CASH.code:
            return _tr("{amount} in cash").format(amount=amount)
        method = self._methods.get(payment.method, payment.method)
        return _tr("{amount} by {method}").format(amount=amount, method=method)

    def _number(self, document: OrderDocument, minor: int) -> str:
        return self._formats.number(Money(minor, document.currency))


def unbroken(document: OrderDocument) -> str:
    """Its number as a line of words may hold it: never cut in two at its hyphens."""
    return (document.number or "").replace("-", NO_BREAK_HYPHEN)


def cash_out(document: OrderDocument) -> int:
    """What is handed over: change, or cash that goes back; minor units."""
    return sum(
        one.change + (-one.amount if one.method == CASH.code and one.amount < 0 else 0)
        for one in document.tenders
    )


def _is_even(document: OrderDocument) -> bool:
    """Whether what was bought is worth what has come back."""
    return bool(document.given_back) and not any(one.amount for one in document.tenders)


def _tr(words: str) -> str:
    return QCoreApplication.translate(CONTEXT, words)
