"""Orders that a manager looks for, each store's newest first, and one of them in full."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Select, and_, or_, select, union_all

from pos_app.head_office.services.overview.shapes import OrderFilter, OrderRecord, OrderShown
from pos_app.head_office.storage.engine import Database
from pos_app.head_office.storage.orders import LAST_FIRST
from pos_app.head_office.storage.overview import moment
from pos_app.head_office.storage.tables import order, record, store, terminal
from pos_app.head_office.storage.unit_of_work import reading

_SHOWN: Final = (
    order.c.order_id,
    order.c.store_id,
    store.c.name.label("store_name"),
    terminal.c.code,
    order.c.number,
    order.c.state,
    order.c.completed_at,
    order.c.total,
    order.c.currency,
)
_FROM: Final = order.join(store, order.c.store_id == store.c.store_id).join(
    terminal, order.c.terminal_id == terminal.c.terminal_id
)


class SqlOrderFinding:
    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, *, terms: OrderFilter, limit: int) -> Sequence[OrderShown]:
        """Each store is asked by itself: its index is in order already, that of all is not."""
        if not terms.store_ids:
            return []
        each = [
            select(_of_store(terms, store_id).limit(limit).subquery())
            for store_id in terms.store_ids
        ]
        found = union_all(*each).subquery()
        query = (
            select(found)
            .order_by(found.c.completed_at.desc(), found.c.order_id.desc())
            .limit(limit)
        )
        with reading(self._database) as connection:
            return [_shown(row) for row in connection.execute(query)]

    def order(self, *, order_id: str, store_ids: Sequence[str]) -> OrderRecord | None:
        query = (
            select(*_SHOWN, order.c.business_date, record.c.epoch, record.c.seq)
            .add_columns(record.c.hash, record.c.raw)
            .select_from(
                _FROM.join(
                    record,
                    and_(
                        record.c.terminal_id == order.c.terminal_id,
                        record.c.epoch == order.c.epoch,
                        record.c.seq == order.c.seq,
                    ),
                )
            )
            .where(order.c.order_id == order_id, order.c.store_id.in_(store_ids))
            .order_by(*LAST_FIRST)
            .limit(1)
        )
        with reading(self._database) as connection:
            row = connection.execute(query).first()
        if row is None:
            return None
        *shown, business_date, epoch, seq, digest, raw = row
        return OrderRecord(
            order=_shown(shown),
            business_date=business_date,
            epoch=epoch,
            seq=seq,
            hash=bytes(digest).hex(),
            entry=json.loads(raw),
        )


def _of_store(terms: OrderFilter, store_id: str) -> Select[Any]:
    query = (
        select(*_SHOWN)
        .select_from(_FROM)
        .where(
            order.c.store_id == store_id,
            order.c.business_date >= terms.since,
            order.c.business_date <= terms.until,
            order.c.number.is_not(None),
        )
        .order_by(order.c.completed_at.desc(), order.c.order_id.desc())
    )
    if terms.number:
        query = query.where(order.c.number.icontains(terms.number, autoescape=True))
    if terms.total is not None:
        query = query.where(order.c.total == terms.total)
    if terms.before is not None:
        at, order_id = terms.before
        query = query.where(
            or_(
                order.c.completed_at < at,
                and_(order.c.completed_at == at, order.c.order_id < order_id),
            )
        )
    return query


def _shown(row: Sequence[Any]) -> OrderShown:
    order_id, store_id, store_name, code, number, state, completed, total, currency = row
    return OrderShown(
        order_id=order_id,
        store_id=store_id,
        store_name=store_name,
        terminal=code,
        number=number or "",
        state=state,
        completed_ms=completed,
        at=moment(completed),
        total=total,
        currency=currency,
    )
