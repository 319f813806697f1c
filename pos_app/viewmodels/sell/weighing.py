"""How much there is of something sold by measure: typed, less what it lies in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.errors import PosError
from pos_app.domain.money import Currency, Money
from pos_app.domain.product import Product, Unit
from pos_app.domain.quantity import THOUSAND, Quantity
from pos_app.domain.rounding import divide
from pos_app.services.orders.order_service import OrderService
from pos_app.services.orders.stock_check import ProductRepository
from pos_app.services.ports import Formats
from pos_app.viewmodels.sell.questions import Ask, Question, Ringing
from pos_app.viewmodels.sell.sell import SellViewModel
from pos_app.viewmodels.shared.measure_entry import MeasureEntry
from pos_app.viewmodels.shared.words import words_for

HALF: Final = Quantity(THOUSAND // 2)


@dataclass(frozen=True, slots=True)
class MeasureCard:
    """What the sheet shows; `tare` is empty where nothing is weighed."""

    name: str
    price: str
    measure: str
    tare: str
    is_tare: bool
    net: str
    amount: str


class Weighing(QObject):
    """One sheet at a time; scans wait behind it.

    Signals:
        opened: Emitted when a weight is asked for.
        changed: Emitted with the MeasureCard after every key.
        hidden: Emitted when the sheet is to go.
        refused: Emitted with a sentence, or nothing.
    """

    opened = Signal()
    changed = Signal(object)
    hidden = Signal()
    refused = Signal(str)

    def __init__(
        self,
        *,
        sell: SellViewModel,
        orders: OrderService,
        products: ProductRepository,
        formats: Formats,
        currency: Currency,
    ) -> None:
        super().__init__()
        self._sell = sell
        self._orders = orders
        self._products = products
        self._formats = formats
        self._question: Question | None = None
        self._product: Product | None = None
        self._price = Money.zero(currency)
        self._entries = (MeasureEntry(), MeasureEntry())
        self._is_tare = False
        sell.ringing.asked.connect(self._on_asked)
        sell.ringing.ended.connect(self._on_ended)

    @Slot()
    def weigh_line(self) -> None:
        """Ctrl+M: say anew how much there is of the highlighted line."""
        if self._sell.ringing.is_busy or self._sell.selected < 0:
            return
        item = self._orders.order.items[self._sell.selected]
        if not item.unit.is_measured:
            words = self.tr("{name} is sold by the piece: nothing is weighed")
            self._sell.toast.emit(words.format(name=item.name), False)
            return
        self._sell.ringing.ask(
            Question(
                *(Ask.MEASURE, Ringing(quantity=item.quantity), item.product_id, item.name),
                is_of_a_line=True,
            )
        )

    @Slot(str)
    def press(self, key: str) -> None:
        """A digit or a decimal separator, of what is typed now."""
        self._entries[self._is_tare].press(key)
        self._show()

    @Slot()
    def backspace(self) -> None:
        self._entries[self._is_tare].backspace()
        self._show()

    @Slot()
    def switch(self) -> None:
        """From the weight to the tare, and back."""
        if self._has_tare:
            self._is_tare = not self._is_tare
            self._show()

    @Slot()
    def accept(self) -> None:
        """Into the order with it, if anything is left."""
        question, net = self._question, self._net
        if question is None:
            return
        if net.thousandths <= 0:
            self._sell.sound.emit("refused")
            self.refused.emit(
                self.tr("The tare is as much as the weight, or more")
                if self._entries[1].quantity.thousandths
                else self.tr("Type how much it is")
            )
        elif question.is_of_a_line:
            self._set_line(net)
        else:
            self._sell.ringing.answer(replace(question.about, quantity=net))

    @Slot()
    def leave(self) -> None:
        if self._question is not None:
            self._sell.ringing.leave()

    @Slot(object)
    def _on_asked(self, question: Question) -> None:
        if question.ask is not Ask.MEASURE:
            return
        self._question = question
        self._product = self._products.get_by_id(question.product_id)
        preset = question.about.quantity if question.is_of_a_line else None
        self._entries = (MeasureEntry(preset), MeasureEntry())
        self._is_tare = False
        self._price = self._price_of(question)
        self.opened.emit()
        self._show()

    @Slot()
    def _on_ended(self) -> None:
        if self._question is not None:
            self._question = None
            self.hidden.emit()

    def _price_of(self, question: Question) -> Money:
        if question.is_of_a_line:
            return self._orders.order.items[self._sell.selected].unit_price
        if question.about.price is not None:
            return question.about.price.price
        return self._product.unit_price if self._product else self._price

    def _set_line(self, net: Quantity) -> None:
        try:
            added = self._orders.set_quantity(position=self._sell.selected, quantity=net)
        except PosError as error:
            self.refused.emit(words_for(error, self._formats))
            return
        self._sell.ringing.close()
        self._sell.show_added(added)

    @property
    def _has_tare(self) -> bool:
        return self._product is not None and self._product.unit is Unit.KILOGRAM

    @property
    def _net(self) -> Quantity:
        return self._entries[0].quantity - self._entries[1].quantity

    def _typed(self, which: int) -> str:
        """As it was typed, with the separator of this store."""
        separator = self._formats.quantity(HALF).strip("05")
        return self._entries[which].text.replace(".", separator)

    def _show(self) -> None:
        product, question, formats = self._product, self._question, self._formats
        if question is None:
            return
        unit = product.unit.value if product else ""
        net = self._net
        amount = divide(max(0, net.thousandths) * self._price.minor, THOUSAND)
        self.refused.emit("")
        self.changed.emit(
            MeasureCard(
                name=question.name,
                price=f"{formats.money(self._price)} / {unit}",
                measure=f"{self._typed(0)} {unit}",
                tare=f"{self._typed(1)} {unit}" if self._has_tare else "",
                is_tare=self._is_tare,
                net=f"{formats.quantity(net)} {unit}",
                amount=formats.money(Money(amount, self._price.currency)),
            )
        )
