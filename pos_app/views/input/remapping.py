"""Which keys may be changed, and to what: the rules of the map hold for changed keys too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from pos_app.viewmodels.page_name import PageName
from pos_app.views.input.binding import Binding
from pos_app.views.input.keymap import EVERYWHERE, KEYMAP, name_of
from pos_app.views.input.keys import is_shortcut

SCANNER_PREFIXES: Final = frozenset({"]", "B", "~", "\x02"})
PAGES: Final = frozenset(page.value for page in PageName)
"""All other parts of the map are of sheets, which stand over one of these."""
_FIXED: Final = frozenset(
    {
        *("Enter", "Esc", "Backspace", "Space", "Tab"),
        *("Up", "Down", "Left", "Right", "PgUp", "PgDown", "Home", "End"),
    }
)
_SIGNS: Final = frozenset("+-*/")
_PLAIN: Final = _SIGNS | {"Del"}
_MODIFIERS: Final = (
    *(Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr),
    *(Qt.Key.Key_Meta, Qt.Key.Key_CapsLock, Qt.Key.Key_NumLock),
)


class Refused(Enum):
    """Why a key cannot be taken."""

    TEXT = "text"
    PREFIX = "prefix"
    FIXED = "fixed"
    MNEMONIC = "mnemonic"
    UNKNOWN = "unknown"
    TAKEN = "taken"


@dataclass(frozen=True, slots=True)
class Refusal:
    """`by` says what a key that is taken does."""

    reason: Refused
    by: str = ""


def changeable() -> Iterator[tuple[str, Binding]]:
    """Every command whose key may be another one, with its part of the map."""
    for context, bindings in KEYMAP.items():
        for binding in bindings:
            if not _FIXED & set(binding.keys):
                yield context, binding


def key_pressed(event: QKeyEvent) -> str:
    """The key as the map writes it; nothing while only Shift, Ctrl or Alt is held."""
    if event.key() in _MODIFIERS:
        return ""
    if event.text() in _SIGNS and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
        return event.text()
    named = QKeySequence(event.keyCombination()).toString().replace("Num+", "")
    return named.replace("Return", "Enter").replace("Num+Enter", "Enter")


def refusal_of(context: str, command: str, key: str, changes: Mapping[str, str]) -> Refusal | None:
    """Why this key cannot be the one of a command, beside the keys changed already."""
    last = key.rpartition("+")[2] or "+"
    if key in SCANNER_PREFIXES:
        return Refusal(Refused.PREFIX)
    if len(key) == 1 and key not in _SIGNS:
        return Refusal(Refused.TEXT)
    if last in _FIXED:
        return Refusal(Refused.FIXED)
    if key.startswith("Alt+") and len(last) == 1 and last.isalpha():
        return Refusal(Refused.MNEMONIC)
    if key not in _PLAIN and not _is_known_shortcut(key):
        return Refusal(Refused.UNKNOWN)
    taken = next(_taken(context, command, key, changes), None)
    return None if taken is None else Refusal(Refused.TAKEN, taken.label)


def sound(changes: Mapping[str, str]) -> dict[str, str]:
    """Those of the changes that keep the rules: the map may have changed since they were made."""
    known = {name_of(context, one.command): (context, one) for context, one in changeable()}
    kept: dict[str, str] = {}
    for name, key in changes.items():
        if name in known:
            context, binding = known[name]
            others = {other: key for other, key in changes.items() if other in known}
            if refusal_of(context, binding.command, key, others) is None:
                kept[name] = key
    return kept


def _is_known_shortcut(key: str) -> bool:
    return is_shortcut(key) and QKeySequence(key).count() == 1


def _taken(context: str, command: str, key: str, changes: Mapping[str, str]) -> Iterator[Binding]:
    for part, bindings in KEYMAP.items():
        if not _are_seen_together(context, part):
            continue
        for binding in bindings:
            changed = changes.get(name_of(part, binding.command))
            keys = binding.keys if changed is None else (changed,)
            if key in keys and (part, binding.command) != (context, command):
                yield binding


def _are_seen_together(one: str, other: str) -> bool:
    return one == other or EVERYWHERE in (one, other) or not {one, other} <= PAGES
