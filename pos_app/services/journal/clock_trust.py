"""Whether the wall clock can be believed: where it stands against the clock that nobody can set."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from pos_app.services.ports import Clock

TOLERANCE_MS: Final = 120_000
"""A step between two looks that is no more than this is the clock being set right."""
_MS: Final = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class Reading:
    """Both clocks at one moment."""

    wall: datetime
    mono_ms: int
    boot_id: str

    def jump_ms(self, later: Reading) -> int:
        """How far the wall clock went beyond the time that passed, in the same boot."""
        return (later.wall - self.wall) // _MS - (later.mono_ms - self.mono_ms)


class ClockTrust:
    """`offset_ms`: how far the recorded jumps have moved the wall clock; 0 while it is believed.

    Negative is behind. A jump that nobody has recorded yet counts from its first moment. It is
    settled in one lane and read in others.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        # One value, so that no other thread sees half of a change.
        self._settled: tuple[Reading | None, int] = (None, 0)

    @property
    def last(self) -> Reading | None:
        return self._settled[0]

    @property
    def offset_ms(self) -> int:
        return self._settled[1]

    def read(self) -> Reading:
        clock = self._clock
        return Reading(clock.now(), clock.monotonic_ms(), clock.boot_id)

    def settle(self, last: Reading | None, offset_ms: int) -> None:
        self._settled = (last, offset_ms)

    def off_by_ms(self, now: Reading) -> int:
        """How far the wall clock is from where it should be."""
        last, offset_ms = self._settled
        return offset_ms if last is None else off_by(last, now, offset_ms)

    def believed(self, wall: datetime) -> datetime:
        """What the wall clock would say had it not been set forward: how long a shift is open.

        One that was set back is taken as it is: a shift may have been opened since.
        """
        return wall - max(0, self.off_by_ms(self.read())) * _MS


def off_by(before: Reading, now: Reading, offset_ms: int) -> int:
    """The offset at a later moment: 0 again once the clock is back where it should be."""
    if before.boot_id == now.boot_id:
        jump = before.jump_ms(now)
        if abs(jump) <= TOLERANCE_MS:
            return offset_ms
        return 0 if abs(offset_ms + jump) <= TOLERANCE_MS else offset_ms + jump
    return _off_by_after_a_boot(before, now, offset_ms)


def _off_by_after_a_boot(before: Reading, now: Reading, offset_ms: int) -> int:
    """Nobody knows how long the computer was off; only that time does not run backwards."""
    since_last = (now.wall - before.wall) // _MS
    since_true = since_last + offset_ms
    has_gone_on = since_last >= -TOLERANCE_MS
    if since_true < -TOLERANCE_MS:
        return offset_ms if offset_ms and has_gone_on else since_true
    return offset_ms if offset_ms > 0 and has_gone_on else 0
