"""What is asked of the journal to say who did what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

NEWEST: Final = 1 << 62
"""Before which entry the newest one stands."""


@dataclass(frozen=True, slots=True)
class Search:
    """What the store itself looks for; what is empty or None narrows nothing.

    `low` and `high` are the first and the last entry that can be meant. `order` is an order's uid.
    `person` has done it, allowed it, or asked for what it was a wrong try at: that is for the
    caller to look at again, as indexes know it only of whole entries.
    """

    kinds: tuple[str, ...] = ()
    person: int | None = None
    order: str = ""
    low: int = 1
    high: int = NEWEST


@dataclass(frozen=True, slots=True)
class Piece:
    """Entries, the newest first, as number and bytes; all from `reached` on were looked at."""

    entries: Sequence[tuple[int, bytes]]
    reached: int


class ActivityQueries(Protocol):
    def piece(self, search: Search, *, before: int, limit: int) -> Piece:
        """The newest that fit of those older than `before`, from one short read."""
        ...

    def span(self, since: datetime | None, until: datetime | None) -> tuple[int, int]:
        """The first and last entry that can be of this time; none if the first is the greater.

        A clock that was set back leaves some of another time between them.
        """
        ...

    def order_of(self, number: str) -> str:
        """The uid of the order with this receipt number; nothing if there is none."""
        ...
