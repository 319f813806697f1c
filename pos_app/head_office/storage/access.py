"""Codes, keys, tries, assertions and events, as rows; and the transaction that holds them all."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Table,
    case,
    delete,
    exists,
    insert,
    select,
    text,
    tuple_,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from pos_app.head_office.services.access.ports import (
    Code,
    Event,
    EventKind,
    HeadKey,
    KeyState,
    Purpose,
    Tries,
)
from pos_app.head_office.storage.access_tables import (
    access_event,
    enrolment_code,
    signing_key,
    spent_assertion,
    tries,
)
from pos_app.head_office.storage.engine import Database
from pos_app.head_office.storage.people import SqlPeople
from pos_app.head_office.storage.stores import SqlStores
from pos_app.head_office.storage.terminals import SqlTerminals
from pos_app.head_office.storage.unit_of_work import SqlUnitOfWork, reading

PRUNED_AT_ONCE = 200
_KEYS_LOCK = 0x706F_735F_6B65_79


def upserting(connection: Connection, target: Any) -> Any:
    """An INSERT that knows ON CONFLICT, in the words of this database."""
    made = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    return made(target)


class SqlCodes:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, code: Code, *, at: int, made_by: str) -> None:
        self._connection.execute(
            insert(enrolment_code).values(
                selector=code.selector,
                proof=code.proof,
                terminal=code.terminal,
                store_id=code.store_id,
                made_at=at,
                made_by=made_by,
                expires_at=code.expires_at,
                tries_left=code.tries_left,
                used_by=code.used_by,
            )
        )

    def get(self, selector: str) -> Code | None:
        columns = enrolment_code.c
        row = self._connection.execute(
            select(
                columns.selector,
                columns.proof,
                columns.terminal,
                columns.store_id,
                columns.expires_at,
                columns.tries_left,
                columns.used_by,
            )
            .where(columns.selector == selector)
            .with_for_update()
        ).first()
        return None if row is None else Code(*row)

    def replace(self, code: Code) -> None:
        self._connection.execute(
            update(enrolment_code)
            .where(enrolment_code.c.selector == code.selector)
            .values(tries_left=code.tries_left, used_by=code.used_by)
        )

    def prune(self, *, before: int) -> None:
        self._connection.execute(delete(enrolment_code).where(enrolment_code.c.expires_at < before))


class SqlKeys:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def listed(self, purpose: Purpose) -> Sequence[HeadKey]:
        columns = signing_key.c
        rows = self._connection.execute(
            select(
                columns.key_id,
                columns.purpose,
                columns.state,
                columns.sealed_private_key,
                columns.public_key,
                columns.made_at,
                columns.state_since,
            )
            .where(columns.purpose == purpose.value)
            .order_by(columns.made_at, columns.key_id)
        )
        return [_head_key(row) for row in rows]

    def lock(self) -> None:
        # On SQLite whoever writes is alone anyway.
        if self._connection.dialect.name == "postgresql":
            self._connection.execute(
                text("SELECT pg_advisory_xact_lock(:key)"), {"key": _KEYS_LOCK}
            )

    def add(self, key: HeadKey) -> None:
        self._connection.execute(
            insert(signing_key).values(
                key_id=key.key_id,
                purpose=key.purpose.value,
                state=key.state.value,
                sealed_private_key=key.sealed_private_key,
                public_key=key.public_key,
                made_at=key.made_at,
                state_since=key.state_since,
            )
        )

    def set_state(self, key_id: str, state: KeyState, *, at: int) -> None:
        self._connection.execute(
            update(signing_key)
            .where(signing_key.c.key_id == key_id)
            .values(state=state.value, state_since=at)
        )

    def remove(self, key_id: str) -> None:
        self._connection.execute(delete(signing_key).where(signing_key.c.key_id == key_id))


class SqlTries:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def spend(self, key: str, *, at: int, window_ms: int) -> Tries:
        is_over = tries.c.began_at <= at - window_ms
        counted = upserting(self._connection, tries).values(key=key, began_at=at, count=1)
        row = self._connection.execute(
            counted.on_conflict_do_update(
                index_elements=["key"],
                set_={
                    "count": case((is_over, 1), else_=tries.c.count + 1),
                    "began_at": case((is_over, at), else_=tries.c.began_at),
                },
            ).returning(tries.c.count, tries.c.began_at)
        ).one()
        return Tries(*row)

    def give_back(self, key: str) -> None:
        self._connection.execute(
            update(tries)
            .where(tries.c.key == key, tries.c.count > 0)
            .values(count=tries.c.count - 1)
        )

    def forget(self, key: str) -> None:
        self._connection.execute(delete(tries).where(tries.c.key == key))

    def note(self, key: str, *, until: int) -> None:
        noted = upserting(self._connection, tries).values(key=key, began_at=until, count=0)
        self._connection.execute(
            noted.on_conflict_do_update(index_elements=["key"], set_={"began_at": until})
        )

    def noted(self, key: str) -> bool:
        query = select(tries.c.key).where(tries.c.key == key)
        return self._connection.execute(query).first() is not None

    def prune(self, *, before: int) -> None:
        _prune(self._connection, tries, tries.c.began_at < before)


class SqlAssertions:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def spend(self, terminal_id: str, assertion_id: str, *, until: int) -> bool:
        added = self._connection.execute(
            upserting(self._connection, spent_assertion)
            .values(terminal_id=terminal_id, assertion_id=assertion_id, until=until)
            .on_conflict_do_nothing()
            .returning(spent_assertion.c.until)
        )
        return added.first() is not None

    def prune(self, *, before: int) -> None:
        _prune(self._connection, spent_assertion, spent_assertion.c.until < before)


class SqlEvents:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, event: Event, *, once_in_ms: int = 0) -> None:
        if (
            once_in_ms
            and self._connection.execute(
                select(
                    exists().where(
                        access_event.c.subject == event.subject,
                        access_event.c.kind == event.kind.value,
                        access_event.c.at > event.at - once_in_ms,
                    )
                )
            ).scalar()
        ):
            return
        self._connection.execute(
            insert(access_event).values(
                at=event.at,
                kind=event.kind.value,
                subject=event.subject,
                actor=event.actor,
                detail=json.dumps(dict(event.values), sort_keys=True),
            )
        )

    def listed(self, *, limit: int) -> Sequence[Event]:
        columns = access_event.c
        rows = self._connection.execute(
            select(columns.at, columns.kind, columns.subject, columns.actor, columns.detail)
            .order_by(columns.event_id.desc())
            .limit(limit)
        )
        return [
            Event(at, EventKind(kind), subject, actor, json.loads(detail))
            for at, kind, subject, actor, detail in rows
        ]


class SqlAccessReading:
    connection: Connection

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    @property
    def stores(self) -> SqlStores:
        return SqlStores(self.connection)

    @property
    def people(self) -> SqlPeople:
        return SqlPeople(self.connection)

    @property
    def terminals(self) -> SqlTerminals:
        return SqlTerminals(self.connection)

    @property
    def keys(self) -> SqlKeys:
        return SqlKeys(self.connection)

    @property
    def events(self) -> SqlEvents:
        return SqlEvents(self.connection)


class SqlAccessWork(SqlUnitOfWork, SqlAccessReading):
    @property
    def codes(self) -> SqlCodes:
        return SqlCodes(self.connection)

    @property
    def tries(self) -> SqlTries:
        return SqlTries(self.connection)

    @property
    def assertions(self) -> SqlAssertions:
        return SqlAssertions(self.connection)


@contextmanager
def access_reading(database: Database) -> Iterator[SqlAccessReading]:
    with reading(database) as connection:
        yield SqlAccessReading(connection)


def _prune(connection: Connection, old: Table, is_old: ColumnElement[bool]) -> None:
    """Leave what somebody else works with for the next time: nobody waits for this."""
    key = tuple_(*old.primary_key.columns)
    some = select(*old.primary_key.columns).where(is_old).limit(PRUNED_AT_ONCE)
    connection.execute(delete(old).where(key.in_(some.with_for_update(skip_locked=True))))


def _head_key(row: Sequence[Any]) -> HeadKey:
    key_id, purpose, state, *rest = row
    return HeadKey(key_id, Purpose(purpose), KeyState(state), *rest)
