"""Exact integer rounding: the one place where a fraction becomes a whole minor unit."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum


class Rounding(StrEnum):
    """How an exact half, or any fraction, is settled; all are symmetric about zero."""

    HALF_UP = "half_up"  # away from zero
    HALF_EVEN = "half_even"
    HALF_DOWN = "half_down"  # towards zero
    UP = "up"  # away from zero
    DOWN = "down"  # towards zero


def divide(numerator: int, denominator: int, rounding: Rounding = Rounding.HALF_UP) -> int:
    """Return numerator / denominator as a whole number, rounded as told."""
    assert denominator > 0, denominator
    whole, rest = divmod(abs(numerator), denominator)
    if rest and _carries(2 * rest, denominator, whole, rounding):
        whole += 1
    return whole if numerator >= 0 else -whole


def _carries(twice_rest: int, denominator: int, whole: int, rounding: Rounding) -> bool:
    match rounding:
        case Rounding.UP:
            return True
        case Rounding.DOWN:
            return False
        case Rounding.HALF_UP:
            return twice_rest >= denominator
        case Rounding.HALF_DOWN:
            return twice_rest > denominator
        case Rounding.HALF_EVEN:
            return twice_rest > denominator or (twice_rest == denominator and whole % 2 == 1)


def spread(total: int, weights: Sequence[int]) -> list[int]:
    """Split `total` in proportion to `weights` so that the parts add up to it exactly.

    Largest remainder; ties go to the earlier part. A weight of the opposite sign gets a part
    of the opposite sign. Weights that add up to zero put everything on the first part.
    """
    whole = sum(weights)
    if not weights:
        assert total == 0, total
        return []
    if whole == 0:
        return [total] + [0] * (len(weights) - 1)
    if whole < 0:
        whole, weights = -whole, [-weight for weight in weights]
    parts = [divide(total * weight, whole, Rounding.DOWN) for weight in weights]
    missing = total - sum(parts)
    step = 1 if missing > 0 else -1
    by_remainder = sorted(
        range(len(weights)),
        key=lambda i: (-step * (total * weights[i] - parts[i] * whole), i),
    )
    for index in by_remainder[: abs(missing)]:
        parts[index] += step
    return parts
