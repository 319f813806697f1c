"""The one canonical encoding: the bytes that are hashed, signed and sent."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping

_EXPECTED = "canonical values are None, bool, int, str, lists and string-keyed objects"


class NotCanonicalError(ValueError):
    """The bytes are not what the encoder would have written, or hold what it never writes."""


def encode(value: object) -> bytes:
    """Sorted keys, no spaces, integers only, NFC text, UTF-8.

    :raises NotCanonicalError: for a float, a lone surrogate, or any other type
    """
    text = json.dumps(
        _clean(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise NotCanonicalError("text holds half of a character") from error


def decode(raw: bytes) -> object:
    """Read canonical bytes back, strictly: what re-encodes otherwise is refused.

    :raises NotCanonicalError: if the bytes are not exactly canonical
    """
    try:
        value = json.loads(raw)
    except ValueError as error:
        raise NotCanonicalError("not JSON in UTF-8") from error
    if encode(value) != raw:
        raise NotCanonicalError("not in canonical form")
    return value


def _clean(value: object) -> object:
    kind = type(value)
    if kind is str:
        assert isinstance(value, str)
        return value if value.isascii() else unicodedata.normalize("NFC", value)
    if value is None or kind in (int, bool):
        return value
    if isinstance(value, Mapping):
        return {_key(key): _clean(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(item) for item in value]
    if isinstance(value, str | int):  # enumerations
        return _clean(str(value) if isinstance(value, str) else int(value))
    raise NotCanonicalError(f"{_EXPECTED}; not {kind.__name__}")


def _key(key: object) -> str:
    if not isinstance(key, str):
        raise NotCanonicalError(f"{_EXPECTED}; a key is {type(key).__name__}")
    return unicodedata.normalize("NFC", str(key))
