"""UUIDs of version 7 (RFC 9562): they sort by the time they were made."""

from __future__ import annotations

import secrets
import threading
import time
import uuid

_NS_PER_MS = 1_000_000
_COUNTER_BITS = 12
_RANDOM_BITS = 62
_VERSION = 7 << 76
_VARIANT = 2 << 62


class UuidV7:
    """Ascending within the process, even if the clock steps back."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last = 0

    def new(self) -> str:
        with self._lock:
            stamp = (time.time_ns() // _NS_PER_MS) << _COUNTER_BITS
            # The counter's bits follow the milliseconds: one more than the last is always free.
            self._last = max(stamp, self._last + 1)
            stamp = self._last
        milliseconds, counter = divmod(stamp, 1 << _COUNTER_BITS)
        value = (
            (milliseconds << 80)
            | _VERSION
            | (counter << 64)
            | _VARIANT
            | secrets.randbits(_RANDOM_BITS)
        )
        return str(uuid.UUID(int=value))
