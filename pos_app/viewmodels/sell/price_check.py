"""Look, and add nothing: what a product costs, what is left of it, and the others of its kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.product import Product
from pos_app.domain.tax import TaxClass
from pos_app.services.asking import VariantNeededError
from pos_app.services.catalogue.lookup import Lookup
from pos_app.services.orders.order_service import OrderService
from pos_app.services.orders.stock_check import ProductRepository
from pos_app.services.ports import Formats, StockQueries
from pos_app.tasks.runner import TaskRunner
from pos_app.viewmodels.sell.sell import SellViewModel
from pos_app.viewmodels.sell.shelf_words import price_of, stock_of
from pos_app.viewmodels.sell.variants import Kinds, variants_of
from pos_app.viewmodels.shared.row_text import RowText
from pos_app.viewmodels.shared.words import words_for


@dataclass(frozen=True, slots=True)
class LookCard:
    """Empty texts are left out; `trouble` stands alone."""

    name: str = ""
    price: str = ""
    stock: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    variants: tuple[RowText, ...] = ()
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class LookDesk:
    """Where a product is looked up."""

    lookup: Lookup
    products: ProductRepository
    kinds: Kinds
    stock: StockQueries
    orders: OrderService
    tax_classes: Mapping[str, TaxClass]


class PriceCheck(QObject):
    """Ends with Esc, or with the next scan, which sells again.

    Signals:
        opened: Emitted when it waits for a scan.
        shown: Emitted with the LookCard of a product.
        hidden: Emitted when the sheet is to go.
    """

    opened = Signal()
    shown = Signal(object)
    hidden = Signal()

    def __init__(
        self, *, sell: SellViewModel, desk: LookDesk, tasks: TaskRunner, formats: Formats
    ) -> None:
        super().__init__()
        self._sell = sell
        self._desk = desk
        self._tasks = tasks
        self._formats = formats
        self._asked = 0
        self._was_for_me = False
        self.is_open = False
        sell.scanned.connect(self._on_sold)

    @Slot()
    def open(self) -> None:
        """The next scan is looked at, and not sold."""
        if self._sell.ringing.is_busy:
            return
        self.is_open = True
        self._sell.ringing.divert = self._divert
        self.opened.emit()

    @Slot(int)
    def look(self, product_id: int) -> None:
        """Show a product that was found by search, or the other one of a kind."""
        if self._sell.ringing.is_busy:
            return
        self._stop_waiting()
        self.is_open = True
        self._find(lambda: self._card(self._desk.products.get_by_id(product_id)))

    @Slot()
    def look_at_line(self) -> None:
        """Show the product of the highlighted line, as the shelf has it."""
        if self._sell.selected >= 0:
            self.look(self._desk.orders.order.items[self._sell.selected].product_id)
        else:
            self.open()

    @Slot()
    def leave(self) -> None:
        self._stop_waiting()
        if self.is_open:
            self.is_open = False
            self._asked += 1
            self.hidden.emit()

    def _divert(self, raw: str) -> bool:
        self._stop_waiting()
        self._find(lambda: self._scanned(raw))
        self._sell.sound.emit("ok")
        self._was_for_me = True
        return True

    def _stop_waiting(self) -> None:
        if self._sell.ringing.divert == self._divert:
            self._sell.ringing.divert = None

    @Slot()
    def _on_sold(self) -> None:
        """A scan that was for the order: the look is over."""
        was_for_me, self._was_for_me = self._was_for_me, False
        if self.is_open and not was_for_me:
            self.leave()

    def _find(self, work: Callable[[], LookCard]) -> None:
        self._asked += 1
        asked = self._asked

        def show(card: LookCard) -> None:
            if asked == self._asked and self.is_open:
                self.shown.emit(card)

        self._tasks.submit(
            work,
            on_success=show,
            on_failure=lambda error: show(LookCard(trouble=words_for(error, self._formats))),
        )

    def _scanned(self, raw: str) -> LookCard:
        try:
            return self._card(self._desk.lookup.find(raw).product)
        except VariantNeededError:
            return self._kind(raw)

    def _kind(self, group: str) -> LookCard:
        return LookCard(name=group, variants=variants_of(self._desk.kinds, group, self._formats))

    def _card(self, product: Product | None) -> LookCard:
        if product is None:
            return LookCard(trouble=self.tr("This product is no longer in the catalogue."))
        desk, formats = self._desk, self._formats
        group = product.variant_group
        level = desk.stock.level(product.product_id).thousandths
        return LookCard(
            name=product.name,
            price=price_of(product, formats, with_currency=True),
            stock=stock_of(product, level, formats),
            facts=self._facts(product),
            variants=variants_of(desk.kinds, group, formats, without=product.product_id)
            if group
            else (),
        )

    def _facts(self, product: Product) -> tuple[tuple[str, str], ...]:
        formats = self._formats
        tax_class = self._desk.tax_classes.get(product.tax_class)
        rates = " + ".join(
            formats.percent(tax.rate_millionths)
            for tax in (tax_class.taxes if tax_class else ())
            if tax.rate_millionths
        )
        tax = f"{tax_class.name} {rates}".strip() if tax_class else product.tax_class
        deposit = product.deposit
        age = self.tr("from {age} years").format(age=product.age_limit)
        facts = (
            (self.tr("Tax"), tax),
            (self.tr("Deposit"), formats.money(deposit.unit_price) if deposit else ""),
            (self.tr("Age"), age if product.age_limit else ""),
            (self.tr("Shelf"), product.category),
            (self.tr("Number"), product.sku),
        )
        return tuple((name, words) for name, words in facts if words)
