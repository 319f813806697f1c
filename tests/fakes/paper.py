"""The paper of a store whose settings nobody changes."""

from __future__ import annotations

from collections.abc import Callable

from pos_app.services.printing.receipt import ReceiptHeader
from pos_app.services.printing.rendering import ReceiptPaper


def paper(header: ReceiptHeader, width: int) -> Callable[[], ReceiptPaper]:
    return lambda: ReceiptPaper(header, width)
