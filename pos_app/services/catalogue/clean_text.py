"""Text of a product as it is stored: one form of every character, no line breaks, no edges."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_BREAKS: Final = re.compile(r"[\t\r\n]+")
_INVISIBLE: Final = re.compile("[\u200b\u2060\ufeff]")
_CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f]")


def cleaned(text: str) -> str:
    """Composed, without invisible characters; cleaning what is clean changes nothing."""
    if not text.isprintable():
        text = _INVISIBLE.sub("", _BREAKS.sub(" ", text))
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return text.strip()


def is_visible(text: str) -> bool:
    """Whether cleaned text shows anything at all."""
    return text != "" if text.isprintable() else any(map(str.isprintable, text.replace(" ", "")))


def has_control_characters(text: str) -> bool:
    return not text.isprintable() and _CONTROL.search(text) is not None
