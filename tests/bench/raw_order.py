"""The same order by sqlite3 alone: its rows, its journal bytes and its signature, ready made."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import Any, Final, NamedTuple

Rows = list[tuple[Any, ...]]

_OF_ORDER: Final = {
    name: f"SELECT * FROM {name} WHERE order_id = ?"
    for name in ('"order"', "order_item", "order_tax", "payment", "stock_movement", "print_job")
}
_LEVELS: Final = "SELECT quantity, quantity, product_id FROM order_item WHERE order_id = ?"
_DAY: Final = 'SELECT business_date, 1, ?, tax, total FROM "order" WHERE order_id = ?'
_DAY_PRODUCTS: Final = (
    "SELECT o.business_date, i.product_id, 1, i.quantity, i.tax, i.total"
    ' FROM order_item i JOIN "order" o USING (order_id) WHERE order_id = ?'
)
_SHIFT: Final = (
    'SELECT total, tip, total + tip + rounding, shift_id FROM "order" WHERE order_id = ?'
)
_ADD: Final = (
    " DO UPDATE SET orders = orders + excluded.orders, quantity = quantity + excluded.quantity,"
    " tax = tax + excluded.tax, gross = gross + excluded.gross"
)
COMPARED: Final = (
    *('"order"', "order_item", "order_tax", "payment", "stock_movement", "stock_level"),
    *("shift", "epoch", "daily_sales", "sales_by_day_product", "sales_by_month_product"),
    *("journal", "outbox", "print_job"),
)


class RawOrder(NamedTuple):
    """Everything one order writes, read back from the store that wrote it first."""

    uid: str
    rows: dict[str, Rows]
    levels: Rows
    day: Rows
    day_products: Rows
    shift: Rows
    journal: Rows
    outbox: Rows


def read_order(connection: sqlite3.Connection, order_id: int) -> RawOrder:
    def found(query: str, *values: Any) -> Rows:
        return connection.execute(query, values).fetchall()

    rows = {name: found(query, order_id) for name, query in _OF_ORDER.items()}
    levels = found(_LEVELS, order_id)
    ((seq,),) = found('SELECT journal_seq FROM "order" WHERE order_id = ?', order_id)
    return RawOrder(
        uid=rows['"order"'][0][1],
        rows=rows,
        levels=levels,
        day=found(_DAY, sum(level[0] for level in levels), order_id),
        day_products=found(_DAY_PRODUCTS, order_id),
        shift=found(_SHIFT, order_id),
        journal=found("SELECT * FROM journal WHERE seq = ?", seq),
        outbox=found("SELECT * FROM outbox WHERE seq = ?", seq),
    )


def write_order(connection: sqlite3.Connection, order: RawOrder) -> None:
    """As fast as Python can write it durably: no check, no reading, nothing to compute."""
    run, many = connection.execute, connection.executemany
    run("BEGIN IMMEDIATE")
    run("UPDATE epoch SET last_number = last_number + 1 WHERE epoch = 1")
    run("INSERT INTO journal VALUES (?,?,?,?,?)", order.journal[0])
    run("INSERT INTO outbox VALUES (?,?,?,?)", order.outbox[0])
    for name, rows in order.rows.items():
        many(f"INSERT INTO {name} VALUES ({','.join('?' * len(rows[0]))})", rows)
    many(
        "UPDATE stock_level SET quantity = quantity - ?, sold = sold + ? WHERE product_id = ?",
        order.levels,
    )
    run(
        f"INSERT INTO daily_sales VALUES (?,?,?,?,?) ON CONFLICT (business_date){_ADD}",
        order.day[0],
    )
    many(
        "INSERT INTO sales_by_day_product VALUES (?,?,?,?,?,?)"
        f" ON CONFLICT (business_date, product_id){_ADD}",
        order.day_products,
    )
    many(
        "INSERT INTO sales_by_month_product VALUES (substr(?,1,7),?,?,?,?,?)"
        f" ON CONFLICT (month, product_id){_ADD}",
        order.day_products,
    )
    run(
        "UPDATE shift SET orders = orders + 1, sales = sales + ?, tips = tips + ?,"
        " cash_sales = cash_sales + ? WHERE shift_id = ?",
        order.shift[0],
    )
    run("DELETE FROM draft WHERE uid = ?", (order.uid,))
    run("COMMIT")


def different_tables(one: sqlite3.Connection, other: sqlite3.Connection) -> Iterable[str]:
    """The tables in which the two stores do not hold the same rows."""
    for table in COMPARED:
        query = f"SELECT * FROM {table}"
        if one.execute(query).fetchall() != other.execute(query).fetchall():
            yield table
