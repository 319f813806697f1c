"""Shifts: open, close, and the one that is open now."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import bindparam, func, select, update

from pos_app.adapters.persistence import closings, shift_parts, shift_sums
from pos_app.adapters.persistence.readers import Readers, as_of_now
from pos_app.adapters.persistence.settings import SqlSettingRepository
from pos_app.adapters.persistence.statements import Statement, insert_into
from pos_app.adapters.persistence.tables import setting, shift
from pos_app.adapters.persistence.values import from_ms, to_ms
from pos_app.domain.closing import ClosingSums
from pos_app.domain.shift import Shift
from pos_app.domain.shift_report import ShiftSums
from pos_app.services.ports import Entry
from pos_app.services.reports.sales import SalesBy, SalesRow
from pos_app.services.shift_sums import Mark, SumsSoFar

COUNTS_BEYOND: Final = "counts_beyond"
"""The setting with the shift and how many of its counts were not filed."""
LEFT_IN_DRAWER: Final = "left_in_drawer"
"""The setting with what the last close has left there, in minor units."""

_CURRENT = Statement(select(shift).where(shift.c.closed_at.is_(None)))
_GET = Statement(select(shift).where(shift.c.shift_id == bindparam("shift")))
_BY_NUMBER = Statement(select(shift).where(shift.c.number == bindparam("number")))
_SETTING = Statement(select(setting.c.value).where(setting.c.name == bindparam("key")))
_ALL = Statement(select(shift).order_by(shift.c.number))
_LAST_DATE = Statement(select(func.max(shift.c.business_date)))
_LAST_NUMBER = Statement(select(func.coalesce(func.max(shift.c.number), 0)))
_OPEN = insert_into(shift, skip=("shift_id", "closed_at", "closed_by", "counted"))
_CLOSE = Statement(
    update(shift)
    .where(shift.c.shift_id == bindparam("shift"), shift.c.closed_at.is_(None))
    .values(closed_at=bindparam("at"), closed_by=bindparam("by"), counted=bindparam("counted_now"))
)

_COUNT_NO_SALE = Statement(
    update(shift)
    .where(shift.c.shift_id == bindparam("shift"))
    .values(no_sales=shift.c.no_sales + 1)
)
_MOVE_CASH = Statement(
    update(shift)
    .where(shift.c.shift_id == bindparam("shift"))
    .values(
        cash_in=shift.c.cash_in + bindparam("put_in"),
        cash_out=shift.c.cash_out + bindparam("taken_out"),
    )
)


class SqlShiftRepository:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._settings = SqlSettingRepository(connection)

    def current(self) -> Shift | None:
        return _maybe(_CURRENT.one(self._connection))

    def last_business_date(self) -> date | None:
        text = _LAST_DATE.scalar(self._connection)
        return date.fromisoformat(text) if text else None

    def open(self, *, business_date: date, at: datetime, by: int, opening_float: int) -> Shift:
        number = _LAST_NUMBER.scalar(self._connection) + 1
        zeros = dict.fromkeys(
            (
                *("sales", "refunds", "tips", "cash_sales", "cash_in", "cash_out"),
                *("orders", "no_sales"),
            ),
            0,
        )
        _OPEN.run(
            self._connection,
            {
                "number": number,
                "business_date": business_date.isoformat(),
                "opened_at": to_ms(at),
                "opened_by": by,
                "opening_float": opening_float,
                **zeros,
            },
        )
        opened = self.current()
        assert opened is not None
        return opened

    def close(
        self, shift_id: int, *, at: datetime, by: int, counted: int, left: int | None = None
    ) -> Shift:
        self._settings.put(LEFT_IN_DRAWER, str(left or 0))
        _CLOSE.run(
            self._connection,
            {"shift": shift_id, "at": to_ms(at), "by": by, "counted_now": counted},
        )
        closed = _maybe(_GET.one(self._connection, {"shift": shift_id}))
        assert closed is not None
        return closed

    def counts_beyond(self, shift_id: int) -> int:
        kept = _SETTING.scalar(self._connection, {"key": COUNTS_BEYOND}) or ""
        of, _, number = kept.partition(":")
        return int(number) if of == str(shift_id) else 0

    def note_beyond(self, shift_id: int) -> None:
        number = self.counts_beyond(shift_id) + 1
        self._settings.put(COUNTS_BEYOND, f"{shift_id}:{number}")

    def count_no_sale(self, shift_id: int) -> Shift:
        _COUNT_NO_SALE.run(self._connection, {"shift": shift_id})
        counted = _maybe(_GET.one(self._connection, {"shift": shift_id}))
        assert counted is not None
        return counted

    def move_cash(self, shift_id: int, *, put_in: int, taken_out: int) -> Shift:
        values = {"shift": shift_id, "put_in": put_in, "taken_out": taken_out}
        _MOVE_CASH.run(self._connection, values)
        return _shift(_GET.one(self._connection, {"shift": shift_id}))

    def stored(self, *, since: date, until: date) -> ClosingSums:
        return closings.stored(self._connection, since=since, until=until)

    def sums_after(self, shift_id: int, mark: Mark) -> SumsSoFar:
        return shift_sums.sums(self._connection, shift_id, after=mark)


class SqlShiftQueries:
    def __init__(self, readers: Readers) -> None:
        self._readers = readers

    def current(self) -> Shift | None:
        with self._readers.connect() as connection:
            return _maybe(_CURRENT.one(connection))

    def get(self, shift_id: int) -> Shift | None:
        with self._readers.connect() as connection:
            return _maybe(_GET.one(connection, {"shift": shift_id}))

    def left_in_drawer(self) -> int:
        with self._readers.connect() as connection:
            return int(_SETTING.scalar(connection, {"key": LEFT_IN_DRAWER}) or 0)

    def last_number(self) -> int:
        with self._readers.connect() as connection:
            return int(_LAST_NUMBER.scalar(connection))

    def by_number(self, number: int) -> Shift | None:
        with self._readers.connect() as connection:
            return _maybe(_BY_NUMBER.one(connection, {"number": number}))

    def sums(self, shift_id: int) -> SumsSoFar:
        with self._readers.connect() as connection, as_of_now(connection):
            return shift_sums.sums(connection, shift_id)

    def with_sums(self, shift_id: int) -> tuple[Shift, ShiftSums]:
        with self._readers.connect() as connection, as_of_now(connection):
            found = _shift(_GET.one(connection, {"shift": shift_id}))
            return found, shift_sums.sums(connection, shift_id).sums

    def parts(self, shift_id: int) -> Mapping[SalesBy, Sequence[SalesRow]]:
        with self._readers.connect() as connection, as_of_now(connection):
            return shift_parts.parts(connection, shift_id)

    def close_entry(self, shift_id: int) -> Entry | None:
        with self._readers.connect() as connection:
            row = shift_sums.close_entry(connection, shift_id)
        if row is None:
            return None
        return Entry(row.seq, row.kind, row.raw, row.hash, row.signature)

    def was_printed(self, number: int, *, after: int) -> bool:
        with self._readers.connect() as connection:
            values = {"after": after, "number": number}
            return shift_sums.PRINTED.scalar(connection, values) is not None

    def listed(self) -> Sequence[Shift]:
        with self._readers.connect() as connection:
            return [_shift(row) for row in _ALL.all(connection)]


def _maybe(row: Any) -> Shift | None:
    return _shift(row) if row is not None else None


def _shift(row: Any) -> Shift:
    return Shift(
        shift_id=row.shift_id,
        number=row.number,
        business_date=date.fromisoformat(row.business_date),
        opened_at=from_ms(row.opened_at),
        opened_by=row.opened_by,
        opening_float=row.opening_float,
        sales=row.sales,
        refunds=row.refunds,
        tips=row.tips,
        cash_sales=row.cash_sales,
        cash_in=row.cash_in,
        cash_out=row.cash_out,
        orders=row.orders,
        no_sales=row.no_sales,
        closed_at=from_ms(row.closed_at) if row.closed_at is not None else None,
        closed_by=row.closed_by,
        counted=row.counted,
    )
