"""What orders made at head office need from the outside world."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from types import TracebackType
from typing import Protocol, Self

from pos_app.head_office.services.catalogue.things import Product, Tax
from pos_app.head_office.services.ingest.ports import RecordRepository


@dataclass(frozen=True, slots=True)
class Desk:
    """Where a store's orders of people stand: a journal of head office's own."""

    terminal_id: str
    journal_id: str
    currency: str
    time_zone: str
    prices_include_tax: bool


@dataclass(frozen=True, slots=True)
class Kept:
    """An order as it is read back: `entry` is the journal's own text."""

    order_id: str
    store_id: str
    person_id: str | None
    entry: bytes


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody asked for under a key of theirs; `digest` is of all that was asked."""

    person_id: str
    key: str
    digest: bytes
    order_id: str


class ProductRepository(Protocol):
    def get_by_id(self, product_id: str, *, store_id: str) -> Product | None:
        """By its sku: a store's own, or else what all stores share."""
        ...

    def taxes(self, *, store_id: str) -> Mapping[str, Sequence[Tax]]:
        """By tax class; without a class that names a tax which is not known."""
        ...


class StockRepository(Protocol):
    def left(self, skus: Collection[str], *, store_id: str) -> Mapping[str, int]:
        """Thousandths, of what ever moved there; until the end nobody else moves it."""
        ...


class RequestRepository(Protocol):
    def add(self, request: Request, *, at: int) -> Request:
        """The one that was first under its key: this one, or what is there already."""
        ...


class DeskRepository(Protocol):
    def of_store(self, store_id: str, *, key_id: str, at: int) -> Desk | None:
        """The desk, made where there is none yet. None for a store that is not known."""
        ...


class OrderWork(Protocol):
    """One transaction. Leaving the block without `commit` rolls everything back."""

    @property
    def desks(self) -> DeskRepository: ...
    @property
    def products(self) -> ProductRepository: ...
    @property
    def stock(self) -> StockRepository: ...
    @property
    def requests(self) -> RequestRepository: ...
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


class OrderQueries(Protocol):
    def get(self, order_id: str) -> Kept | None: ...
    def of_person(self, person_id: str, *, limit: int) -> Sequence[Kept]:
        """The newest first."""
        ...


NewOrderWork = Callable[[], OrderWork]
NewOrderReading = Callable[[], AbstractContextManager[OrderQueries]]
