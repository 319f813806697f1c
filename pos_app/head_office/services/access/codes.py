"""One-time codes by which a till becomes known: how they are written, and what proves one."""

from __future__ import annotations

import secrets
from typing import Final

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's: without I, L, O and U, which are taken for others."""
SELECTOR_LENGTH: Final = 4
PROOF_LENGTH: Final = 8
"""40 bits, against five tries."""
_GROUP: Final = 4
_TAKEN_FOR: Final = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})


def new_code() -> str:
    """Twelve symbols without their dashes."""
    return "".join(secrets.choice(ALPHABET) for _ in range(SELECTOR_LENGTH + PROOF_LENGTH))


def written(code: str) -> str:
    """For a person: `K7QF-M2XD-9PTA`."""
    return "-".join(code[i : i + _GROUP] for i in range(0, len(code), _GROUP))


def read(text: str) -> str | None:
    """What a person typed, as it was made; None if it cannot be a code."""
    code = text.upper().translate(_TAKEN_FOR)
    is_code = len(code) == SELECTOR_LENGTH + PROOF_LENGTH and set(code) <= set(ALPHABET)
    return code if is_code else None


def selector_of(code: str) -> str:
    return code[:SELECTOR_LENGTH]
