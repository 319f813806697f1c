"""Which settings of a store head office may change, and how its texts are read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from pos_app.domain.store import Receipts, StoreProfile
from pos_app.services.sync.reading_changes import UnreadableChangeError

MINUTES_MAX: Final = 24 * 60
_YES_NO: Final = {"true": True, "false": False}


def _lines(text: str) -> str:
    return text.strip()


def _words(text: str) -> str:
    return " ".join(text.split("\n")).strip()


def _some_words(text: str) -> str:
    if not text.strip():
        raise UnreadableChangeError("it is empty")
    return _words(text)


def _receipts(text: str) -> str:
    known = [one.value for one in Receipts]
    if text not in known:
        raise UnreadableChangeError(f"it is none of {', '.join(known)}")
    return text


def _yes(text: str) -> bool:
    if text not in _YES_NO:
        raise UnreadableChangeError("it is neither true nor false")
    return _YES_NO[text]


def _minutes(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) <= MINUTES_MAX):
        raise UnreadableChangeError(f"it is no number of minutes up to {MINUTES_MAX}")
    return int(text)


ALLOWED: Final[Mapping[str, Callable[[str], Any]]] = {
    "name": _some_words,
    "address": _lines,
    "tax_number": _words,
    "company_id": _words,
    "phone": _words,
    "footer": _lines,
    "receipts": _receipts,
    "print_notes": _yes,
    "auto_lock_minutes": _minutes,
}
"""By the field of StoreProfile. Money, time zone, taxes' policy and keys are the terminal's own."""


def with_setting(profile: StoreProfile, name: str, text: str) -> StoreProfile:
    """:raises UnreadableChangeError: if head office may not change it, or not to this"""
    if name not in ALLOWED:
        raise UnreadableChangeError("this setting is the terminal's own")
    changed: StoreProfile = replace(profile, **{name: ALLOWED[name](text)})
    return changed
