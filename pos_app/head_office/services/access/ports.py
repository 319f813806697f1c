"""What access needs from the outside world, as narrow protocols.

Times are integers of milliseconds since 1970 in UTC.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import TracebackType
from typing import Protocol, Self

from pos_app.head_office.services.access.roles import Role


class Clock(Protocol):
    def now(self) -> datetime:
        """The wall clock, in UTC."""
        ...


class Ids(Protocol):
    def new(self) -> str:
        """A UUID that sorts by time of making."""
        ...


class PasswordHasher(Protocol):
    def hash(self, password: str) -> str: ...
    def matches(self, password: str, hashed: str) -> bool: ...
    def is_outdated(self, hashed: str) -> bool:
        """Whether today's cost is higher than the one it was made with."""
        ...


class Sealing(Protocol):
    """With the secret that every replica is given and the database never holds."""

    def seal(self, plain: bytes, *, about: str) -> bytes: ...
    def open(self, sealed: bytes, *, about: str) -> bytes:
        """:raises SecretMismatchError: if it was sealed with another secret"""
        ...

    def fingerprint(self, text: str) -> str:
        """Always the same for one text; without the secret it cannot be tried out."""
        ...


class SigningKeys(Protocol):
    """Ed25519."""

    def generate(self) -> KeyPair: ...
    def sign(self, private_key: bytes, data: bytes) -> bytes: ...


@dataclass(frozen=True, slots=True)
class KeyPair:
    """`key_id` follows from the public key."""

    key_id: str
    private_key: bytes
    public_key: bytes


class Purpose(StrEnum):
    """What a key of head office signs; one never signs for another."""

    TOKENS = "tokens"
    HEADS = "heads"


class KeyState(StrEnum):
    """`next` is known to every replica before it signs; `retired` only proves what it signed."""

    CURRENT = "current"
    NEXT = "next"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class HeadKey:
    key_id: str
    purpose: Purpose
    state: KeyState
    sealed_private_key: bytes
    public_key: bytes
    made_at: int
    state_since: int


@dataclass(frozen=True, slots=True)
class Store:
    store_id: str
    name: str
    currency: str
    time_zone: str
    prices_include_tax: bool = True


@dataclass(frozen=True, slots=True)
class Person:
    """`generation` grows when tokens given out before must end."""

    person_id: str
    name: str
    role: Role
    store_id: str | None
    password_hash: str
    is_active: bool
    generation: int


class TerminalState(StrEnum):
    """`replaced`: another store file goes on under its code."""

    ACTIVE = "active"
    REVOKED = "revoked"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class Terminal:
    """One till's journal, as head office knows it; a new journal is another terminal."""

    terminal_id: str
    code: str
    store_id: str
    journal_id: str
    state: TerminalState
    epoch: int
    installation: str
    currency: str
    app_version: str
    enrolled_at: int


@dataclass(frozen=True, slots=True)
class TerminalKey:
    """`first_seq` is the first entry of the journal that it signed."""

    key_id: str
    public_key: bytes
    first_seq: int


@dataclass(frozen=True, slots=True)
class Code:
    """A one-time code: `selector` finds it, `proof` is the fingerprint of the rest."""

    selector: str
    proof: str
    terminal: str
    store_id: str
    expires_at: int
    tries_left: int
    used_by: str | None


class EventKind(StrEnum):
    """What an administrator may want to look at later."""

    STORE_ADDED = "store_added"
    PERSON_ADDED = "person_added"
    PERSON_CHANGED = "person_changed"
    SIGN_IN_LOCKED = "sign_in_locked"
    CODE_MADE = "code_made"
    TERMINAL_ENROLLED = "terminal_enrolled"
    TERMINAL_REPLACED = "terminal_replaced"
    TERMINAL_REVOKED = "terminal_revoked"
    TERMINAL_CLONED = "terminal_cloned"
    EPOCH_STARTED = "epoch_started"
    EPOCH_STALE = "epoch_stale"
    ASSERTION_REPLAYED = "assertion_replayed"
    KEYS_ROTATED = "keys_rotated"
    RECORDS_IMPORTED = "records_imported"


@dataclass(frozen=True, slots=True)
class Event:
    at: int
    kind: EventKind
    subject: str
    actor: str
    values: Mapping[str, str | int]


class StoreRepository(Protocol):
    def currencies(self) -> AbstractSet[str]:
        """Those of all stores; nobody sets a price for all of them until this transaction ends."""
        ...

    def has_shared_amounts(self) -> bool:
        """Whether any price, or tax on each piece, is that of all stores."""
        ...

    def add(self, store: Store, *, at: int) -> None: ...
    def get(self, store_id: str) -> Store | None: ...
    def named(self, name: str) -> Store | None: ...
    def listed(self) -> Sequence[Store]: ...


class PersonRepository(Protocol):
    """Names are told apart whatever their case."""

    def add(self, person: Person, *, at: int) -> None: ...
    def get(self, person_id: str) -> Person | None: ...
    def named(self, name: str) -> Person | None: ...
    def replace(self, person: Person, *, at: int) -> None: ...
    def listed(self) -> Sequence[Person]: ...


class TerminalRepository(Protocol):
    def get(self, terminal_id: str, *, for_update: bool = False) -> Terminal | None: ...
    def of_journal(self, journal_id: str) -> Terminal | None: ...
    def active_at(self, store_id: str, code: str) -> Terminal | None: ...
    def listed(self, store_id: str | None = None) -> Sequence[Terminal]: ...
    def add(self, terminal: Terminal) -> None: ...
    def replace(self, terminal: Terminal) -> None:
        """All of it but what makes it this one: id, store, code and journal."""
        ...

    def end(self, terminal_id: str, *, at: int, successor: str | None = None) -> None:
        """From now on it may not speak; what it sent stays.

        :param successor: the terminal that goes on under its code; None if it is revoked
        """
        ...

    def keys(self, terminal_id: str) -> Sequence[TerminalKey]:
        """The one it signs with first, then the earlier ones."""
        ...

    def put_key(self, terminal_id: str, key: TerminalKey, *, at: int) -> None:
        """From now on it signs with this one."""
        ...


class CodeRepository(Protocol):
    def add(self, code: Code, *, at: int, made_by: str) -> None: ...
    def get(self, selector: str) -> Code | None:
        """Nobody else gets it until the end of this transaction."""
        ...

    def replace(self, code: Code) -> None: ...
    def prune(self, *, before: int) -> None: ...


class KeyRepository(Protocol):
    def listed(self, purpose: Purpose) -> Sequence[HeadKey]: ...
    def lock(self) -> None:
        """Until the end of this transaction nobody else changes keys."""
        ...

    def add(self, key: HeadKey) -> None: ...
    def set_state(self, key_id: str, state: KeyState, *, at: int) -> None: ...
    def remove(self, key_id: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Tries:
    """How often since `began_at`, this one counted."""

    count: int
    began_at: int


class TryRepository(Protocol):
    """How often something was tried, exact over all replicas."""

    def spend(self, key: str, *, at: int, window_ms: int) -> Tries: ...
    def give_back(self, key: str) -> None: ...
    def forget(self, key: str) -> None: ...
    def note(self, key: str, *, until: int) -> None:
        """Remember a key, without counting anything."""
        ...

    def noted(self, key: str) -> bool: ...
    def prune(self, *, before: int) -> None: ...


class AssertionRepository(Protocol):
    """The assertions that were used up."""

    def spend(self, terminal_id: str, assertion_id: str, *, until: int) -> bool:
        """Return whether it was never used before; from now on it is."""
        ...

    def prune(self, *, before: int) -> None: ...


class EventRepository(Protocol):
    def add(self, event: Event, *, once_in_ms: int = 0) -> None:
        """:param once_in_ms: leave it out if the same happened to the same so recently"""
        ...

    def listed(self, *, limit: int) -> Sequence[Event]:
        """The newest first."""
        ...


class AccessWork(Protocol):
    """One transaction. Leaving the block without `commit` rolls everything back."""

    @property
    def stores(self) -> StoreRepository: ...
    @property
    def people(self) -> PersonRepository: ...
    @property
    def terminals(self) -> TerminalRepository: ...
    @property
    def codes(self) -> CodeRepository: ...
    @property
    def keys(self) -> KeyRepository: ...
    @property
    def tries(self) -> TryRepository: ...
    @property
    def assertions(self) -> AssertionRepository: ...
    @property
    def events(self) -> EventRepository: ...

    def __enter__(self) -> Self: ...
    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None: ...
    def commit(self) -> None: ...


class AccessReading(Protocol):
    """The same, only to read."""

    @property
    def stores(self) -> StoreRepository: ...
    @property
    def people(self) -> PersonRepository: ...
    @property
    def terminals(self) -> TerminalRepository: ...
    @property
    def keys(self) -> KeyRepository: ...
    @property
    def events(self) -> EventRepository: ...


NewAccessWork = Callable[[], AccessWork]
NewAccessReading = Callable[[], AbstractContextManager[AccessReading]]


class Cache(Protocol):
    """JSON values for a while; whatever happens to it, `create` is the truth."""

    def get(self, key: str, create: Callable[[], object], *, seconds: int) -> object:
        """The value kept, or a new one; many who ask at once wait for one `create`."""
        ...

    def forget(self, key: str) -> None:
        """What was read before this call is not given out after it."""
        ...
