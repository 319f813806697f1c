"""What an import did to the stock, in pieces that an entry of the journal has room for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

MOVED_MAX: Final = 500
"""In one entry: with the longest skus that is half of what an entry may have in bytes."""


class Moved(NamedTuple):
    """By how many thousandths there is more of a sku now.

    `counted` is what this terminal has of it, where somebody counted that.
    """

    sku: str
    quantity: int
    counted: int | None = None


def moved_bodies(moved: Sequence[Moved]) -> list[dict[str, object]]:
    """Bodies of entries; head office adds them up as this terminal does."""
    return [_body(moved[at : at + MOVED_MAX]) for at in range(0, len(moved), MOVED_MAX)]


def _body(part: Sequence[Moved]) -> dict[str, object]:
    body: dict[str, object] = {"moved": [[one.sku, one.quantity] for one in part]}
    counted = [one.counted for one in part]
    return body if counted.count(None) == len(counted) else {**body, "counted": counted}
