"""What the line bar does to the highlighted line: more, less, this many, remove."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from pos_app.domain.errors import PosError
from pos_app.domain.order import last_position
from pos_app.domain.order_item import OrderItem
from pos_app.domain.quantity import ONE, Quantity
from pos_app.services.orders.line_counting import LineCounting
from pos_app.services.orders.order_service import OrderService
from pos_app.services.orders.returning import Returns
from pos_app.services.orders.steps import Edited
from pos_app.services.ports import Formats
from pos_app.viewmodels.sell.sell import SellViewModel
from pos_app.viewmodels.shared.words import words_for


class LineCommands(QObject):
    def __init__(
        self,
        *,
        sell: SellViewModel,
        orders: OrderService,
        counting: LineCounting,
        returns: Returns,
        formats: Formats,
    ) -> None:
        super().__init__()
        self._sell = sell
        self._orders = orders
        self._counting = counting
        self._returns = returns
        self._formats = formats

    @Slot()
    def times(self) -> None:
        """`*`: what was typed counts the next scan or tap."""
        try:
            self._sell.typed.make_count()
        except PosError as error:
            self._refuse(error)

    @Slot()
    def set_quantity(self) -> None:
        """F3: the digits typed become the quantity of the highlighted line."""
        digits = self._sell.typed.take_digits()
        if not digits:
            return
        try:
            quantity = Quantity.parse(digits)
        except PosError as error:
            self._refuse(error)
            return
        if quantity.thousandths:
            self._change(quantity)
        else:
            self.remove()

    @Slot()
    def more(self) -> None:
        item = self._piece()
        if item is not None:
            self._change(item.quantity + ONE)

    @Slot()
    def less(self) -> None:
        """One less; the last one removes the line, which can be undone."""
        item = self._piece()
        if item is None:
            return
        left = item.quantity - ONE
        if left.thousandths > 0:
            self._change(left)
        else:
            self.remove()

    @Slot()
    def remove(self) -> None:
        position, actor, returned = self._sell.selected, self._sell.actor, self._returned()
        if returned is not None and actor is not None:
            self._remove_return(returned)
        if position < 0 or actor is None:
            return
        removed = self._orders.order.items[position]
        try:
            edited = self._counting.remove(position=position, actor=actor)
        except PosError as error:
            self._refuse(error)
            return
        self._sell.show(min(position, last_position(self._orders.order.items)))
        self._sell.draft_changed.emit()
        words = self.tr("{name} removed").format(name=removed.name)
        self._sell.toast.emit(words + self._lost(edited), True)

    @Slot()
    def repeat(self) -> None:
        """One more of the last line, whichever is highlighted."""
        items = self._orders.order.items
        if items:
            self._sell.select(last_position(items))
            self.more()

    def _piece(self) -> OrderItem | None:
        """The highlighted line, if it is counted; what is measured is typed anew."""
        returned = self._returned()
        if returned is not None:
            words = self.tr("{name} comes back: remove it, or choose it anew (F9)")
            name = self._orders.order.returns[returned].item.name
            self._sell.toast.emit(words.format(name=name), False)
        if self._sell.selected < 0:
            return None
        item = self._orders.order.items[self._sell.selected]
        if item.unit.is_measured:
            words = self.tr("{name} is sold by measure: type how much, then F3")
            self._sell.toast.emit(words.format(name=item.name), False)
            return None
        return item

    def _returned(self) -> int | None:
        """The place of the highlighted line among those that come back."""
        place = self._sell.row - len(self._orders.order.items)
        return place if place >= 0 else None

    def _remove_return(self, place: int) -> None:
        gone = self._returns.take_out(place)
        order = self._orders.order
        rows = len(order.items) + len(order.returns)
        self._sell.show(min(self._sell.row, rows - 1))
        self._sell.draft_changed.emit()
        words = self.tr("{name} does not come back").format(name=gone.item.name)
        self._sell.toast.emit(words, True)

    def _change(self, quantity: Quantity) -> None:
        position, actor = self._sell.selected, self._sell.actor
        if position < 0 or actor is None:
            return
        try:
            added, edited = self._counting.set_quantity(
                position=position, quantity=quantity, actor=actor
            )
        except PosError as error:
            self._refuse(error)
            return
        self._sell.show_added(added)
        if edited.lost:
            self._sell.toast.emit(added.item.name + self._lost(edited), True)

    def _lost(self, edited: Edited) -> str:
        """What nobody asked for and must not go unseen."""
        if not edited.lost:
            return ""
        return self.tr(". A discount fell off: too little is left of what it was for")

    def _refuse(self, error: PosError) -> None:
        self._sell.sound.emit("refused")
        self._sell.toast.emit(words_for(error, self._formats), False)
