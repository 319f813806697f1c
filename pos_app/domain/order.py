"""An order: what one customer buys, from the first scan to the receipt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

from pos_app.domain.errors import RefusedError
from pos_app.domain.money import Currency, Money
from pos_app.domain.pricing import Discount, OrderTotals, PricedLine, price_order
from pos_app.domain.product import Product, Unit
from pos_app.domain.quantity import ONE, QUANTITY_MAX, THOUSAND, Quantity, QuantityOutOfRangeError
from pos_app.domain.tax import TaxClass, TaxPolicy

ITEMS_PER_ORDER_MAX: Final = 500


class OrderFullError(RefusedError):
    code = "order.full"
    text = "An order holds at most {most} lines. Take payment, then start another one."


class OrderClosedError(RefusedError):
    code = "order.closed"
    text = "This order is already {state} and cannot be changed."


class EmptyOrderError(RefusedError):
    code = "order.empty"
    text = "There is nothing to pay yet: scan something first."


class FractionOfPieceError(RefusedError):
    code = "order.fraction_of_piece"
    text = "{name} is sold by the piece: {quantity} is not a whole number."


class DepositFollowsError(RefusedError):
    code = "order.deposit_follows"
    text = "{deposit} follows {name}: change or remove that line."


class OrderState(StrEnum):
    CREATED = "created"
    HELD = "held"
    SUBMITTED = "submitted"
    PAID = "paid"
    CANCELLED = "cancelled"


_NEXT: Final = {
    OrderState.CREATED: {OrderState.HELD, OrderState.SUBMITTED, OrderState.CANCELLED},
    OrderState.HELD: {OrderState.CREATED, OrderState.CANCELLED},
    OrderState.SUBMITTED: {OrderState.CREATED, OrderState.PAID},
    OrderState.PAID: set[OrderState](),
    OrderState.CANCELLED: set[OrderState](),
}


@dataclass(frozen=True, slots=True)
class OrderItem:
    """A line of an order, with the name, price and tax class of the moment it was rung up."""

    product_id: int
    sku: str
    barcode: str
    name: str
    unit: Unit
    unit_price: Money
    quantity: Quantity
    tax_class: str
    discount: Discount | None = None
    is_deposit: bool = False
    """Charged for the item right above it, in the same quantity."""

    def __post_init__(self) -> None:
        assert not (self.is_deposit and self.discount), "a deposit is given back in full"

    @classmethod
    def from_product(
        cls,
        product: Product,
        *,
        barcode: str = "",
        quantity: Quantity = ONE,
        unit_price: Money | None = None,
    ) -> OrderItem:
        return cls(
            product_id=product.product_id,
            sku=product.sku,
            barcode=barcode,
            name=product.name,
            unit=product.unit,
            unit_price=unit_price if unit_price is not None else product.unit_price,
            quantity=quantity,
            tax_class=product.tax_class,
        )

    def deposit_of(self, product: Product) -> OrderItem | None:
        """The deposit on this item of a product; what is sold by measure has none."""
        if product.deposit is None or self.unit.is_measured:
            return None
        deposit = OrderItem.from_product(product.deposit, quantity=self.quantity)
        return replace(deposit, is_deposit=True)

    def continues(self, other: OrderItem) -> bool:
        """Whether the other item is more of the same, so that one line can hold both."""
        return (
            self.product_id == other.product_id
            and self.is_deposit == other.is_deposit
            and self.unit_price == other.unit_price
            and not self.unit.is_measured
            and self.discount is None
            and other.discount is None
        )

    def as_line(self) -> PricedLine:
        return PricedLine(
            self.quantity.thousandths, self.unit_price.minor, self.tax_class, self.discount
        )


@dataclass(slots=True)
class Order:
    """The aggregate: its items change only here, and only while it is created."""

    order_id: str
    currency: Currency
    policy: TaxPolicy
    opened_by: int
    state: OrderState = OrderState.CREATED
    items: list[OrderItem] = field(default_factory=list)
    discount: Discount | None = None
    revision: int = 0

    def add_item(self, item: OrderItem, *, deposit: OrderItem | None = None) -> int:
        """Add an item and return its position; more of the last one raises its quantity.

        :param deposit: what stands below it from now on, whatever becomes of the item
        :raises RefusedError: if the order is closed or full
        """
        self._require_open()
        added = (item,) if deposit is None else (item, deposit)
        for one in added:
            _check(one, item.quantity)
        last = last_position(self.items)
        if last >= 0 and _continue(self.items[last:], added):
            self.set_quantity(last, self.items[last].quantity + item.quantity)
            return last
        if len(self.items) + len(added) > ITEMS_PER_ORDER_MAX:
            raise OrderFullError(most=ITEMS_PER_ORDER_MAX)
        self.items.extend(added)
        self._touch()
        return len(self.items) - len(added)

    def set_quantity(self, position: int, quantity: Quantity) -> None:
        """Replace the quantity of one line.

        :raises InvalidInputError: outside 0.001 to 999,999, or a fraction of a piece
        :raises DepositFollowsError: for a deposit, whose quantity is that of the item above
        """
        self._require_open()
        held = self._with_deposit(position)
        for item in self.items[held]:
            _check(item, quantity)
        self.items[held] = [replace(item, quantity=quantity) for item in self.items[held]]
        self._touch()

    def remove_item(self, position: int) -> OrderItem:
        """Take an item out, and its deposit with it.

        :raises DepositFollowsError: for a deposit, which goes with the item above only
        """
        self._require_open()
        held = self._with_deposit(position)
        removed = self.items[position]
        del self.items[held]
        self._touch()
        return removed

    def restore_items(self, items: tuple[OrderItem, ...]) -> None:
        """Undo: the items are again what they were; the revision still goes forward."""
        self._require_open()
        self.items[:] = items
        self._touch()

    def calculate_total(self, tax_classes: dict[str, TaxClass]) -> OrderTotals:
        return price_order(
            [item.as_line() for item in self.items],
            tax_classes=tax_classes,
            policy=self.policy,
            discount=self.discount,
        )

    def hold(self) -> None:
        self._become(OrderState.HELD)

    def resume(self) -> None:
        """A held order goes on, or a submitted one whose payments were all reversed."""
        self._become(OrderState.CREATED)

    def submit(self) -> None:
        """Freeze the items for payment.

        :raises EmptyOrderError: if there is nothing in it
        """
        if not self.items:
            raise EmptyOrderError
        self._become(OrderState.SUBMITTED)

    def mark_paid(self) -> None:
        self._become(OrderState.PAID)

    def cancel(self) -> None:
        self._become(OrderState.CANCELLED)

    def _with_deposit(self, position: int) -> slice:
        """Where an item stands, and its deposit if it has one."""
        item = self.items[position]
        if item.is_deposit:
            raise DepositFollowsError(deposit=item.name, name=self.items[position - 1].name)
        below = self.items[position + 1 : position + 2]
        return slice(position, position + 1 + sum(one.is_deposit for one in below))

    def _become(self, state: OrderState) -> None:
        if state not in _NEXT[self.state]:
            raise OrderClosedError(state=self.state.value)
        self.state = state
        self._touch()

    def _touch(self) -> None:
        self.revision += 1

    def _require_open(self) -> None:
        if self.state is not OrderState.CREATED:
            raise OrderClosedError(state=self.state.value)


def last_position(items: Sequence[OrderItem]) -> int:
    """Where the last item stands that is no deposit; -1 in an empty order."""
    last = len(items) - 1
    return last - 1 if last >= 0 and items[last].is_deposit else last


def _continue(last: Sequence[OrderItem], added: Sequence[OrderItem]) -> bool:
    """Whether these are more of the last item, and of the same deposit or none."""
    return len(last) == len(added) and all(
        one.continues(other) for one, other in zip(last, added, strict=True)
    )


def _check(item: OrderItem, quantity: Quantity) -> None:
    if not 0 < quantity.thousandths <= QUANTITY_MAX:
        raise QuantityOutOfRangeError(value=str(quantity), largest=QUANTITY_MAX // THOUSAND)
    if not item.unit.is_measured and not quantity.is_whole:
        raise FractionOfPieceError(name=item.name, quantity=str(quantity))
