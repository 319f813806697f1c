"""What the services need from the outside world, as narrow protocols.

Adapters implement these; tests/fakes implement them in memory. Nothing here
knows SQLAlchemy, requests or Qt.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import TracebackType
from typing import Protocol, Self

from pos_app.domain.journal import RunningTotals
from pos_app.domain.money import Money
from pos_app.domain.order_document import OrderDocument
from pos_app.domain.payment import Payment
from pos_app.domain.quantity import Quantity
from pos_app.domain.staff import Role, StaffMember
from pos_app.domain.store import StoreProfile
from pos_app.domain.tax import TaxClass
from pos_app.services.customer_records import CustomerRepository
from pos_app.services.email_jobs import EmailRepository
from pos_app.services.payment_attempts import AttemptRepository
from pos_app.services.print_jobs import PrintJobRepository
from pos_app.services.print_lines import Line
from pos_app.services.product_edits import CatalogueRepository
from pos_app.services.return_records import ReturnRepository
from pos_app.services.shift_records import ShiftRepository


class Clock(Protocol):
    def now(self) -> datetime:
        """The wall clock, in UTC."""
        ...

    def monotonic_ms(self) -> int:
        """Milliseconds that no one can set, from an arbitrary start."""
        ...

    @property
    def boot_id(self) -> str:
        """Changes when the monotonic clock starts anew."""
        ...


class Disk(Protocol):
    """The disk that the store lies on."""

    def free_bytes(self) -> int: ...
    def keep_reserve(self) -> None:
        """Take some room now that gives way when there is no other left."""
        ...

    def release_reserve(self) -> bool:
        """Let whoever writes next have it; say whether there was any."""
        ...


class Ids(Protocol):
    def new(self) -> str:
        """A UUID that sorts by time of making."""
        ...


class Signer(Protocol):
    @property
    def key_id(self) -> str: ...
    @property
    def public_key(self) -> bytes: ...
    def sign(self, data: bytes) -> bytes: ...


class SignatureCheck(Protocol):
    def valid(self, *, public_key: bytes, signature: bytes, data: bytes) -> bool: ...


class PinHasher(Protocol):
    """A hash is good for one person only: copied to another row it matches nothing."""

    def hash(self, pin: str, *, staff_id: int) -> str: ...
    def matches(self, pin: str, hashed: str, *, staff_id: int) -> bool: ...
    def badge(self, code: str) -> str:
        """Always the same for one code, so that its owner is found by it; it does not lead back."""
        ...


class SecretStore(Protocol):
    """Where keys are kept: the keyring of the operating system, or a file if the owner chose so.

    :raises UnavailableError: from any call, if the store cannot be used now
    """

    def get(self, name: str) -> bytes | None: ...
    def put(self, name: str, value: bytes) -> None: ...
    def delete(self, name: str) -> None:
        """Keep it no more; one that is not there is no error."""
        ...


class Formats(Protocol):
    """How amounts, quantities and dates are written for people, and how they type amounts."""

    @property
    def in_cents(self) -> bool:
        """Whether `5000` is typed for 50.00."""
        ...

    def money(self, amount: Money) -> str: ...
    def number(self, amount: Money) -> str:
        """The amount without its currency."""
        ...

    def quantity(self, quantity: Quantity) -> str: ...
    def percent(self, millionths: int) -> str: ...
    def date(self, day: date) -> str: ...
    def time(self, moment: datetime) -> str: ...
    def date_time(self, moment: datetime) -> str: ...
    def parse_amount(self, text: str) -> str:
        """Turn what a person typed ("12,5") into plain ASCII digits ("12.5")."""
        ...


@dataclass(frozen=True, slots=True)
class Entry:
    """A journal entry as it lies on disk: `raw` is the truth."""

    seq: int
    kind: str
    raw: bytes
    hash: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class Head:
    """The newest link of the chain; seq 0 before the first one."""

    seq: int
    hash: bytes
    totals: RunningTotals


class JournalRepository(Protocol):
    def head(self) -> Head: ...
    def append(self, entry: Entry) -> None:
        """Add the link and its outbox record."""
        ...


class JournalQueries(Protocol):
    def head(self) -> Head: ...
    def waiting(self) -> int:
        """How many records wait for head office."""
        ...

    def entries(self, *, after: int = 0) -> Iterator[Entry]: ...
    def signing_keys(self) -> Mapping[str, tuple[bytes, int]]:
        """Public key and first sequence number, by key id."""
        ...

    def epochs(self) -> Mapping[int, int]:
        """The first sequence number of each, as the kinds beside the entries tell it."""
        ...


class OrderRepository(Protocol):
    @property
    def returns(self) -> ReturnRepository: ...
    def take_number(self) -> str:
        """The next number of this epoch's series; given back if the transaction fails."""
        ...

    def save(self, document: OrderDocument, *, print_receipt: bool) -> None:
        """Write the document with all that follows from it: stock, shift, summaries, print job.

        The draft of the same order goes with it.
        """
        ...

    def save_cancelled(self, document: OrderDocument) -> None: ...
    def is_recorded(self, order_id: str) -> bool:
        """Whether it is paid or cancelled."""
        ...

    def change_tender(
        self, document: OrderDocument, payments: Sequence[Payment], *, at: datetime
    ) -> None:
        """Add these payments to a paid order, and what they change to the cash of its shift."""


@dataclass(frozen=True, slots=True)
class PaymentRow:
    """A tender with the number of its order; `at` carries the store's offset."""

    number: str | None
    at: datetime
    payment: Payment


class OrderQueries(Protocol):
    def payments(self) -> Iterator[PaymentRow]: ...
    def by_number(self, number: str) -> OrderDocument | None: ...
    def by_id(self, order_id: str) -> OrderDocument | None: ...
    def latest(self) -> OrderDocument | None: ...
    def listed(
        self, *, since: date | None = None, until: date | None = None, limit: int | None = None
    ) -> Iterator[OrderRow]: ...


@dataclass(frozen=True, slots=True)
class OrderRow:
    """One row of the list of orders; `completed_at` carries the store's offset."""

    order_id: str
    number: str | None
    state: str
    business_date: date | None
    completed_at: datetime | None
    total: Money
    cashier: str


@dataclass(frozen=True, slots=True)
class Draft:
    """An order that is not paid yet, as text that can be opened again; `total` in minor units."""

    order_id: str
    revision: int
    state: str
    opened_by: int
    total: int
    body: str


class DraftQueries(Protocol):
    def drafts(self) -> Sequence[Draft]: ...
    def draft(self, order_id: str) -> Draft | None: ...


class DraftRepository(DraftQueries, Protocol):
    def save(self, draft: Draft) -> bool:
        """Store it if the order is still open and no newer revision is there; say whether."""
        ...

    def delete(self, order_id: str) -> None: ...


@dataclass(frozen=True, slots=True)
class StaffCredentials:
    """What signing in must know of one person."""

    member: StaffMember
    pin_hash: str
    failures: int
    lock_seconds_left: int


class StaffRepository(Protocol):
    def add(self, *, name: str, role: Role, pin_hash: str) -> StaffMember: ...
    def credentials(self, staff_id: int) -> StaffCredentials | None: ...
    def set_pin(self, staff_id: int, *, pin_hash: str) -> None: ...
    def change(self, staff_id: int, *, name: str, role: Role) -> None: ...
    def set_active(self, staff_id: int, *, active: bool) -> None: ...
    def set_tries(self, staff_id: int, *, failures: int, lock_seconds_left: int) -> None: ...
    def note_sign_in(self, staff_id: int, *, at: datetime) -> None: ...
    def by_badge(self, badge_hash: str) -> StaffCredentials | None: ...
    def set_badge(self, staff_id: int, *, badge_hash: str | None) -> None: ...


class StaffQueries(Protocol):
    def listed(self) -> Sequence[StaffMember]:
        """Everybody, last signed in first."""
        ...

    def by_name(self, name: str) -> StaffMember | None: ...
    def with_pin(self) -> frozenset[int]:
        """Ids of those who have one."""
        ...

    def has_badges(self) -> bool:
        """Whether anybody has one who may sign in."""
        ...

    def locks(self) -> Mapping[int, tuple[int, int]]:
        """(failures, lock seconds left) by staff id."""
        ...


@dataclass(frozen=True, slots=True)
class StockMovement:
    """`order` is the number of the order that caused it."""

    at: datetime
    kind: str
    quantity: Quantity
    order: str | None


class StockRepository(Protocol):
    def level(self, product_id: int) -> Quantity: ...
    def move(self, *, product_id: int, kind: str, quantity: Quantity, at: datetime) -> None: ...


class StockQueries(Protocol):
    def level(self, product_id: int) -> Quantity: ...
    def movements(self, product_id: int, *, limit: int) -> Sequence[StockMovement]: ...


class SettingRepository(Protocol):
    def get(self, name: str) -> str | None: ...
    def put(self, name: str, value: str) -> None: ...
    def add_tax_class(self, tax_class: TaxClass) -> None: ...
    def rename_tax(self, code: str, *, name: str) -> None: ...
    def change_tax_rate(self, code: str, *, rate_millionths: int) -> None: ...
    def set_favourites(self, product_ids: Sequence[int]) -> None:
        """What stands on the product grid, in order."""

    def place_favourites(self, places: Mapping[int, int]) -> None:
        """Which product stands in which place of the product grid; the others are empty."""

    def add_signing_key(self, *, key_id: str, public_key: bytes, first_seq: int) -> None: ...
    def start_epoch(self, *, at: datetime, reason: str, terminal: str, after: int = 0) -> str:
        """Begin a new number series and return its name.

        :param after: the newest epoch that the store itself may not know of
        """
        ...


class SettingQueries(Protocol):
    def get(self, name: str) -> str | None: ...
    def tax_classes(self) -> dict[str, TaxClass]: ...
    def epoch(self) -> int: ...


class UnitOfWork(Protocol):
    """One transaction. Leaving the block without `commit` rolls everything back.

    :raises StorageError: from `commit`, if the disk refuses; then nothing was written
    """

    @property
    def orders(self) -> OrderRepository: ...
    @property
    def drafts(self) -> DraftRepository: ...
    @property
    def journal(self) -> JournalRepository: ...
    @property
    def shifts(self) -> ShiftRepository: ...
    @property
    def staff(self) -> StaffRepository: ...
    @property
    def stock(self) -> StockRepository: ...
    @property
    def catalogue(self) -> CatalogueRepository: ...
    @property
    def customers(self) -> CustomerRepository: ...
    @property
    def print_jobs(self) -> PrintJobRepository: ...
    @property
    def emails(self) -> EmailRepository: ...
    @property
    def attempts(self) -> AttemptRepository: ...
    @property
    def settings(self) -> SettingRepository: ...

    def __enter__(self) -> Self: ...
    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None: ...
    def commit(self) -> None: ...


NewUnitOfWork = Callable[[], UnitOfWork]
ReadProfile = Callable[[], StoreProfile]
"""The store's profile as it holds now: it is asked for at each use, since it may change."""


class Printer(Protocol):
    """A receipt printer with a drawer behind it.

    :raises UnavailableError: if it does not take the lines; nothing is assumed printed
    """

    def print_lines(self, *, name: str, lines: Iterable[Line]) -> None: ...
    def open_drawer(self) -> None: ...
