"""What the Done screen shows, ready to be read."""

from __future__ import annotations

from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class DoneText:
    """`change` is empty when nothing goes back; `asks` whether a receipt is wanted."""

    change: str
    paid: str
    total: str
    receipt: str
    printing: str
    asks: bool


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
        change = sum(one.change for one in tenders)
        total = self._number(document, document.totals.total + document.rounding)
        usual = {
            Receipts.ALWAYS: _tr("Printing …"),
            Receipts.ASK: _tr("Does the customer want a receipt?"),
            Receipts.NEVER: _tr("No receipt"),
        }
        paid = _tr("{tenders} · total {total} · {number}").format(
            tenders=" + ".join(self._tender(document, one) for one in tenders),
            total=total,
            number=document.number,
        )
        return DoneText(
            change=self._number(document, change) if change else "",
            paid=paid,
            total=total,
            receipt=self._desk.renderer.text(document),
            printing=printing or usual[receipt],
            asks=receipt is Receipts.ASK,
        )

    def _tender(self, document: OrderDocument, payment: Payment) -> str:
        amount = self._number(document, payment.tendered)
        if payment.method == CASH.code:
            return _tr("{amount} in cash").format(amount=amount)
        method = self._methods.get(payment.method, payment.method)
        return _tr("{amount} by {method}").format(amount=amount, method=method)

    def _number(self, document: OrderDocument, minor: int) -> str:
        return self._formats.number(Money(minor, document.currency))


def _tr(words: str) -> str:
    return QCoreApplication.translate(CONTEXT, words)
