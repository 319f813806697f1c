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
    share = total if whole > 0 else -total
    return round_together([share * weight for weight in weights], abs(whole), total)


def round_together(exact: Sequence[int], denominator: int, total: int) -> list[int]:
    """Round parts, given as integers over one denominator, so that they add up to `total`.

    `total` is their exact sum, rounded, so that no part moves by a whole unit. Each is cut
    towards zero, then largest remainder; ties go to the earlier part.
    """
    assert denominator > 0, denominator
    if len(exact) == 1:
        return [total]
    parts = [one // denominator if one >= 0 else -(-one // denominator) for one in exact]
    missing = total - sum(parts)
    assert abs(missing) <= len(parts), (total, parts)
    if not missing:
        return parts
    step = 1 if missing > 0 else -1
    rests = [one - part * denominator for one, part in zip(exact, parts, strict=True)]
    # The sort is stable, backwards too: of equal remainders the earlier one comes first.
    by_remainder = sorted(range(len(parts)), key=rests.__getitem__, reverse=missing > 0)
    for index in by_remainder[: abs(missing)]:
        parts[index] += step
    return parts
