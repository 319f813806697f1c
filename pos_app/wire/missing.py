"""Head office to terminal: what it holds of a terminal's journal that the store there does not.

A store that was put back from a backup has lost what it recorded since, and has begun another
epoch. What was sent before is held by head office under the epochs of then.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

EPOCHS_MAX: Final = 10_000
"""Of one terminal: a store that were put back every day would need 27 years."""
PAGE_ENTRIES_MAX: Final = 1_000
"""Entries that one answer adds up."""
PAGE_SKUS_MAX: Final = 20_000


@dataclass(frozen=True, slots=True)
class Span:
    """A store holds an epoch from its beginning to this entry; without one it goes on in it."""

    epoch: int
    last: int | None


@dataclass(frozen=True, slots=True)
class LostEpoch:
    """What is missing of one epoch: `entries` in all; `moved` by some of them.

    All of them are thousandths by sku. `opened` is how much of that came in as opening stock, less
    what was taken off again as such; `off` is what else was taken off that a terminal had booked
    again after it was put back. `counted` is the stock of this terminal as it was counted last,
    and `since` how much was sold or received after that.
    """

    epoch: int
    entries: int
    moved: Mapping[str, int] = field(default_factory=dict)
    opened: Mapping[str, int] = field(default_factory=dict)
    off: Mapping[str, int] = field(default_factory=dict)
    counted: Mapping[str, int] = field(default_factory=dict)
    since: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Missing:
    """Each epoch that has lost any; `after` leads on, and is empty where no more follow."""

    epochs: Sequence[LostEpoch]
    after: str = ""

    @property
    def entries(self) -> int:
        return sum(one.entries for one in self.epochs)
