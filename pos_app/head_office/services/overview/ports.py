"""What the overview reads by; every query names the stores that it may look into."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from pos_app.head_office.services.overview.shapes import (
    OrderFilter,
    OrderRecord,
    OrderShown,
    ProblemShown,
    ProductShown,
    StoreDay,
    StoreShown,
    TerminalShown,
)


class OverviewQueries(Protocol):
    def stores(self) -> Sequence[StoreShown]:
        """By name."""
        ...

    def days(self, *, stores: Sequence[StoreShown], day: date) -> Sequence[StoreDay]: ...
    def terminals(self, *, store_ids: Sequence[str]) -> Sequence[TerminalShown]: ...
    def problems(self, *, store_ids: Sequence[str], limit: int) -> Sequence[ProblemShown]:
        """What nobody has looked at, the newest first."""
        ...

    def problem_count(self, *, store_ids: Sequence[str]) -> int: ...


class OrderQueries(Protocol):
    def find(self, *, terms: OrderFilter, limit: int) -> Sequence[OrderShown]:
        """The newest first."""
        ...

    def order(self, *, order_id: str, store_ids: Sequence[str]) -> OrderRecord | None: ...


class ProductQueries(Protocol):
    def find(
        self, *, scopes: Sequence[str], words: str, after: str, limit: int
    ) -> Sequence[ProductShown]:
        """By SKU; a store's own product stands for the shared one of the same SKU."""
        ...

    def product(self, *, scopes: Sequence[str], sku: str) -> ProductShown | None: ...


class ProblemBook(Protocol):
    def settle(self, *, problem_id: int, store_ids: Sequence[str], by: str, at: datetime) -> bool:
        """Whether it was there, and of one of these stores."""
        ...
