"""Whom the order on screen is for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.customer import Customer
from pos_app.domain.errors import PosError
from pos_app.services.orders.order_service import OrderService
from pos_app.services.ports import Formats
from pos_app.viewmodels.customers.customer_desk import CustomerDesk
from pos_app.viewmodels.sell.sell import SellViewModel
from pos_app.viewmodels.shared.words import words_for


class OrderCustomer(QObject):
    """Follows the order: undo, recall and hand-over change whom it is for as well.

    Signals:
        name_changed: Emitted with the name of whom the order is for, or nothing.
        attached: Emitted with the Order that is for somebody else now, and its total.
    """

    name_changed = Signal(str)
    attached = Signal(object, int)

    def __init__(
        self, *, sell: SellViewModel, orders: OrderService, desk: CustomerDesk, formats: Formats
    ) -> None:
        super().__init__()
        self._sell = sell
        self._orders = orders
        self._desk = desk
        self._formats = formats
        self._shown: int | None = None
        self.is_being_paid: Callable[[], bool] = lambda: False
        """Whether its payment is on its way to the disk."""
        sell.order_changed.connect(self._follow)

    @property
    def customer_id(self) -> int | None:
        return self._orders.order.customer_id

    def renamed(self) -> None:
        """What is known of a customer has changed."""
        self._shown = None
        self._follow()

    @Slot()
    def remove(self) -> None:
        """The order is for nobody in particular."""
        if self._orders.order.customer_id is not None:
            self.attach(None)

    def attach(self, customer_id: int | None) -> None:
        if self.is_being_paid():
            self._sell.toast.emit(self.tr("One moment: the payment is being recorded"), False)
            return
        try:
            self._orders.change(
                lambda order: order.set_content(replace(order.content, customer_id=customer_id))
            )
        except PosError as error:
            self._sell.toast.emit(words_for(error, self._formats), False)
            return
        self._sell.show(self._sell.selected)
        self._sell.draft_changed.emit()
        self.attached.emit(self._orders.order, self._orders.totals().total)
        known = self._desk.known(customer_id)
        words = self.tr("Customer: {name}") if known else self.tr("No customer any more")
        self._sell.toast.emit(words.format(name=known.details.name if known else ""), True)

    def _follow(self, _summary: object = None) -> None:
        """Show whom the order on screen is for, whichever way it came to be so."""
        wanted = self._orders.order.customer_id
        if wanted == self._shown:
            return
        self._shown = wanted
        known = self._desk.known(wanted)
        self.name_changed.emit(known.details.name if known else "")
        if wanted is not None and known is None:
            self._desk.reader.submit(
                lambda: self._desk.service.get(wanted),
                on_success=self._on_named,
                on_failure=lambda _error: self.name_changed.emit(self.tr("forgotten")),
            )

    def _on_named(self, customer: Customer) -> None:
        self._desk.remember(customer)
        if customer.customer_id == self._shown:
            self.name_changed.emit(customer.details.name)
