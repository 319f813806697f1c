"""Amounts as Stripe counts them, which is not in every currency as ISO 4217 counts them."""

from __future__ import annotations

from typing import Final

from pos_app.domain.money import Currency, Money
from pos_app.services.payments.processor import AmountError

TITLE: Final = "Stripe"

_WHOLE: Final = frozenset(
    {
        *("BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA"),
        *("PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF"),
    }
)
"""Without decimals. ISK and UGX, which have none either, are sent in hundredths."""
_THOUSANDTHS: Final = frozenset({"BHD", "JOD", "KWD", "OMR", "TND"})
_STEP_OF_THOUSANDTHS: Final = 10
"""The cards' networks know no third decimal: the last digit must be 0."""


def digits_of(code: str) -> int:
    """How many decimals Stripe counts in; `code` in capital letters."""
    if code in _WHOLE:
        return 0
    return 3 if code in _THOUSANDTHS else 2


def to_stripe(amount: int, currency: Currency) -> int:
    """Stripe's units of an amount in the currency's own minor units.

    :raises AmountError: if Stripe cannot say this amount, or it is not above 0
    """
    units, rest = divmod(amount * _units_in_one(currency.code), _minor_in_one(currency))
    step = _STEP_OF_THOUSANDTHS if currency.code in _THOUSANDTHS else 1
    if amount <= 0:
        raise _refused(amount, currency, "it must be more than nothing")
    if rest or units % step:
        raise _refused(amount, currency, f"it takes no amount in {currency.code} that is so fine")
    return units


def from_stripe(units: int, currency: Currency) -> int:
    """The currency's own minor units.

    :raises ValueError: if the currency has none so fine
    """
    amount, rest = divmod(units * _minor_in_one(currency), _units_in_one(currency.code))
    if rest:
        raise ValueError(f"{units} of Stripe's units are no amount in {currency.code}")
    return amount


def _units_in_one(code: str) -> int:
    return int(10 ** digits_of(code))


def _minor_in_one(currency: Currency) -> int:
    return int(10**currency.minor_digits)


def _refused(amount: int, currency: Currency, reason: str) -> AmountError:
    return AmountError(processor=TITLE, amount=Money(amount, currency), reason=reason)
