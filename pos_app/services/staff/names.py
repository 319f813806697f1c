"""Names of people, which tell them apart on the sign-in screen."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from pos_app.domain.card_number import require_no_card
from pos_app.domain.errors import InvalidInputError, NotFoundError, RefusedError
from pos_app.domain.staff import STAFF_NAME_LENGTH_MAX, StaffMember


class StaffNameError(InvalidInputError):
    code = "staff.name"
    text = "A name has 1 to {longest} characters."


class StaffNameTakenError(RefusedError):
    code = "staff.name_taken"
    text = "{name} is already here. Names tell people apart on the sign-in screen."


class NoSuchStaffError(NotFoundError):
    code = "staff.unknown"
    text = "Nobody here is called {name}."


def named(people: Iterable[StaffMember], name: str) -> StaffMember:
    """Who is called so, or what a person takes for it.

    :raises NoSuchStaffError: if nobody is
    """
    found = _alike(people, name)
    if found is None:
        raise NoSuchStaffError(name=name)
    return found


def free_name(
    people: Iterable[StaffMember], name: str, *, but_for: StaffMember | None = None
) -> str:
    """Clean a name that nobody else has.

    :raises StaffNameError: if it is none
    :raises StaffNameTakenError: if somebody has it, or one that reads the same
    """
    cleaned = clean_name(name)
    alike = _alike(people, cleaned)
    if alike is not None and alike != but_for:
        raise StaffNameTakenError(name=alike.name)
    return cleaned


def clean_name(name: str) -> str:
    """Compose letters, collapse spaces and drop what cannot be seen: equal names look equal.

    :raises StaffNameError: if nothing is left, or too much
    :raises CardNumberError: if a card number stands in it
    """
    composed = unicodedata.normalize("NFC", name)
    visible = "".join(char if char.isprintable() else " " for char in composed)
    cleaned = " ".join(visible.split())
    if not 0 < len(cleaned) <= STAFF_NAME_LENGTH_MAX:
        raise StaffNameError(longest=STAFF_NAME_LENGTH_MAX)
    require_no_card(cleaned, field_is_code=False)
    return cleaned


def _alike(people: Iterable[StaffMember], name: str) -> StaffMember | None:
    """Who has a name that a person takes for this one."""
    wanted = _folded(name)
    return next((one for one in people if _folded(one.name) == wanted), None)


def _folded(name: str) -> str:
    """The same for "Ana", "aNa" and "\uff21na", composed or not."""
    composed = unicodedata.normalize("NFKC", clean_name(name))
    return unicodedata.normalize("NFKC", composed.casefold())
