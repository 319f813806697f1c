"""Names of people and stores: what they may hold, and when two are the same."""

from __future__ import annotations

import unicodedata
from typing import Final

from pos_app.head_office.services.errors import ConflictError, InvalidError

NAME_LENGTH_MAX: Final = 64


class UnfitNameError(InvalidError):
    text = (
        f"A name has 1 to {NAME_LENGTH_MAX} printable characters, and no space before or behind. "
        "Nothing was changed."
    )


class NameTakenError(ConflictError):
    text = "There is already a {what} named {name}. Nothing was changed."


def require_name(name: str) -> None:
    """:raises UnfitNameError: if it cannot be told apart or shown"""
    is_fit = 0 < len(name) <= NAME_LENGTH_MAX and name.isprintable() and name == name.strip()
    if not is_fit:
        raise UnfitNameError


def folded(name: str) -> str:
    """The same for names that differ only in case or in how they were typed."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
