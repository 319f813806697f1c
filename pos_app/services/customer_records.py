"""What the customers need from the store, as narrow protocols."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Protocol

from pos_app.domain.customer import Customer, CustomerDetails


class CustomerRepository(Protocol):
    def add(
        self, details: CustomerDetails, *, uid: str, at: datetime, keys: Collection[str]
    ) -> Customer: ...
    def change(
        self, customer_id: int, details: CustomerDetails, *, keys: Collection[str]
    ) -> None: ...
    def forget(self, customer_id: int) -> None:
        """Nothing is left but the number, which orders go on to name."""
        ...


class CustomerQueries(Protocol):
    def get(self, customer_id: int) -> Customer | None: ...
    def by_key(self, beginning: str, *, limit: int) -> Sequence[Customer]:
        """Those with a key that begins so, each once."""
        ...

    def everybody(self) -> Iterator[Customer]:
        """Everybody who is not forgotten, oldest first."""
        ...
