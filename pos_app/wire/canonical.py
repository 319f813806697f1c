"""The one canonical encoding: the bytes that are hashed, signed and sent."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from typing import Final

DEPTH_MAX: Final = 32
"""How deep lists and objects may stand in each other, so that no reader runs out of stack."""

_EXPECTED: Final = "canonical values are None, bool, int, str, lists and string-keyed objects"


class NotCanonicalError(ValueError):
    """The bytes are not what the encoder would have written, or hold what it never writes."""


def encode(value: object) -> bytes:
    """Sorted keys, no spaces, integers only, NFC text, UTF-8.

    :raises NotCanonicalError: for a float or any other type, a lone surrogate, a number of
        thousands of digits, keys that differ only before NFC, or more than 32 levels
    """
    clean = _clean(value, 0)
    try:
        text = json.dumps(
            clean, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
        )
        return text.encode("utf-8")
    except ValueError as error:
        raise NotCanonicalError("half of a character, or a number of too many digits") from error


def decode(raw: bytes) -> object:
    """Read canonical bytes back, strictly: what re-encodes otherwise is refused.

    :raises NotCanonicalError: if the bytes are not exactly canonical
    """
    try:
        value = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise NotCanonicalError("not JSON in UTF-8, or too deep") from error
    if encode(value) != raw:
        raise NotCanonicalError("not in canonical form")
    return value


def _clean(value: object, depth: int) -> object:
    kind = type(value)
    if kind is str:
        assert isinstance(value, str)
        return value if value.isascii() else unicodedata.normalize("NFC", value)
    if value is None or kind in (int, bool):
        return value
    if isinstance(value, Mapping):
        _require_level(depth)
        clean = {_key(key): _clean(item, depth + 1) for key, item in value.items()}
        if len(clean) < len(value):
            raise NotCanonicalError("two keys are the same text")
        return clean
    if isinstance(value, list | tuple):
        _require_level(depth)
        return [_clean(item, depth + 1) for item in value]
    if isinstance(value, str | int):  # enumerations
        return _clean(str(value) if isinstance(value, str) else int(value), depth)
    raise NotCanonicalError(f"{_EXPECTED}; not {kind.__name__}")


def _require_level(depth: int) -> None:
    if depth == DEPTH_MAX:
        raise NotCanonicalError(f"more than {DEPTH_MAX} levels")


def _key(key: object) -> str:
    if not isinstance(key, str):
        raise NotCanonicalError(f"{_EXPECTED}; a key is {type(key).__name__}")
    text = str(key)
    return text if text.isascii() else unicodedata.normalize("NFC", text)
