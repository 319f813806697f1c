"""What taking in records needs from the outside world, as narrow protocols.

Moments are integers of milliseconds since 1970 in UTC.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import TracebackType
from typing import NamedTuple, Protocol, Self

from pos_app.head_office.services.ingest.gathering import Gathered
from pos_app.wire.records import Answer, Countersigned


class Place(NamedTuple):
    """Of a record in a terminal's journal; later ones are greater."""

    epoch: int
    seq: int


@dataclass(frozen=True, slots=True)
class Head:
    """The last place taken and the hash there; nothing yet is (0, 0) and no hash."""

    place: Place
    hash: bytes


@dataclass(frozen=True, slots=True)
class Standing:
    """A terminal while its journal is locked: nobody else adds to it."""

    terminal_id: str
    store_id: str
    journal_id: str
    is_active: bool
    head: Head


@dataclass(frozen=True, slots=True)
class Key:
    """`first_seq` is the first entry that it signed."""

    public_key: bytes
    first_seq: int


@dataclass(frozen=True, slots=True)
class Held:
    """What stands at a place; `refused` says why if it could not be taken in.

    `digest` is of everything that was sent.
    """

    hash: bytes
    refused: tuple[str, str] | None = None
    digest: bytes = b""


@dataclass(frozen=True, slots=True)
class Quarantined:
    """What was not taken in, as it came; with `holds_place` the journal goes on behind it."""

    place: Place
    answer: Answer
    reason: str
    detail: str
    kind: str
    hash: str
    signature: str
    raw: bytes
    digest: bytes
    holds_place: bool


@dataclass(frozen=True, slots=True)
class Taken:
    """Everything that a batch changes."""

    gathered: Gathered
    quarantined: Sequence[Quarantined]
    repaired: Sequence[Place]
    head: Head
    countersigned: Countersigned


class RecordRepository(Protocol):
    def lock(self, terminal_id: str) -> Standing | None:
        """Wait until nobody else adds to its journal. None for a terminal that is not known."""
        ...

    def keys(self, terminal_id: str) -> Mapping[str, Key]: ...
    def held(self, terminal_id: str, places: Collection[Place]) -> Mapping[Place, Held]:
        """What stands at these places, of those where something does."""
        ...

    def before(self, terminal_id: str, place: Place) -> Held | None:
        """What stands one number earlier, in the newest epoch that is not later.

        What was refused and holds no place counts as well: it may have begun the epoch.
        """
        ...

    def keep(self, standing: Standing, taken: Taken, *, at: int) -> None: ...


class IngestWork(Protocol):
    """One transaction. Leaving the block without `commit` rolls everything back."""

    @property
    def records(self) -> RecordRepository: ...
    def __enter__(self) -> Self: ...
    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None: ...
    def commit(self) -> None: ...


NewIngestWork = Callable[[], IngestWork]


class Months(Protocol):
    def prepare(self, days: Iterable[date]) -> None:
        """Make room for orders of these days, in a transaction of its own."""
        ...


class SignatureCheck(Protocol):
    """Ed25519."""

    def valid(self, *, public_key: bytes, signature: bytes, data: bytes) -> bool: ...


class HeadSigning(Protocol):
    """The key that head office countersigns with."""

    def key_id(self) -> str: ...
    def sign(self, data: bytes, *, key_id: str) -> bytes: ...


class Clock(Protocol):
    def now(self) -> datetime:
        """The wall clock, in UTC."""
        ...


Noticed = Callable[[str, int], None]
"""Told of what a person may want to look at: `conflict` or `rejected`, and how many."""
