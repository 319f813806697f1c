"""A customer as it is typed: three fields, and the usual endings of an address."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Final

from pos_app.domain.customer import (
    NAME_LENGTH_MAX,
    PHONE_LENGTH_MAX,
    CustomerDetails,
    CustomerPhoneError,
)
from pos_app.domain.email_address import LENGTH_MAX, EmailAddressError, domain_of
from pos_app.domain.errors import PosError

FIELDS: Final = {"name": NAME_LENGTH_MAX, "phone": PHONE_LENGTH_MAX, "email": LENGTH_MAX}
"""What is typed, and how many characters it may have."""
CHIPS: Final = 4
USUAL: Final = ("gmail.com", "outlook.com", "icloud.com", "yahoo.com")


@dataclass(frozen=True, slots=True)
class CustomerForm:
    """`customer_id` is 0 for a new one; `domains` are offered as buttons."""

    customer_id: int
    name: str
    phone: str
    email: str
    domains: tuple[str, ...]


class MailDomains:
    """What addresses end with in this shop, most often first; the usual ones behind them."""

    def __init__(self) -> None:
        self._typed: Counter[str] = Counter()

    def note(self, address: str) -> None:
        if address:
            self._typed[domain_of(address)] += 1

    def offered(self) -> tuple[str, ...]:
        typed = [name for name, _ in self._typed.most_common(CHIPS)]
        return tuple(dict.fromkeys([*typed, *USUAL]))[:CHIPS]


def field_of(error: PosError, details: CustomerDetails) -> str:
    """Which field is refused; a card number tells by itself where it stands."""
    if isinstance(error, CustomerPhoneError):
        return "phone"
    if isinstance(error, EmailAddressError):
        return "email"
    for name in ("phone", "email"):
        digits = "".join(filter(str.isdigit, getattr(details, name)))
        if error.code.startswith("card") and len(digits) >= len("4111111111111"):
            return name
    return "name"
