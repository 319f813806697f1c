"""What a product costs from now on, changed from its line in the order."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.money import Currency, Money
from pos_app.domain.product import Product
from pos_app.domain.staff import Decision, Permission, StaffMember
from pos_app.services.catalogue.editing import PriceChange, ProductEditing
from pos_app.services.orders.order_service import OrderService
from pos_app.services.orders.stock_check import ProductRepository
from pos_app.services.ports import Formats
from pos_app.viewmodels.approval.acts import AskingLane
from pos_app.viewmodels.approval.request import ApprovalRequest
from pos_app.viewmodels.sell.questions import Ask
from pos_app.viewmodels.sell.sell import SellViewModel
from pos_app.viewmodels.shared.amount_step import AmountStep
from pos_app.viewmodels.shared.roles import who_may


class PriceDesk:
    """What a price is changed with: the lines on screen, and the catalogue."""

    def __init__(
        self,
        *,
        sell: SellViewModel,
        orders: OrderService,
        products: ProductRepository,
        editing: ProductEditing,
    ) -> None:
        self._sell = sell
        self._orders = orders
        self._products = products
        self.editing = editing

    def product(self) -> Product | None:
        """What the shown notice wants a price for, or the highlighted line's product.

        With the price it has in the catalogue.
        """
        question = self._sell.ringing.question
        if question is not None and question.ask is Ask.PRICE:
            self._sell.ringing.put_off()
            self._sell.ringing.waiting.go_on()
        for notice in self._sell.notices.waiting:
            waiting = self._products.get_by_id(notice.priceless_id) if notice.priceless_id else None
            if waiting is not None and waiting.unit_price.minor == 0:
                return waiting
        if self._sell.selected < 0:
            return None
        item = self._orders.order.items[self._sell.selected]
        return self._products.get_by_id(item.product_id)

    def ring_up_what_waits(self, product: Product) -> None:
        """What could not be added without its price, or its deposit's, is added now."""
        notices = self._sell.notices
        for notice in [one for one in notices.waiting if one.priceless_id == product.product_id]:
            notices.dismiss(notices.waiting.index(notice))
            if notice.about is not None:
                self._sell.ringing.take(notice.about)


class ChangePrice(AmountStep):
    """Not what one line costs: what the product costs everybody who buys it next.

    Signals:
        opened: Emitted with the name, and a sentence about the price it has.
        hidden: Emitted when the sheet is to go.
        told: Emitted with a sentence, and False: Ctrl+Z is not for it.
        catalogue_changed: Emitted when the price has changed.
    """

    opened = Signal(str, str)
    hidden = Signal()
    told = Signal(str, bool)
    catalogue_changed = Signal()

    def __init__(
        self,
        *,
        desk: PriceDesk,
        lane: AskingLane,
        formats: Formats,
        currency: Currency,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(tasks=lane.tasks, formats=formats, currency=currency, parent=parent)
        self._desk = desk
        self._lane = lane
        self._actor: StaffMember | None = None
        self._product: Product | None = None
        self.is_open = False

    @Slot(object)
    def signed_in(self, member: StaffMember) -> None:
        self._actor = member

    @Slot()
    def open(self) -> None:
        if self._actor is None or self.is_open or self.is_busy:
            return
        if self._actor.decide(Permission.MANAGE_PRODUCTS) is Decision.NO:
            words = self.tr("Only a {roles} may change a price. Let one sign in (Ctrl+L)")
            may = who_may(Permission.MANAGE_PRODUCTS, self._actor.rights.now)
            self._tell(words.format(roles=may))
            return
        product = self._product = self._desk.product()
        if product is None:
            self._tell(self.tr("Ring the product up first: its line is where its price changes"))
            return
        words = self.tr(
            "It costs {price} now. The new price is for what is rung up from here on; lines "
            "already in an order keep theirs."
        )
        self.is_open = True
        self.opened.emit(product.name, words.format(price=self._formats.money(product.unit_price)))
        self._entry.preset(product.unit_price)
        self.amount_changed.emit(self.amount_text)

    @Slot()
    def leave(self) -> None:
        if self.is_open:
            self.is_open = False
            self.hidden.emit()

    @Slot()
    def save(self) -> None:
        """Record the new price; with nothing typed there is none."""
        actor, product = self._actor, self._product
        if actor is None or product is None or self.is_busy or not self.is_open:
            return
        if not self._entry.is_typed:
            self.leave()
            return
        price = self._entry.amount
        self.is_busy = True
        self._lane.submit(
            lambda approval: self._desk.editing.change_price(
                actor=actor, product=product, price=price, approval=approval
            ),
            request=lambda: self._request(product, price),
            on_success=self._on_changed,
            on_failure=self._on_refused,
        )

    def _request(self, product: Product, price: Money) -> ApprovalRequest:
        words = self.tr("{price} until now; lines already in an order keep theirs")
        return ApprovalRequest(
            Permission.MANAGE_PRODUCTS,
            self.tr("New price of {name}").format(name=product.name),
            how_much=self._formats.money(price),
            why=words.format(price=self._formats.money(product.unit_price)),
        )

    def _on_changed(self, change: PriceChange) -> None:
        self.is_busy = False
        was_open = self.is_open
        self.leave()
        self.catalogue_changed.emit()
        if was_open:
            self._desk.ring_up_what_waits(change.product)
        words = self.tr("{name}: {old} before, {new} from now on")
        self._tell(
            words.format(
                name=change.product.name,
                old=self._formats.money(change.old),
                new=self._formats.money(change.new),
            )
        )

    def _tell(self, words: str) -> None:
        self.told.emit(words, False)
