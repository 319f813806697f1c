"""Who came from the head office that the store belongs to."""

from __future__ import annotations

from sqlalchemy import select

from pos_app.adapters.persistence.readers import Readers
from pos_app.adapters.persistence.statements import Statement
from pos_app.adapters.persistence.sync_tables import synced
from pos_app.adapters.persistence.tables import setting
from pos_app.services.sync.membership import SETTING
from pos_app.wire.changes import Subject

_PEOPLE = Statement(
    select(synced.c.local_id).where(
        synced.c.subject == Subject.STAFF.value,
        synced.c.local_id.is_not(None),
        # A store that has left its head office keeps its people, and may change them.
        select(setting.c.name).where(setting.c.name == SETTING, setting.c.value != "").exists(),
    )
)


class SqlSyncedPeople:
    def __init__(self, readers: Readers) -> None:
        self._readers = readers

    def ids(self) -> frozenset[int]:
        with self._readers.connect() as connection:
            return frozenset(row.local_id for row in _PEOPLE.all(connection))
