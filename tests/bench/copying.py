"""The limit of ingest: COPY of the same rows, in its quickest form.

It is binary, through one connection that does nothing else, with a commit to the disk for each
batch. It writes every row that ingest has written, into the same tables with the same indexes:
`record`, `order` in its months, `countersignature`. COPY cannot add to a row that is there: what
ingest has added to `stock`, `sales_by_day_product` and `sales_by_day` goes, one row for each that a
batch changed, into tables of the same columns and indexes, with the number of the batch in their
keys. In `stock` every change writes to both indexes, so it stands behind the key there, and the
index is as scattered as the one it stands for. A change of the others leaves the index alone as
long as the page has room: it stands before the key, where an index costs least. Left out is the
head of the terminal, the one row that each batch changes.

Only ingest has HTTP, gzip, JSON, hashes, the signature, the chain, who asks, the sums themselves,
locks, and the reading of what is there.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import BigInteger, Column, MetaData, Table, select

from pos_app.head_office.services.ingest.gathering import Gathered
from pos_app.head_office.services.ingest.sent import Entry, Sent, encoded, read
from pos_app.head_office.storage import bulk
from pos_app.head_office.storage.engine import Database
from pos_app.head_office.storage.tables import (
    countersignature,
    order,
    record,
    sales_by_day,
    sales_by_day_product,
    stock,
)
from tests.fakes.head_office import Till

Rows = list[tuple[Any, ...]]


def _beside(table: Table) -> Table:
    """The number of the transaction is left to the database, as ingest leaves it."""
    columns = [Column(one.name, one.type) for one in table.columns if one.name != "txid"]
    return Table(f"copied_{table.name}", SIDE, *columns, Column("batch", BigInteger))


SIDE: Final = MetaData()
ADDED: Final = (record, order, countersignature)
STOCK, SALES, HOURS = map(_beside, (stock, sales_by_day_product, sales_by_day))
MADE: Final = """
TRUNCATE record, "order", countersignature;
CREATE TABLE copied_stock (
    LIKE stock INCLUDING DEFAULTS, batch int8,
    PRIMARY KEY (store_id, sku, terminal_id, batch)
);
CREATE INDEX ON copied_stock (store_id, txid, sku, terminal_id);
CREATE TABLE copied_sales_by_day_product (
    LIKE sales_by_day_product, batch int8,
    PRIMARY KEY (batch, store_id, business_date, sku)
);
CREATE TABLE copied_sales_by_day (
    LIKE sales_by_day, batch int8,
    PRIMARY KEY (batch, store_id, terminal_id, business_date, hour)
);
"""


def copied(database: Database, tills: Sequence[Till], *, batch: int) -> int:
    """Write once more what ingest has written; nanoseconds.

    :param tills: that sent everything there is, whole batches of `batch` entries each
    """
    batches = _batches(database, tills, batch)
    with database.writer.begin() as connection:
        connection.exec_driver_sql(MADE)
    before = time.perf_counter_ns()
    for one in batches:
        with database.writer.begin() as connection:
            for table, rows in one.items():
                bulk.add(connection, table, rows)
    return time.perf_counter_ns() - before


def _batches(database: Database, tills: Sequence[Till], batch: int) -> list[dict[Table, Rows]]:
    """As they came; the tills take turns."""
    with database.writer.begin() as connection:
        held = {
            till.terminal_id: {
                table: [
                    tuple(row)
                    for row in connection.execute(
                        select(table).where(table.c.terminal_id == till.terminal_id)
                    )
                ]
                for table in ADDED
            }
            for till in tills
        }
    most = max(_seq(record, row) for rows in held.values() for row in rows[record])
    found: list[dict[Table, Rows]] = []
    for first in range(0, most, batch):
        for till in tills:
            added = {
                table: [row for row in rows if first < _seq(table, row) <= first + batch]
                for table, rows in held[till.terminal_id].items()
            }
            found.append({**added, **_summed(added[record], till, len(found))})
    return found


def _summed(records: Rows, till: Till, number: int) -> Mapping[Table, Rows]:
    gathered = Gathered()
    for row in records:
        gathered.take(_entry(row))
    store_id, terminal_id = till.store_id, till.terminal_id
    return {
        STOCK: [
            (store_id, sku, terminal_id, moved, 1, number)
            for sku, moved in sorted(gathered.moved.items())
        ],
        HOURS: [
            (store_id, terminal_id, *key, *sums, number)
            for key, sums in sorted(gathered.by_hour.items())
        ],
        SALES: [
            (store_id, *key, *sums, number) for key, sums in sorted(gathered.by_product.items())
        ],
    }


def _seq(table: Table, row: Sequence[Any]) -> int:
    return int(row[table.columns.keys().index("seq")])


def _entry(row: Sequence[Any]) -> Entry:
    _, epoch, seq, kind, digest, signature, raw, _ = row
    entry = read(Sent(epoch, seq, kind, raw.decode(), digest.hex(), encoded(signature)))
    assert isinstance(entry, Entry), entry
    return entry
