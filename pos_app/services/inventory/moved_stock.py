"""What an import did to the stock, in pieces that an entry of the journal has room for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

Moved = tuple[str, int]
"""A sku, and by how many thousandths there is more of it now."""
MOVED_MAX: Final = 500
"""In one entry: with the longest skus that is half of what an entry may have in bytes."""


def moved_bodies(moved: Sequence[Moved]) -> list[dict[str, object]]:
    """Bodies of entries; head office adds them up as this terminal does."""
    return [
        {"moved": [list(one) for one in moved[at : at + MOVED_MAX]]}
        for at in range(0, len(moved), MOVED_MAX)
    ]
