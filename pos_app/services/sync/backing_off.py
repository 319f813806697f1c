"""How long to leave somebody alone who does not answer: longer each time, and never in step."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from pos_app.services.ports import Clock

FIRST_MS: Final = 1_000
LONGEST_MS: Final = 60_000

Pick = Callable[[int], int]
"""A whole number from 0 up to, but not including, this one: at random, or as a test says."""


class BackOff:
    """Between half and all of a time that doubles: not every till of a town at once."""

    def __init__(self, *, clock: Clock, pick: Pick) -> None:
        self._clock = clock
        self._pick = pick
        self._failures = 0
        self._until_ms = 0

    def failed(self, *, at_least_ms: int = 0) -> None:
        whole = min(LONGEST_MS, FIRST_MS << min(self._failures, 16))
        self._failures += 1
        wait = max(whole // 2 + self._pick(whole // 2 + 1), at_least_ms)
        self._until_ms = self._clock.monotonic_ms() + wait

    def succeeded(self) -> None:
        self._failures = 0
        self._until_ms = 0

    def hurry(self) -> None:
        """Somebody wants it tried now; what failed before is not forgotten."""
        self._until_ms = 0

    @property
    def left_ms(self) -> int:
        """How long still; 0 is now."""
        return max(0, self._until_ms - self._clock.monotonic_ms())
