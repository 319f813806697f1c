"""From a scan to a product: stored barcodes first, then the store's rules, then GS1 elements."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from importlib import import_module
from types import ModuleType
from typing import Final

from pos_app.domain.barcode import (
    FNC1,
    Embedded,
    EmbeddedRule,
    EmbeddedValue,
    Scan,
    check_digit_ok,
    check_digit_wrong,
    padded_forms,
    read_embedded,
)
from pos_app.domain.card_number import CardNumberError, looks_like_card, masked
from pos_app.domain.errors import NotFoundError
from pos_app.domain.money import AMOUNT_MINOR_MAX, Money
from pos_app.domain.product import Product
from pos_app.domain.quantity import QUANTITY_MAX, Quantity, QuantityOutOfRangeError
from pos_app.services.asking import VariantNeededError
from pos_app.services.catalogue.ports import ProductLookup

_GTIN_ELEMENT: Final = "01"
_GTIN_ELEMENT_LENGTH: Final = 16
_THOUSANDTHS_DIGITS: Final = 3


class UnknownBarcodeError(NotFoundError):
    code = "barcode.unknown"
    text = "No product has the barcode {barcode}."


class WrongCheckDigitError(UnknownBarcodeError):
    code = "barcode.check_digit"
    text = "{barcode}: the check digit is wrong. Scan it again or type it."


class Ask(StrEnum):
    """What the cashier must say before the product can be added."""

    NOTHING = "nothing"
    PRICE = "price"
    QUANTITY = "quantity"


@dataclass(frozen=True, slots=True)
class Found:
    product: Product
    barcode: str
    """The stored barcode or sku that matched, for the order item."""
    quantity: Quantity | None = None
    """From the code; None: as many as the cashier says, else one."""
    price: Money | None = None
    """What the whole item costs, from the code; None: the product's own price."""
    ask: Ask = Ask.NOTHING


class Lookup:
    def __init__(self, *, products: ProductLookup, rules: tuple[EmbeddedRule, ...] = ()) -> None:
        self._products = products
        self._rules = rules

    def find(self, raw: str) -> Found:
        """The product a scan or typed code names.

        :raises VariantNeededError: if it names a kind of which there are several
        :raises PosError: if there is none, or the code cannot be read
        """
        scan = Scan.of(raw)
        found = (
            self._stored(scan.code)
            or self._embedded(scan.code)
            or self._gs1(scan)
            or self._by_sku(scan.code)
        )
        if found is None and self._products.is_group(scan.code):
            raise VariantNeededError(group=scan.code)
        if found is None:
            raise _unknown(scan.code)
        return _with_question(found)

    def is_stored(self, barcode: str) -> bool:
        return self._products.by_barcode(barcode) is not None

    def code_to_store(self, raw: str) -> str:
        """What a new product's barcode must be for this code to find it: no weight, no price.

        :raises PosError: if the code cannot be read
        """
        scan = Scan.of(raw)
        value = read_embedded(scan.code, self._rules)
        if value is not None:
            return value.stored_code
        if scan.says_gs1 or _may_be_gs1(scan.code):
            item = _gs1_module().read_gs1(scan.code)
            if item is not None:
                return str(item.gtin)
        return scan.code

    def _stored(self, code: str) -> Found | None:
        for form in padded_forms(code):
            product = self._products.by_barcode(form)
            if product is not None:
                return Found(product, form)
        return None

    def _by_sku(self, code: str) -> Found | None:
        product = self._products.by_sku(code)
        return None if product is None else Found(product, code)

    def _embedded(self, code: str) -> Found | None:
        for rule in self._rules:
            value = read_embedded(code, (rule,))
            found = None if value is None else self._item(value)
            if value is not None and found is not None:
                return _with_value(found, value)
        return None

    def _item(self, value: EmbeddedValue) -> Found | None:
        """The product of an embedded code: stored whole with a value of zero, or as item code."""
        short = value.item_code.lstrip("0")
        return (
            self._stored(value.stored_code)
            or self._stored(value.item_code)
            or self._by_sku(value.item_code)
            or (self._stored(short) or self._by_sku(short) if short else None)
        )

    def _gs1(self, scan: Scan) -> Found | None:
        if not (scan.says_gs1 or _may_be_gs1(scan.code)):
            return None
        item = _gs1_module().read_gs1(scan.code)
        found = None if item is None else self._stored(item.gtin)
        if item is None or found is None:
            return None
        if item.thousandths is not None:
            found = _weighing(found, item.thousandths)
        if item.amount is not None:
            value, decimals = item.amount
            found = _costing(found, value, decimals)
        return found


def warm() -> None:
    """Load the GS1 reader, which takes a third of a second, before the first scan needs it."""
    _gs1_module().read_gs1("")


def _gs1_module() -> ModuleType:
    # Not at the top: a till must paint before it loads what the first long barcode needs.
    return import_module("pos_app.services.catalogue.gs1")


def _may_be_gs1(code: str) -> bool:
    """Whether a code without any mark begins like one that holds elements."""
    if code.startswith(f"({_GTIN_ELEMENT})"):
        return True
    return (
        len(code) >= _GTIN_ELEMENT_LENGTH
        and code.startswith(_GTIN_ELEMENT)
        and check_digit_ok(code[len(_GTIN_ELEMENT) : _GTIN_ELEMENT_LENGTH])
    )


def _with_value(found: Found, value: EmbeddedValue) -> Found:
    if value.kind is Embedded.WEIGHT:
        return _weighing(found, value.scaled(_THOUSANDTHS_DIGITS))
    return _costing(found, value.value, value.decimals)


def _weighing(found: Found, thousandths: int) -> Found:
    if thousandths > QUANTITY_MAX:
        raise QuantityOutOfRangeError(value=Quantity(thousandths), largest=Quantity(QUANTITY_MAX))
    if thousandths == 0:
        return replace(found, ask=Ask.QUANTITY)
    return replace(found, quantity=Quantity(thousandths))


def _costing(found: Found, value: int, decimals: int) -> Found:
    """With the price of the code; one of zero, or finer than the currency, is asked for."""
    currency = found.product.unit_price.currency
    minor, rest = divmod(value * 10**currency.minor_digits, 10**decimals)
    if minor == 0 or rest or minor > AMOUNT_MINOR_MAX:
        return replace(found, ask=Ask.PRICE)
    return replace(found, price=Money(minor, currency))


def _with_question(found: Found) -> Found:
    """Ask for what the product leaves open: a price of zero, a weight that no scale has sent."""
    if found.ask is not Ask.NOTHING or found.price is not None:
        return found
    if found.product.unit_price.minor == 0 or found.product.open_price:
        return replace(found, ask=Ask.PRICE)
    if found.product.unit.is_measured and found.quantity is None:
        return replace(found, ask=Ask.QUANTITY)
    return found


def _unknown(code: str) -> Exception:
    shown = code.replace(FNC1, " ")
    if looks_like_card(shown, field_is_code=True):
        return CardNumberError(masked=masked(shown, field_is_code=True))
    if check_digit_wrong(code):
        return WrongCheckDigitError(barcode=shown)
    return UnknownBarcodeError(barcode=shown)
