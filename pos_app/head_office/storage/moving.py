"""Stock as sums of movements, one row for each terminal that moved a product."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sqlalchemy import Connection
from sqlalchemy.dialects.sqlite import insert

from pos_app.head_office.storage.numbering import next_transaction
from pos_app.head_office.storage.tables import stock

_POSTGRESQL: Final = """
INSERT INTO stock (store_id, sku, terminal_id, quantity, version)
SELECT %b::text, sku, %b::text, quantity, 1
FROM unnest(%b::text[], %b::int8[]) AS moved (sku, quantity)
ON CONFLICT (store_id, sku, terminal_id) DO UPDATE SET
    quantity = stock.quantity + excluded.quantity,
    version = stock.version + 1,
    txid = pg_current_xact_id()
"""


def move_stock(
    connection: Connection, moved: Mapping[str, int], *, store_id: str, terminal_id: str
) -> None:
    """Add thousandths by sku.

    The rows are locked in the order of their skus: this is the first thing that any transaction
    does with rows that others may want as well.
    """
    skus = sorted(moved)
    if not skus:
        return
    if connection.dialect.name == "postgresql":
        quantities = [moved[sku] for sku in skus]
        connection.exec_driver_sql(_POSTGRESQL, (store_id, terminal_id, skus, quantities))
        return
    txid = next_transaction(connection)
    new = insert(stock).values(store_id=store_id, terminal_id=terminal_id, version=1, txid=txid)
    statement = new.on_conflict_do_update(
        index_elements=["store_id", "sku", "terminal_id"],
        set_={
            "quantity": stock.c.quantity + new.excluded.quantity,
            "version": stock.c.version + 1,
            "txid": txid,
        },
    )
    connection.execute(statement, [{"sku": sku, "quantity": moved[sku]} for sku in skus])
