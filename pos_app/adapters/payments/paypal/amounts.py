"""Amounts as PayPal writes them: a text in whole units, without decimals for some currencies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pos_app.adapters.payments.paypal.kind import KIND
from pos_app.domain.errors import InvalidInputError
from pos_app.domain.money import Currency, Money
from pos_app.services.payments.processor import AmountError

if TYPE_CHECKING:  # it loads what speaks to PayPal
    from pos_app.adapters.payments.paypal.fields import Fields

WHOLE: Final = frozenset({"HUF", "JPY", "TWD"})
"""PayPal refuses decimals here; ISO 4217 gives the forint and the Taiwan dollar two."""
AT_HOME: Final = frozenset({"BRL", "CNY", "INR", "MYR"})
"""Taken by accounts of the currency's own country only, so PayPal may still refuse them."""
TAKEN: Final = (
    WHOLE
    | AT_HOME
    | {
        *("AUD", "CAD", "CHF", "CZK", "DKK", "EUR", "GBP", "HKD", "ILS", "MXN", "NOK", "NZD"),
        *("PHP", "PLN", "SEK", "SGD", "THB", "USD"),
    }
)


def amount_of(minor: int, currency: Currency) -> dict[str, str]:
    """As a request has it.

    :raises AmountError: for a currency that PayPal does not take, or cents where it has none
    """
    if currency.code not in TAKEN:
        raise amount_error(minor, currency, f"it does not take {currency.code}")
    decimals = 0 if currency.code in WHOLE else currency.minor_digits
    units, rest = divmod(minor, 10 ** (currency.minor_digits - decimals))
    if rest:
        raise amount_error(minor, currency, f"it takes {currency.code} without decimals")
    value = Money(units, Currency(currency.code, decimals)).plain()
    return {"currency_code": currency.code, "value": value}


def cannot_take(minor: int, currency: Currency) -> str:
    """Why it cannot be charged, as far as that is known without asking."""
    try:
        amount_of(minor, currency)
    except AmountError as error:
        return str(error.values["reason"])
    return "" if minor > 0 else "it must be more than nothing"


def minor_of(amount: Fields, currency: Currency) -> int:
    """An amount of an answer in the currency's own minor units.

    :raises ValueError: if it is no amount, or in another currency
    """
    if amount.text("currency_code") != currency.code:
        raise ValueError("an amount in another currency")
    try:
        return Money.parse(amount.text("value"), currency).minor
    except InvalidInputError as error:
        raise ValueError("no amount") from error


def amount_error(minor: int, currency: Currency, reason: str) -> AmountError:
    return AmountError(processor=KIND.title, amount=Money(minor, currency), reason=reason)
