"""Barcodes: what a scanner sends, check digits, padding, and weight or price inside a code."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from pos_app.domain.errors import InvalidInputError
from pos_app.domain.rounding import divide

FNC1: Final = "\x1d"
"""Ends an element of variable length in a GS1 code; scanners send it as this character."""
SCAN_LENGTH_MAX: Final = 512
GTIN_LENGTHS: Final = (8, 12, 13, 14)

_ZERO: Final = ord("0")
_AIM_PREFIX: Final = re.compile(r"\][A-Za-z][0-9A-Za-z]")
_GS1_PREFIXES: Final = ("]C1", "]e0", "]d2", "]Q3", "]J1")
_HALF_CHARACTER: Final = re.compile("[\ud800-\udfff]")
_CONTROL: Final = re.compile("[\x00-\x1c\x1e\x1f\x7f-\x9f\u200b\u2060\ufeff]")


class EmptyScanError(InvalidInputError):
    code = "barcode.empty"
    text = "Nothing was scanned."


class ScanUnreadableError(InvalidInputError):
    code = "barcode.unreadable"
    text = "This scan holds half of a character. Scan it again or type it."


class ScanTooLongError(InvalidInputError):
    code = "barcode.too_long"
    text = "A barcode has at most {longest} characters; this scan has {length}."


@dataclass(frozen=True, slots=True)
class Scan:
    """What was scanned, without what the scanner added."""

    code: str
    says_gs1: bool
    """The scanner, or a separator inside the code, says that it holds GS1 elements."""

    @classmethod
    def of(cls, raw: str) -> Scan:
        """Drop the symbology prefix, control characters and the spaces of typed digits.

        :raises InvalidInputError: if nothing is left, or too much
        """
        if len(raw) > SCAN_LENGTH_MAX:
            raise ScanTooLongError(longest=SCAN_LENGTH_MAX, length=len(raw))
        if _HALF_CHARACTER.search(raw):
            raise ScanUnreadableError
        text = _CONTROL.sub("", raw).strip(" ")
        prefix = _AIM_PREFIX.match(text)
        says_gs1 = text.startswith(_GS1_PREFIXES)
        code = (text[prefix.end() :] if prefix else text).strip(" " + FNC1)
        unspaced = code.replace(" ", "")
        if is_digits(unspaced):
            code = unspaced
        if not code:
            raise EmptyScanError
        return cls(code, says_gs1 or FNC1 in code)


def is_digits(text: str) -> bool:
    """Whether this is 0-9 only; `str.isdigit` alone takes other scripts' digits too."""
    return text.isascii() and text.isdigit()


def check_digit(digits: str) -> int:
    """The GS1 check digit that belongs behind these digits."""
    codes = digits.encode("ascii")
    thrice, once = codes[::-2], codes[-2::-2]
    weighted = 3 * sum(thrice) + sum(once) - _ZERO * (3 * len(thrice) + len(once))
    return -weighted % 10


def check_digit_ok(code: str) -> bool:
    """Whether this is a code of 8, 12, 13 or 14 digits whose last digit is right."""
    return has_check_digit(code) and check_digit(code[:-1]) == int(code[-1])


def check_digit_wrong(code: str) -> bool:
    """Whether this has the shape of such a code, and its last digit is wrong."""
    return has_check_digit(code) and check_digit(code[:-1]) != int(code[-1])


def has_check_digit(code: str) -> bool:
    return len(code) in GTIN_LENGTHS and is_digits(code)


def padded_forms(code: str) -> tuple[str, ...]:
    """The code, and the others it is equal to when zeros in front do not count."""
    if not has_check_digit(code):
        return (code,)
    core = code.lstrip("0")
    others = (core.zfill(length) for length in GTIN_LENGTHS if length >= len(core))
    return (code, *(form for form in others if form != code))


class Embedded(StrEnum):
    WEIGHT = "weight"
    PRICE = "price"


@dataclass(frozen=True, slots=True)
class EmbeddedRule:
    """A store's rule: prefix, item, perhaps a price check digit, value, check digit."""

    prefix: str
    item_digits: int
    value_digits: int
    decimals: int
    kind: Embedded
    price_check_digit: bool = False

    def __post_init__(self) -> None:
        assert is_digits(self.prefix), self.prefix
        assert self.item_digits > 0, self.item_digits
        assert 0 <= self.decimals <= self.value_digits, self.decimals
        assert not self.price_check_digit or self.value_digits in _VALUE_WEIGHTS, self.value_digits

    @property
    def length(self) -> int:
        extra = 1 + self.price_check_digit
        return len(self.prefix) + self.item_digits + self.value_digits + extra


@dataclass(frozen=True, slots=True)
class EmbeddedValue:
    item_code: str
    kind: Embedded
    value: int
    decimals: int
    stored_code: str
    """The whole code with a value of zero, as price lists often name such a product."""

    def scaled(self, decimals: int) -> int:
        """The value with this many decimals; a finer one is rounded half up."""
        return divide(self.value * 10**decimals, 10**self.decimals)


def read_embedded(code: str, rules: Iterable[EmbeddedRule]) -> EmbeddedValue | None:
    """What the first rule that fits reads from the code."""
    if not check_digit_ok(code):
        return None
    for rule in rules:
        if len(code) == rule.length and code.startswith(rule.prefix):
            value = _read(code, rule)
            if value is not None:
                return value
    return None


def _read(code: str, rule: EmbeddedRule) -> EmbeddedValue | None:
    item_end = len(rule.prefix) + rule.item_digits
    digits = code[-1 - rule.value_digits : -1]
    if rule.price_check_digit and value_check_digit(digits) != int(code[item_end]):
        return None
    item = code[len(rule.prefix) : item_end]
    blank = code[:item_end].ljust(rule.length - 1, "0")
    return EmbeddedValue(
        item, rule.kind, int(digits), rule.decimals, f"{blank}{check_digit(blank)}"
    )


# GS1 General Specifications 7.9: what each digit of a value counts, by the name of its weight.
_WEIGHTED: Final = {
    "2-": (0, 2, 4, 6, 8, 9, 1, 3, 5, 7),
    "3": (0, 3, 6, 9, 2, 5, 8, 1, 4, 7),
    "5+": (0, 5, 1, 6, 2, 7, 3, 8, 4, 9),
    "5-": (0, 5, 9, 4, 8, 3, 7, 2, 6, 1),
}
_VALUE_WEIGHTS: Final = {4: ("2-", "2-", "3", "5-"), 5: ("5+", "2-", "5-", "5+", "2-")}


def value_check_digit(digits: str) -> int:
    """The check digit of an embedded value of four or five digits."""
    weights = _VALUE_WEIGHTS[len(digits)]
    total = sum(
        _WEIGHTED[weight][int(digit)] for weight, digit in zip(weights, digits, strict=True)
    )
    if len(weights) == min(_VALUE_WEIGHTS):
        return total * 3 % 10
    return _WEIGHTED["5-"].index(-total % 10)
