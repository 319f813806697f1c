"""An e-mail address as a person gives it: checked, and never a way into a mail's header."""

from __future__ import annotations

import re
from typing import Final

from pos_app.domain.card_number import require_no_card
from pos_app.domain.errors import InvalidInputError

LENGTH_MAX: Final = 254
LOCAL_LENGTH_MAX: Final = 64

_LOCAL: Final = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?")
_TOP_LEVEL: Final = re.compile(r"[A-Za-z]{2,63}|xn--[A-Za-z0-9-]{1,59}", re.IGNORECASE)


class EmailAddressError(InvalidInputError):
    code = "email.address"
    text = "This is no e-mail address: {address}. It looks like name@example.com."


def checked_address(text: str) -> str:
    """The address, as a mail server takes it: a domain of other letters in its ASCII form.

    :raises CardNumberError: if a card number was typed or swiped into the field
    :raises EmailAddressError: if it is no address
    """
    address = text.strip()
    require_no_card(address, field_is_code=False)
    local, at, domain = address.rpartition("@")
    domain = _ascii(domain)
    whole = f"{local}{at}{domain}"
    if len(whole) > LENGTH_MAX or len(local) > LOCAL_LENGTH_MAX:
        raise EmailAddressError(address=shown(address))
    if not _LOCAL.fullmatch(local) or not _is_domain(domain):
        raise EmailAddressError(address=shown(address))
    return whole


def domain_of(address: str) -> str:
    return address.rpartition("@")[2].lower()


def shown(address: str) -> str:
    """What may stand in a sentence: on one line, and not all of it where it is long."""
    clean = "".join(char if char.isprintable() else "?" for char in address)
    return clean if len(clean) <= LOCAL_LENGTH_MAX else f"{clean[:LOCAL_LENGTH_MAX]}…"


def _ascii(domain: str) -> str:
    if domain.isascii():
        return domain
    try:
        return domain.encode("idna").decode("ascii")
    except UnicodeError:
        return ""


def _is_domain(domain: str) -> bool:
    *labels, top = domain.split(".")
    is_public = bool(labels) and _TOP_LEVEL.fullmatch(top) is not None
    return is_public and all(_LABEL.fullmatch(label) for label in labels)
