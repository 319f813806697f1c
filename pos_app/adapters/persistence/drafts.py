"""Open orders as drafts: one row each, never older than the one that is there."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, delete, exists, not_, select
from sqlalchemy.dialects.sqlite import insert

from pos_app.adapters.persistence.readers import Readers
from pos_app.adapters.persistence.statements import Statement
from pos_app.adapters.persistence.tables import draft, order
from pos_app.services.ports import Draft

_COLUMNS = [column.name for column in draft.columns]
_NEW = insert(draft).from_select(
    _COLUMNS,
    # A draft that arrives after its order was paid must not bring the order back as open.
    select(*[bindparam(name, type_=draft.c[name].type) for name in _COLUMNS]).where(
        not_(exists().where(order.c.uid == bindparam("uid")))
    ),
)
_SAVE = Statement(
    _NEW.on_conflict_do_update(
        index_elements=[draft.c.uid],
        set_={name: _NEW.excluded[name] for name in _COLUMNS if name != "uid"},
        where=draft.c.revision < _NEW.excluded.revision,
    )
)
DELETE_DRAFT = Statement(delete(draft).where(draft.c.uid == bindparam("uid")))
_ALL = Statement(select(draft).order_by(draft.c.uid))
_ONE = Statement(select(draft).where(draft.c.uid == bindparam("uid")))


class SqlDraftRepository:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def save(self, one: Draft) -> bool:
        result = _SAVE.run(
            self._connection,
            {
                "uid": one.order_id,
                "revision": one.revision,
                "state": one.state,
                "opened_by": one.opened_by,
                "total": one.total,
                "body": one.body,
            },
        )
        return bool(result.rowcount)

    def delete(self, order_id: str) -> None:
        DELETE_DRAFT.run(self._connection, {"uid": order_id})

    def drafts(self) -> Sequence[Draft]:
        return _all(self._connection)

    def draft(self, order_id: str) -> Draft | None:
        return _one(self._connection, order_id)


class SqlDraftQueries:
    def __init__(self, readers: Readers) -> None:
        self._readers = readers

    def drafts(self) -> Sequence[Draft]:
        with self._readers.connect() as connection:
            return _all(connection)

    def draft(self, order_id: str) -> Draft | None:
        with self._readers.connect() as connection:
            return _one(connection, order_id)


def _all(connection: sqlite3.Connection) -> list[Draft]:
    return [_draft(row) for row in _ALL.all(connection)]


def _one(connection: sqlite3.Connection, order_id: str) -> Draft | None:
    row = _ONE.one(connection, {"uid": order_id})
    return _draft(row) if row is not None else None


def _draft(row: Any) -> Draft:
    return Draft(row.uid, row.revision, row.state, row.opened_by, row.total, row.body)
