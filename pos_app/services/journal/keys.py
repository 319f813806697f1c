"""The keys that sign a journal: which one is in use, and how people compare them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Final

Keys = Mapping[str, tuple[bytes, int]]
"""Public key and first sequence number, by key id."""

FINGERPRINT_LENGTH: Final = 16
_GROUP: Final = 4


def fingerprint(public_key: bytes) -> str:
    """Four groups of four hexadecimal digits, to be read aloud and written on paper."""
    digits = hashlib.sha256(public_key).hexdigest()[:FINGERPRINT_LENGTH]
    return " ".join(digits[i : i + _GROUP] for i in range(0, FINGERPRINT_LENGTH, _GROUP))


def fingerprints(keys: Keys) -> tuple[str, ...]:
    """Of every key, in the order in which they came into use."""
    ordered = sorted(keys.values(), key=lambda key: key[1])
    return tuple(fingerprint(public_key) for public_key, _ in ordered)


def in_use(keys: Keys, seq: int) -> bytes:
    """The public key that signs this entry; nothing if there is none."""
    begun = (key for key in keys.values() if key[1] <= seq)
    public_key, _ = max(begun, key=lambda key: key[1], default=(b"", 0))
    return public_key
