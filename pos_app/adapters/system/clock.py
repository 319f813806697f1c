"""The computer's clocks: the wall clock, and the one that nobody can set."""

from __future__ import annotations

import secrets
import time
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
_NS_PER_MS = 1_000_000


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic_ms(self) -> int:
        return time.monotonic_ns() // _NS_PER_MS

    @cached_property
    def boot_id(self) -> str:
        # Where the system names its boots; elsewhere each start of the program counts as one.
        return _BOOT_ID.read_text("ascii").strip() if _BOOT_ID.exists() else secrets.token_hex(16)
