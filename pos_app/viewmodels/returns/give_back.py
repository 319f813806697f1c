"""Take back what was bought with a receipt: which lines, how much, why, and into the open order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.errors import PosError
from pos_app.domain.money import Currency, Money
from pos_app.domain.order_document import OrderDocument
from pos_app.domain.returning import NothingToReturnError, ReturnableLine
from pos_app.domain.staff import Approval, Permission
from pos_app.services.catalogue.lookup import Lookup
from pos_app.services.orders.order_service import OrderService
from pos_app.services.orders.returning import Returns
from pos_app.services.ports import Formats
from pos_app.services.return_records import ReturnQueries
from pos_app.tasks.runner import TaskRunner
from pos_app.viewmodels.approval.acts import run
from pos_app.viewmodels.approval.approvals import Approvals
from pos_app.viewmodels.approval.request import ApprovalRequest
from pos_app.viewmodels.returns.chosen_lines import ChosenLines
from pos_app.viewmodels.returns.give_back_form import BackForm, BackWords
from pos_app.viewmodels.returns.why_choice import WhyChoice
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

    def restored_after(self, document: OrderDocument) -> datetime | None:
        """When the store was copied or put back, if that is after it: then much is not sure."""
        return self.records.restored_after(document.number) if document.number else None


@dataclass(frozen=True, slots=True)
class _Found:
    document: OrderDocument
    lines: Sequence[ReturnableLine]
    restored: datetime | None


class GiveBack(QObject):
    """`lines` and `why` hold what is chosen, anew each time.

    Signals:
        opened: Emitted with the BackForm when its sheet is wanted.
        changed: Emitted with the BackForm after every choice.
        refused: Emitted with a sentence; nothing has changed.
        hidden: Emitted when the sheet is to go.
        added: Emitted once the lines are in the open order, and whether it is to be paid now.
    """

    opened = Signal(object)
    changed = Signal(object)
    refused = Signal(str)
    hidden = Signal()
    added = Signal(bool)

    def __init__(
        self, *, sell: SellViewModel, desk: ReturnDesk, tasks: TaskRunner, formats: Formats
    ) -> None:
        super().__init__()
        self._sell = sell
        self._desk = desk
        self._tasks = tasks
        self._formats = formats
        self._words = BackWords(formats)
        self._document: OrderDocument | None = None
        self._warning = ""
        self.lines = ChosenLines()
        self.why = WhyChoice()
        for part in (self.lines, self.why):
            part.changed.connect(self._show)

    @property
    def is_open(self) -> bool:
        return self._document is not None

    @Slot(str)
    def open(self, order_id: str) -> None:
        """Look the order up, and what of it is left."""
        self._tasks.submit(
            lambda: self._find(order_id), on_success=self._on_found, on_failure=self._tell
        )

    @Slot()
    def leave(self) -> None:
        if self.is_open:
            self._document = None
            self.hidden.emit()

    def take_scan(self, raw: str) -> bool:
        """One more of what was scanned comes back; say whether it was for this."""
        if not self.is_open:
            return False
        try:
            product_id = self._desk.lookup.find(raw).product.product_id
        except PosError as error:
            self._refuse(error)
            return True
        if self.lines.add(product_id):
            self._sell.sound.emit("ok")
        else:
            self._sell.sound.emit("refused")
            self.refused.emit(self.tr("None of it was bought with this receipt, or is left of it"))
        return True

    def save(self, *, pays: bool) -> None:
        """Put the lines into the open order, and pay it or go on selling."""
        document, actor = self._document, self._sell.actor
        if document is None or actor is None:
            return
        wanted = self.lines.wanted()
        if not wanted:
            self._sell.sound.emit("refused")
            self.refused.emit(self.tr("Choose what comes back: tap a line, or take all of it"))
            return

        def take(approval: Approval | None) -> None:
            self._desk.returns.add(
                document=document,
                lines=wanted,
                why=self.why.why(),
                actor=actor,
                approval=approval,
            )
            self.finish(pays=pays)

        run(take, approvals=self._desk.approvals, request=self._request, on_failure=self._refuse)

    def finish(self, *, pays: bool) -> None:
        """The lines are in the open order: show them, or pay it."""
        self.leave()
        self._sell.show(len(self._desk.orders.order.items))
        self._sell.draft_changed.emit()
        self._sell.sound.emit("ok")
        self.added.emit(pays)

    def _request(self) -> ApprovalRequest:
        document = self._document
        assert document is not None
        words = self.tr("Take back what was bought with {number}")
        buys = bool(self._desk.orders.order.items)
        worth = self._words.worth(document, self.lines, buys=buys)
        return ApprovalRequest(
            Permission.REFUND,
            words.format(number=document.number),
            self._formats.money(Money(worth, document.currency)),
            self.why.in_words,
        )

    def _find(self, order_id: str) -> _Found:
        document = self._desk.past.by_id(order_id)
        lines = self._desk.returns.lines(document) if document is not None else ()
        if document is None or not any(one.left for one in lines):
            number = document.number if document is not None else None
            raise NothingToReturnError(number=number or order_id)
        return _Found(document, lines, self._desk.restored_after(document))

    def _on_found(self, found: _Found) -> None:
        document = found.document
        when = self._formats.date_time(found.restored) if found.restored else ""
        self._warning = words_of_restored(when)
        self.lines.begin(found.lines)
        self.why.begin()
        self._document = document
        self.opened.emit(self._form(document))

    @Slot()
    def _show(self) -> None:
        if self._document is not None:
            self.changed.emit(self._form(self._document))

    def _form(self, document: OrderDocument) -> BackForm:
        backs = [one.item for one in self._desk.orders.order.returns]
        in_order = {
            item.returns.position: -item.quantity.thousandths
            for item in backs
            if item.returns is not None and item.returns.number == document.number
        }
        buys = bool(self._desk.orders.order.items)
        form = self._words.form(document, self.lines, self.why, in_order=in_order, buys=buys)
        return replace(form, warning=self._warning)

    def _refuse(self, error: PosError) -> None:
        self._sell.sound.emit("refused")
        self.refused.emit(words_for(error, self._formats))

    def _tell(self, error: PosError) -> None:
        self._sell.sound.emit("refused")
        self._sell.toast.emit(words_for(error, self._formats), False)
