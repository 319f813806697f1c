"""Money: an exact amount in one currency, as an integer of its minor unit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from pos_app.domain.errors import InvalidInputError
from pos_app.domain.rounding import Rounding, divide

AMOUNT_MINOR_MAX: Final = 10**13
"""The largest amount taken from outside: 100 billion of a two-decimal currency."""

# ISO 4217: every currency has two decimals but these.
_MINOR_DIGITS: Final = {
    **dict.fromkeys(
        [
            "BIF",
            "CLP",
            "DJF",
            "GNF",
            "ISK",
            "JPY",
            "KMF",
            "KRW",
            "PYG",
            "RWF",
            "UGX",
            "UYI",
            "VND",
            "VUV",
            "XAF",
            "XOF",
            "XPF",
        ],
        0,
    ),
    **dict.fromkeys(["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"], 3),
    **dict.fromkeys(["CLF", "UYW"], 4),
}
_PLAIN_NUMBER: Final = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)", re.ASCII)


class CurrencyMismatchError(ValueError):
    """Two amounts of different currencies met in one calculation: a bug, not an input."""


class InvalidAmountError(InvalidInputError):
    code = "amount.invalid"
    text = "{value!r} is not an amount in {currency}."


class AmountTooFineError(InvalidInputError):
    code = "amount.too_fine"
    text = "{value!r} has more than {digits} decimals, and {currency} has no smaller unit."


class AmountTooLargeError(InvalidInputError):
    code = "amount.too_large"
    text = "{value!r} is larger than any amount this till accepts."


@dataclass(frozen=True, slots=True)
class Currency:
    code: str
    minor_digits: int

    @classmethod
    def of(cls, code: str) -> Currency:
        """The ISO 4217 currency of a three-letter code.

        :raises InvalidInputError: if it is not three capital letters
        """
        if not re.fullmatch(r"[A-Z]{3}", code):
            raise InvalidCurrencyError(value=code)
        return cls(code, _MINOR_DIGITS.get(code, 2))


class InvalidCurrencyError(InvalidInputError):
    code = "currency.invalid"
    text = "{value!r} is not a currency code such as EUR."


@dataclass(frozen=True, slots=True)
class Money:
    minor: int
    currency: Currency

    def __post_init__(self) -> None:
        # bool is an int in Python and a float is a bug: refuse both here, once.
        assert type(self.minor) is int, f"{self.minor!r} is not an int"

    @classmethod
    def zero(cls, currency: Currency) -> Money:
        return cls(0, currency)

    @classmethod
    def parse(cls, text: str, currency: Currency) -> Money:
        """Read a plain ASCII number such as "12.30" or "-4"; decimal point only.

        :raises InvalidInputError: if it is no number, too fine for the currency, or too large
        """
        cleaned = text.strip()
        if not _PLAIN_NUMBER.fullmatch(cleaned):
            raise InvalidAmountError(value=text, currency=currency.code)
        whole, _, decimals = cleaned.lstrip("+-").partition(".")
        whole, decimals = whole.lstrip("0"), decimals.rstrip("0")
        if len(decimals) > currency.minor_digits:
            raise AmountTooFineError(
                value=text, digits=currency.minor_digits, currency=currency.code
            )
        if len(whole) > len(str(AMOUNT_MINOR_MAX)):
            raise AmountTooLargeError(value=text)
        minor = int("0" + whole + decimals.ljust(currency.minor_digits, "0"))
        if minor > AMOUNT_MINOR_MAX:
            raise AmountTooLargeError(value=text)
        return cls(-minor if cleaned.startswith("-") else minor, currency)

    def __add__(self, other: Money) -> Money:
        self._require_same_currency(other)
        return Money(self.minor + other.minor, self.currency)

    def __sub__(self, other: Money) -> Money:
        self._require_same_currency(other)
        return Money(self.minor - other.minor, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def __lt__(self, other: Money) -> bool:
        self._require_same_currency(other)
        return self.minor < other.minor

    def __le__(self, other: Money) -> bool:
        self._require_same_currency(other)
        return self.minor <= other.minor

    def times(
        self, numerator: int, denominator: int = 1, *, rounding: Rounding = Rounding.HALF_UP
    ) -> Money:
        """This amount × numerator / denominator; the only operation that rounds."""
        return Money(divide(self.minor * numerator, denominator, rounding), self.currency)

    def __str__(self) -> str:
        """The amount for logs and files: "-12.30 EUR"; people see the Formats port's text."""
        return f"{self.plain()} {self.currency.code}"

    def plain(self) -> str:
        """The number alone with a decimal point, as `parse` reads it."""
        digits = self.currency.minor_digits
        text = str(abs(self.minor)).rjust(digits + 1, "0")
        number = f"{text[:-digits]}.{text[-digits:]}" if digits else text
        return f"-{number}" if self.minor < 0 else number

    def _require_same_currency(self, other: Money) -> None:
        if self.currency != other.currency:
            raise CurrencyMismatchError(f"{self.currency.code} with {other.currency.code}")
