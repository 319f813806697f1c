"""PINs as Argon2id hashes under a pepper: a stolen file cannot be guessed, nor hashes swapped."""

from __future__ import annotations

import hashlib
import hmac

from argon2 import PasswordHasher, Type
from argon2.exceptions import VerifyMismatchError

MEMORY_KIB = 19_456
PASSES = 2
LANES = 1


class Argon2PinHasher:
    def __init__(
        self, pepper: bytes, *, memory_kib: int = MEMORY_KIB, passes: int = PASSES
    ) -> None:
        self._pepper = pepper
        self._argon2 = PasswordHasher(
            time_cost=passes, memory_cost=memory_kib, parallelism=LANES, type=Type.ID
        )

    def hash(self, pin: str, *, staff_id: int) -> str:
        return self._argon2.hash(self._peppered(pin, staff_id))

    def matches(self, pin: str, hashed: str, *, staff_id: int) -> bool:
        try:
            return self._argon2.verify(hashed, self._peppered(pin, staff_id))
        except VerifyMismatchError:
            return False

    def badge(self, code: str) -> str:
        """Under the pepper as well: whoever has only the file can print no badge from it."""
        return hmac.new(self._pepper, f"badge:{code}".encode(), hashlib.sha256).hexdigest()

    def _peppered(self, pin: str, staff_id: int) -> bytes:
        bound = f"{staff_id}:{pin}".encode()
        return hmac.new(self._pepper, bound, hashlib.sha256).digest()
