"""The store as sqlite3 alone reads it: each order's rows against its own journal entry."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from tests.faults.verdict import Fault, Kind

SOUND: Final = [("ok",)]
ORDER_ENTRIES: Final = frozenset({"order", "refund"})


class OrderRow(NamedTuple):
    """A paid order."""

    order_id: int
    uid: str
    number: str
    total: int
    tax: int
    rounding: int
    tip: int
    journal_seq: int


class EntryRow(NamedTuple):
    seq: int
    kind: str
    raw: bytes
    hash: bytes


@dataclass(frozen=True, slots=True)
class Tables:
    """All rows that matter; the parts of an order by its id."""

    damage: tuple[str, ...]
    orders: tuple[OrderRow, ...]
    entries: tuple[EntryRow, ...]
    parts: dict[str, dict[int, list[tuple[Any, ...]]]]
    open_drafts: frozenset[str]
    outbox: tuple[int, ...]
    sent: int
    """Up to which entry head office has signed that it holds them all."""
    last_numbers: dict[str, int]
    wrong_sums: tuple[str, ...]

    @property
    def journalled(self) -> list[str]:
        """The numbers that the journal gave away, as far as it can be read."""
        bodies = [_body(entry) for entry in self.entries if entry.kind in ORDER_ENTRIES]
        return [body["number"] for body in bodies if body]


_PARTS: Final = {
    "items": "SELECT order_id, sku, quantity, total, tax FROM order_item"
    " ORDER BY order_id, position",
    "taxes": "SELECT order_id, tax_class, tax_code, net, tax FROM order_tax",
    "payments": "SELECT order_id, uid, method, amount, tendered, change, state, refunds"
    " FROM payment",
    "movements": "SELECT order_id, product_id, quantity FROM stock_movement"
    " WHERE order_id IS NOT NULL",
    "sold": "SELECT order_id, product_id, -quantity FROM order_item WHERE restocks IS NOT 0",
    "receipts": "SELECT order_id, job_id FROM print_job WHERE copy = 0",
}
_SUMS: Final = {
    "the level of product {}": """
        SELECT product_id FROM stock_level JOIN
        (SELECT product_id, sum(quantity) AS moved,
                -sum(iif(kind IN ('order', 'refund'), quantity, 0)) AS taken
         FROM stock_movement GROUP BY product_id) USING (product_id)
        WHERE quantity <> moved OR sold <> taken""",
    "the sums of shift {}": """
        SELECT s.number FROM shift s LEFT JOIN
        (SELECT shift_id, sum(buys) AS paid, sum(total + back) AS gross, sum(back) AS back,
                sum(cash) AS cash, sum(tip) AS tip
         FROM "order" JOIN
         (SELECT order_id, max(quantity > 0) AS buys, -sum(iif(quantity < 0, total, 0)) AS back
          FROM order_item GROUP BY order_id) USING (order_id) LEFT JOIN
         (SELECT order_id, sum(amount) AS cash FROM payment
          WHERE method = 'cash' AND state = 'approved' GROUP BY order_id) USING (order_id)
         WHERE state = 'paid' GROUP BY shift_id) o USING (shift_id)
        WHERE (s.orders, s.sales, s.refunds, s.cash_sales, s.tips)
           <> (coalesce(paid, 0), coalesce(gross, 0), coalesce(back, 0), coalesce(cash, 0),
               coalesce(tip, 0))""",
    "the sums of the day {}": """
        SELECT d.business_date FROM daily_sales d LEFT JOIN
        (SELECT business_date, sum(buys) AS paid, sum(total) AS gross, sum(tax) AS taxes
         FROM "order" JOIN (SELECT order_id, max(quantity > 0) AS buys FROM order_item
                            GROUP BY order_id) USING (order_id)
         WHERE state = 'paid' GROUP BY business_date) o USING (business_date)
        WHERE (d.orders, d.gross, d.tax) IS NOT (paid, o.gross, taxes)""",
    "the day's sums of product {}": """
        SELECT p.product_id FROM sales_by_day_product p LEFT JOIN
        (SELECT o.business_date, i.product_id, sum(i.quantity) AS moved, sum(i.total) AS paid
         FROM order_item i JOIN "order" o USING (order_id) WHERE o.state = 'paid'
         GROUP BY o.business_date, i.product_id) q USING (business_date, product_id)
        WHERE (p.quantity, p.gross) IS NOT (moved, paid)""",
    "what came back of {}": """
        SELECT number FROM
        (SELECT o.number, r.position, r.quantity FROM returned r JOIN "order" o USING (order_id)
         UNION ALL
         SELECT i.returns, i.returns_position, i.quantity
         FROM order_item i JOIN "order" o USING (order_id)
         WHERE i.returns IS NOT NULL AND o.state = 'paid')
        GROUP BY number, position HAVING sum(quantity) <> 0""",
    "what came back of {}, or of another line,": """
        SELECT o.number FROM returned r JOIN "order" o USING (order_id)
        JOIN order_item i USING (order_id, position)
        WHERE r.sold <> i.quantity OR r.quantity > i.quantity""",
    "what was given back of payment {}": """
        SELECT payment FROM
        (SELECT payment, amount FROM given_back
         UNION ALL SELECT refunds, amount FROM payment WHERE refunds IS NOT NULL)
        GROUP BY payment HAVING sum(amount) <> 0""",
    "what is left of payment {}": """
        SELECT payment FROM given_back g JOIN payment p ON p.uid = g.payment
        WHERE g.taken <> p.amount OR g.amount > p.amount""",
}


def read_tables(connection: sqlite3.Connection) -> Tables:
    """:raises sqlite3.DatabaseError: if the file is not readable as a store"""
    rows = connection.execute(
        'SELECT order_id, uid, number, total, tax, rounding, tip, journal_seq FROM "order"'
        " WHERE state = 'paid' ORDER BY order_id"
    )
    entries = connection.execute("SELECT seq, kind, raw, hash FROM journal ORDER BY seq")
    return Tables(
        damage=tuple(_damage(connection)),
        orders=tuple(OrderRow(*row) for row in rows),
        entries=tuple(EntryRow(*row) for row in entries),
        parts={name: _by_order(connection.execute(query)) for name, query in _PARTS.items()},
        open_drafts=frozenset(row[0] for row in connection.execute("SELECT uid FROM draft")),
        outbox=tuple(row[0] for row in connection.execute("SELECT seq FROM outbox ORDER BY seq")),
        sent=connection.execute("SELECT ifnull(max(seq), 0) FROM head_anchor").fetchone()[0],
        last_numbers=dict(connection.execute("SELECT series, last_number FROM epoch")),
        wrong_sums=tuple(
            what.format(row[0])
            for what, query in _SUMS.items()
            for row in connection.execute(query)
        ),
    )


def table_faults(tables: Tables) -> Iterator[Fault]:
    yield from _gaps(tables)
    yield from _link_faults(tables.entries)
    yield from _entry_faults(tables)
    for what in tables.wrong_sums:
        yield Fault(Kind.HALVED, f"{what} is not what was sold")
    unsent = {entry.seq for entry in tables.entries if entry.seq > tables.sent}
    for seq in sorted(unsent ^ set(tables.outbox)):
        yield Fault(Kind.HALVED, f"entry {seq} and the outbox do not know each other")


def _damage(connection: sqlite3.Connection) -> Iterator[str]:
    found = connection.execute("PRAGMA integrity_check").fetchall()
    if found != SOUND:
        yield f"integrity_check: {found[0][0]}"
    for row in connection.execute("PRAGMA foreign_key_check"):
        yield f"foreign_key_check: {row[0]} row {row[1]} has no {row[2]}"


def _by_order(rows: sqlite3.Cursor) -> dict[int, list[tuple[Any, ...]]]:
    found: dict[int, list[tuple[Any, ...]]] = {}
    for order_id, *values in rows:
        found.setdefault(order_id, []).append(tuple(values))
    return found


def _gaps(tables: Tables) -> Iterator[Fault]:
    """Each series counts 1, 2, 3 in the order of its rows, and its counter stands at the last."""
    counters = dict.fromkeys(tables.last_numbers, 0)
    for order in tables.orders:
        series, _, counter = order.number.rpartition("-")
        expected = counters.get(series, 0) + 1
        if int(counter) != expected:
            yield Fault(Kind.GAP, f"{order.number} stands where {series}-{expected:06d} should")
        counters[series] = int(counter)
    for series, last in tables.last_numbers.items():
        if counters[series] != last:
            yield Fault(
                Kind.GAP, f"{series} has counted to {last}, its orders to {counters[series]}"
            )


def _link_faults(entries: Sequence[EntryRow]) -> Iterator[Fault]:
    before = b""
    for place, entry in enumerate(entries, start=1):
        body = _body(entry)
        if entry.seq != place:
            yield Fault(Kind.CHAIN, f"entry {entry.seq} stands at place {place}")
        elif hashlib.sha256(entry.raw).digest() != entry.hash:
            yield Fault(Kind.CHAIN, f"entry {entry.seq} is not what was hashed")
        elif body.get("prev_sha256") != before.hex():
            yield Fault(Kind.CHAIN, f"entry {entry.seq} does not follow the one before it")
        before = entry.hash


def _entry_faults(tables: Tables) -> Iterator[Fault]:
    bodies = {entry.seq: _body(entry) for entry in tables.entries}
    for seq, times in Counter(order.journal_seq for order in tables.orders).items():
        if times > 1:
            yield Fault(Kind.DOUBLED, f"entry {seq} stands for {times} orders")
    for order in tables.orders:
        body = bodies.get(order.journal_seq, {})
        if (body.get("order_id"), body.get("number")) != (order.uid, order.number):
            yield Fault(Kind.CHAIN, f"{order.number} has no journal entry of its own")
        else:
            yield from _part_faults(order, body["body"], tables)


def _part_faults(order: OrderRow, body: dict[str, Any], tables: Tables) -> Iterator[Fault]:
    """What the order's rows have more or less than its entry says."""
    if order.uid in tables.open_drafts:
        yield Fault(Kind.DOUBLED, f"{order.number} is still open as a draft")
    sums = (body["total"], body["tax"], body["rounding"], body.get("tip", 0))
    if (order.total, order.tax, order.rounding, order.tip) != sums:
        yield Fault(Kind.HALVED, f"{order.number} has other totals than its entry")
    rows = {name: Counter(found.get(order.order_id, ())) for name, found in tables.parts.items()}
    for name, said in _said(body).items():
        yield from _compared(f"{order.number}: {name}", rows[name], said)
    yield from _compared(f"{order.number}: stock movements", rows["movements"], rows["sold"])
    receipts = rows["receipts"].total()
    if receipts != 1:
        kind = Kind.DOUBLED if receipts else Kind.HALVED
        yield Fault(kind, f"{order.number} has {receipts} print jobs for its receipt")


def _said(body: dict[str, Any]) -> dict[str, Counter[tuple[Any, ...]]]:
    fields = {
        "items": ("sku", "quantity", "total", "tax"),
        "taxes": ("tax_class", "tax", "net", "amount"),
        "payments": ("id", "method", "amount", "tendered", "change", "state", "refunds"),
    }
    return {
        name: Counter(tuple(one.get(field) for field in wanted) for one in body[name])
        for name, wanted in fields.items()
    }


def _compared(
    what: str, found: Counter[tuple[Any, ...]], expected: Counter[tuple[Any, ...]]
) -> Iterator[Fault]:
    if expected - found:
        yield Fault(Kind.HALVED, f"{what}: {(expected - found).total()} missing")
    if found - expected:
        yield Fault(Kind.DOUBLED, f"{what}: {(found - expected).total()} too many")


def _body(entry: EntryRow) -> dict[str, Any]:
    """The entry as it can be read; nothing if it cannot."""
    try:
        body = json.loads(entry.raw)
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}
