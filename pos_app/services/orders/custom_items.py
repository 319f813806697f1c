"""Use case: sell something that is not in the catalogue, at an amount said by hand."""

from __future__ import annotations

from typing import Final

from pos_app.domain.errors import InvalidInputError, UnavailableError
from pos_app.domain.money import Money
from pos_app.domain.order_item import OrderItem
from pos_app.domain.product import CUSTOM_ID
from pos_app.domain.quantity import ONE, Quantity
from pos_app.domain.staff import Approval, Permission, StaffMember
from pos_app.services.orders.line_editing import require_price, words_of
from pos_app.services.orders.order_service import Added, OrderService
from pos_app.services.orders.steps import Steps
from pos_app.services.orders.stock_check import ProductRepository

CUSTOM_WORDS_MAX: Final = 60


class CustomWordsError(InvalidInputError):
    code = "custom.words"
    text = "A custom item is called by at most {most} characters."


class NoCustomItemsError(UnavailableError):
    code = "custom.none"
    text = "This store was made before custom items were. Put the product on sale instead."


class CustomItems:
    """They are booked on one product that is never on sale by itself, so that reports group them.

    The permission is used up by what is not wrong any more: amounts and words come first.
    """

    def __init__(self, *, orders: OrderService, products: ProductRepository, steps: Steps) -> None:
        self._orders = orders
        self._steps = steps
        self._products = products

    def add(
        self,
        *,
        amount: Money,
        tax_class: str,
        words: str,
        quantity: Quantity | None = None,
        actor: StaffMember,
        approval: Approval | None = None,
    ) -> Added:
        """Add an item of this amount; without words it is called as its product is.

        :raises PriceOutOfRangeError: for nothing, or too much
        :raises CustomWordsError: if it is called by too much
        :raises CardNumberError: if a card number stands in the words
        :raises ApprovalNeededError: if the actor must ask
        """
        require_price(amount)
        name = words_of(words)
        if len(name) > CUSTOM_WORDS_MAX:
            raise CustomWordsError(most=CUSTOM_WORDS_MAX)
        product = self._products.get_by_id(CUSTOM_ID)
        if product is None:
            raise NoCustomItemsError
        approver = actor.require(Permission.SELL_CUSTOM_ITEM, approval=approval)
        allowed_by = approver.staff_id if approver is not None else None
        item = OrderItem(
            product_id=product.product_id,
            sku=product.sku,
            barcode="",
            name=name or product.name,
            unit=product.unit,
            unit_price=amount,
            quantity=quantity if quantity is not None else ONE,
            tax_class=tax_class,
            approved_by=allowed_by,
            sale_approved_by=allowed_by,
        )
        before = self._orders.order.content
        added = self._orders.add(item=item, product=product)
        self._steps.told(before, actor=actor, approver=approver)
        return added
