"""Take back what was bought with a receipt: which lines, how much, why, and into the open order."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal, Slot

from pos_app.domain.errors import PosError
from pos_app.domain.money import Money
from pos_app.domain.order_document import OrderDocument
from pos_app.domain.returning import NothingToReturnError
from pos_app.domain.staff import Approval, Permission
from pos_app.services.ports import Formats
from pos_app.tasks.runner import TaskRunner
from pos_app.viewmodels.approval.acts import run
from pos_app.viewmodels.approval.request import ApprovalRequest
from pos_app.viewmodels.returns.chosen_lines import ChosenLines
from pos_app.viewmodels.returns.give_back_form import BackForm, BackWords
from pos_app.viewmodels.returns.receipt_sheet import Found, ReceiptSheet, ReturnDesk
from pos_app.viewmodels.returns.why_choice import WhyChoice
from pos_app.viewmodels.sell.sell import SellViewModel


class GiveBack(ReceiptSheet):
    """Its form is a BackForm; `lines` and `why` hold what is chosen, anew each time.

    Signals:
        added: Emitted once the lines are in the open order, and whether it is to be paid now.
    """

    added = Signal(bool)

    def __init__(
        self, *, sell: SellViewModel, desk: ReturnDesk, tasks: TaskRunner, formats: Formats
    ) -> None:
        super().__init__(sell=sell, desk=desk, tasks=tasks, formats=formats)
        self._words = BackWords(formats)
        self.lines = ChosenLines()
        self.why = WhyChoice()
        for part in (self.lines, self.why):
            part.changed.connect(self._show)

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

    def _find(self, order_id: str) -> Found:
        found = super()._find(order_id)
        if not any(one.left for one in found.lines):
            raise NothingToReturnError(number=found.document.number)
        return found

    def _on_found(self, found: Found) -> None:
        self.lines.begin(found.lines)
        self.why.begin()
        super()._on_found(found)
        self.opened.emit(self._form(found.document))

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
