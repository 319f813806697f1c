"""Changes from head office as they are read; what cannot be used is refused alone, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from pos_app.domain.card_number import require_no_card
from pos_app.domain.errors import PosError
from pos_app.domain.money import AMOUNT_MINOR_MAX
from pos_app.domain.product import (
    BARCODE_LENGTH_MAX,
    BARCODES_PER_PRODUCT_MAX,
    CUSTOM_SKU,
    NAME_LENGTH_MAX,
    SKU_LENGTH_MAX,
    Oversell,
    Unit,
)
from pos_app.domain.quantity import QUANTITY_MAX
from pos_app.domain.staff import Role
from pos_app.domain.tax import RATE_MILLIONTHS_MAX, TAXES_PER_CLASS_MAX, Tax
from pos_app.services.catalogue.clean_text import cleaned, has_control_characters, is_visible
from pos_app.services.staff.names import clean_name
from pos_app.services.sync.catalogue_states import ProductState

AGE_MAX: Final = 120
CODE_LENGTH_MAX: Final = 40
TEXT_LENGTH_MAX: Final = 500
ELSEWHERE_MAX: Final = QUANTITY_MAX * 1_000_000

Body = Mapping[str, Any]


class UnreadableChangeError(ValueError):
    """The words say what is wrong with it."""


@dataclass(frozen=True, slots=True)
class PersonState:
    name: str
    role: Role
    active: bool


@dataclass(frozen=True, slots=True)
class TaxClassState:
    code: str
    name: str
    taxes: tuple[str, ...]


def product(sku: str, body: Body) -> ProductState:
    """:raises UnreadableChangeError: naming the first field that cannot be used"""
    if sku == CUSTOM_SKU:
        raise UnreadableChangeError("this sku is kept for custom items")
    barcodes = body.get("barcodes")
    if not isinstance(barcodes, list) or len(barcodes) > BARCODES_PER_PRODUCT_MAX:
        raise UnreadableChangeError(f"barcodes is no list of at most {BARCODES_PER_PRODUCT_MAX}")
    cost, age = body.get("cost"), body.get("age_limit")
    return ProductState(
        sku=_key("sku", sku, most=SKU_LENGTH_MAX),
        name=_name(body),
        category=_text(body, "category", least=0),
        price=_whole(body, "price", most=AMOUNT_MINOR_MAX),
        cost=None if cost is None else _whole(body, "cost", most=AMOUNT_MINOR_MAX),
        tax_class=_text(body, "tax_class", most=CODE_LENGTH_MAX),
        unit=_one_of(body, "unit", Unit),
        oversell=_one_of(body, "oversell", Oversell),
        active=_flag(body, "active"),
        age_limit=None if not age else _whole(body, "age_limit", most=AGE_MAX),
        open_price=bool(body.get("open_price")),
        barcodes=tuple(
            dict.fromkeys(
                _text({"barcode": one}, "barcode", most=BARCODE_LENGTH_MAX) for one in barcodes
            )
        ),
    )


def tax(code: str, body: Body) -> Tax:
    """:raises UnreadableChangeError: naming the first field that cannot be used"""
    found = Tax(
        code=_key("code", code, most=CODE_LENGTH_MAX),
        name=_text(body, "name"),
        rate_millionths=_whole(body, "rate_millionths", most=RATE_MILLIONTHS_MAX),
        amount_minor=0,
        compound=_flag(body, "compound"),
    )
    amount = _whole(body, "amount_minor", most=AMOUNT_MINOR_MAX)
    if amount and found.rate_millionths:
        raise UnreadableChangeError("it has a rate and an amount")
    return Tax(found.code, found.name, found.rate_millionths, amount, found.compound)


def tax_class(code: str, body: Body) -> TaxClassState:
    """:raises UnreadableChangeError: naming the first field that cannot be used"""
    taxes = body.get("taxes")
    if not isinstance(taxes, list) or len(taxes) > TAXES_PER_CLASS_MAX:
        raise UnreadableChangeError(f"taxes is no list of at most {TAXES_PER_CLASS_MAX}")
    codes = tuple(_text({"tax": one}, "tax", most=CODE_LENGTH_MAX) for one in taxes)
    return TaxClassState(
        _key("code", code, most=CODE_LENGTH_MAX),
        _text(body, "name"),
        tuple(dict.fromkeys(codes)),
    )


def person(body: Body) -> PersonState:
    """:raises UnreadableChangeError: naming the first field that cannot be used"""
    try:
        name = clean_name(_text(body, "name"))
    except PosError as error:
        raise UnreadableChangeError(str(error)) from error
    return PersonState(name, Role(_one_of(body, "role", Role)), _flag(body, "active"))


def elsewhere(body: Body) -> int:
    """:raises UnreadableChangeError: if it is no quantity"""
    return _whole(body, "elsewhere", least=-ELSEWHERE_MAX, most=ELSEWHERE_MAX)


def setting(body: Body) -> str:
    """:raises UnreadableChangeError: if it is no text, or too long"""
    value = body.get("value")
    if not isinstance(value, str) or len(value) > TEXT_LENGTH_MAX:
        raise UnreadableChangeError(f"value is no text of 0 to {TEXT_LENGTH_MAX} characters")
    # Each line by itself: addresses and footers have several.
    lines = [_text({"value": one}, "value", least=0) for one in value.splitlines()]
    return "\n".join(lines).strip("\n")


def _name(body: Body) -> str:
    name = _text(body, "name", most=NAME_LENGTH_MAX)
    try:
        require_no_card(name, field_is_code=False)
    except PosError as error:
        raise UnreadableChangeError(str(error)) from error
    return name


def _key(name: str, value: str, *, most: int) -> str:
    """As it is: two that differ only in what cannot be seen would become one here."""
    if _text({name: value}, name, most=most) != value:
        raise UnreadableChangeError(f"{name} holds spaces or characters that cannot be seen")
    return value


def _text(body: Body, name: str, *, least: int = 1, most: int = TEXT_LENGTH_MAX) -> str:
    value = body.get(name)
    text = cleaned(value) if isinstance(value, str) else ""
    if not isinstance(value, str) or not least <= len(text) <= most:
        raise UnreadableChangeError(f"{name} is no text of {least} to {most} characters")
    if _has_halves(text) or has_control_characters(text) or (least and not is_visible(text)):
        raise UnreadableChangeError(f"{name} holds characters that cannot be seen")
    return text


def _has_halves(text: str) -> bool:
    """Half of a character cannot be written anywhere."""
    return not text.isprintable() and any("\ud800" <= one <= "\udfff" for one in text)


def _whole(body: Body, name: str, *, most: int, least: int = 0) -> int:
    value = body.get(name)
    if type(value) is not int or not least <= value <= most:
        raise UnreadableChangeError(f"{name} is no whole number from {least} to {most}")
    return value


def _flag(body: Body, name: str) -> bool:
    value = body.get(name)
    if not isinstance(value, bool):
        raise UnreadableChangeError(f"{name} is neither true nor false")
    return value


def _one_of(body: Body, name: str, kinds: type[Unit | Oversell | Role]) -> str:
    value = body.get(name)
    known = [one.value for one in kinds]
    if value not in known:
        raise UnreadableChangeError(f"{name} is none of {', '.join(known)}")
    assert isinstance(value, str)
    return value
