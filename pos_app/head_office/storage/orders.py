"""Orders that people make here, and orders as they are read back from the journals."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final, Self

from sqlalchemy import Connection, Select, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from pos_app.head_office.services.orders.ports import Desk, Kept, Request
from pos_app.head_office.storage.engine import Database
from pos_app.head_office.storage.products import SqlProducts
from pos_app.head_office.storage.records import SqlRecordRepository
from pos_app.head_office.storage.tables import (
    idempotent_request,
    order,
    record,
    stock,
    store,
    terminal,
)
from pos_app.head_office.storage.unit_of_work import SqlUnitOfWork, reading

DESK: str = "DESK"
NewId = Callable[[], str]
LAST_FIRST: Final = (order.c.completed_at.desc(), order.c.epoch.desc(), order.c.seq.desc())
"""After a restored backup the same order may have been sold once more: the last counts."""


class SqlDesks:
    def __init__(self, connection: Connection, new_id: NewId) -> None:
        self._connection = connection
        self._new_id = new_id

    def of_store(self, store_id: str, *, key_id: str, at: int) -> Desk | None:
        # Of two who would make the first desk, the second waits here and finds it.
        where = select(store).where(store.c.store_id == store_id).with_for_update()
        found = self._connection.execute(where).one_or_none()
        if found is None:
            return None
        desk = self._desk(store_id)
        if desk is None:
            self._connection.execute(
                insert(terminal).values(
                    terminal_id=self._new_id(),
                    store_id=store_id,
                    code=DESK,
                    journal_id=self._new_id(),
                    is_desk=1,
                    installation=key_id,
                    currency=found.currency,
                    epoch=1,
                    enrolled_at=at,
                )
            )
            desk = self._desk(store_id)
            assert desk is not None, store_id
        return Desk(
            terminal_id=desk.terminal_id,
            journal_id=desk.journal_id,
            currency=found.currency,
            time_zone=found.time_zone,
            prices_include_tax=bool(found.prices_include_tax),
        )

    def _desk(self, store_id: str) -> Any:
        query = select(terminal.c.terminal_id, terminal.c.journal_id).where(
            terminal.c.store_id == store_id, terminal.c.is_desk == 1
        )
        return self._connection.execute(query).one_or_none()


class SqlStock:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def left(self, skus: Collection[str], *, store_id: str) -> Mapping[str, int]:
        query = (
            select(stock.c.sku, stock.c.quantity)
            .where(stock.c.store_id == store_id, stock.c.sku.in_(skus))
            # The order in which everybody locks them.
            .order_by(stock.c.sku, stock.c.terminal_id)
            .with_for_update()
        )
        left: dict[str, int] = {}
        for sku, quantity in self._connection.execute(query):
            left[sku] = left.get(sku, 0) + quantity
        return left


class SqlRequests:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        is_postgresql = connection.dialect.name == "postgresql"
        self._insert: Any = postgresql.insert if is_postgresql else sqlite.insert

    def add(self, request: Request, *, at: int) -> Request:
        self._connection.execute(
            self._insert(idempotent_request).on_conflict_do_nothing(),
            {
                "person_id": request.person_id,
                "key": request.key,
                "digest": request.digest,
                "order_id": request.order_id,
                "at": at,
            },
        )
        row = self._connection.execute(
            select(idempotent_request).where(
                idempotent_request.c.person_id == request.person_id,
                idempotent_request.c.key == request.key,
            )
        ).one()
        return Request(row.person_id, row.key, row.digest, row.order_id)


class SqlOrders:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, order_id: str) -> Kept | None:
        newest = _KEPT.where(order.c.order_id == order_id).order_by(*LAST_FIRST)
        row = self._connection.execute(newest.limit(1)).one_or_none()
        return None if row is None else Kept(*row)

    def of_person(self, person_id: str, *, limit: int) -> Sequence[Kept]:
        query = _KEPT.where(order.c.person_id == person_id)
        newest = query.order_by(order.c.completed_at.desc(), order.c.seq.desc()).limit(limit)
        return [Kept(*row) for row in self._connection.execute(newest)]


_KEPT: Select[Any] = select(
    order.c.order_id, order.c.store_id, order.c.person_id, record.c.raw
).join(
    record,
    (record.c.terminal_id == order.c.terminal_id)
    & (record.c.epoch == order.c.epoch)
    & (record.c.seq == order.c.seq),
)


class SqlOrderWork(SqlUnitOfWork):
    desks: SqlDesks
    products: SqlProducts
    stock: SqlStock
    requests: SqlRequests
    records: SqlRecordRepository

    def __init__(self, database: Database, *, new_id: NewId) -> None:
        super().__init__(database)
        self._new_id = new_id

    def __enter__(self) -> Self:
        super().__enter__()
        self.desks = SqlDesks(self.connection, self._new_id)
        self.products = SqlProducts(self.connection)
        self.stock = SqlStock(self.connection)
        self.requests = SqlRequests(self.connection)
        self.records = SqlRecordRepository(self.connection)
        return self


@contextmanager
def order_reading(database: Database) -> Iterator[SqlOrders]:
    with reading(database) as connection:
        yield SqlOrders(connection)
