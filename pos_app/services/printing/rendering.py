"""One door to a receipt: the screen, the spooler and the command line get the same lines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pos_app.domain.order_document import OrderDocument
from pos_app.domain.receipt_kind import ReceiptKind
from pos_app.services.customer_records import CustomerQueries
from pos_app.services.customers.customer_service import customer_of
from pos_app.services.ports import Formats
from pos_app.services.print_jobs import PrintJob
from pos_app.services.print_lines import Line, plain_lines
from pos_app.services.printing.gift_receipt import build_gift_receipt
from pos_app.services.printing.layout import paper_lines
from pos_app.services.printing.receipt import ReceiptHeader, build_receipt
from pos_app.services.printing.rows import Receipt
from pos_app.services.printing.words import ReceiptWords


@dataclass(frozen=True, slots=True)
class ReceiptPaper:
    """What stands on every receipt, and the printer's number of columns."""

    header: ReceiptHeader
    width: int


@dataclass(frozen=True, slots=True)
class ReceiptRenderer:
    """What all receipts of a store share; what `paper` says now is what the next one shows.

    A customer is named by what the store knows of them now, and not once they are forgotten.

    :raises NoReceiptError: from any call, for an order without a number
    """

    paper: Callable[[], ReceiptPaper]
    words: ReceiptWords
    formats: Formats
    customers: CustomerQueries | None = None

    @property
    def header(self) -> ReceiptHeader:
        return self.paper().header

    @property
    def width(self) -> int:
        return self.paper().width

    def receipt(
        self,
        document: OrderDocument,
        *,
        copy: int = 0,
        kind: ReceiptKind = ReceiptKind.RECEIPT,
    ) -> Receipt:
        if kind is ReceiptKind.GIFT:
            return build_gift_receipt(
                document, header=self.header, words=self.words, formats=self.formats, copy=copy
            )
        return build_receipt(
            document,
            header=self.header,
            words=self.words,
            formats=self.formats,
            copy=copy,
            customer=self._customer(document),
        )

    def text(
        self,
        document: OrderDocument,
        *,
        copy: int = 0,
        kind: ReceiptKind = ReceiptKind.RECEIPT,
    ) -> str:
        """The same as one plain text that ends with a line break."""
        lines = plain_lines(self.lines(document, copy=copy, kind=kind))
        return "".join(f"{line}\n" for line in lines)

    def lines(
        self,
        document: OrderDocument,
        *,
        copy: int = 0,
        kind: ReceiptKind = ReceiptKind.RECEIPT,
    ) -> list[Line]:
        """What the printer gets, for whatever can draw the codes in it."""
        return paper_lines(self.receipt(document, copy=copy, kind=kind), width=self.width)

    def _customer(self, document: OrderDocument) -> str:
        known = customer_of(self.customers, document) if self.customers is not None else None
        return known.details.name if known is not None else ""

    def job(self, job: PrintJob) -> list[Line]:
        return self.lines(job.document, copy=job.copy, kind=job.kind)
