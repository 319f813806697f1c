"""People, as rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, insert, select, update

from pos_app.head_office.services.access.names import folded
from pos_app.head_office.services.access.ports import Person
from pos_app.head_office.services.access.roles import Role
from pos_app.head_office.storage.access_tables import person

_ALL = select(
    person.c.person_id,
    person.c.name,
    person.c.role,
    person.c.store_id,
    person.c.password_hash,
    person.c.active,
    person.c.generation,
)


class SqlPeople:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, one: Person, *, at: int) -> None:
        values = {**_values(one), "person_id": one.person_id, "created_at": at, "changed_at": at}
        self._connection.execute(insert(person).values(values))

    def get(self, person_id: str) -> Person | None:
        row = self._connection.execute(_ALL.where(person.c.person_id == person_id)).first()
        return None if row is None else _person(row)

    def named(self, name: str) -> Person | None:
        row = self._connection.execute(_ALL.where(person.c.folded == folded(name))).first()
        return None if row is None else _person(row)

    def replace(self, one: Person, *, at: int) -> None:
        changed = {**_values(one), "changed_at": at}
        self._connection.execute(
            update(person).where(person.c.person_id == one.person_id).values(changed)
        )

    def listed(self) -> Sequence[Person]:
        return [_person(row) for row in self._connection.execute(_ALL.order_by(person.c.folded))]


def _values(one: Person) -> dict[str, object]:
    return {
        "name": one.name,
        "folded": folded(one.name),
        "role": one.role.value,
        "store_id": one.store_id,
        "password_hash": one.password_hash,
        "active": int(one.is_active),
        "generation": one.generation,
    }


def _person(row: Sequence[Any]) -> Person:
    person_id, name, role, store_id, password_hash, active, generation = row
    return Person(person_id, name, Role(role), store_id, password_hash, bool(active), generation)
