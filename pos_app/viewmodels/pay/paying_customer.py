"""Whom the order at the counter is for, said while it is paid."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.order import Order, TenderTakenError
from pos_app.viewmodels.pay.pay_state import PayState


class PayingCustomer(QObject):
    """Whoever pays may have another total: the payment begins anew with it.

    Signals:
        asked: Emitted to choose whom the order is for.
        declined: Emitted with the PosError for which it stays as it is.
        changed: Emitted when the payment has begun anew.
    """

    asked = Signal()
    declined = Signal(object)
    changed = Signal()

    def __init__(self, state: PayState, parent: QObject) -> None:
        super().__init__(parent)
        self._state = state

    @Slot()
    def open(self) -> None:
        """Ask for it; not once something was taken for what was due before."""
        order = self._state.order
        if order is None:
            return
        if order.tenders:
            self.declined.emit(TenderTakenError())
        else:
            self.asked.emit()

    @Slot(object, int)
    def follow(self, order: Order, total: int) -> None:
        """The order is for somebody else, or for nobody."""
        actor = self._state.actor
        if order is self._state.order and actor is not None:
            self._state.begin(order, actor, total)
            self.changed.emit()
