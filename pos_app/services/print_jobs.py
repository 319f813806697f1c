"""Copies of receipts on their way to the printer: rows of the store, so that none is forgotten."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from pos_app.domain.order_document import OrderDocument
from pos_app.domain.receipt_kind import ReceiptKind


@dataclass(frozen=True, slots=True)
class PrintJob:
    job_id: int
    document: OrderDocument
    copy: int
    attempts: int
    kind: ReceiptKind = ReceiptKind.RECEIPT


class PrintJobRepository(Protocol):
    def add(self, order_id: str, kind: ReceiptKind = ReceiptKind.RECEIPT) -> int:
        """Ask for one more copy; return its number among its kind (0 is the receipt itself)."""

    def add_receipt(self, order_id: str) -> None:
        """The same for the receipt itself, where the order came without."""

    def mark_done(self, job_id: int) -> None: ...
    def mark_failed(self, job_id: int, *, reason: str) -> None: ...
    def prune(self, *, before: datetime, limit: int) -> int:
        """Delete settled jobs of receipts, never of copies, whose order is older; say how many."""


class PrintJobQueries(Protocol):
    def waiting(self, *, limit: int) -> Sequence[PrintJob]: ...
