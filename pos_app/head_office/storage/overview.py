"""What a manager looks at, read: stores, their day, their terminals, and what was refused."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import func, select, update

from pos_app.head_office.services.overview.shapes import (
    Hour,
    ProblemShown,
    StoreDay,
    StoreShown,
    TerminalShown,
)
from pos_app.head_office.storage.engine import Database
from pos_app.head_office.storage.tables import (
    quarantine,
    sales_by_day,
    store,
    terminal,
    terminal_head,
)
from pos_app.head_office.storage.unit_of_work import SqlUnitOfWork, reading

MS_PER_SECOND = 1_000


def moment(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / MS_PER_SECOND, tz=UTC)


class SqlOverview:
    def __init__(self, database: Database) -> None:
        self._database = database

    def stores(self) -> Sequence[StoreShown]:
        query = select(
            store.c.store_id, store.c.name, store.c.currency, store.c.time_zone
        ).order_by(store.c.name, store.c.store_id)
        with reading(self._database) as connection:
            return [StoreShown(*row) for row in connection.execute(query)]

    def days(self, *, stores: Sequence[StoreShown], day: date) -> Sequence[StoreDay]:
        hours: dict[str, list[Hour]] = {one.store_id: [] for one in stores}
        query = (
            select(
                sales_by_day.c.store_id,
                sales_by_day.c.hour,
                func.sum(sales_by_day.c.orders),
                func.sum(sales_by_day.c.gross),
            )
            .where(sales_by_day.c.store_id.in_(list(hours)), sales_by_day.c.business_date == day)
            .group_by(sales_by_day.c.store_id, sales_by_day.c.hour)
            .order_by(sales_by_day.c.store_id, sales_by_day.c.hour)
        )
        with reading(self._database) as connection:
            for store_id, hour, orders, gross in connection.execute(query):
                hours[store_id].append(Hour(hour, int(orders), int(gross)))
        return [StoreDay(one, hours[one.store_id]) for one in stores]

    def terminals(self, *, store_ids: Sequence[str]) -> Sequence[TerminalShown]:
        problems = (
            select(quarantine.c.terminal_id, func.count().label("problems"))
            .where(quarantine.c.settled_at.is_(None))
            .group_by(quarantine.c.terminal_id)
            .subquery()
        )
        query = (
            select(
                terminal.c.terminal_id,
                terminal.c.code,
                store.c.name,
                terminal.c.epoch,
                func.coalesce(terminal_head.c.seq, 0),
                terminal_head.c.last_contact_at,
                terminal_head.c.waiting,
                terminal.c.revoked_at,
                func.coalesce(problems.c.problems, 0),
            )
            .join_from(terminal, store, terminal.c.store_id == store.c.store_id)
            .outerjoin(terminal_head, terminal_head.c.terminal_id == terminal.c.terminal_id)
            .outerjoin(problems, problems.c.terminal_id == terminal.c.terminal_id)
            .where(terminal.c.store_id.in_(store_ids), terminal.c.is_desk == 0)
            .order_by(store.c.name, terminal.c.code, terminal.c.enrolled_at)
        )
        with reading(self._database) as connection:
            return [_terminal(row) for row in connection.execute(query)]

    def problems(self, *, store_ids: Sequence[str], limit: int) -> Sequence[ProblemShown]:
        query = (
            select(
                quarantine.c.quarantine_id,
                store.c.name,
                terminal.c.code,
                quarantine.c.epoch,
                quarantine.c.seq,
                quarantine.c.kind,
                quarantine.c.answer,
                quarantine.c.reason,
                quarantine.c.detail,
                quarantine.c.received_at,
                quarantine.c.raw,
            )
            .join_from(quarantine, terminal, quarantine.c.terminal_id == terminal.c.terminal_id)
            .join(store, terminal.c.store_id == store.c.store_id)
            .where(terminal.c.store_id.in_(store_ids), quarantine.c.settled_at.is_(None))
            .order_by(quarantine.c.quarantine_id.desc())
            .limit(limit)
        )
        with reading(self._database) as connection:
            return [
                ProblemShown(*row[:9], at=moment(row[9]), raw=bytes(row[10]))
                for row in connection.execute(query)
            ]

    def problem_count(self, *, store_ids: Sequence[str]) -> int:
        query = (
            select(func.count())
            .select_from(quarantine)
            .join(terminal, quarantine.c.terminal_id == terminal.c.terminal_id)
            .where(terminal.c.store_id.in_(store_ids), quarantine.c.settled_at.is_(None))
        )
        with reading(self._database) as connection:
            return connection.scalar(query) or 0

    def settle(self, *, problem_id: int, store_ids: Sequence[str], by: str, at: datetime) -> bool:
        ours = select(terminal.c.terminal_id).where(terminal.c.store_id.in_(store_ids))
        change = (
            update(quarantine)
            .where(
                quarantine.c.quarantine_id == problem_id,
                quarantine.c.terminal_id.in_(ours),
                quarantine.c.settled_at.is_(None),
            )
            .values(settled_at=int(at.timestamp() * MS_PER_SECOND), settled_by=by)
        )
        with SqlUnitOfWork(self._database) as uow:
            settled = uow.connection.execute(change).rowcount
            uow.commit()
        return settled == 1


def _terminal(row: Any) -> TerminalShown:
    identity, code, name, epoch, seq, contact, waiting, revoked, problems = row
    return TerminalShown(
        terminal_id=identity,
        code=code,
        store_name=name,
        epoch=epoch,
        entries=seq,
        last_contact=None if contact is None else moment(contact),
        waiting=waiting,
        revoked=revoked is not None,
        problems=int(problems),
    )
