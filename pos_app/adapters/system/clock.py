"""The computer's clocks: the wall clock, and the one that nobody can set."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
# It goes on while the computer sleeps, where the system has such a clock: elsewhere waking up
# looks as if the wall clock had been set forward.
_BOOT_TIME: int | None = getattr(time, "CLOCK_BOOTTIME", None)
_NS_PER_MS = 1_000_000


def _monotonic_ns() -> int:
    if _BOOT_TIME is not None:
        return time.clock_gettime_ns(_BOOT_TIME)
    return time.monotonic_ns()


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic_ms(self) -> int:
        return _monotonic_ns() // _NS_PER_MS

    @cached_property
    def boot_id(self) -> str:
        # Where the system names its boots; elsewhere each start of the program counts as one.
        return _BOOT_ID.read_text("ascii").strip() if _BOOT_ID.exists() else os.urandom(16).hex()
