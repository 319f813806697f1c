"""When each terminal spoke last, and what it said that waits."""

from __future__ import annotations

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from pos_app.head_office.storage.engine import Database
from pos_app.head_office.storage.tables import terminal_head
from pos_app.head_office.storage.unit_of_work import SqlUnitOfWork


class SqlContacts:
    def __init__(self, database: Database) -> None:
        self._database = database
        self._insert: Any = postgresql.insert if database.is_postgresql else sqlite.insert

    def note(self, *, terminal_id: str, waiting: int | None, at: int) -> None:
        said = {"last_contact_at": at, "waiting": waiting}
        # Before its first entry a terminal has no head: nothing is held of it.
        new = self._insert(terminal_head).values(
            terminal_id=terminal_id, epoch=0, seq=0, hash=b"", **said
        )
        change = new.on_conflict_do_update(index_elements=["terminal_id"], set_=said)
        with SqlUnitOfWork(self._database) as uow:
            uow.connection.execute(change)
            uow.commit()
