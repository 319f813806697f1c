"""An order item: a line of an order, as it was when it was rung up."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

from pos_app.domain.errors import InvalidInputError, RefusedError
from pos_app.domain.money import Money
from pos_app.domain.pricing import Discount, PricedLine
from pos_app.domain.product import Product, Unit
from pos_app.domain.quantity import ONE, QUANTITY_MAX, THOUSAND, Quantity, QuantityOutOfRangeError
from pos_app.domain.returned import Returned

NOTE_LENGTH_MAX: Final = 200


class FractionOfPieceError(RefusedError):
    code = "order.fraction_of_piece"
    text = "{name} is sold by the piece: {quantity} is not a whole number."


class NoteTooLongError(InvalidInputError):
    code = "order.note_too_long"
    text = "A note has at most {most} characters."


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
    list_price: Money | None = None
    """What it cost before somebody priced this one line anew."""
    approved_by: int | None = None
    """Who else allowed its discount or its price, that it is sold, or that it comes back."""
    sale_approved_by: int | None = None
    """Who else allowed that it is sold; a draft keeps it, a paid order only as the one above."""
    note: str = ""
    returns: Returned | None = None
    """Why it comes back, if it does: then its quantity is negative."""
    line: PricedLine = field(init=False, repr=False, compare=False)
    """What pricing needs to know of it."""

    def __post_init__(self) -> None:
        assert not (self.is_deposit and self.discount), "a deposit is given back in full"
        if len(self.note) > NOTE_LENGTH_MAX:
            raise NoteTooLongError(most=NOTE_LENGTH_MAX)
        # Every scan prices all lines anew, and all but one are as they were.
        line = PricedLine(
            self.quantity.thousandths,
            self.unit_price.minor,
            self.tax_class,
            self.discount,
            takes_order_discount=not self.is_deposit,
        )
        object.__setattr__(self, "line", line)

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

    @property
    def approved_undiscounted(self) -> int | None:
        """Who else allowed its price, or that it is sold, whatever its discount is."""
        return self.sale_approved_by if self.list_price is None else self.approved_by

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
            and self.name == other.name
            and self.tax_class == other.tax_class
            and self.is_deposit == other.is_deposit
            and self.unit_price == other.unit_price
            and self.list_price == other.list_price
            and self.approved_by == other.approved_by
            and self.note == other.note
            and not self.unit.is_measured
            and self.discount is None
            and other.discount is None
        )

    def check(self, quantity: Quantity) -> None:
        """Refuse a quantity that this item cannot have.

        :raises InvalidInputError: outside 0.001 to 999,999, or a fraction of a piece
        """
        if not 0 < quantity.thousandths <= QUANTITY_MAX:
            raise QuantityOutOfRangeError(value=str(quantity), largest=QUANTITY_MAX // THOUSAND)
        if not self.unit.is_measured and not quantity.is_whole:
            raise FractionOfPieceError(name=self.name, quantity=str(quantity))
