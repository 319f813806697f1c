"""A receipt for whoever is given the goods: what was bought, where and when, and no price."""

from __future__ import annotations

from typing import Final

from pos_app.domain.order_document import DocumentItem, OrderDocument
from pos_app.domain.quantity import ONE
from pos_app.domain.receipt_kind import ReceiptKind
from pos_app.services.ports import Formats
from pos_app.services.printing.cells import NO_BREAK_SPACE
from pos_app.services.printing.receipt import (
    NoReceiptError,
    ReceiptHeader,
    ReceiptRows,
    centred,
    receipt_name,
)
from pos_app.services.printing.rows import Bars, Columns, Emphasis, Qr, Receipt, Row, Rule
from pos_app.services.printing.words import ReceiptWords

_PRACTICE_ONLY: Final = 0
"""A gift receipt is no copy of anything: however many there are, none is marked as one."""


def build_gift_receipt(
    document: OrderDocument,
    *,
    header: ReceiptHeader,
    words: ReceiptWords,
    formats: Formats,
    copy: int = 0,
) -> Receipt:
    """Its code is the number alone: the code of a receipt would tell the total.

    :raises NoReceiptError: if the order has no number
    """
    number = document.number
    if number is None:
        raise NoReceiptError
    rows = ReceiptRows(document, header, words, formats)
    marks = rows.marks(_PRACTICE_ONLY)
    return Receipt(
        receipt_name(number, copy, ReceiptKind.GIFT),
        (
            *marks,
            centred(words.gift, Emphasis.STRONG),
            *rows.store(),
            *rows.facts(number),
            *_items(document, formats),
            *rows.footer(),
            Qr(number, words.qr_note),
            Bars(number),
            *marks,
        ),
    )


def _items(document: OrderDocument, formats: Formats) -> list[Row]:
    # A deposit is money that goes back to whoever brings the bottle, and tells its own price.
    given = [one for one in document.items if not one.item.is_deposit and one.item.returns is None]
    return [*(Columns(one.item.name, _quantity(one, formats)) for one in given), Rule()]


def _quantity(one: DocumentItem, formats: Formats) -> str:
    quantity = formats.quantity(one.item.quantity)
    if one.item.unit.is_measured:
        return f"{quantity}{NO_BREAK_SPACE}{one.item.unit.value}"
    return f"× {quantity}" if one.item.quantity != ONE else ""
