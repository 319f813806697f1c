"""Take a whole order back that never should have been, before its shift closes."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal, Slot

from pos_app.domain.money import Money
from pos_app.domain.order_document import OrderDocument
from pos_app.domain.staff import Approval, Permission
from pos_app.services.ports import Formats
from pos_app.tasks.runner import TaskRunner
from pos_app.viewmodels.approval.acts import run
from pos_app.viewmodels.approval.request import ApprovalRequest
from pos_app.viewmodels.returns.receipt_sheet import Found, ReceiptSheet, ReturnDesk
from pos_app.viewmodels.sell.sell import SellViewModel


@dataclass(frozen=True, slots=True)
class VoidForm:
    """`reason` is the place of the chosen one, -1 for none; the last one is said in words."""

    title: str
    facts: str
    reason: int
    asks_words: bool
    warning: str = ""
    """Why nobody can be sure that nothing of it came back."""


class VoidOrder(ReceiptSheet):
    """Its form is a VoidForm. The open order stays as it is: what is voided is paid out beside it.

    Signals:
        begun: Emitted with the Order that gives it back, to be paid out.
    """

    begun = Signal(object)

    def __init__(
        self, *, sell: SellViewModel, desk: ReturnDesk, tasks: TaskRunner, formats: Formats
    ) -> None:
        super().__init__(sell=sell, desk=desk, tasks=tasks, formats=formats)
        self.reasons = (
            self.tr("Rung up twice"),
            self.tr("Wrong payment"),
            self.tr("Customer did not want it"),
            self.tr("Other"),
        )
        self._reason = -1
        self.words = ""

    @Slot(int)
    def choose(self, reason: int) -> None:
        if 0 <= reason < len(self.reasons) and self._document is not None:
            self._reason = reason
            self.changed.emit(self._form(self._document))

    @Slot()
    def save(self) -> None:
        """Begin it; nothing is given back before its screen has shown which way."""
        document, actor = self._document, self._sell.actor
        if document is None or actor is None:
            return
        why = self._why()
        if not why:
            self._sell.sound.emit("refused")
            self.refused.emit(self.tr("Say why it is voided"))
            return

        def void(approval: Approval | None) -> None:
            order = self._desk.returns.open_void(
                document=document, words=why, actor=actor, approval=approval
            )
            self.leave()
            self.begun.emit(order)

        request = ApprovalRequest(
            Permission.VOID_ORDER,
            self.tr("Void {number}").format(number=document.number),
            self._paid(document),
            why,
        )
        run(
            void,
            approvals=self._desk.approvals,
            request=lambda: request,
            on_failure=self._refuse,
        )

    def _why(self) -> str:
        is_other = self._reason == len(self.reasons) - 1
        if is_other:
            return self.words.strip()
        return self.reasons[self._reason] if self._reason >= 0 else ""

    def _on_found(self, found: Found) -> None:
        super()._on_found(found)
        self._reason, self.words = -1, ""
        self.opened.emit(self._form(found.document))

    def _form(self, document: OrderDocument) -> VoidForm:
        facts = self.tr("{when} · {who} · paid {paid}")
        return VoidForm(
            title=self.tr("Void {number}?").format(number=document.number),
            facts=facts.format(
                when=self._formats.date_time(document.completed_at),
                who=document.cashier,
                paid=self._paid(document),
            ),
            reason=self._reason,
            asks_words=self._reason == len(self.reasons) - 1,
            warning=self._warning,
        )

    def _paid(self, document: OrderDocument) -> str:
        paid = Money(document.paid, document.currency)
        return self._formats.money(paid)
