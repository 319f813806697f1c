"""What telling terminals of changes needs from the outside world."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from pos_app.head_office.services.changes.cursors import Position
from pos_app.wire.changes import Subject


class Found(NamedTuple):
    """A change where it stands; of stock that moved, only which."""

    position: Position
    subject: Subject
    key: str
    version: int
    body: str | None


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Thousandths that others moved; the version grows with every movement."""

    quantity: int
    version: int


class ChangeQueries(Protocol):
    def incarnation(self) -> str | None:
        """Of the database; none before its first, or where it lies elsewhere since."""
        ...

    def newest(self) -> int:
        """No transaction after this one has begun yet."""
        ...

    def after(
        self, position: Position, *, store_id: str, terminal_id: str, limit: int
    ) -> Sequence[Found]:
        """In the order in which they can never be overtaken by a late commit."""
        ...

    def count_after(self, position: Position, *, store_id: str, terminal_id: str) -> int: ...
    def elsewhere(
        self, skus: Collection[str], *, store_id: str, terminal_id: str
    ) -> Mapping[str, Elsewhere]: ...


NewChangeReading = Callable[[], AbstractContextManager[ChangeQueries]]


class Incarnations(Protocol):
    def settle(self) -> str:
        """The life of the database as it lies there now: a new one where it was moved."""
        ...

    def renew(self, *, reason: str) -> str:
        """The database went back in time: cursors of before mean nothing any more."""
        ...
