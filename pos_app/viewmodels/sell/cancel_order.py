"""Give up the whole order: the screen is free at once, and undo brings the lines back."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.errors import PosError
from pos_app.domain.order import Order, OrderContent, is_empty
from pos_app.domain.staff import Permission, StaffMember
from pos_app.services.orders.cancelling import Cancelling
from pos_app.services.orders.order_service import OrderService
from pos_app.services.ports import Formats
from pos_app.viewmodels.approval.acts import AskingLane
from pos_app.viewmodels.approval.request import ApprovalRequest
from pos_app.viewmodels.sell.drafts import DraftKeeper
from pos_app.viewmodels.sell.sell import SellViewModel
from pos_app.viewmodels.shared.words import words_for


class CancelOrder(QObject):
    """The command behind Cancel order.

    Signals:
        told: Emitted with a sentence and whether it can be undone.
    """

    told = Signal(str, bool)

    def __init__(
        self,
        *,
        sell: SellViewModel,
        orders: OrderService,
        cancelling: Cancelling,
        drafts: DraftKeeper,
        lane: AskingLane,
        formats: Formats,
    ) -> None:
        super().__init__()
        self._sell = sell
        self._orders = orders
        self._cancelling = cancelling
        self._drafts = drafts
        self._lane = lane
        self._formats = formats
        self._given_up: dict[str, Order] = {}
        """By the id of the order that took its place."""

    def cancel(self, actor: StaffMember | None) -> None:
        """Start a new order now; the given-up one goes to the journal behind it."""
        assert actor is not None, "nobody is selling"
        order = self._orders.order
        self._drafts.stop(order)
        # A copy for the other thread: the lines on screen stay this thread's own.
        given_up = replace(order, items=list(order.items))
        # What was not found goes with it, or comes back with it.
        self._sell.notices.keep(order.order_id)
        self._sell.start(actor)
        self._orders.history.remember(order.content)
        self._given_up[self._orders.order.order_id] = order
        self._lane.submit(
            lambda approval: self._cancelling.cancel(
                order=given_up, actor=actor, approval=approval
            ),
            request=lambda: ApprovalRequest(
                Permission.CANCEL_ORDER,
                self.tr(
                    "Give up an order of %n items", "", len(given_up.items) + len(given_up.returns)
                ),
            ),
            on_success=self._on_cancelled,
            on_failure=lambda error: self._on_failure(actor, order, error),
        )

    @Slot()
    def bring_back(self) -> None:
        """Where undo has brought its lines back, what was not found comes back with them."""
        order = self._orders.order
        given_up = self._given_up.get(order.order_id)
        if given_up is not None and order.content == given_up.content:
            self._sell.notices.add_kept(given_up.order_id)

    @Slot(object)
    def give_up_again(self, before: OrderContent) -> None:
        """Where redo has taken all of it away again, what was not found goes with it."""
        order = self._orders.order
        given_up = self._given_up.get(order.order_id)
        if given_up is not None and is_empty(order) and before == given_up.content:
            self._sell.notices.keep(given_up.order_id)

    def _on_cancelled(self, _nothing: None) -> None:
        self.told.emit(self.tr("Order cancelled"), True)

    def _on_failure(self, actor: StaffMember, order: Order, error: PosError) -> None:
        """The order is on disk as it was; it comes back to the screen if that is still free."""
        if is_empty(self._orders.order):
            self._sell.start(actor, order)
        self.told.emit(words_for(error, self._formats), False)
