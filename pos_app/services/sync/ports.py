"""What the sync needs from outside: head office, the outbox, and the tables of what came."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol, Self

from pos_app.domain.errors import RefusedError, UnavailableError
from pos_app.domain.staff import Role
from pos_app.domain.tax import Tax
from pos_app.services.ports import UnitOfWork
from pos_app.services.sync.catalogue_states import ProductState
from pos_app.services.sync.restored_stock import RestoredStock
from pos_app.wire.changes import Page, Subject
from pos_app.wire.enrolment import Enrolled, Enrolment
from pos_app.wire.keys import PublishedKey
from pos_app.wire.missing import Missing, Span
from pos_app.wire.records import Countersigned, Received, Record


class OfflineError(UnavailableError):
    code = "sync.offline"
    text = (
        "Head office cannot be reached ({reason}). Orders are kept here and are sent as soon as "
        "it can be."
    )


class BusyHeadOfficeError(UnavailableError):
    """`wait_ms` is how long it wants to be left alone, if it says."""

    code = "sync.busy"
    text = "Head office has no time now ({reason}). Orders are kept here; it is asked again."


class BadAnswerError(UnavailableError):
    code = "sync.bad_answer"
    text = (
        "What head office answers cannot be used ({reason}). Nothing was taken from it, and "
        "everything is kept here; it is asked again."
    )


class PullBrokenError(UnavailableError):
    """Nobody foresaw what went wrong; the log says where."""

    code = "sync.pull_broken"
    text = (
        "What head office edited could not be taken over ({reason}). What was known before is "
        "kept, orders are sent all the same, and it is tried again. If it stays so, give support "
        "the log."
    )


class ContentRefusedError(RefusedError):
    """It does not take this content; a part of it it may take."""

    code = "sync.content_refused"
    text = (
        "Head office does not take what was sent ({reason}). It is kept here with everything "
        "after it, and is tried again. Ask head office."
    )


class ShutOutError(RefusedError):
    """It will not talk to this terminal until a person has done something; `why` is a code."""

    code = "sync.shut_out"
    text = (
        "Head office does not accept this terminal any more: {reason}. Everything is kept here. "
        "Ask head office, then enrol it again: pos-app sync leave, then sync enrol."
    )


class CodeRefusedError(RefusedError):
    code = "sync.code_refused"
    text = (
        "This terminal was not enrolled: {reason}. A code works once, for ten minutes; head office "
        "gives out another one."
    )


@dataclass(frozen=True, slots=True)
class HeldHead:
    """How far head office says it has come; seq 0 is nothing at all."""

    epoch: int
    seq: int
    hash: str = ""


class OutOfOrderError(UnavailableError):
    """A batch began after what it holds; `head` says how far that goes."""

    code = "sync.out_of_order"
    text = "Head office lacks what was sent before. All of it is kept here and is sent again."

    def __init__(self, *, head: HeldHead) -> None:
        super().__init__()
        self.head = head


class CursorUnknownError(UnavailableError):
    code = "sync.cursor_unknown"
    text = "Head office went back in time. What it knows is read again from the beginning."


class HeadOffice(Protocol):
    """Head office as an enrolled terminal sees it.

    :raises OfflineError: from any call, if no answer came
    :raises BusyHeadOfficeError: if it has no time
    :raises BadAnswerError: if the answer cannot be used
    :raises ShutOutError: if it does not accept this terminal
    """

    def send(self, records: Sequence[Record]) -> Received:
        """:raises OutOfOrderError, ContentRefusedError: then nothing of it was taken"""
        ...

    def changes(self, *, cursor: str, limit: int) -> Page:
        """What follows a cursor, or everything where it is empty.

        :raises CursorUnknownError: if it does not know the cursor any more
        """
        ...

    def missing(
        self, *, spans: Sequence[Span], after: str, known: Mapping[int, int] | None
    ) -> Missing | None:
        """What it holds of this terminal's journal that the store here does not.

        Nothing, if it is of a release that does not know the question yet.

        :param spans: what is held here
        :param after: of the answer before, or nothing
        :param known: where there are so many entries of each epoch, nothing is added up
        """
        ...

    def keys(self) -> Sequence[PublishedKey]:
        """What it countersigns with, or did, or will."""
        ...

    def abort(self) -> None:
        """From another thread: end what waits, and ask nothing any more."""
        ...


class FrontDoor(Protocol):
    """Where a terminal that head office does not know comes in."""

    def enrol(self, url: str, enrolment: Enrolment) -> Enrolled:
        """:raises CodeRefusedError: and what every call to head office may raise"""
        ...


class OutboxState(StrEnum):
    WAITING = "waiting"
    CONFLICT = "conflict"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Unsent:
    """An outbox record and what it stands for, as a person knows it; `at` is when it happened."""

    seq: int
    state: OutboxState
    kind: str
    number: str
    at: datetime
    attempts: int
    last_error: str


@dataclass(frozen=True, slots=True)
class Counts:
    waiting: int = 0
    needs_person: int = 0


class OutboxQueries(Protocol):
    def next_batch(self, *, most: int, most_bytes: int) -> Sequence[Record]:
        """The first that wait, in sequence: at least one, however long it is."""
        ...

    def newest_sent(self) -> Record | None:
        """The newest entry before all that wait."""
        ...

    def counts(self) -> Counts: ...
    def waiting(self, *, most: int) -> Sequence[Unsent]:
        """The first that wait."""
        ...

    def needing_person(self, *, most: int) -> Sequence[Unsent]: ...
    def one(self, seq: int) -> Unsent | None: ...
    def anchors(self) -> Sequence[Countersigned]: ...


class OutboxRepository(Protocol):
    def delete(self, seqs: Collection[int]) -> None: ...
    def mark(self, seq: int, state: OutboxState, *, reason: str) -> None: ...
    def note_failure(self, seq: int, *, reason: str) -> None:
        """One more try of it was in vain; it goes on waiting."""
        ...

    def make_again(self, *, after: int, most: int) -> int:
        """Let so many of the entries after one wait anew; return how far that went.

        Those that have no record get one; what needed a person waits like the others.
        """
        ...

    def keep_anchor(self, head: Countersigned) -> None:
        """The newest of each epoch is kept."""
        ...


class SyncedRepository(Protocol):
    """What head office has said of each thing so far, and in which version."""

    def newer(
        self, subject: Subject, versions: Mapping[str, int], *, generation: int
    ) -> frozenset[str]:
        """Of these keys and versions, what is not known yet."""
        ...

    def note(self, subject: Subject, versions: Mapping[str, int], *, generation: int) -> None: ...
    def local_id(self, subject: Subject, key: str) -> int | None: ...
    def link(self, subject: Subject, key: str, local_id: int) -> None:
        """Whom a noted key stands for here."""
        ...


class RestoredQueries(Protocol):
    def read(self, skus: Collection[str]) -> Mapping[str, RestoredStock]:
        """By sku; what is not known here is left out."""
        ...

    def opened(self, *, after: int) -> tuple[bool, int]:
        """Whether opening stock came in or was taken off behind a movement, and the newest one."""
        ...


class ReceivedRepository(Protocol):
    """The tables that head office writes into; versions were looked at before."""

    def put_products(self, products: Sequence[ProductState]) -> None:
        """One whose tax class is unknown stays off sale until that has come."""
        ...

    def take_off_sale(self, skus: Collection[str]) -> None: ...
    def put_tax(self, tax: Tax) -> None: ...
    def put_tax_class(self, code: str, *, name: str, taxes: Sequence[str]) -> None:
        """Taxes that are not known yet are left out until they come.

        What waits for this class goes on sale.
        """
        ...

    def set_elsewhere(self, quantities: Mapping[str, int]) -> None:
        """By sku, in thousandths; what is not known here waits for its product."""
        ...

    def restored(
        self, skus: Collection[str], known: Mapping[str, RestoredStock]
    ) -> Mapping[str, RestoredStock]:
        """By sku; what is not known here is left out.

        :param known: what was read before; it is gone on with
        """
        ...

    def change_person(self, staff_id: int, *, name: str, role: Role, active: bool) -> None: ...
    def merge_search(self, *, pages: int) -> None:
        """Join some of what was written to the search index."""
        ...


class SyncWork(UnitOfWork, Protocol):
    """A unit of work of the store, and what the sync does in one."""

    @property
    def outbox(self) -> OutboxRepository: ...
    @property
    def synced(self) -> SyncedRepository: ...
    @property
    def received(self) -> ReceivedRepository: ...
    def __enter__(self) -> Self: ...


NewSyncWork = Callable[[], SyncWork]
