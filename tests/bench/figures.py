"""Percentiles of many measurements, and the median of several runs of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final, NamedTuple

RUNS: Final = 3
TRIES_MAX: Final = 3
# A limit that moves more than this from run to run says that the machine was busy with others.
SWING_MAX: Final = 2.0
NS_PER_US: Final = 1_000
NS_PER_MS: Final = 1_000_000
KIB_PER_MB: Final = 1_000_000 / 1_024
"""Linux counts memory in KiB; the limits are in MB."""


class Figures(NamedTuple):
    """In the unit of their row."""

    p50: float
    p95: float
    p99: float

    @classmethod
    def of(cls, values: Sequence[float]) -> Figures:
        ordered = sorted(values)
        return cls(*(ordered[len(ordered) * percent // 100] for percent in (50, 95, 99)))

    @classmethod
    def of_ns(cls, nanoseconds: Sequence[int], *, per_unit: int) -> Figures:
        return cls.of([value / per_unit for value in nanoseconds])

    @classmethod
    def once(cls, value: float) -> Figures:
        """Of something too long to be done more than once in a run."""
        return cls(value, value, value)


class Pair(NamedTuple):
    """What one run measured, and the limit measured in between."""

    measured: Figures
    limit: Figures


Run = Sequence[Pair]


@dataclass(frozen=True, slots=True)
class Medians:
    """`busy` says that no try was quiet, so that the figures prove nothing."""

    pairs: tuple[Pair, ...]
    busy: bool


def medians(runs: Sequence[Figures]) -> Figures:
    return Figures(*(median(values) for values in zip(*runs, strict=True)))


def in_quiet(run: Callable[[], Run], *, alike: bool = False) -> Medians:
    """Do it three times and all over again while the limit swings; the medians of each pair.

    :param alike: a run repeats one and the same thing, so its limit may not swing inside it either
    """
    tries: list[tuple[float, Sequence[Run]]] = []
    while len(tries) < TRIES_MAX and (not tries or tries[-1][0] > SWING_MAX):
        runs = [run() for _ in range(RUNS)]
        tries.append((_swing(runs, alike=alike), runs))
    swing, quietest = min(tries, key=lambda one: one[0])
    pairs = (
        Pair(medians([pair.measured for pair in same]), medians([pair.limit for pair in same]))
        for same in zip(*quietest, strict=True)
    )
    return Medians(tuple(pairs), busy=swing > SWING_MAX)


def _swing(runs: Sequence[Run], *, alike: bool) -> float:
    """By how much the limits differ between the runs, or inside the worst of them."""
    swings: list[float] = []
    for same in zip(*runs, strict=True):
        limits = [pair.limit for pair in same]
        swings.append(max(one.p50 for one in limits) / min(one.p50 for one in limits))
        if alike:
            swings.append(median(one.p95 / one.p50 for one in limits))
    return max(swings)
