"""How a sentence about an entry is put together: its English words, and what is filled in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum, auto


class Group(StrEnum):
    """What people look for; every sentence belongs to one."""

    SALES = "sales"
    REFUNDS = "refunds"
    VOIDS = "voids"
    DISCOUNTS = "discounts"
    PAYMENTS = "payments"
    NO_SALE = "no-sale"
    CASH = "cash"
    SHIFTS = "shifts"
    RECEIPTS = "receipts"
    PRODUCTS = "products"
    CUSTOMERS = "customers"
    STAFF = "staff"
    TIME = "time"
    SIGN_INS = "sign-ins"
    SETTINGS = "settings"
    TILL = "till"


class How(StrEnum):
    """How a field is written for people."""

    TEXT = auto()
    MONEY = auto()
    BACK = auto()
    """Money that went back, without the minus that the books give it."""
    QUANTITY = auto()
    PERCENT = auto()
    PERSON = auto()
    MOMENT = auto()
    WORD = auto()
    """One of a few codes, which has words of its own."""
    CODE = auto()
    """One of many codes: as it stands, without its underscores."""
    OFF = auto()
    """A discount: per cent, or an amount."""
    LIST = auto()


@dataclass(frozen=True, slots=True)
class Saying:
    """`text` names `who`, unless nobody did it, and the parts.

    :param parts: by the name in the text a path into the entry, and how it is written
    :param reason: a path to words that follow, as they were typed or chosen
    """

    group: Group
    text: str
    parts: Mapping[str, tuple[str, How]] = field(default_factory=dict)
    reason: str = ""


def body(name: str, how: How = How.TEXT) -> tuple[str, How]:
    return f"body.{name}", how
