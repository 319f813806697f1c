"""Card numbers: how they are told from barcodes, so that none is ever stored or logged."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import Final

from pos_app.domain.barcode import check_digit_ok
from pos_app.domain.errors import InvalidInputError

SHOWN_DIGITS: Final = 4

_LENGTHS_IN_CODES: Final = frozenset({15, 16, 19})
_LENGTHS_IN_TEXT: Final = _LENGTHS_IN_CODES | {13, 14}
_SHORTEST: Final = min(_LENGTHS_IN_TEXT)
_LONGEST: Final = max(_LENGTHS_IN_TEXT)
# People write cards in groups; groups as long as a barcode are barcodes side by side.
_GROUP_LENGTH_MAX: Final = 7
# Quick to refuse: nearly every text fails this and costs nothing more.
_LONG_IN_TEXT: Final = re.compile(r"[0-9 .\xa0-]{13}")
_LONG_IN_CODES: Final = re.compile(r"[0-9 .\xa0-]{15}")
_RUN_OF_GROUPS: Final = re.compile(r"[0-9]+(?:[ .\xa0-]{1,3}[0-9]+)*")
_GROUP: Final = re.compile(r"[0-9]+")
_NOT_DIGITS: Final = re.compile(r"[^0-9]+")
# Issuers' first digits and the lengths of their numbers, as the card schemes publish them.
_ISSUERS: Final = re.compile(
    r"""
    4 (?: \d{12} | \d{15} | \d{18} )                                             # Visa
    | (?: 5[1-5]\d\d | 222[1-9] | 22[3-9]\d | 2[3-6]\d\d | 27[01]\d | 2720 ) \d{12}  # Mastercard
    | 3[47] \d{13}                                                               # American Express
    | (?: 30[0-5]\d | 3095 | 3[689]\d\d ) (?: \d{10} | \d{12} | \d{15} )         # Diners Club
    | (?: 6011 | 64[4-9]\d | 65\d\d ) (?: \d{12} | \d{15} )                      # Discover
    | 35 (?: 2[89] | [3-8]\d ) (?: \d{12} | \d{15} )                             # JCB
    | 62 (?: \d{14} | \d{17} )                                                   # UnionPay
    | (?: 5018 | 5020 | 5038 | 5893 | 6304 | 6390 | 6759 | 676[1-3] )
      (?: \d{9,12} | \d{15} )                                                    # Maestro
    | 220[0-4] (?: \d{12} | \d{15} )                                             # Mir
    | (?: 60 | 81 | 82 ) \d{14} | 508 \d{13}                                     # RuPay
    | 9792 \d{12}                                                                # Troy
    """,
    re.VERBOSE | re.ASCII,
)
_DOUBLED: Final = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)


class CardNumberError(InvalidInputError):
    code = "card_number.refused"
    text = "{masked} looks like a card number. Card numbers are never stored."


def _never_stored(_digits: str) -> bool:
    return False


def looks_like_card(
    text: str, *, field_is_code: bool, is_stored: Callable[[str], bool] = _never_stored
) -> bool:
    """Whether a card number stands anywhere in the text.

    :param field_is_code: the text is a barcode or a sku, where 13 and 14 digits are no card
    :param is_stored: says whether a digit string is the barcode of a product of this store
    """
    return any(
        not is_stored(_digits_of(text[start:end]))
        for start, end in _cards(text, field_is_code=field_is_code)
    )


def require_no_card(text: str, *, field_is_code: bool) -> None:
    """:raises CardNumberError: if a card number stands anywhere in the text"""
    seen = _seen(text)
    if looks_like_card(seen, field_is_code=field_is_code):
        raise CardNumberError(masked=masked(seen, field_is_code=field_is_code))


def masked(text: str, *, field_is_code: bool = False) -> str:
    """The text with all but the last four digits of every card number replaced."""
    parts: list[str] = []
    done = 0
    for start, end in _cards(text, field_is_code=field_is_code):
        digits = _digits_of(text[start:end])
        hidden = "*" * (len(digits) - SHOWN_DIGITS)
        parts += [text[done:start], hidden, digits[-SHOWN_DIGITS:]]
        done = end
    return "".join([*parts, text[done:]])


def luhn_ok(digits: str) -> bool:
    total = sum(int(digit) for digit in digits[-1::-2])
    total += sum(_DOUBLED[int(digit)] for digit in digits[-2::-2])
    return total % 10 == 0


def _cards(text: str, *, field_is_code: bool) -> Iterator[tuple[int, int]]:
    """Where card numbers stand, from left to right and never one inside another."""
    long = _LONG_IN_CODES if field_is_code else _LONG_IN_TEXT
    if not long.search(text):
        return
    lengths = _LENGTHS_IN_CODES if field_is_code else _LENGTHS_IN_TEXT
    done = 0
    for run in _RUN_OF_GROUPS.finditer(text):
        for start, end in _spans(text, run.start(), run.end()):
            if start < done:
                continue
            digits = _digits_of(text[start:end])
            if len(digits) in lengths and _is_card(digits):
                yield start, end
                done = end


def _spans(text: str, run_start: int, run_end: int) -> Iterator[tuple[int, int]]:
    """Each group of digits and each row of short groups, the longest from a place first."""
    groups = [(found.start(), found.end()) for found in _GROUP.finditer(text, run_start, run_end)]
    for first, (start, end) in enumerate(groups):
        length = end - start
        ends = [end] if length >= _SHORTEST else []
        for group_start, group_end in groups[first + 1 : first + _LONGEST]:
            size = group_end - group_start
            length += size
            if max(size, end - start) > _GROUP_LENGTH_MAX or length > _LONGEST:
                break
            if length >= _SHORTEST:
                ends.append(group_end)
        yield from ((start, last) for last in reversed(ends))


def _is_card(digits: str) -> bool:
    return _ISSUERS.fullmatch(digits) is not None and luhn_ok(digits) and not check_digit_ok(digits)


def _seen(text: str) -> str:
    """As it is read: digits of any script, nothing hidden between; whatever parts is a space."""
    if text.isascii() and text.isprintable():
        return text
    plain = unicodedata.normalize("NFKC", text)
    kept = (char for char in plain if unicodedata.category(char) != "Cf")
    return "".join(_read(char) if char.isprintable() else " " for char in kept)


def _read(char: str) -> str:
    digit = unicodedata.decimal(char, None)
    return char if digit is None else str(digit)


def _digits_of(text: str) -> str:
    return _NOT_DIGITS.sub("", text)
