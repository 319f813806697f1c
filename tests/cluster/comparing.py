"""Lay what the terminals rang beside what head office holds, and name every difference."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from sqlalchemy import Connection, Engine, func, select

from pos_app.head_office.storage.tables import (
    order,
    quarantine,
    record,
    sales_by_day,
    stock,
    terminal_head,
)
from tests.cluster.load import Till
from tests.cluster.rung import Day

ORDER_KINDS: Final = frozenset({"order", "refund"})


def differences(engine: Engine, tills: Sequence[Till]) -> list[str]:
    with engine.connect() as connection:
        return [
            *(words for till in tills for words in _of_terminal(connection, till)),
            *_of_stock(connection, tills),
            *_of_sums(connection),
            *_refused(connection),
        ]


def total_of_orders(day: Day) -> int:
    return sum(orders_of(day).values())


def orders_of(day: Day) -> dict[str, int]:
    """The total in minor units of each order and refund, by its id."""
    found = {}
    for entry in day.entries:
        if entry.kind in ORDER_KINDS:
            read = json.loads(entry.raw)
            found[read["order_id"]] = int(read["body"]["total"])
    return found


def _of_terminal(connection: Connection, till: Till) -> Iterator[str]:
    terminal = till.terminal
    ours = [(one.seq, one.hash, one.raw) for one in till.day.entries]
    rows = connection.execute(
        select(record.c.seq, record.c.hash, record.c.raw)
        .where(record.c.terminal_id == terminal.terminal_id)
        .order_by(record.c.seq)
    )
    theirs = [(seq, bytes(digest), bytes(raw)) for seq, digest, raw in rows]
    if theirs != ours:
        lost, foreign = set(ours) - set(theirs), set(theirs) - set(ours)
        yield f"{terminal.code}: {len(lost)} entries lost, {len(foreign)} foreign"
    head = connection.execute(
        select(terminal_head.c.seq, terminal_head.c.hash).where(
            terminal_head.c.terminal_id == terminal.terminal_id
        )
    ).one()
    if (head.seq, bytes(head.hash)) != ours[-1][:2]:
        yield f"{terminal.code}: the head is {head.seq}, not {ours[-1][0]}"
    yield from _of_orders(connection, till)


def _of_orders(connection: Connection, till: Till) -> Iterator[str]:
    code, ours = till.terminal.code, orders_of(till.day)
    rows = connection.execute(
        select(order.c.order_id, order.c.total).where(
            order.c.terminal_id == till.terminal.terminal_id, order.c.state.in_(["paid", "refund"])
        )
    ).all()
    doubled = [one for one, count in Counter(row.order_id for row in rows).items() if count > 1]
    if doubled:
        yield f"{code}: {len(doubled)} orders doubled"
    theirs = {row.order_id: row.total for row in rows}
    if theirs != ours:
        lost, foreign = ours.keys() - theirs.keys(), theirs.keys() - ours.keys()
        yield f"{code}: {len(lost)} orders lost, {len(foreign)} foreign, or a total is another"


def _of_stock(connection: Connection, tills: Sequence[Till]) -> Iterator[str]:
    wanted: dict[tuple[str, str], int] = defaultdict(int)
    for till in tills:
        for sku, quantity in till.day.stock.items():
            wanted[till.terminal.store_id, sku] += quantity
    rows = connection.execute(
        select(stock.c.store_id, stock.c.sku, func.sum(stock.c.quantity)).group_by(
            stock.c.store_id, stock.c.sku
        )
    )
    found = {(store_id, sku): int(quantity) for store_id, sku, quantity in rows}
    for place in sorted(wanted.keys() | found.keys()):
        if wanted.get(place, 0) != found.get(place, 0):
            yield f"stock of {place}: {found.get(place, 0)}, not {wanted.get(place, 0)}"


def _of_sums(connection: Connection) -> Iterator[str]:
    """What reports read was kept in the same transactions."""
    summed = connection.execute(
        select(func.sum(sales_by_day.c.gross), func.sum(sales_by_day.c.tax))
    ).one()
    counted = connection.execute(
        select(func.sum(order.c.total), func.sum(order.c.tax)).where(
            order.c.state.in_(["paid", "refund"])
        )
    ).one()
    if [int(one) for one in summed] != [int(one) for one in counted]:
        yield f"sales by day say {tuple(summed)}, the orders {tuple(counted)}"


def _refused(connection: Connection) -> Iterator[str]:
    rows = connection.execute(
        select(quarantine.c.answer, quarantine.c.reason, func.count()).group_by(
            quarantine.c.answer, quarantine.c.reason
        )
    )
    for answer, reason, count in rows:
        yield f"{count} entries in quarantine: {answer} {reason}"
