"""What a password of a person at head office must be, and how it is written down before hashing."""

from __future__ import annotations

import unicodedata
from typing import Final

from pos_app.head_office.services.errors import InvalidError

LENGTH_MIN: Final = 12
LENGTH_MAX: Final = 128
DIFFERENT_MIN: Final = 5
"""Different characters: `aaaaaaaaaaaa` and `121212121212` are guessed first."""
_GUESSED: Final = (
    *("password", "passwort", "motdepasse", "contrasena", "qwertz", "qwerty", "azerty"),
    *("123456789", "987654321", "letmein", "iloveyou", "headoffice"),
)


class WeakPasswordError(InvalidError):
    text = "The password {reason}. Nothing was changed; choose another."


def normal(password: str) -> str:
    """One spelling for what looks the same, whatever keyboard it was typed on."""
    return unicodedata.normalize("NFKC", password)


def require_strong(password: str, *, name: str) -> None:
    """:raises WeakPasswordError: if it is short, long, or among the first to be guessed"""
    text = normal(password)
    plain = text.casefold().replace(" ", "")
    reason = ""
    if len(text) < LENGTH_MIN:
        reason = f"has fewer than {LENGTH_MIN} characters"
    elif len(text) > LENGTH_MAX:
        reason = f"has more than {LENGTH_MAX} characters"
    elif len(set(plain)) < DIFFERENT_MIN:
        reason = f"repeats fewer than {DIFFERENT_MIN} characters"
    elif _is_mostly_guessed(plain, name.casefold().replace(" ", "")):
        reason = "is the name or a word that is guessed first"
    if reason:
        raise WeakPasswordError(reason=reason)


def _is_mostly_guessed(plain: str, name: str) -> bool:
    """Whether little is left when the well-known is taken out of it."""
    left = plain
    for word in (*_GUESSED, name):
        if word:
            left = left.replace(word, "")
    return len(left) < DIFFERENT_MIN
