"""The visits to the page that somebody signed out of, until they would end by themselves."""

from __future__ import annotations

from sqlalchemy import delete, exists, select

from pos_app.head_office.storage.access import upserting
from pos_app.head_office.storage.access_tables import ended_visit
from pos_app.head_office.storage.engine import Database
from pos_app.head_office.storage.unit_of_work import SqlUnitOfWork, reading


class SqlEndedVisits:
    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, visit_id: str, *, until: int, now: int) -> None:
        with SqlUnitOfWork(self._database) as uow:
            added = upserting(uow.connection, ended_visit).on_conflict_do_nothing()
            uow.connection.execute(added, {"visit_id": visit_id, "until": until})
            uow.connection.execute(delete(ended_visit).where(ended_visit.c.until < now))
            uow.commit()

    def has(self, visit_id: str) -> bool:
        with reading(self._database) as connection:
            found = select(exists().where(ended_visit.c.visit_id == visit_id))
            return bool(connection.execute(found).scalar())
