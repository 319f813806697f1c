"""Passwords as Argon2id hashes, a few at a time: each takes 19 MiB while it is made."""

from __future__ import annotations

import threading
from typing import Final

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

MEMORY_KIB: Final = 19_456
PASSES: Final = 2
LANES: Final = 1
AT_ONCE_MAX: Final = 4


class Argon2Hasher:
    def __init__(
        self, *, memory_kib: int = MEMORY_KIB, passes: int = PASSES, at_once: int = AT_ONCE_MAX
    ) -> None:
        self._argon2 = PasswordHasher(
            time_cost=passes, memory_cost=memory_kib, parallelism=LANES, type=Type.ID
        )
        self._turn = threading.BoundedSemaphore(at_once)

    def hash(self, password: str) -> str:
        with self._turn:
            return self._argon2.hash(password)

    def matches(self, password: str, hashed: str) -> bool:
        with self._turn:
            try:
                return self._argon2.verify(hashed, password)
            except (VerificationError, InvalidHashError):
                return False

    def is_outdated(self, hashed: str) -> bool:
        return self._argon2.check_needs_rehash(hashed)
