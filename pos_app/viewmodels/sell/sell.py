"""The sell screen's state and commands: scan, count, correct, and go to pay."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.errors import PosError
from pos_app.domain.money import Money
from pos_app.domain.order import Order
from pos_app.domain.quantity import ONE, Quantity
from pos_app.domain.staff import StaffMember
from pos_app.services.catalogue.lookup import UnknownBarcodeError
from pos_app.services.orders.order_service import Added, OrderService
from pos_app.services.ports import Formats
from pos_app.viewmodels.sell.lines import LinesModel
from pos_app.viewmodels.shared.words import words_for

NOTICES_MAX: Final = 5
TYPED_MAX: Final = 20


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that stays on screen until it is dealt with; `code` is what was scanned."""

    code: str
    text: str
    is_unknown: bool


@dataclass(frozen=True, slots=True)
class Summary:
    """The foot of the order, ready to be shown."""

    total: str
    tax: str
    count: int
    is_empty: bool


class SellViewModel(QObject):
    """Signals:

    order_changed: Emitted with the Summary after every change of the order.
    selected_changed: Emitted with the position of the highlighted line, -1 for none.
    added: Emitted with the LineText of what was just added, and its position.
    typed_changed: Emitted with the chip beside the search: "3 ×", "12", or nothing.
    notices_changed: Emitted with the Notices that wait to be dealt with.
    toast: Emitted with a sentence and whether it can be undone.
    sound: Emitted with the name of a sound: ok, refused, attention.
    draft_changed: Emitted when the order differs from its draft.
    pay_requested: Emitted to go to the payment screen; True to take the exact cash at once.
    """

    order_changed = Signal(object)
    selected_changed = Signal(int)
    added = Signal(object, int)
    typed_changed = Signal(str)
    notices_changed = Signal(object)
    toast = Signal(str, bool)
    sound = Signal(str)
    draft_changed = Signal()
    pay_requested = Signal(bool)

    def __init__(
        self, *, orders: OrderService, formats: Formats, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._orders = orders
        self._formats = formats
        self.lines = LinesModel(formats=formats, parent=self)
        self._selected = -1
        self._typed = ""
        self._count: Quantity | None = None
        self._notices: list[Notice] = []

    @property
    def selected(self) -> int:
        return self._selected

    @property
    def notices(self) -> tuple[Notice, ...]:
        return tuple(self._notices)

    @property
    def typed(self) -> str:
        return self._typed

    def start(self, actor: StaffMember, unfinished: Order | None = None) -> None:
        """Begin an order, or go on with one that was open."""
        if unfinished is not None:
            self._orders.take_up(unfinished)
        else:
            self._orders.create_order(actor=actor)
        self._clear_typed()
        self._show(len(self._orders.order.items) - 1)

    def summary(self) -> Summary:
        totals = self._orders.totals()
        currency = self._orders.order.currency
        return Summary(
            total=self._formats.money(Money(totals.total, currency)),
            tax=self._formats.number(Money(totals.tax, currency)),
            count=sum(_pieces(item.quantity) for item in self._orders.order.items),
            is_empty=not self._orders.order.items,
        )

    @Slot(str)
    def scan(self, raw: str) -> None:
        """Add what was scanned; what is not found stays on screen until it is dealt with."""
        quantity = self._take_count()
        try:
            added = self._orders.scan(raw=raw, quantity=quantity)
        except UnknownBarcodeError as error:
            self._note(Notice(raw, words_for(error, self._formats), is_unknown=True))
        except PosError as error:
            self._note(Notice(raw, words_for(error, self._formats), is_unknown=False))
        else:
            self._on_added(added)

    @Slot(int)
    def choose(self, product_id: int) -> None:
        """Add a product from the grid or the search."""
        quantity = self._take_count()
        try:
            added = self._orders.add_product(product_id=product_id, quantity=quantity)
        except PosError as error:
            self._note(Notice("", words_for(error, self._formats), is_unknown=False))
        else:
            self._on_added(added)

    @Slot(str)
    def type_digit(self, key: str) -> None:
        """Collect digits: they become a count by `*`, a code by Enter, a quantity by F3."""
        if len(self._typed) < TYPED_MAX:
            self._typed += "." if key == "," else key
            self.typed_changed.emit(self._chip())

    @Slot()
    def times(self) -> None:
        """`12*`: the next scan or tap counts that often."""
        quantity = self._parsed()
        self._typed = ""
        self._count = quantity
        self.typed_changed.emit(self._chip())

    @Slot()
    def enter(self) -> None:
        """Enter: look up the digits typed, or pay; on an empty order nothing."""
        if self._typed:
            code, self._typed = self._typed, ""
            self.typed_changed.emit(self._chip())
            self.scan(code)
        elif self._orders.order.items:
            self.pay_requested.emit(False)

    @Slot()
    def pay(self) -> None:
        if self._orders.order.items:
            self.pay_requested.emit(False)

    @Slot()
    def pay_exact(self) -> None:
        if self._orders.order.items:
            self.pay_requested.emit(True)

    @Slot()
    def clear_typed(self) -> None:
        self._clear_typed()

    @Slot()
    def erase_digit(self) -> None:
        self._typed = self._typed[:-1]
        self.typed_changed.emit(self._chip())

    @Slot()
    def set_quantity(self) -> None:
        """F3: the digits typed become the quantity of the highlighted line."""
        quantity = self._parsed()
        self._clear_typed()
        if quantity is not None:
            self._change(quantity)

    @Slot()
    def more(self) -> None:
        if self._selected >= 0:
            self._change(self._orders.order.items[self._selected].quantity + ONE)

    @Slot()
    def less(self) -> None:
        """One less; the last one removes the line, which can be undone."""
        if self._selected < 0:
            return
        left = self._orders.order.items[self._selected].quantity - ONE
        if left.thousandths > 0:
            self._change(left)
        else:
            self.remove()

    @Slot()
    def remove(self) -> None:
        if self._selected < 0:
            return
        removed = self._orders.remove(position=self._selected)
        self._show(min(self._selected, len(self._orders.order.items) - 1))
        self.draft_changed.emit()
        self.toast.emit(self.tr("{name} removed").format(name=removed.name), True)

    @Slot()
    def undo(self) -> None:
        try:
            self._orders.undo()
        except PosError as error:
            self.toast.emit(words_for(error, self._formats), False)
            return
        self._show(len(self._orders.order.items) - 1)
        self.draft_changed.emit()

    @Slot()
    def repeat(self) -> None:
        """Ctrl+R: one more of the last line."""
        items = self._orders.order.items
        if items:
            self._select(len(items) - 1)
            self.more()

    @Slot(int)
    def select(self, position: int) -> None:
        if 0 <= position < len(self._orders.order.items):
            self._select(position)

    @Slot(int)
    def dismiss(self, index: int) -> None:
        if 0 <= index < len(self._notices):
            del self._notices[index]
            self.notices_changed.emit(self.notices)

    def _change(self, quantity: Quantity) -> None:
        if self._selected < 0:
            return
        try:
            added = self._orders.set_quantity(position=self._selected, quantity=quantity)
        except PosError as error:
            self.sound.emit("refused")
            self.toast.emit(words_for(error, self._formats), False)
            return
        self._on_added(added)

    def _on_added(self, added: Added) -> None:
        self._show(added.position)
        self.added.emit(self.lines.line(added.position), added.position)
        self.draft_changed.emit()
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

    def _note(self, notice: Notice) -> None:
        self._notices.append(notice)
        del self._notices[:-NOTICES_MAX]
        self.sound.emit("refused")
        self.notices_changed.emit(self.notices)

    def _show(self, selected: int) -> None:
        self.lines.show(self._orders.order.items, self._orders.totals().lines)
        self._select(selected)
        self.order_changed.emit(self.summary())

    def _select(self, position: int) -> None:
        self._selected = position
        self.selected_changed.emit(position)

    def _parsed(self) -> Quantity | None:
        try:
            return Quantity.parse(self._typed) if self._typed else None
        except PosError as error:
            self.sound.emit("refused")
            self.toast.emit(words_for(error, self._formats), False)
            return None

    def _take_count(self) -> Quantity | None:
        count, self._count = self._count, None
        self._clear_typed()
        return count

    def _clear_typed(self) -> None:
        self._typed = ""
        self.typed_changed.emit(self._chip())

    def _chip(self) -> str:
        if self._typed:
            return self._typed
        return f"{self._formats.quantity(self._count)} ×" if self._count is not None else ""


def _pieces(quantity: Quantity) -> int:
    """How many things a line is: three yoghurts are three, 0.842 kg of bananas is one."""
    whole, rest = divmod(quantity.thousandths, ONE.thousandths)
    return whole if not rest else 1
