"""How long a thread has kept others waiting by its own doing, on a machine with too few cores."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter_ns, thread_time_ns
from typing import Final

EXCUSED_NS_MAX: Final = 1_000_000_000
_TOTAL: Final = re.compile(r"some .*total=(\d+)")


@dataclass(frozen=True, slots=True)
class Moment:
    """What three clocks say, in nanoseconds.

    `own` is the time without what this thread has spent waiting for a core, `worked` is what it
    has spent on one, and `crowded` is how long anybody on this machine has waited for one.
    """

    own: int
    worked: int
    crowded: int


def own_time_ns() -> int:
    """The time, without what this thread has spent waiting for a core that others had."""
    try:
        waited = int(Path("/proc/thread-self/schedstat").read_text(encoding="ascii").split()[1])
    except FileNotFoundError:  # a kernel that does not keep it
        waited = 0
    return perf_counter_ns() - waited


def crowded_ns() -> int:
    """How long anybody has waited for a core since the machine was started."""
    try:
        found = _TOTAL.search(Path("/proc/pressure/cpu").read_text(encoding="ascii"))
    except OSError:  # a kernel that does not keep it: nothing is excused
        found = None
    return int(found[1]) * 1_000 if found else 0


def now() -> Moment:
    return Moment(own_time_ns(), thread_time_ns(), crowded_ns())


class FairClock:
    """Goes on by what the thread has worked, and by its waiting while there were cores for all.

    A lock, or the disk, comes late where who has it waits for a core: so much is excused, up to a
    second between two looks. Work never is, and a longer wait is one on any machine.
    """

    def __init__(self, moment: Callable[[], Moment] = now) -> None:
        self._moment = moment
        self._before = moment()
        self._ns = 0

    def __call__(self) -> int:
        before, now = self._before, self._moment()
        excused = min(now.crowded - before.crowded, EXCUSED_NS_MAX)
        self._ns += max(now.own - before.own - excused, now.worked - before.worked)
        self._before = now
        return self._ns
