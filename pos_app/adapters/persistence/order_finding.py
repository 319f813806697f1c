"""Find orders by bounded reads: a number's index, a stretch of orders, the sales of a product."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from heapq import merge
from itertools import islice
from typing import Any, Final

from sqlalchemy import ColumnElement, bindparam, func, literal_column, select, text

from pos_app.adapters.persistence.catalogue_tables import barcode
from pos_app.adapters.persistence.order_queries import row_of
from pos_app.adapters.persistence.orders_behind import BEHIND, values_of_behind
from pos_app.adapters.persistence.products import product_search
from pos_app.adapters.persistence.readers import Readers
from pos_app.adapters.persistence.statements import Statement
from pos_app.adapters.persistence.tables import (
    LAST_FOUR,
    email_job,
    epoch,
    order,
    order_item,
    payment,
    returned,
    staff,
    stock_movement,
)
from pos_app.domain.money import Currency, Money
from pos_app.domain.return_story import ReturnStory, story_of
from pos_app.domain.returned import ReturnReason
from pos_app.services.catalogue.searching import fts_match
from pos_app.services.orders.behind import Behind
from pos_app.services.orders.finding import Facts, FoundOrder

RECENT_EMAILS: Final = 2_000
SALES_AT_ONCE: Final = 8
_VOID: Final[ColumnElement[str]] = literal_column(f"'{ReturnReason.VOID.value}'")
_AFTER_ALL_TEXT: Final = "\U0010ffff"

_ROW = select(order, staff.c.name.label("cashier")).outerjoin(
    staff, staff.c.staff_id == order.c.completed_by
)


def _among(column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    """One of a list of any length, which comes as one parameter."""
    listed = func.json_each(bindparam(name)).table_valued("value")
    return column.in_(select(listed.c.value))


def _sum_of(column: ColumnElement[Any], *where: ColumnElement[bool]) -> ColumnElement[int]:
    """Nothing, where there are no rows."""
    return func.coalesce(select(func.sum(column)).where(*where).scalar_subquery(), 0)


_SERIES = Statement(select(epoch.c.series).order_by(epoch.c.epoch.desc()))
_BY_NUMBERS = Statement(
    _ROW.where(_among(order.c.number, "numbers")).order_by(order.c.order_id.desc())
)
_BY_KEYS = Statement(_ROW.where(_among(order.c.order_id, "keys")).order_by(order.c.order_id.desc()))
_PREFIX = Statement(
    _ROW.where(order.c.number >= bindparam("low"), order.c.number < bindparam("high"))
    .order_by(order.c.number.desc())
    .limit(bindparam("most"))
)
# Both ends by the index: business dates never go back, so that keys rise with them.
_FIRST_OF = Statement(
    select(order.c.order_id)
    .where(order.c.business_date >= bindparam("day"))
    .order_by(order.c.business_date, order.c.order_id)
    .limit(1)
)
_LAST_OF = Statement(
    select(order.c.order_id)
    .where(order.c.business_date <= bindparam("day"))
    .order_by(order.c.business_date.desc(), order.c.order_id.desc())
    .limit(1)
)
_WITH_FACTS = Statement(
    _ROW.where(
        order.c.order_id >= bindparam("low"),
        order.c.order_id <= bindparam("high"),
        text(
            '(:amount IS NULL OR "order".total = :amount'
            ' OR "order".total + "order".rounding + "order".tip = :amount)'
        ),
        text('(:day IS NULL OR "order".business_date = :day)'),
        text(
            '(:minute IS NULL OR ("order".completed_at / 60000 + "order".utc_offset_minutes'
            " - :minute) % 1440 <= :more)"
        ),
        text(
            '(:cashiers IS NULL OR "order".completed_by IN'
            " (SELECT value FROM json_each(:cashiers)))"
        ),
    )
    .order_by(order.c.order_id.desc())
    .limit(bindparam("most"))
)
_CALLED = Statement(
    select(product_search.c.rowid)
    .where(product_search.c.product_search.op("MATCH")(bindparam("words")))
    .order_by(product_search.c.rowid)
    .limit(bindparam("most"))
)
_WITH_CODE = Statement(select(barcode.c.product_id).where(_among(barcode.c.barcode, "codes")))
_SALES = Statement(
    select(stock_movement.c.movement_id, stock_movement.c.order_id)
    .where(
        stock_movement.c.product_id == bindparam("product"),
        stock_movement.c.movement_id < bindparam("before"),
        stock_movement.c.order_id.is_not(None),
    )
    .order_by(stock_movement.c.movement_id.desc())
    .limit(bindparam("most"))
)
_BOUGHT = order_item.c.quantity > 0
_OF_ORDER = order_item.c.order_id == order.c.order_id
_voiding = order_item.alias("voiding")
_STORIES = Statement(
    select(
        order.c.order_id,
        _sum_of(order_item.c.quantity, _OF_ORDER, _BOUGHT).label("bought"),
        _sum_of(returned.c.quantity, returned.c.order_id == order.c.order_id).label("returned"),
        select(order_item.c.order_id).where(_OF_ORDER, ~_BOUGHT).exists().label("gives"),
        select(order_item.c.order_id)
        .where(_OF_ORDER, order_item.c.return_reason == _VOID)
        .exists()
        .label("is_void"),
        select(_voiding.c.order_id)
        .where(_voiding.c.returns == order.c.number, _voiding.c.return_reason == _VOID)
        .exists()
        .label("was_voided"),
    ).where(_among(order.c.order_id, "keys"))
)
_CARDED = Statement(
    select(payment.c.order_id)
    .where(bindparam("digits") == LAST_FOUR, payment.c.reference.is_not(None))
    .order_by(payment.c.payment_id.desc())
    .limit(bindparam("most"))
)
_UNSENT = Statement(
    select(email_job.c.order_id)
    .where(email_job.c.state != literal_column("'sent'"))
    .order_by(email_job.c.job_id.desc())
    .limit(bindparam("most"))
)
_LAST_EMAILS = (
    select(email_job.c.order_id, email_job.c.address)
    .order_by(email_job.c.job_id.desc())
    .limit(literal_column(str(RECENT_EMAILS)))
    .subquery()
)
_EMAILED = Statement(
    select(_LAST_EMAILS.c.order_id)
    .where(func.instr(func.lower(_LAST_EMAILS.c.address), bindparam("address")) > 0)
    .limit(bindparam("most"))
)


def _sales_of(
    connection: sqlite3.Connection, product: int, before: int
) -> Iterator[tuple[int, int]]:
    """The sales of one product, newest first, read a few at a time: most want no more."""
    while True:
        rows = _SALES.all(connection, {"product": product, "before": before, "most": SALES_AT_ONCE})
        yield from ((row.movement_id, row.order_id) for row in rows)
        if len(rows) < SALES_AT_ONCE:
            return
        before = rows[-1].movement_id


class SqlOrderFinder:
    def __init__(self, readers: Readers, *, currency: Currency) -> None:
        self._readers = readers
        self._currency = currency

    def series(self) -> Sequence[str]:
        with self._readers.connect() as connection:
            return [row.series for row in _SERIES.all(connection)]

    def by_numbers(self, numbers: Sequence[str]) -> Sequence[FoundOrder]:
        return self._found(_BY_NUMBERS, {"numbers": json.dumps(numbers)})

    def number_prefix(self, prefix: str, *, limit: int) -> Sequence[FoundOrder]:
        values = {"low": prefix, "high": prefix + _AFTER_ALL_TEXT, "most": limit}
        return self._found(_PREFIX, values)

    def by_keys(self, keys: Sequence[int]) -> Sequence[FoundOrder]:
        return self._found(_BY_KEYS, {"keys": json.dumps(keys)})

    def keys_of(self, first: date, last: date) -> tuple[int, int]:
        with self._readers.connect() as connection:
            low = _FIRST_OF.scalar(connection, {"day": first.isoformat()})
            high = _LAST_OF.scalar(connection, {"day": last.isoformat()})
        return (low, high) if low is not None and high is not None else (0, -1)

    def with_facts(self, facts: Facts, *, low: int, high: int, limit: int) -> Sequence[FoundOrder]:
        first, more = facts.minutes or (None, None)
        values = {
            "low": low,
            "high": high,
            "amount": facts.amount,
            "day": facts.day.isoformat() if facts.day else None,
            "minute": first,
            "more": more,
            "cashiers": json.dumps(sorted(facts.cashiers)) if facts.cashiers else None,
            "most": limit,
        }
        return self._found(_WITH_FACTS, values)

    def behind(self, behind: Behind, *, low: int, high: int, limit: int) -> Sequence[FoundOrder]:
        return self._found(BEHIND, values_of_behind(behind, low=low, high=high, limit=limit))

    def products(self, words: tuple[str, ...], *, limit: int) -> Sequence[int]:
        with self._readers.connect() as connection:
            rows = _CALLED.all(connection, {"words": fts_match(words), "most": limit})
        return [row.rowid for row in rows]

    def products_with(self, codes: Sequence[str]) -> Sequence[int]:
        with self._readers.connect() as connection:
            rows = _WITH_CODE.all(connection, {"codes": json.dumps(codes)})
        return [row.product_id for row in rows]

    def sold(
        self, products: Sequence[int], *, before: int, limit: int
    ) -> Sequence[tuple[int, int]]:
        with self._readers.connect() as connection:
            sales = [_sales_of(connection, product, before) for product in products]
            return list(islice(merge(*sales, reverse=True), limit))

    def stories(self, keys: Sequence[int]) -> Mapping[int, ReturnStory]:
        with self._readers.connect() as connection:
            rows = _STORIES.all(connection, {"keys": json.dumps(keys)})
        return {
            row.order_id: story_of(
                bought=row.bought,
                returned=row.returned,
                gives=bool(row.gives),
                is_void=bool(row.is_void),
                was_voided=bool(row.was_voided),
            )
            for row in rows
        }

    def carded(self, last_four: str, *, limit: int) -> Sequence[int]:
        values = {"digits": last_four, "most": limit}
        with self._readers.connect() as connection:
            return [row.order_id for row in _CARDED.all(connection, values)]

    def emailed(self, address: str, *, limit: int) -> Sequence[int]:
        values = {"address": address, "most": limit}
        with self._readers.connect() as connection:
            rows = (_EMAILED if address else _UNSENT).all(connection, values)
        return [row.order_id for row in rows]

    def _found(self, statement: Statement, values: Mapping[str, Any]) -> Sequence[FoundOrder]:
        with self._readers.connect() as connection:
            return [
                FoundOrder(
                    row.order_id,
                    row_of(row, self._currency),
                    Money(row.total + row.rounding + row.tip, self._currency),
                )
                for row in statement.all(connection, values)
            ]
