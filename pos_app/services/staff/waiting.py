"""Seconds to wait after wrong tries, on the monotonic clock, from the start of this program."""

from __future__ import annotations

from typing import Final

from pos_app.services.ports import Clock

MS_PER_SECOND: Final = 1_000


class Waiting:
    """They are stored elsewhere, and so begin again in full after a restart."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._since: dict[int, int] = {}
        self._started_ms = clock.monotonic_ms()

    def begin(self, who: int) -> None:
        self._since[who] = self._clock.monotonic_ms()

    def end(self, who: int) -> None:
        self._since.pop(who, None)

    def left(self, who: int, stored: int) -> int:
        """Seconds, rounded up."""
        passed_ms = self._clock.monotonic_ms() - self._since.get(who, self._started_ms)
        return max(0, -(-(stored * MS_PER_SECOND - passed_ms) // MS_PER_SECOND))
