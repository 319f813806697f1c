"""E-mails on their way: rows of the store, so that none is lost with the power or the network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from pos_app.domain.receipt_kind import ReceiptKind


class EmailState(StrEnum):
    """A permanent on-disk format: a name is never changed or reused."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    """The mail server has refused it for good: somebody must correct the address."""


@dataclass(frozen=True, slots=True)
class EmailJob:
    """`uid` becomes the Message-ID, the same at every try; `last_error` is the server's words."""

    job_id: int
    uid: str
    order_id: str
    number: str
    address: str
    kind: ReceiptKind
    state: EmailState
    attempts: int
    queued_at: datetime
    next_at: datetime
    last_error: str = ""


@dataclass(frozen=True, slots=True)
class NewEmail:
    order_id: str
    address: str
    kind: ReceiptKind
    uid: str


class EmailRepository(Protocol):
    def add(self, new: NewEmail, *, at: datetime) -> int: ...
    def mark_sent(self, job_id: int) -> None: ...
    def put_off(self, job_id: int, *, until: datetime, reason: str) -> None: ...
    def mark_failed(self, job_id: int, *, reason: str) -> None: ...
    def readdress(self, job_id: int, *, new: NewEmail, at: datetime) -> bool:
        """Let it wait again, to this address, unless it is sent already; say whether."""
        ...

    def drop(self, job_id: int) -> None:
        """Give up what was not sent."""
        ...

    def forget(self, address: str) -> None:
        """Delete all that goes or went to this address, in capitals or not."""
        ...

    def prune(self, *, before: datetime, limit: int) -> int:
        """Delete what is settled and was queued earlier, addresses and all; say how many."""
        ...


class EmailQueries(Protocol):
    def due(self, *, now: datetime, limit: int) -> Sequence[EmailJob]:
        """What waits and may be tried now, oldest first."""
        ...

    def get(self, job_id: int) -> EmailJob | None: ...
    def unsent(self, *, limit: int) -> Sequence[EmailJob]:
        """What waits or was refused, newest first."""
        ...

    def of_order(self, order_id: str) -> Sequence[EmailJob]: ...
    def recent_addresses(self, *, limit: int) -> Sequence[str]: ...
