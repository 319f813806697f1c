"""The decimal point as the store writes it, for the keys of the number pads."""

from __future__ import annotations

from pos_app.domain.money import Currency, Money
from pos_app.domain.quantity import Quantity
from pos_app.services.ports import Formats


def decimal_sign(currency: Currency, formats: Formats) -> str:
    """Nothing where the money has no decimals, or they are typed without it."""
    if not currency.minor_digits or formats.in_cents:
        return ""
    zero = formats.number(Money.zero(currency))
    return zero[1 : len(zero) - currency.minor_digits]


def decimal_mark(formats: Formats) -> str:
    """What stands between the digits of a quantity as the store writes it."""
    return next(char for char in formats.quantity(Quantity(1_500)) if not char.isalnum())
