"""Whose orders are open: said on the sign-in screen, so that nobody fears for theirs."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.money import Currency, Money
from pos_app.services.orders.drafting import Drafting
from pos_app.services.ports import Formats, StaffQueries


class KeptOrders(QObject):
    """What its line says.

    Signals:
        changed: Emitted with a sentence, or nothing.
    """

    changed = Signal(str)

    def __init__(
        self,
        *,
        drafting: Drafting,
        staff: StaffQueries,
        formats: Formats,
        currency: Currency,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._drafting = drafting
        self._staff = staff
        self._formats = formats
        self._currency = currency

    @Slot()
    def refresh(self) -> None:
        kept = self._drafting.kept()
        names = {person.staff_id: person.name for person in self._staff.listed()} if kept else {}
        orders = [
            f"{names[draft.opened_by]} {self._formats.money(Money(draft.total, self._currency))}"
            for draft in kept
        ]
        words = self.tr("Kept and not paid: {orders}").format(orders=", ".join(orders))
        self.changed.emit(words if kept else "")
