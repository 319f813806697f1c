"""Head office to terminal: what it holds of a terminal's journal that the store there does not.

A store that was put back from a backup has lost what it recorded since, and has begun another
epoch. What was sent before is held by head office under the epochs of then.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

SPANS_MAX: Final = 256
"""Epochs of one store that are told in one request."""
PAGE_ENTRIES_MAX: Final = 1_000
"""Entries that one answer adds up."""
PAGE_SKUS_MAX: Final = 20_000


@dataclass(frozen=True, slots=True)
class Span:
    """A store holds an epoch from its beginning to this entry; without one it goes on in it."""

    epoch: int
    last: int | None


@dataclass(frozen=True, slots=True)
class Missing:
    """`entries` in all; `moved` by some of them: thousandths by sku.

    `after` leads to what the others moved, and is empty where none follow.
    """

    entries: int
    moved: Mapping[str, int]
    after: str = ""
