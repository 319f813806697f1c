"""The sell screen's state: the open order, what was just added, and the way to pay."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.order import Order, is_empty, last_position
from pos_app.domain.staff import Decision, Permission, StaffMember
from pos_app.services.orders.order_service import Added, OrderService
from pos_app.services.ports import Formats
from pos_app.viewmodels.sell.lines import LinesModel
from pos_app.viewmodels.sell.notices import Notices, waits_with
from pos_app.viewmodels.sell.questions import Ringing
from pos_app.viewmodels.sell.ringing_up import RingingUp
from pos_app.viewmodels.sell.summary import Summary, summary_of
from pos_app.viewmodels.sell.typed import TypedDigits
from pos_app.viewmodels.shared.roles import who_may


class SellViewModel(QObject):
    """One open order on screen; `lines`, `typed` and `notices` hold its parts.

    Signals:
        order_changed: Emitted with the Summary after every change of the order.
        selected_changed: Emitted with the row of the highlighted line, -1 for none.
        added: Emitted with the LineText of what was just added, and its position.
        toast: Emitted with a sentence and whether it can be undone.
        sound: Emitted with the name of a sound: ok, refused, attention, paid.
        draft_changed: Emitted when the order differs from its draft.
        pay_requested: Emitted to go to the payment screen, with the way to pay that takes all of
            it at once, or nothing.
        cancel_requested: Emitted to give up the whole order.
        scanned: Emitted after every scan, whatever came of it.
    """

    order_changed = Signal(object)
    selected_changed = Signal(int)
    added = Signal(object, int)
    toast = Signal(str, bool)
    sound = Signal(str)
    draft_changed = Signal()
    pay_requested = Signal(str)
    cancel_requested = Signal()
    scanned = Signal()

    def __init__(
        self, *, orders: OrderService, formats: Formats, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._orders = orders
        self._formats = formats
        self.lines = LinesModel(formats=formats, parent=self)
        self.typed = TypedDigits(formats=formats, parent=self)
        self.notices = Notices(self)
        self.ringing = RingingUp(self, orders=orders, notices=self.notices, formats=formats)
        self.ringing.rung.connect(self.show_added)
        self.ringing.sound.connect(self.sound)
        self.ringing.told.connect(self.toast)
        self.actor: StaffMember | None = None
        """Who is selling."""
        self.row = -1
        """Which line is highlighted: first those that are bought, then those that come back."""

    def start(self, actor: StaffMember, unfinished: Order | None = None) -> None:
        """Begin an order, or go on with one that was open."""
        self.actor = actor
        if unfinished is not None:
            self._orders.take_up(unfinished)
        else:
            self._orders.create_order(actor=actor)
        self.notices.can_add = actor.decide(Permission.MANAGE_PRODUCTS) is not Decision.NO
        self.notices.can_price = actor.decide(Permission.SELL_CUSTOM_ITEM) is not Decision.NO
        self.notices.hint = self.tr("A {roles} can put it on sale.").format(
            roles=who_may(Permission.MANAGE_PRODUCTS, actor.rights.now)
        )
        self.typed.clear()
        self.notices.add_kept(waits_with(self._orders.order, actor))
        self.ringing.start(actor)
        self.show(last_position(self._orders.order.items))

    def leave(self) -> None:
        """What was not found is not for what is shown next: it waits to be shown again."""
        if self.actor is not None:
            self.notices.keep(waits_with(self._orders.order, self.actor))

    def summary(self) -> Summary:
        return summary_of(self._orders, self._formats)

    @Slot(str)
    def scan(self, raw: str) -> None:
        """Add what was scanned; what is not found stays on screen until it is dealt with."""
        self.ringing.take(Ringing(raw=raw, quantity=self.typed.take_count()))
        self.scanned.emit()

    @Slot(int)
    def choose(self, product_id: int) -> None:
        """Add a product from the grid or the search."""
        self.ringing.take(Ringing(product_id=product_id, quantity=self.typed.take_count()))

    @Slot()
    def enter(self) -> None:
        """Enter: look up the digits typed, or pay; on an empty order nothing."""
        if self.typed.digits:
            self.scan(self.typed.take_digits())
        else:
            self.pay()

    @Slot()
    def pay(self) -> None:
        self.ask_payment()

    @Slot()
    def pay_exact(self) -> None:
        self.ask_payment("cash")

    def ask_payment(self, way: str = "") -> None:
        """Go to payment; what was not found is asked about once, so that it cannot slip out."""
        if is_empty(self._orders.order):
            return
        if self.ringing.is_busy:
            self.sound.emit("attention")
            self.toast.emit(self.tr("One product is asked about: answer, or Esc"), False)
            return
        if self.notices.ask():
            self.sound.emit("attention")
            self.toast.emit(
                self.tr("Something is not in this order. Pay again to leave it out"), False
            )
            return
        self.pay_requested.emit(way)

    @Slot()
    def cancel(self) -> None:
        if not is_empty(self._orders.order):
            self.cancel_requested.emit()

    @property
    def selected(self) -> int:
        """The place of the highlighted item; -1 for none, and for a line that comes back."""
        return self.row if 0 <= self.row < len(self._orders.order.items) else -1

    @Slot(int)
    def select(self, row: int) -> None:
        order = self._orders.order
        if -1 <= row < len(order.items) + len(order.returns):
            self.row = row
            self.selected_changed.emit(row)

    def show(self, row: int) -> None:
        """Show the order as it is now, with one line highlighted; -1 is the last one."""
        order = self._orders.order
        items = [*order.items, *(one.item for one in order.returns)]
        self.lines.show(items, self._orders.totals().lines)
        self.select(row if row >= 0 else len(items) - 1)
        self.order_changed.emit(self.summary())

    def show_added(self, added: Added) -> None:
        """Show the order with what was just added or counted, and say if the stock is short."""
        self.show(added.position)
        self.added.emit(self.lines.line(added.position), added.position)
        self.draft_changed.emit()
        if added.lost is not None:
            self.sound.emit("attention")
            words = self.tr("The discount was allowed for what was there: ask for it again")
            self.toast.emit(words, True)
            return
        if added.short_by is None:
            self.sound.emit("ok")
            return
        self.sound.emit("attention")
        self.toast.emit(
            self.tr("{name}: {missing} more than the stock holds").format(
                name=added.item.name, missing=self._formats.quantity(added.short_by)
            ),
            True,
        )
