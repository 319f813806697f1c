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

_LEAST: Final = {
    "GBP": 30,
    **dict.fromkeys(("AUD", "BRL", "CAD", "CHF", "EUR", "INR", "JPY", "NZD", "SGD", "USD"), 50),
    "BGN": 1_00,
    **dict.fromkeys(("AED", "MYR", "PLN", "RON"), 2_00),
    "DKK": 2_50,
    **dict.fromkeys(("NOK", "SEK"), 3_00),
    "HKD": 4_00,
    **dict.fromkeys(("MXN", "THB"), 10_00),
    "CZK": 15_00,
    "HUF": 175_00,
}
"""In Stripe's units, by docs.stripe.com/currencies#minimum-and-maximum-charge-amounts as the data
of MemberPress 1.11.7 (July 2023) repeat it; in another currency only Stripe's rate of the day
says what is too little, and so does Stripe itself once it has another table."""
_TRIAL: Final = 50_000
_TRIAL_OF_THOUSANDTHS: Final = 20
"""Whole units that are worth more than 0.50 USD in every currency that is not in that table, the
smallest ones, such as the Vietnamese dong, among them; no money moves in a trial."""
_MOST: Final = 99_999_999
"""In Stripe's units: eight digits."""
_MORE: Final = frozenset({"COP", "HUF", "IDR", "INR", "JPY", "LBP"})
"""Of these it takes more digits."""


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


def cannot_take(amount: int, currency: Currency) -> str:
    """Why it cannot be charged, as far as that is known without asking."""
    try:
        units = to_stripe(amount, currency)
    except AmountError as error:
        return str(error.values["reason"])
    least, most = _LEAST.get(currency.code, 1), _MOST
    if units < least:
        return f"it takes no less than {_said(least, currency)}"
    if units > most and currency.code not in _MORE:
        return f"it takes no more than {_said(most, currency)}"
    return ""


def trial_from(currency: Currency) -> int:
    """The minor units that no rate of the day makes too little."""
    if currency.code in _LEAST:
        return 1
    whole = _TRIAL_OF_THOUSANDTHS if currency.code in _THOUSANDTHS else _TRIAL
    return whole * _minor_in_one(currency)


def _said(units: int, currency: Currency) -> Money:
    return Money(units * _minor_in_one(currency) // _units_in_one(currency.code), currency)


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
