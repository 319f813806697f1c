"""The discount of a line or of the whole order, with its reason: what its sheet shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.errors import PosError
from pos_app.domain.money import Money
from pos_app.domain.order_item import OrderItem
from pos_app.domain.pricing import Discount
from pos_app.domain.staff import Approval, Permission
from pos_app.services.orders.line_editing import LineEditing, plain_item
from pos_app.services.orders.steps import Edited
from pos_app.services.ports import Formats
from pos_app.viewmodels.approval.acts import run
from pos_app.viewmodels.approval.approvals import Approvals
from pos_app.viewmodels.approval.request import ApprovalRequest
from pos_app.viewmodels.sell.change_words import limit_words, words_of_change
from pos_app.viewmodels.sell.discount_entry import DiscountEntry
from pos_app.viewmodels.sell.sell import SellViewModel
from pos_app.viewmodels.shared.sheet_model import SheetModel
from pos_app.viewmodels.shared.words import words_for


@dataclass(frozen=True, slots=True)
class DiscountForm:
    """Ready to be shown; `reason` is the place of the chosen one, -1 for none."""

    title: str
    value: str
    effect: str
    is_percent: bool
    is_order: bool
    has_line: bool
    reason: int
    can_take_off: bool


class OrderDiscount(SheetModel):
    """Opened by Shift+F5 for the whole order, by digits and F5 for the highlighted line.

    Signals:
        opened: Emitted with the DiscountForm.
        changed: Emitted with the DiscountForm.
        refused: Emitted with a sentence.
    """

    opened = Signal(object)
    changed = Signal(object)
    refused = Signal(str)

    def __init__(
        self,
        *,
        sell: SellViewModel,
        editing: LineEditing,
        approvals: Approvals,
        formats: Formats,
        entry: DiscountEntry,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._sell = sell
        self._editing = editing
        self._approvals = approvals
        self._formats = formats
        self.entry = entry
        self._item: OrderItem | None = None
        self._is_order = True
        entry.changed.connect(self._show)

    @property
    def form(self) -> DiscountForm:
        item, entry = self._item, self.entry
        return DiscountForm(
            title=self.tr("Discount on the whole order")
            if self._is_order or item is None
            else self.tr("Discount on {name}").format(name=item.name),
            value=entry.value,
            effect=self._effect(),
            is_percent=entry.is_percent,
            is_order=self._is_order,
            has_line=item is not None and not item.is_deposit,
            reason=entry.reason,
            can_take_off=self._given is not None,
        )

    @Slot()
    def open(self) -> None:
        """For the whole order; on an empty one there is nothing to take anything from."""
        if self._editing.order.items:
            self.ask(self._sell.typed.take_digits(), is_order=True)

    def ask(self, digits: str, *, is_order: bool) -> None:
        """Ask why, and how much if no per cent were typed before."""
        items, selected = self._editing.order.items, self._sell.selected
        item = items[selected] if 0 <= selected < len(items) else None
        if self._sell.actor is None or not (item or is_order):
            return
        try:
            typed = Discount.percent(digits) if digits else None
            if not is_order:
                plain_item(self._editing.order, selected)
        except PosError as error:
            self._sell.sound.emit("refused")
            self._sell.toast.emit(words_for(error, self._formats), False)
            return
        self._item, self._is_order = item, is_order
        self.entry.begin(self._given)
        if typed is not None:
            self.entry.take(typed)
        self.is_open = True
        self.opened.emit(self.form)

    def aim(self, *, is_order: bool) -> None:
        """At the whole order, or at the line that was highlighted."""
        if is_order or self.form.has_line:
            self._is_order = is_order
            self.entry.begin(self._given)
            self._show()

    @Slot()
    def save(self) -> None:
        """Give it; nothing typed is nothing given."""
        if not self.is_open:
            return
        try:
            discount = self.entry.discount()
        except PosError as error:
            self._refuse(error)
            return
        if discount.value or self._given is not None:
            self._give(discount)
        else:
            self.leave()

    @Slot()
    def take_off(self) -> None:
        if self.is_open and self._given is not None:
            self._give(None)

    def _effect(self) -> str:
        """What it comes to: "29.08 → 27.63"."""
        item = None if self._is_order else self._item
        worth = self._editing.worth(item)
        try:
            cut = self.entry.discount().of(worth, self._editing.order.policy.rounding)
        except PosError:
            return ""
        currency = self._editing.order.currency
        before, after = (
            self._formats.number(Money(minor, currency)) for minor in (worth, worth - cut)
        )
        return f"{before} → {after}" if cut else before

    @property
    def _given(self) -> Discount | None:
        """What stands already."""
        if self._is_order or self._item is None:
            return self._editing.order.discount
        return self._item.discount

    def _give(self, discount: Discount | None) -> None:
        actor, form = self._sell.actor, self.form
        assert actor is not None, "nobody is selling"
        if self._is_order:
            give = partial(self._editing.discount_order, discount=discount, actor=actor)
        else:
            position = self._editing.position_of(self._item)
            if position is None:
                self.refused.emit(self.tr("That line has changed meanwhile: open this anew"))
                return
            give = partial(
                self._editing.discount_line, position=position, discount=discount, actor=actor
            )
        request = ApprovalRequest(
            Permission.DISCOUNT_OVER_LIMIT,
            form.title,
            form.value,
            discount.reason if discount is not None else "",
            limit_words(actor, self._formats),
        )
        run(
            partial(self._do, give),
            approvals=self._approvals,
            request=lambda: request,
            on_failure=self._refuse,
        )

    def _do(self, give: Callable[..., Edited], approval: Approval | None) -> None:
        if not self._is_order and self._item is not None:
            self._editing.require_unchanged(self._item)
        edited = give(approval=approval)
        self.leave()
        self._sell.show(self._sell.selected)
        self._sell.draft_changed.emit()
        self._sell.sound.emit("ok")
        self._sell.toast.emit(words_of_change(edited.change, self._formats), True)

    @Slot()
    def _show(self) -> None:
        self.changed.emit(self.form)

    def _refuse(self, error: PosError) -> None:
        self._sell.sound.emit("refused")
        self.refused.emit(words_for(error, self._formats))
