"""Clocks that stand still until told, ids that count, and cheap stand-ins for the crypto."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final

MORNING: Final = datetime(2026, 3, 14, 9, 0, tzinfo=UTC)
"""A Saturday; 10:00 in Paris."""
MS_PER_SECOND: Final = 1_000


class FakeClock:
    """`wall` may be set to anything; `wait` lets time pass on both clocks."""

    def __init__(self, wall: datetime = MORNING) -> None:
        self.wall = wall
        self.boot_id = "boot-1"
        self._ms = 5_000_000

    def now(self) -> datetime:
        return self.wall

    def monotonic_ms(self) -> int:
        return self._ms

    def wait(self, *, seconds: int = 0, milliseconds: int = 0) -> None:
        passed = seconds * MS_PER_SECOND + milliseconds
        self._ms += passed
        self.wall += timedelta(milliseconds=passed)

    def reboot(self) -> None:
        """The wall clock goes on; the monotonic one starts anew."""
        self._ms = 0
        self.boot_id += "'"


class FakeIds:
    """Ascending, as the real ones are."""

    def __init__(self) -> None:
        self._last = 0

    def new(self) -> str:
        self._last += 1
        return f"id-{self._last:06d}"


class FakeDisk:
    """As much room as a test gives it; `on_release` is called when the reserve is given up."""

    def __init__(self, free: int = 1 << 40) -> None:
        self.free = free
        self.has_reserve = False
        self.on_release: Callable[[], None] | None = None

    def free_bytes(self) -> int:
        return self.free

    def keep_reserve(self) -> None:
        self.has_reserve = True

    def release_reserve(self) -> bool:
        had, self.has_reserve = self.has_reserve, False
        if had and self.on_release is not None:
            self.on_release()
        return had


class FakeSigner:
    """Whoever knows the public key could sign as well: good enough where nobody does."""

    def __init__(self, secret: bytes = b"the terminal's own") -> None:
        self.public_key = hashlib.sha256(secret).digest()
        self.key_id = self.public_key.hex()[:16]

    def sign(self, data: bytes) -> bytes:
        return _mac(self.public_key, data)


class FakeSignatureCheck:
    def valid(self, *, public_key: bytes, signature: bytes, data: bytes) -> bool:
        return hmac.compare_digest(_mac(public_key, data), signature)


class FakePinHasher:
    """Salted, so that two hashes of one PIN differ; `asked` counts the PINs looked at."""

    def __init__(self) -> None:
        self._salt = 0
        self.asked = 0

    def hash(self, pin: str, *, staff_id: int) -> str:
        self._salt += 1
        return f"{self._salt}${_digest(self._salt, staff_id, pin)}"

    def matches(self, pin: str, hashed: str, *, staff_id: int) -> bool:
        self.asked += 1
        salt, _, digest = hashed.partition("$")
        return digest == _digest(int(salt), staff_id, pin)

    def badge(self, code: str) -> str:
        return _digest(0, 0, code)


def _mac(key: bytes, data: bytes) -> bytes:
    return hmac.new(key, data, hashlib.sha512).digest()


def _digest(salt: int, staff_id: int, pin: str) -> str:
    return hashlib.sha256(f"{salt}:{staff_id}:{pin}".encode()).hexdigest()
