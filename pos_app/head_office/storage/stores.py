"""Stores, as rows."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from sqlalchemy import Connection, insert, select

from pos_app.head_office.services.access.ports import Store
from pos_app.head_office.storage.currencies import (
    currencies,
    has_shared_amounts,
    lock_currencies,
)
from pos_app.head_office.storage.tables import store

_ALL = select(
    store.c.store_id, store.c.name, store.c.currency, store.c.time_zone, store.c.prices_include_tax
)


class SqlStores:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def currencies(self) -> AbstractSet[str]:
        lock_currencies(self._connection, shared=False)
        return currencies(self._connection)

    def has_shared_amounts(self) -> bool:
        return has_shared_amounts(self._connection)

    def add(self, one: Store, *, at: int) -> None:
        self._connection.execute(
            insert(store).values(
                store_id=one.store_id,
                name=one.name,
                currency=one.currency,
                time_zone=one.time_zone,
                prices_include_tax=int(one.prices_include_tax),
                created_at=at,
            )
        )

    def get(self, store_id: str) -> Store | None:
        row = self._connection.execute(_ALL.where(store.c.store_id == store_id)).first()
        return None if row is None else _store(row)

    def named(self, name: str) -> Store | None:
        row = self._connection.execute(_ALL.where(store.c.name == name)).first()
        return None if row is None else _store(row)

    def listed(self) -> Sequence[Store]:
        return [_store(row) for row in self._connection.execute(_ALL.order_by(store.c.name))]


def _store(row: Sequence[Any]) -> Store:
    store_id, name, currency, time_zone, prices_include_tax = row
    return Store(store_id, name, currency, time_zone, bool(prices_include_tax))
