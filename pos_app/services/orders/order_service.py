"""Use case: ring up an order. The open order lives here, in memory; a draft follows it to disk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from pos_app.domain.disk_space import require_room_for_order
from pos_app.domain.errors import NotFoundError, PosError
from pos_app.domain.money import Money
from pos_app.domain.order import Order, is_empty
from pos_app.domain.order_item import OrderItem
from pos_app.domain.pricing import Discount, DiscountKind, OrderTotals
from pos_app.domain.product import Oversell, Product
from pos_app.domain.quantity import ONE, Quantity
from pos_app.domain.staff import Permission, StaffMember
from pos_app.domain.store import StoreProfile
from pos_app.domain.tax import TaxClass
from pos_app.services.asking import (
    AgeCheckNeededError,
    DepositPriceNeededError,
    OpenPriceNeededError,
    PriceNeededError,
    QuantityNeededError,
    SaidPrice,
)
from pos_app.services.catalogue.lookup import Ask, Lookup
from pos_app.services.orders.history import History
from pos_app.services.orders.stock_check import ProductRepository, shortage
from pos_app.services.ports import Disk, Ids, ReadProfile, StockQueries

T = TypeVar("T")


class NoSuchProductError(NotFoundError):
    code = "product.unknown"
    text = "This product is no longer in the catalogue."


@dataclass(frozen=True, slots=True)
class Added:
    """What a scan did: which line it touched, and the stock that is left if that is a worry.

    `lost` is a discount that somebody else had allowed for what was in the order before.
    """

    position: int
    item: OrderItem
    short_by: Quantity | None = None
    lost: Discount | None = None


@dataclass(frozen=True, slots=True)
class OrderPorts:
    """What ringing up reaches for."""

    lookup: Lookup
    products: ProductRepository
    stock: StockQueries
    ids: Ids
    disk: Disk


class OrderService:
    """One open order at a time; `history` undoes its changes.

    Not for two threads: it belongs to the one that shows it.
    """

    def __init__(
        self,
        *,
        ports: OrderPorts,
        profile: ReadProfile,
        tax_classes: dict[str, TaxClass],
    ) -> None:
        self._lookup = ports.lookup
        self._products = ports.products
        self._stock = ports.stock
        self._ids = ports.ids
        self._disk = ports.disk
        self._profile = profile
        self._tax_classes = tax_classes
        self._order: Order | None = None
        self.history = History()
        self._totals: tuple[int, OrderTotals] | None = None

    @property
    def order(self) -> Order:
        assert self._order is not None, "create_order or take_up comes first"
        return self._order

    @property
    def has_items(self) -> bool:
        """Whether anything is bought, or comes back."""
        return self._order is not None and not is_empty(self._order)

    def create_order(self, *, actor: StaffMember) -> Order:
        """Start an empty order.

        :raises NotAllowedError: if the actor may not sell
        """
        actor.require(Permission.SELL)
        profile = self._profile()
        return self.take_up(
            Order(
                order_id=self._ids.new(),
                currency=profile.currency,
                policy=profile.policy,
                opened_by=actor.staff_id,
            )
        )

    def take_up(self, order: Order) -> Order:
        """Go on with an order that was open before; what is open already keeps its undo."""
        if order is not self._order:
            self.history = History()
        self._order = order
        self._totals = None
        return order

    def totals(self) -> OrderTotals:
        """The amounts of the order as it is now; computed once for each change."""
        order = self.order
        if self._totals is None or self._totals[0] != order.revision:
            self._totals = (order.revision, order.calculate_total(self._tax_classes))
        return self._totals[1]

    def scan(
        self, *, raw: str, quantity: Quantity | None = None, said: SaidPrice | None = None
    ) -> Added:
        """Add what the barcode names; a weight or price in the barcode is taken from it.

        :raises UnknownBarcodeError: if nothing carries the barcode
        :raises OutOfStockError: if the product may not be oversold and is
        :raises AnswerNeededError: if something must be said first: which one of a kind, the
            customer's age, a price, a quantity
        :raises RefusedError: if the order is full, or the disk has no room for a new order
        """
        found = self._lookup.find(raw)
        product = found.product
        _require_age(self.order, product)
        price = found.price
        if price is None and (found.ask is Ask.PRICE or _has_no_price(product)):
            price = _said(product, said)
        if found.ask is Ask.QUANTITY and quantity is None:
            raise _quantity_needed(product)
        # A price on the label is for the whole piece; one said in its place too.
        is_whole = price is not None and not _has_no_price(product)
        measured = ONE if is_whole else found.quantity or _measure(product, quantity)
        item = OrderItem.from_product(
            product, barcode=found.barcode, quantity=measured, unit_price=price
        )
        return self.add(item=item, product=product)

    def add_product(
        self, *, product_id: int, quantity: Quantity | None = None, said: SaidPrice | None = None
    ) -> Added:
        """Add a product chosen by hand; errors as for `scan`."""
        product = self._products.get_by_id(product_id)
        if product is None:
            raise NoSuchProductError
        _require_age(self.order, product)
        price = _said(product, said) if _has_no_price(product) else None
        item = OrderItem.from_product(
            product, quantity=_measure(product, quantity), unit_price=price
        )
        return self.add(item=item, product=product)

    def set_quantity(self, *, position: int, quantity: Quantity) -> Added:
        """Replace a line's quantity; errors as for `scan`."""
        item = self.order.items[position]
        product = self._products.get_by_id(item.product_id)
        wanted = replace(item, quantity=quantity)
        others = _ordered(self.order, item.product_id) - item.quantity
        short_by = self._check_stock(product, others + quantity) if product else None
        is_more = quantity.thousandths > item.quantity.thousandths

        def count(order: Order) -> Discount | None:
            order.set_quantity(position, quantity)
            return _drop_allowed(order) if is_more else None

        return Added(position, wanted, short_by, self.change(count))

    def remove(self, *, position: int) -> OrderItem:
        return self.change(lambda order: order.remove_item(position))

    def undo(self) -> None:
        """Take back the last change of the order.

        :raises NothingToUndoError: if there was none
        """
        _begin(self.order, self._profile())
        self.history.undo(self.order)
        if not self.order.items:
            # Whoever comes next is somebody else; redo brings the check back with the item.
            self.order.set_content(replace(self.order.content, age_check=None))

    def redo(self) -> None:
        """Do again what was undone last.

        :raises NothingToRedoError: if nothing was
        """
        _begin(self.order, self._profile())
        self.history.redo(self.order)

    def change(self, act: Callable[[Order], T]) -> T:
        """Change the order by one step of undo; what would make it too large is taken back.

        :raises OrderTooLargeError: then it is as it was before, as after any other error
        """
        _begin(self.order, self._profile())
        before = self.order.content
        result = act(self.order)
        try:
            self.totals()
        except PosError:
            self.order.set_content(before)
            raise
        self.history.remember(before)
        return result

    def add(self, *, item: OrderItem, product: Product) -> Added:
        """Add an item as it is, with the deposit of its product; errors as for `scan`."""
        if not self.order.items:
            require_room_for_order(self._disk.free_bytes())
        short_by = self._check_stock(
            product, _ordered(self.order, product.product_id) + item.quantity
        )
        deposit = item.deposit_of(product)
        if deposit is not None and deposit.unit_price.minor == 0:
            raise DepositPriceNeededError(product=deposit.name, product_id=deposit.product_id)

        def put_in(order: Order) -> tuple[int, Discount | None]:
            own_line = self._profile().own_lines
            position = order.add_item(item, deposit=deposit, own_line=own_line)
            return position, _drop_allowed(order)

        position, lost = self.change(put_in)
        return Added(position, self.order.items[position], short_by, lost)

    def _check_stock(self, product: Product, wanted: Quantity) -> Quantity | None:
        """How much of `wanted` the stock lacks, or None; checked again when the order is paid."""
        if product.oversell is Oversell.ALLOW:
            return None
        return shortage(product, wanted=wanted, left=self._stock.level(product.product_id))


def _begin(order: Order, profile: StoreProfile) -> None:
    """The rules may have changed since it was opened: it keeps those that it is begun with."""
    if is_empty(order):
        order.policy = profile.policy


def _drop_allowed(order: Order) -> Discount | None:
    """A part of the whole that somebody else allowed was a part of what was there then."""
    discount = order.discount
    is_part = discount is not None and discount.kind is DiscountKind.PERCENT
    if not is_part or order.discount_approved_by is None:
        return None
    order.set_content(replace(order.content, discount=None, discount_approved_by=None))
    return discount


def _ordered(order: Order, product_id: int) -> Quantity:
    """How much of a product the order holds already."""
    return Quantity(
        sum(item.quantity.thousandths for item in order.items if item.product_id == product_id)
    )


def _require_age(order: Order, product: Product) -> None:
    limit, check = product.age_limit, order.age_check
    if limit is not None and (check is None or check.limit < limit):
        raise AgeCheckNeededError(product=product.name, product_id=product.product_id, limit=limit)


def _measure(product: Product, quantity: Quantity | None) -> Quantity:
    """What the cashier said, or one piece; something sold by measure has no default."""
    if quantity is not None:
        return quantity
    if product.unit.is_measured:
        raise _quantity_needed(product)
    return ONE


def _quantity_needed(product: Product) -> QuantityNeededError:
    return QuantityNeededError(product=product.name, product_id=product.product_id)


def _has_no_price(product: Product) -> bool:
    return product.open_price or product.unit_price.minor == 0


def _said(product: Product, said: SaidPrice | None) -> Money:
    """The price that somebody said, who may say it."""
    if said is None:
        kind = OpenPriceNeededError if product.open_price else PriceNeededError
        raise kind(product=product.name, product_id=product.product_id)
    if not product.open_price:
        said.said_by.require(Permission.OVERRIDE_PRICE)
    return said.price
