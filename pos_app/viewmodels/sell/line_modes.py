"""Qty, Disc % and Price of the highlighted line: what the digits typed are for."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.errors import PosError
from pos_app.domain.order_item import OrderItem
from pos_app.domain.staff import Approval, Permission
from pos_app.services.orders.line_editing import LineEditing
from pos_app.services.orders.steps import Edited
from pos_app.services.ports import Formats
from pos_app.viewmodels.approval.acts import run
from pos_app.viewmodels.approval.approvals import Approvals
from pos_app.viewmodels.approval.request import ApprovalRequest
from pos_app.viewmodels.sell.change_words import words_of_change
from pos_app.viewmodels.sell.line_commands import LineCommands
from pos_app.viewmodels.sell.order_discount import OrderDiscount
from pos_app.viewmodels.sell.sell import SellViewModel
from pos_app.viewmodels.sell.typed import PLAIN
from pos_app.viewmodels.shared.amount_entry import amount_of
from pos_app.viewmodels.shared.words import words_for

Act = Callable[[Approval | None], None]


class LineMode(StrEnum):
    QUANTITY = "quantity"
    DISCOUNT = "discount"
    PRICE = "price"


class LineModes(QObject):
    """With digits typed, a mode uses them at once; without, it waits for them.

    A discount then asks why.

    Signals:
        changed: Emitted with the LineMode that waits for digits, or None, and what it asks.
    """

    changed = Signal(object, str)

    def __init__(
        self,
        *,
        sell: SellViewModel,
        line: LineCommands,
        discount: OrderDiscount,
        editing: LineEditing,
        approvals: Approvals,
        formats: Formats,
    ) -> None:
        super().__init__()
        self._sell = sell
        self._line = line
        self._discount = discount
        self._editing = editing
        self._approvals = approvals
        self._formats = formats
        self.mode: LineMode | None = None
        sell.scanned.connect(self.leave)

    def press(self, mode: LineMode) -> None:
        """F3, F5, F6 or a button: use the digits, or ask for them; twice is leave."""
        if self._sell.typed.digits:
            self._use(mode)
        elif mode is self.mode:
            self.leave()
        elif self._item() is not None:
            self._set(mode)

    @Slot()
    def enter(self) -> None:
        """Enter: what the mode waits for; without a mode, a code or the way to pay."""
        if self.mode is None:
            self._sell.enter()
        elif self._sell.typed.digits:
            self._use(self.mode)
        else:
            self.leave()

    @Slot()
    def leave(self) -> None:
        if self.mode is not None:
            self._set(None)

    def _set(self, mode: LineMode | None) -> None:
        self.mode = mode
        self._sell.typed.show_as(self._form(mode))
        self.changed.emit(mode, self._question(mode))

    def _use(self, mode: LineMode) -> None:
        item = self._item()
        digits = self._sell.typed.digits
        if mode is LineMode.QUANTITY:
            self._line.set_quantity()
            self.leave()
            return
        self._sell.typed.take_digits()
        self.leave()
        if item is None or self._sell.actor is None:
            return
        if mode is LineMode.DISCOUNT:
            self._discount.ask(digits, is_order=False)
            return
        try:
            act, request = self._new_price(item, digits)
        except PosError as error:
            self._refuse(error)
        else:
            run(
                act,
                approvals=self._approvals,
                request=lambda: request,
                on_failure=self._refuse,
            )

    def _new_price(self, item: OrderItem, digits: str) -> tuple[Act, ApprovalRequest]:
        position, actor = self._sell.selected, self._sell.actor
        assert actor is not None, "nobody is selling"
        price = amount_of(digits, item.unit_price.currency, in_cents=self._formats.in_cents)
        give = partial(self._editing.set_price, position=position, price=price, actor=actor)
        what = self.tr("Price of {name}").format(name=item.name)
        change = f"{self._formats.number(item.unit_price)} → {self._formats.number(price)}"
        request = ApprovalRequest(Permission.OVERRIDE_PRICE, what, change)
        return self._showing(give, position, item), request

    def _showing(self, give: Callable[..., Edited], position: int, item: OrderItem) -> Act:
        """The act on this line as it stands now, with what is seen of it afterwards."""

        def act(approval: Approval | None) -> None:
            self._editing.require_unchanged(item)
            edited = give(approval=approval)
            self._sell.show(position)
            self._sell.draft_changed.emit()
            self._sell.sound.emit("ok")
            self._sell.toast.emit(words_of_change(edited.change, self._formats), True)

        return act

    def _item(self) -> OrderItem | None:
        position = self._sell.selected
        return self._editing.order.items[position] if position >= 0 else None

    def _form(self, mode: LineMode | None) -> str:
        """How the digits stand on the chip."""
        match mode:
            case LineMode.QUANTITY:
                return self.tr("Qty {digits}")
            case LineMode.DISCOUNT:
                return self.tr("{digits} %")
            case LineMode.PRICE:
                return self.tr("Price {digits}")
        return PLAIN

    def _question(self, mode: LineMode | None) -> str:
        item = self._item()
        if item is None:
            return ""
        match mode:
            case LineMode.QUANTITY:
                return self.tr("How many?")
            case LineMode.DISCOUNT:
                return self.tr("% off?")
            case LineMode.PRICE:
                listed = item.list_price if item.list_price is not None else item.unit_price
                words = self.tr("List {price}")
                return words.format(price=self._formats.number(listed))
        return ""

    def _refuse(self, error: PosError) -> None:
        self._sell.sound.emit("refused")
        self._sell.toast.emit(words_for(error, self._formats), False)
