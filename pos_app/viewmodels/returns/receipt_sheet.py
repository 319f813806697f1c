"""What the sheets about an order that was paid have in common: it is looked up, shown and left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.errors import PosError
from pos_app.domain.money import Currency
from pos_app.domain.order_document import OrderDocument
from pos_app.domain.returning import NothingToReturnError, ReturnableLine
from pos_app.services.catalogue.lookup import Lookup
from pos_app.services.orders.order_service import OrderService
from pos_app.services.orders.returning import Returns
from pos_app.services.ports import Formats
from pos_app.services.return_records import ReturnQueries
from pos_app.tasks.runner import TaskRunner
from pos_app.viewmodels.approval.approvals import Approvals
from pos_app.viewmodels.sell.sell import SellViewModel
from pos_app.viewmodels.shared.return_words import words_of_restored
from pos_app.viewmodels.shared.words import words_for


class PastOrder(Protocol):
    def by_id(self, order_id: str) -> OrderDocument | None: ...


@dataclass(frozen=True, slots=True)
class ReturnDesk:
    """What takes back, and where things are looked up."""

    returns: Returns
    records: ReturnQueries
    past: PastOrder
    orders: OrderService
    lookup: Lookup
    approvals: Approvals
    currency: Currency

    def find(self, order_id: str) -> Found:
        """:raises NothingToReturnError: for none that was paid"""
        document = self.past.by_id(order_id)
        if document is None or document.number is None:
            raise NothingToReturnError(number=order_id)
        restored = self.records.restored_after(document.number)
        return Found(document, self.returns.lines(document), restored)


@dataclass(frozen=True, slots=True)
class Found:
    """An order that was paid, what was bought with it, and whether all is known of it.

    `restored` is when the store was copied or put back from a backup after it, if it was.
    """

    document: OrderDocument
    lines: Sequence[ReturnableLine]
    restored: datetime | None


class ReceiptSheet(QObject):
    """Who inherits says what is shown of it.

    Signals:
        opened: Emitted with its form when the sheet is wanted.
        changed: Emitted with its form after every choice.
        refused: Emitted with a sentence; nothing has changed.
        hidden: Emitted when the sheet is to go.
    """

    opened = Signal(object)
    changed = Signal(object)
    refused = Signal(str)
    hidden = Signal()

    def __init__(
        self, *, sell: SellViewModel, desk: ReturnDesk, tasks: TaskRunner, formats: Formats
    ) -> None:
        super().__init__()
        self._sell = sell
        self._desk = desk
        self._tasks = tasks
        self._formats = formats
        self._document: OrderDocument | None = None
        self._warning = ""
        """Why nobody can be sure what of it came back."""

    @property
    def is_open(self) -> bool:
        return self._document is not None

    @Slot(str)
    def open(self, order_id: str) -> None:
        """Look the order up; what stands in the way is said where it was asked for."""
        self._tasks.submit(
            lambda: self._find(order_id), on_success=self._on_found, on_failure=self._tell
        )

    @Slot()
    def leave(self) -> None:
        if self.is_open:
            self._document = None
            self.hidden.emit()

    def _find(self, order_id: str) -> Found:
        return self._desk.find(order_id)

    def _on_found(self, found: Found) -> None:
        when = self._formats.date_time(found.restored) if found.restored is not None else ""
        self._document, self._warning = found.document, words_of_restored(when)

    def _refuse(self, error: PosError) -> None:
        self._sell.sound.emit("refused")
        self.refused.emit(words_for(error, self._formats))

    def _tell(self, error: PosError) -> None:
        self._sell.sound.emit("refused")
        self._sell.toast.emit(words_for(error, self._formats), False)
