"""A customer: a name, and how to reach them, as they gave it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from pos_app.domain.card_number import require_no_card
from pos_app.domain.email_address import checked_address
from pos_app.domain.errors import InvalidInputError

NAME_LENGTH_MAX: Final = 80
NOTE_LENGTH_MAX: Final = 200
PHONE_DIGITS: Final = range(3, 16)
PHONE_LENGTH_MAX: Final = 32
_PHONE: Final = re.compile(r"\+?[0-9 ()./\-]+", re.ASCII)
_NOT_DIGITS: Final = re.compile(r"[^0-9]+")


class CustomerNameError(InvalidInputError):
    code = "customer.name"
    text = "A customer has a name of 1 to {longest} characters."


class CustomerPhoneError(InvalidInputError):
    code = "customer.phone"
    text = "This is no phone number: it has {fewest} to {most} digits, and may begin with +."


class CustomerNoteError(InvalidInputError):
    code = "customer.note"
    text = "A note about a customer has at most {longest} characters."


@dataclass(frozen=True, slots=True)
class CustomerDetails:
    """What somebody has typed, checked by `of`; `phone` is digits, with a + where there was one."""

    name: str
    phone: str = ""
    email: str = ""
    note: str = ""

    @classmethod
    def of(cls, name: str, *, phone: str = "", email: str = "", note: str = "") -> CustomerDetails:
        """The details as they are stored.

        :raises InvalidInputError: naming what cannot be taken; a card number nowhere
        """
        return cls(
            _text(name, NAME_LENGTH_MAX, CustomerNameError, fewest=1),
            _phone(phone),
            checked_address(email) if email.strip() else "",
            _text(note, NOTE_LENGTH_MAX, CustomerNoteError, fewest=0),
        )


@dataclass(frozen=True, slots=True)
class Customer:
    """One that was forgotten is not `active`, and nothing is known of them any more."""

    customer_id: int
    uid: str
    details: CustomerDetails
    created_at: datetime
    active: bool = True


def digits_of(phone: str) -> str:
    return _NOT_DIGITS.sub("", phone)


def looks_like_phone(text: str) -> bool:
    """Whether what was typed is the beginning, or any part, of a number."""
    return _PHONE.fullmatch(text.strip()) is not None and bool(digits_of(text))


def _text(
    text: str,
    longest: int,
    refusal: type[InvalidInputError],
    *,
    fewest: int,
) -> str:
    composed = unicodedata.normalize("NFC", text)
    visible = "".join(char if char.isprintable() else " " for char in composed)
    cleaned = " ".join(visible.split())
    if not fewest <= len(cleaned) <= longest:
        raise refusal(longest=longest)
    require_no_card(cleaned, field_is_code=False)
    return cleaned


def _phone(text: str) -> str:
    cleaned = text.strip()
    if not cleaned:
        return ""
    digits = digits_of(cleaned)
    if not looks_like_phone(cleaned) or len(digits) not in PHONE_DIGITS:
        raise CustomerPhoneError(fewest=PHONE_DIGITS[0], most=PHONE_DIGITS[-1])
    require_no_card(digits, field_is_code=False)
    return f"+{digits}" if cleaned.startswith("+") else digits
