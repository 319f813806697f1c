"""PINs as Argon2id hashes under a pepper: a stolen file alone cannot be guessed."""

from __future__ import annotations

import hashlib
import hmac

from argon2 import PasswordHasher, Type
from argon2.exceptions import VerifyMismatchError

MEMORY_KIB = 19_456
PASSES = 2
LANES = 1


class Argon2PinHasher:
    def __init__(self, pepper: bytes) -> None:
        self._pepper = pepper
        self._argon2 = PasswordHasher(
            time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=LANES, type=Type.ID
        )

    def hash(self, pin: str) -> str:
        return self._argon2.hash(self._peppered(pin))

    def matches(self, pin: str, hashed: str) -> bool:
        try:
            return self._argon2.verify(hashed, self._peppered(pin))
        except VerifyMismatchError:
            return False

    def _peppered(self, pin: str) -> bytes:
        return hmac.new(self._pepper, pin.encode("utf-8"), hashlib.sha256).digest()
