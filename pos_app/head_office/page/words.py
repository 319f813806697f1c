"""In words for a manager: how a terminal stands, and what became of an entry that was not taken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Standing:
    """`tone` is the colour of its mark: good, attention or bad."""

    words: str
    tone: str


@dataclass(frozen=True, slots=True)
class Words:
    title: str
    what: str
    to_do: str


_CALL: Final = "ask whoever maintains the terminals, and give them this page."
_UPDATE: Final = (
    "bring head office up to the terminal's version. What came is kept, so nothing has to be sent "
    "again by hand; ask whoever maintains head office to take it in."
)
_CONFLICT: Final = Words(
    "Two entries for one place in a journal",
    "The terminal sent something else for an entry that head office has already. The first one "
    "stands and counts; the second one lies here.",
    "find out whether the terminal was restored from a backup or its files were changed by hand, "
    "and compare its receipts of that time with the orders here.",
)
_TAMPERED: Final = (
    "find out who had access to the terminal's files, let it run pos-app journal verify, and "
    "compare its receipts of that time with the orders here."
)
_REJECTED: Final[Mapping[str, Words]] = {
    "chain": Words(
        "An entry that does not follow the one before it",
        "It names another entry as the one before it than the one that head office has: something "
        "in the terminal's journal was changed, taken out or put in.",
        _TAMPERED,
    ),
    "hash": Words(
        "An entry that was damaged",
        "What came is not what the terminal says it sent. Its amounts are not in the sales.",
        f"let the terminal run pos-app journal verify; {_CALL}",
    ),
    "signature": Words(
        "An entry that its terminal did not sign",
        "The signature is not the terminal's, so nobody knows who wrote the entry. Its amounts "
        "are not in the sales.",
        _TAMPERED,
    ),
    "version": Words(
        "An entry of a newer version",
        "Head office does not know this version of an entry yet. Its amounts are not in the sales.",
        _UPDATE,
    ),
    "practice": Words(
        "An entry of a practice store",
        "Nothing in a practice store is real, so its orders are never counted.",
        "join the real store's terminal to head office instead, and revoke this one.",
    ),
    "size": Words(
        "An entry that is too long",
        "Head office takes no entry as long as this. Its amounts are not in the sales.",
        _CALL,
    ),
}
_OTHER: Final = Words(
    "An entry that could not be read",
    "Head office could not take this entry in, so its amounts are not in the sales.",
    _CALL,
)


def standing_of(*, revoked: bool, seen: bool, problems: int) -> Standing:
    if revoked:
        return Standing("revoked", "bad")
    if problems:
        return Standing(f"{problems} to look at", "attention")
    return Standing("in order", "good") if seen else Standing("never seen", "attention")


def words_of(answer: str, reason: str, detail: str) -> Words:
    """`detail` is what was said when it came, where there are no words for the reason."""
    if answer == "conflict":
        return _CONFLICT
    known = _REJECTED.get(reason)
    if known is not None:
        return known
    return Words(_OTHER.title, detail or _OTHER.what, _OTHER.to_do)
