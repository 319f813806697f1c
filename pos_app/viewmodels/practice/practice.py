"""Into the practice copy of the store, and back to the real till."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.staff import Permission, StaffMember
from pos_app.domain.store import StoreProfile
from pos_app.services.orders.order_service import OrderService


class PracticeViewModel(QObject):
    """One command for both ways; an order that is open is asked about, and stays as it is.

    Signals:
        opened: Emitted when somebody is to say whether to leave an open order for now.
        hidden: Emitted when that is settled.
        told: Emitted with a sentence and whether it can be undone.
        wanted: Emitted with the id of who wants to practise.
        left: Emitted with the id of who goes back, or 0 where nobody is signed in.
        returned: Emitted when who went to practise is back at the real till.
    """

    opened = Signal()
    hidden = Signal()
    told = Signal(str, bool)
    wanted = Signal(int)
    left = Signal(int)
    returned = Signal()

    def __init__(
        self, *, profile: StoreProfile, orders: OrderService, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._profile = profile
        self._orders = orders
        self._actor: StaffMember | None = None
        self.is_on = False
        """Whether somebody practises now, in another window than this one."""

    @property
    def is_copy(self) -> bool:
        return bool(self._profile.copy_of)

    @property
    def stand(self) -> tuple[int, str, int]:
        """Who is signed in, and the order and its revision, where anything is rung up."""
        staff_id = 0 if self._actor is None else self._actor.staff_id
        if not self._orders.has_items:
            return staff_id, "", 0
        return staff_id, self._orders.order.order_id, self._orders.order.revision

    @Slot(object)
    def signed_in(self, member: StaffMember) -> None:
        self._actor = member

    @Slot(str)
    def show_person(self, name: str) -> None:
        if not name:
            self._actor = None
            self.hidden.emit()

    @Slot()
    def toggle(self) -> None:
        """Practise, or go back to what is real."""
        if self.is_copy:
            self.left.emit(0 if self._actor is None else self._actor.staff_id)
        elif self._profile.practice:
            self.told.emit(self.tr("This store is for practice: nothing in it is real"), False)
        elif self._actor is None or self.is_on:
            return
        elif not self._actor.may_allow(Permission.SELL):
            self.told.emit(self.tr("Only who may sell can practise it"), False)
        elif self._orders.has_items:
            self.opened.emit()
        else:
            self.go()

    @Slot()
    def go(self) -> None:
        self.hidden.emit()
        if self._actor is not None and not self.is_on:
            self.is_on = True
            self.told.emit(self.tr("One moment: practice opens in a window of its own"), False)
            self.wanted.emit(self._actor.staff_id)

    @Slot()
    def leave(self) -> None:
        self.hidden.emit()
