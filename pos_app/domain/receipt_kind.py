"""What a print-out or an e-mail of an order shows: all of it, or nothing that tells a price."""

from __future__ import annotations

from enum import StrEnum


class ReceiptKind(StrEnum):
    """A permanent on-disk format: a name is never changed or reused."""

    RECEIPT = "receipt"
    GIFT = "gift"
