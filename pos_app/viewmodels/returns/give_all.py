"""All that is left of an order comes back at once; only which way its money goes is looked at."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from pos_app.domain.errors import PosError
from pos_app.domain.returned import Returned, ReturnReason
from pos_app.domain.staff import ApprovalNeededError, Decision, Permission
from pos_app.services.ports import Formats
from pos_app.tasks.runner import TaskRunner
from pos_app.viewmodels.returns.give_back import GiveBack
from pos_app.viewmodels.returns.receipt_sheet import Found, ReturnDesk
from pos_app.viewmodels.sell.sell import SellViewModel
from pos_app.viewmodels.shared.words import words_for


class GiveAll(QObject):
    """What is not as simple as that is for the sheet, where it is chosen."""

    def __init__(
        self,
        *,
        sheet: GiveBack,
        sell: SellViewModel,
        desk: ReturnDesk,
        tasks: TaskRunner,
        formats: Formats,
    ) -> None:
        super().__init__()
        self._sheet = sheet
        self._sell = sell
        self._desk = desk
        self._tasks = tasks
        self._formats = formats

    @Slot(str)
    def take(self, order_id: str) -> None:
        """Beside an open order it is an exchange; and who may not do it alone asks in the sheet."""
        actor, order = self._sell.actor, self._desk.orders.order
        may = actor is not None and actor.decide(Permission.REFUND) is Decision.ALLOWED
        if not may or order.items or order.returns:
            self._sheet.open(order_id)
            return
        self._tasks.submit(
            lambda: self._desk.find(order_id),
            on_success=self._on_found,
            on_failure=self._tell,
        )

    def _on_found(self, found: Found) -> None:
        document, actor = found.document, self._sell.actor
        if actor is None:
            return
        if found.restored is not None:  # whoever gives it back reads that first
            self._sheet.open(document.order_id)
            return
        try:
            self._desk.returns.add(
                document=document, why=Returned(ReturnReason.CHANGED_MIND), actor=actor
            )
        except ApprovalNeededError:  # a limit of the store
            self._sheet.open(document.order_id)
        except PosError as error:
            self._tell(error)
        else:
            self._sheet.finish(pays=True)

    def _tell(self, error: PosError) -> None:
        self._sell.sound.emit("refused")
        self._sell.toast.emit(words_for(error, self._formats), False)
