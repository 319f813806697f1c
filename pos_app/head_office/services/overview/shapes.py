"""What a manager sees of the stores. Money in minor units, quantities in thousandths."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class StoreShown:
    store_id: str
    name: str
    currency: str
    time_zone: str


@dataclass(frozen=True, slots=True)
class Hour:
    """Of the store's own day."""

    hour: int
    orders: int
    gross: int


@dataclass(frozen=True, slots=True)
class StoreDay:
    store: StoreShown
    hours: Sequence[Hour]

    @property
    def orders(self) -> int:
        return sum(one.orders for one in self.hours)

    @property
    def gross(self) -> int:
        return sum(one.gross for one in self.hours)


@dataclass(frozen=True, slots=True)
class TerminalShown:
    """`waiting` is what the terminal said last of what it has not sent; None before it did."""

    terminal_id: str
    code: str
    store_name: str
    epoch: int
    entries: int
    last_contact: datetime | None
    waiting: int | None
    revoked: bool
    problems: int


@dataclass(frozen=True, slots=True)
class OrderFilter:
    """Of the orders of some stores from a business date on; `before` leads to the next page."""

    store_ids: Sequence[str]
    since: date
    until: date
    number: str = ""
    total: int | None = None
    before: tuple[int, str] | None = None


@dataclass(frozen=True, slots=True)
class OrderShown:
    order_id: str
    store_id: str
    store_name: str
    terminal: str
    number: str
    state: str
    completed_ms: int
    at: datetime
    total: int
    currency: str


@dataclass(frozen=True, slots=True)
class OrderRecord:
    """An order and its journal entry, read: `entry` is what the terminal signed."""

    order: OrderShown
    business_date: date
    epoch: int
    seq: int
    hash: str
    entry: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class ProblemShown:
    """An entry that head office keeps as it came and did not take in."""

    problem_id: int
    store_name: str
    terminal: str
    epoch: int
    seq: int
    kind: str
    answer: str
    reason: str
    detail: str
    at: datetime
    raw: bytes


@dataclass(frozen=True, slots=True)
class ProductShown:
    """`scope` is a store's id, or nothing for what all stores share.

    `version` is of the newest edit that terminals take over.
    """

    scope: str
    sku: str
    name: str
    category: str
    price: int
    tax_class: str
    active: bool
    version: int
