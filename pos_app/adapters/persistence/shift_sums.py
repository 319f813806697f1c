"""Add up the documents of one shift, in whole or from where an earlier reading has stopped.

A terminal has one open shift at a time and documents are only ever added, so that those of a
shift are one run of rows: it is read in the order in which it lies on the disk.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import ColumnElement, Text, bindparam, case, cast, func, select

from pos_app.adapters.persistence.journal_tables import journal
from pos_app.adapters.persistence.statements import Statement
from pos_app.adapters.persistence.tables import order, order_tax, payment, shift
from pos_app.domain.journal import EntryKind
from pos_app.domain.shift_report import MethodSum, ShiftSums, TaxSum
from pos_app.services.shift_sums import START, Mark, SumsSoFar

_DAY = Statement(select(shift.c.business_date).where(shift.c.shift_id == bindparam("shift")))
_OF_SHIFT: Final = (
    order.c.business_date == bindparam("day"),
    order.c.shift_id == bindparam("shift"),
)
# Both from an end of the index by date: nothing but the day is walked through.
_FIRST = Statement(select(order.c.order_id).where(*_OF_SHIFT).order_by(order.c.order_id).limit(1))
_LAST = Statement(
    select(order.c.order_id).where(*_OF_SHIFT).order_by(order.c.order_id.desc()).limit(1)
)
_FIRST_PAYMENT = Statement(
    select(payment.c.payment_id)
    .where(payment.c.order_id >= bindparam("order"))
    .order_by(payment.c.order_id, payment.c.payment_id)
    .limit(1)
)
_NEWEST_PAYMENT = Statement(select(func.max(payment.c.payment_id)))
IN_RUN: Final = (order.c.order_id > bindparam("after"), order.c.order_id <= bindparam("upto"))
# No order that was given up has a number: an index finds those few at once.
_IS_VOID: Final = order.c.number.is_(None)


def _summed(*conditions: ColumnElement[bool]) -> Statement:
    return Statement(
        select(
            func.count().label("count"),
            func.coalesce(func.sum(order.c.total), 0).label("total"),
            func.coalesce(func.sum(order.c.discount), 0).label("discounts"),
            func.coalesce(func.sum(order.c.rounding), 0).label("rounding"),
        ).where(*IN_RUN, *conditions)
    )


_ORDERS = _summed()
_VOIDS = _summed(_IS_VOID)
_NUMBERED = select(order.c.number).where(*IN_RUN, order.c.number.is_not(None)).limit(1)
_FIRST_NUMBER = Statement(_NUMBERED.order_by(order.c.order_id))
_LAST_NUMBER = Statement(_NUMBERED.order_by(order.c.order_id.desc()))
_OF_PAID: Final = (
    order_tax.c.order_id > bindparam("after"),
    order_tax.c.order_id <= bindparam("upto"),
    order_tax.c.order_id.not_in(select(order.c.order_id).where(*IN_RUN, _IS_VOID)),
)
_KIND: Final = (
    order_tax.c.tax_class,
    order_tax.c.tax_code,
    order_tax.c.name,
    order_tax.c.rate_millionths,
)
# Grouped in one go, all rows would be sorted: a scan for each of the few kinds is faster.
_KINDS = Statement(select(*_KIND).where(*_OF_PAID).distinct())
_OF_KIND = Statement(
    select(func.sum(order_tax.c.net).label("net"), func.sum(order_tax.c.tax).label("tax")).where(
        *_OF_PAID, *(column == bindparam(column.name) for column in _KIND)
    )
)
# What takes a payment back counts it no more. An order's payments may come after later orders.
_METHODS = Statement(
    select(
        payment.c.method,
        func.sum(case((payment.c.reverses.is_(None), 1), else_=-1)).label("count"),
        func.sum(payment.c.amount).label("amount"),
    )
    .where(
        payment.c.payment_id > bindparam("paid_after"),
        payment.c.payment_id <= bindparam("paid_upto"),
        payment.c.state == "approved",
    )
    .group_by(payment.c.method)
    .order_by(payment.c.method)
)
_BEFORE_CLOSE = Statement(
    select(order.c.journal_seq)
    .where(order.c.business_date <= bindparam("day"), order.c.shift_id <= bindparam("shift"))
    .order_by(order.c.business_date.desc(), order.c.order_id.desc())
    .limit(1)
)
_CLOSE = Statement(
    select(journal)
    .where(
        journal.c.seq > bindparam("after"),
        journal.c.kind == EntryKind.SHIFT_CLOSE.value,
        func.json_extract(cast(journal.c.raw, Text), "$.shift_id") == bindparam("shift"),
    )
    .order_by(journal.c.seq)
    .limit(1)
)

_SAID: Final = cast(journal.c.raw, Text)
PRINTED = Statement(
    select(journal.c.seq)
    .where(
        journal.c.seq > bindparam("after"),
        (journal.c.kind == EntryKind.PRINT.value) | (journal.c.kind == EntryKind.REPRINT.value),
        func.json_extract(_SAID, "$.body.form") == "z",
        func.json_extract(_SAID, "$.body.number") == bindparam("number"),
    )
    .limit(1)
)


def sums(connection: sqlite3.Connection, shift_id: int, *, after: Mark = START) -> SumsSoFar:
    """What was recorded in the shift after the mark, and the mark to go on from.

    Exact inside one transaction only.
    """
    run = run_of(connection, shift_id, after)
    if run is None:
        return SumsSoFar(ShiftSums(), after)
    every, voids = _ORDERS.one(connection, run), _VOIDS.one(connection, run)
    found = ShiftSums(
        documents=every.count - voids.count,
        discounts=every.discounts - voids.discounts,
        rounding=every.rounding - voids.rounding,
        voids=voids.count,
        void_total=voids.total,
        first=_FIRST_NUMBER.scalar(connection, run) or "",
        last=_LAST_NUMBER.scalar(connection, run) or "",
        methods=tuple(MethodSum(*one) for one in _METHODS.all(connection, run)),
        taxes=_taxes(connection, run),
    )
    return SumsSoFar(found, Mark(run["upto"], run["paid_upto"]))


def _taxes(connection: sqlite3.Connection, run: Mapping[str, int]) -> tuple[TaxSum, ...]:
    found = []
    for kind in sorted(_KINDS.all(connection, run)):
        row = _OF_KIND.one(connection, {**run, **kind._asdict()})
        tax_class, code, name, rate = kind
        found.append(TaxSum(tax_class, code, name, rate, row.net, row.tax))
    return tuple(sorted(found, key=lambda one: (one.tax_class, one.tax_code, one.rate_millionths)))


def close_entry(connection: sqlite3.Connection, shift_id: int) -> Any:
    """The row of the journal that closed the shift, or None."""
    day = _DAY.scalar(connection, {"shift": shift_id})
    values = {"shift": shift_id, "day": day}
    before = _BEFORE_CLOSE.scalar(connection, values) or 0
    return _CLOSE.one(connection, {"shift": shift_id, "after": before})


def run_of(
    connection: sqlite3.Connection, shift_id: int, after: Mark = START
) -> dict[str, int] | None:
    """Between which keys its documents lie; None if it has none."""
    values = {"shift": shift_id, "day": _DAY.scalar(connection, {"shift": shift_id})}
    first = _FIRST.scalar(connection, values)
    if first is None:
        return None
    last = _LAST.scalar(connection, values)
    first_paid = _FIRST_PAYMENT.scalar(connection, {"order": first})
    next_paid = _FIRST_PAYMENT.scalar(connection, {"order": last + 1})
    newest = _NEWEST_PAYMENT.scalar(connection) or 0
    return {
        "after": max(after.order, first - 1),
        "upto": last,
        "paid_after": max(after.payment, newest if first_paid is None else first_paid - 1),
        "paid_upto": newest if next_paid is None else next_paid - 1,
    }
