"""Customer rows, and the keys by which they are found while somebody types."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import bindparam, delete, select, update

from pos_app.adapters.persistence.customer_tables import customer, customer_key
from pos_app.adapters.persistence.readers import Readers
from pos_app.adapters.persistence.statements import Statement, insert_into
from pos_app.adapters.persistence.values import from_ms, to_ms
from pos_app.domain.customer import Customer, CustomerDetails

PAGE: Final = 500
BEHIND_ALL: Final = "\U0010ffff"
"""Stands behind every letter, so that a range ends behind everything that begins alike."""

_ADD = insert_into(customer, skip=("customer_id",))
_ADD_KEY = insert_into(customer_key)
_CHANGE = Statement(
    update(customer)
    .where(customer.c.customer_id == bindparam("person"))
    .values({name: bindparam(f"new_{name}") for name in ("name", "phone", "email", "note")})
)
_FORGET = Statement(
    update(customer)
    .where(customer.c.customer_id == bindparam("person"))
    .values(name="", phone="", email="", note="", active=0)
)
_DROP_KEYS = Statement(
    delete(customer_key).where(customer_key.c.customer_id == bindparam("person"))
)
_GET = Statement(select(customer).where(customer.c.customer_id == bindparam("person")))
_BY_KEY = Statement(
    select(customer_key.c.customer_id)
    .where(customer_key.c.key >= bindparam("low"), customer_key.c.key < bindparam("high"))
    .limit(bindparam("most"))
)
_PAGE = Statement(
    select(customer)
    .where(customer.c.customer_id > bindparam("after"))
    .order_by(customer.c.customer_id)
    .limit(bindparam("most"))
)


class SqlCustomerRepository:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def add(
        self, details: CustomerDetails, *, uid: str, at: datetime, keys: Collection[str]
    ) -> Customer:
        values = {"uid": uid, **_texts(details), "created_at": to_ms(at), "active": 1}
        customer_id = _ADD.insert(self._connection, values)
        self._add_keys(customer_id, keys)
        return Customer(customer_id, uid, details, from_ms(to_ms(at)))

    def change(self, customer_id: int, details: CustomerDetails, *, keys: Collection[str]) -> None:
        new = {f"new_{name}": text for name, text in _texts(details).items()}
        _CHANGE.run(self._connection, {"person": customer_id, **new})
        _DROP_KEYS.run(self._connection, {"person": customer_id})
        self._add_keys(customer_id, keys)

    def forget(self, customer_id: int) -> None:
        _FORGET.run(self._connection, {"person": customer_id})
        _DROP_KEYS.run(self._connection, {"person": customer_id})

    def _add_keys(self, customer_id: int, keys: Collection[str]) -> None:
        _ADD_KEY.run_many(
            self._connection, [{"key": key, "customer_id": customer_id} for key in sorted(keys)]
        )


class SqlCustomerQueries:
    def __init__(self, readers: Readers) -> None:
        self._readers = readers

    def get(self, customer_id: int) -> Customer | None:
        with self._readers.connect() as connection:
            row = _GET.one(connection, {"person": customer_id})
        return None if row is None else _customer(row)

    def by_key(self, beginning: str, *, limit: int) -> Sequence[Customer]:
        key = {"low": beginning, "high": beginning + BEHIND_ALL, "most": limit}
        with self._readers.connect() as connection:
            found = dict.fromkeys(row.customer_id for row in _BY_KEY.all(connection, key))
            rows = [_GET.one(connection, {"person": one}) for one in found]
        return [_customer(row) for row in rows if row is not None]

    def everybody(self) -> Iterator[Customer]:
        after = 0
        while True:
            with self._readers.connect() as connection:
                rows = _PAGE.all(connection, {"after": after, "most": PAGE})
            yield from (_customer(row) for row in rows if row.active)
            if len(rows) < PAGE:
                return
            after = rows[-1].customer_id


def _texts(details: CustomerDetails) -> dict[str, str]:
    return {
        "name": details.name,
        "phone": details.phone,
        "email": details.email,
        "note": details.note,
    }


def _customer(row: Any) -> Customer:
    return Customer(
        row.customer_id,
        row.uid,
        CustomerDetails(row.name, row.phone, row.email, row.note),
        from_ms(row.created_at),
        bool(row.active),
    )
