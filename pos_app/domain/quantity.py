"""Quantity: how much of a product, as an integer of thousandths (pieces, kilograms, litres)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from pos_app.domain.errors import InvalidInputError

THOUSAND: Final = 1_000
QUANTITY_MAX: Final = 999_999 * THOUSAND
_PLAIN_NUMBER: Final = re.compile(r"-?\d{1,9}(\.\d{1,3})?", re.ASCII)


class InvalidQuantityError(InvalidInputError):
    code = "quantity.invalid"
    text = "{value!r} is not a quantity: use a number with at most three decimals."


class QuantityOutOfRangeError(InvalidInputError):
    code = "quantity.out_of_range"
    text = "{value} is out of range: a quantity lies between 0.001 and {largest}."


@dataclass(frozen=True, slots=True, order=True)
class Quantity:
    thousandths: int

    def __post_init__(self) -> None:
        assert type(self.thousandths) is int, f"{self.thousandths!r} is not an int"

    @classmethod
    def of(cls, pieces: int) -> Quantity:
        return cls(pieces * THOUSAND)

    @classmethod
    def parse(cls, text: str) -> Quantity:
        """Read "2" or "0.842"; decimal point only.

        :raises InvalidInputError: if it is no such number, or out of range
        """
        cleaned = text.strip()
        if not _PLAIN_NUMBER.fullmatch(cleaned):
            raise InvalidQuantityError(value=text)
        whole, _, decimals = cleaned.lstrip("-").partition(".")
        thousandths = int(whole) * THOUSAND + int(decimals.ljust(3, "0"))
        quantity = cls(-thousandths if cleaned.startswith("-") else thousandths)
        if abs(quantity.thousandths) > QUANTITY_MAX:
            raise QuantityOutOfRangeError(value=text, largest=QUANTITY_MAX // THOUSAND)
        return quantity

    def __add__(self, other: Quantity) -> Quantity:
        return Quantity(self.thousandths + other.thousandths)

    def __sub__(self, other: Quantity) -> Quantity:
        return Quantity(self.thousandths - other.thousandths)

    def __neg__(self) -> Quantity:
        return Quantity(-self.thousandths)

    @property
    def is_whole(self) -> bool:
        return self.thousandths % THOUSAND == 0

    def __str__(self) -> str:
        whole, rest = divmod(abs(self.thousandths), THOUSAND)
        number = f"{whole}.{rest:03d}".rstrip("0") if rest else str(whole)
        return f"-{number}" if self.thousandths < 0 else number


ONE: Final = Quantity(THOUSAND)
