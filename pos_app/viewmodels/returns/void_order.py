"""Take a whole order back that never should have been, before its shift closes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.errors import PosError
from pos_app.domain.money import Money
from pos_app.domain.order_document import OrderDocument
from pos_app.domain.staff import Approval, Permission
from pos_app.services.ports import Formats
from pos_app.tasks.runner import TaskRunner
from pos_app.viewmodels.approval.acts import run
from pos_app.viewmodels.approval.request import ApprovalRequest
from pos_app.viewmodels.returns.give_back import ReturnDesk
from pos_app.viewmodels.sell.sell import SellViewModel
from pos_app.viewmodels.shared.return_words import words_of_restored
from pos_app.viewmodels.shared.words import words_for


@dataclass(frozen=True, slots=True)
class VoidForm:
    """`reason` is the place of the chosen one, -1 for none; the last one is said in words."""

    title: str
    facts: str
    reason: int
    asks_words: bool
    warning: str = ""
    """Why nobody can be sure that nothing of it came back."""


class VoidOrder(QObject):
    """The open order stays as it is: what is voided is paid out beside it.

    Signals:
        opened: Emitted with the VoidForm when its sheet is wanted.
        changed: Emitted with the VoidForm after every choice.
        refused: Emitted with a sentence; nothing has changed.
        hidden: Emitted when the sheet is to go.
        begun: Emitted with the Order that gives it back, to be paid out.
    """

    opened = Signal(object)
    changed = Signal(object)
    refused = Signal(str)
    hidden = Signal()
    begun = Signal(object)

    def __init__(
        self, *, sell: SellViewModel, desk: ReturnDesk, tasks: TaskRunner, formats: Formats
    ) -> None:
        super().__init__()
        self._sell = sell
        self._desk = desk
        self._tasks = tasks
        self._formats = formats
        self._document: OrderDocument | None = None
        self.reasons = (
            self.tr("Rung up twice"),
            self.tr("Wrong payment"),
            self.tr("Customer did not want it"),
            self.tr("Other"),
        )
        self._reason = -1
        self._warning = ""
        self.words = ""

    @Slot(str)
    def open(self, order_id: str) -> None:
        self._tasks.submit(
            lambda: self._find(order_id),
            on_success=self._on_found,
            on_failure=self._refuse,
        )

    @Slot()
    def leave(self) -> None:
        if self._document is not None:
            self._document = None
            self.hidden.emit()

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

    def _find(self, order_id: str) -> tuple[OrderDocument | None, datetime | None]:
        document = self._desk.past.by_id(order_id)
        return document, None if document is None else self._desk.restored_after(document)

    def _on_found(self, found: tuple[OrderDocument | None, datetime | None]) -> None:
        document, restored = found
        self._warning = words_of_restored(self._formats.date_time(restored) if restored else "")
        if document is not None and document.number is not None:
            self._document, self._reason, self.words = document, -1, ""
            self.opened.emit(self._form(document))

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

    def _refuse(self, error: PosError) -> None:
        self._sell.sound.emit("refused")
        self.refused.emit(words_for(error, self._formats))
