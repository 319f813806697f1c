"""What a customer is looked up by: words, and every end of the phone number."""

from __future__ import annotations

import re
from typing import Final

from pos_app.domain.customer import CustomerDetails, digits_of, looks_like_phone
from pos_app.services.catalogue.searching import folded

DIGITS_MIN: Final = 3
WORDS_MAX: Final = 6
KEY_LENGTH_MAX: Final = 60
_BETWEEN: Final = re.compile(r"[@.\-_+']+")


def keys_of(details: CustomerDetails) -> frozenset[str]:
    """Whatever somebody begins to type is the beginning of one of these."""
    keys = set(folded(details.name).split())
    if details.email:
        address = folded(details.email)
        keys.add(address)
        keys.update(part for part in _BETWEEN.split(address) if part)
    digits = digits_of(details.phone)
    keys.update(digits[start:] for start in range(len(digits) - DIGITS_MIN + 1))
    return frozenset(key[:KEY_LENGTH_MAX] for key in keys)


def wanted_keys(text: str) -> tuple[str, ...]:
    """The beginnings to look for, the longest first; none where too few digits were typed."""
    if looks_like_phone(text):
        digits = digits_of(text)
        return (digits,) if len(digits) >= DIGITS_MIN else ()
    words = dict.fromkeys(folded(text).split())
    return tuple(sorted((word[:KEY_LENGTH_MAX] for word in words), key=len, reverse=True))[
        :WORDS_MAX
    ]


def matches(details: CustomerDetails, wanted: tuple[str, ...]) -> bool:
    keys = keys_of(details)
    return all(any(key.startswith(one) for key in keys) for one in wanted)
