"""The out-of-stock check: a warning while scanning, and once more inside the transaction."""

from __future__ import annotations

from typing import Protocol

from pos_app.domain.errors import RefusedError
from pos_app.domain.order import Order
from pos_app.domain.product import Oversell, Product
from pos_app.domain.quantity import Quantity


class OutOfStockError(RefusedError):
    code = "stock.out"
    text = "{product}: only {left} left, and this product is never sold beyond its stock."


class ProductRepository(Protocol):
    def get_by_id(self, product_id: int) -> Product | None: ...


class Levels(Protocol):
    def level(self, product_id: int) -> Quantity: ...


def shortage(product: Product, *, wanted: Quantity, left: Quantity) -> Quantity | None:
    """How much of `wanted` is missing, or None.

    :raises OutOfStockError: if the product may not be oversold
    """
    if wanted <= left or product.oversell is Oversell.ALLOW:
        return None
    if product.oversell is Oversell.BLOCK:
        raise OutOfStockError(product=product.name, wanted=str(wanted), left=str(left))
    return wanted - left


def never_oversold(order: Order, *, products: ProductRepository) -> dict[Product, Quantity]:
    """The products of the order whose stock must cover it, with the quantity wanted."""
    wanted: dict[int, int] = {}
    for item in order.items:
        wanted[item.product_id] = wanted.get(item.product_id, 0) + item.quantity.thousandths
    found = {product_id: products.get_by_id(product_id) for product_id in wanted}
    return {
        product: Quantity(wanted[product_id])
        for product_id, product in found.items()
        if product is not None and product.oversell is Oversell.BLOCK
    }


def require_stock(wanted: dict[Product, Quantity], *, stock: Levels) -> None:
    """Refuse to oversell.

    :raises OutOfStockError: naming the first product that is short
    """
    for product, quantity in wanted.items():
        shortage(product, wanted=quantity, left=stock.level(product.product_id))
