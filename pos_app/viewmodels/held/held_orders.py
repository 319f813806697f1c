"""What is done with held orders: put one aside, recall it, give it up, bring it back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.errors import PosError
from pos_app.domain.order import Order
from pos_app.domain.order_keeping import call, hold, keeper_of
from pos_app.domain.staff import Permission, StaffMember
from pos_app.services.order_drafts import draft_of
from pos_app.services.orders.drafting import BrokenDraftError
from pos_app.services.orders.held_orders import HeldOrders
from pos_app.services.ports import Formats
from pos_app.viewmodels.approval.acts import AskingLane
from pos_app.viewmodels.approval.request import ApprovalRequest
from pos_app.viewmodels.held.held_list import HeldList
from pos_app.viewmodels.held.rows import HeldRow
from pos_app.viewmodels.left_orders import LeftOrders
from pos_app.viewmodels.sell.drafts import DraftKeeper
from pos_app.viewmodels.sell.order_tabs import OrderTabs
from pos_app.viewmodels.shared.words import words_for
from pos_app.viewmodels.toasts import Toasts

TOAST_WORDS_MAX: Final = 20


@dataclass(frozen=True, slots=True)
class HeldDesk:
    """What it works with."""

    orders: HeldOrders
    drafts: DraftKeeper
    left: LeftOrders
    tabs: OrderTabs
    toasts: Toasts


class HeldViewModel(QObject):
    """The commands of the list; what it shows is in `list`.

    Signals:
        opened: Emitted to show the list.
        left: Emitted to go back to the order.
    """

    opened = Signal()
    left = Signal()

    def __init__(
        self, *, desk: HeldDesk, held_list: HeldList, lane: AskingLane, formats: Formats
    ) -> None:
        super().__init__()
        self.list = held_list
        self._desk = desk
        self._lane = lane
        self._formats = formats
        self._actor: StaffMember | None = None
        desk.tabs.held.connect(self._tell_held)

    @Slot(object)
    def signed_in(self, member: StaffMember) -> None:
        self._actor = member
        self.list.signed_in(member)

    @Slot()
    def hold_or_open(self) -> None:
        """F7: the order is put aside; with none on screen, the list of those is shown."""
        if self._desk.tabs.has_items:
            self._desk.tabs.hold()
        else:
            self.open()

    @Slot()
    def open(self) -> None:
        self.list.open()
        self.opened.emit()

    @Slot()
    def recall(self) -> None:
        """Go on with the highlighted order; another person's is taken over first."""
        row, actor = self.list.row, self._actor
        if row is None or actor is None:
            return
        if row.order is None:
            self._fail(BrokenDraftError())
        elif self.list.shows_removed:
            self._bring_back(row.order, actor)
        elif keeper_of(row.order) == actor.staff_id:
            self._go_on(row.order)
        else:
            order = row.order
            self._lane.submit(
                lambda approval: self._desk.orders.take_over(order, actor=actor, approval=approval),
                request=lambda: _request(self.tr("Take over an order: {order}"), row),
                on_success=self._on_taken,
                on_failure=self._fail,
            )

    @Slot()
    def remove(self) -> None:
        """Give up the highlighted order; undo brings it back."""
        row, actor = self.list.row, self._actor
        if row is None or row.order is None or actor is None or self.list.shows_removed:
            return
        given_up = replace(row.order, items=list(row.order.items))
        self._lane.submit(
            lambda approval: self._desk.orders.remove(given_up, actor=actor, approval=approval),
            request=lambda: _request(self.tr("Remove a held order: {order}"), row),
            on_success=lambda _nothing: self._on_removed(row, actor),
            on_failure=self._fail,
        )

    @Slot(str)
    def rename(self, name: str) -> None:
        """Give the highlighted order a name, or none."""
        row = self.list.row
        if row is None or row.order is None or self.list.shows_removed or row.is_left_open:
            return
        order = replace(row.order, items=list(row.order.items))
        try:
            call(order, name)
        except PosError as error:
            self._fail(error)
        else:
            self._keep(order)

    def _go_on(self, order: Order) -> None:
        if self._desk.tabs.add(order):
            self.left.emit()

    def _on_taken(self, order: Order) -> None:
        self._desk.left.forget(order.order_id)
        self._go_on(order)

    def _on_removed(self, row: HeldRow, actor: StaffMember) -> None:
        order = row.order
        assert order is not None, "it was removed"
        self._desk.left.forget(row.order_id)
        self._desk.drafts.drop(row.order_id)
        self.list.load()
        words = self.tr("Removed: {order}, {amount}").format(
            order=_short(order.keeping.name or row.title), amount=row.amount
        )
        self._desk.toasts.tell_with(words, partial(self._hold_again, order, actor))

    def _hold_again(self, order: Order, actor: StaffMember) -> None:
        """Undo of a removal: what was in it is held again, as a new order."""
        try:
            again = self._desk.orders.again(order, actor=actor)
        except PosError as error:
            self._fail(error)
        else:
            hold(again, at=self._desk.orders.now())
            self._keep(again)

    def _bring_back(self, order: Order, actor: StaffMember) -> None:
        try:
            again = self._desk.orders.again(order, actor=actor)
        except PosError as error:
            self._fail(error)
        else:
            self._go_on(again)

    def _keep(self, order: Order) -> None:
        total = self._desk.orders.totals_of(order).total
        self._desk.drafts.keep(draft_of(order, total=total), then=self.list.load)

    @Slot(object)
    def _tell_held(self, order: Order) -> None:
        count = len([one for one in order.items if not one.is_deposit])
        words = self.tr("Held: %n items. F7 shows the list", "", count)
        self._desk.toasts.tell_with(words, partial(self._go_on, order))

    def _fail(self, error: PosError) -> None:
        self._desk.toasts.tell(words_for(error, self._formats), False)
        self.list.load()


def _short(words: str) -> str:
    """As much as a toast has room for beside its button."""
    return words if len(words) <= TOAST_WORDS_MAX else f"{words[:TOAST_WORDS_MAX].rstrip()}…"


def _request(words: str, row: HeldRow) -> ApprovalRequest:
    return ApprovalRequest(
        permission=Permission.TAKE_OVER_ORDER,
        what=words.format(order=row.title),
        how_much=row.amount,
        why=row.detail,
    )
