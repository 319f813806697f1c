"""How the price and the stock of a product are written on the sell screen."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication

from pos_app.domain.product import Oversell, Product, Unit
from pos_app.domain.quantity import ONE, Quantity
from pos_app.services.ports import Formats

CONTEXT: Final = "shelf"
LOW: Final = 3 * ONE.thousandths


def price_of(product: Product, formats: Formats, *, with_currency: bool = False) -> str:
    if product.open_price:
        return QCoreApplication.translate(CONTEXT, "open price")
    write = formats.money if with_currency else formats.number
    price = write(product.unit_price)
    return f"{price} / {product.unit.value}" if product.unit.is_measured else price


def stock_of(product: Product, stock: int, formats: Formats) -> str:
    """What is left, in words: "12 in stock"."""
    quantity = formats.quantity(Quantity(stock))
    if product.unit.is_measured:
        quantity = f"{quantity} {product.unit.value}"
    return QCoreApplication.translate(CONTEXT, "{quantity} in stock").format(quantity=quantity)


def chip_of(product: Product, *, stock: int, sold: int, formats: Formats) -> str:
    """A word where little or nothing is left; where nothing ever came in, nobody counts it."""
    is_counted = stock + sold > 0 and product.oversell is not Oversell.ALLOW
    if not is_counted or product.unit is not Unit.EACH or stock > LOW:
        return ""
    words = "low {left}" if stock > 0 else "{left} left"
    left = formats.quantity(Quantity(max(0, stock)))
    return QCoreApplication.translate(CONTEXT, words).format(left=left)
