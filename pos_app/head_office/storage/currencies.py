"""In which currencies the stores sell, and whether they share prices: of which there may be one."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from typing import Final

from sqlalchemy import Connection, exists, select

from pos_app.head_office.services.catalogue.things import CHAIN
from pos_app.head_office.storage.catalogue_tables import product, tax
from pos_app.head_office.storage.tables import store

LOCK: Final = 0x706F7363
"""Between what adds a currency and what sets a price for all stores, until they commit."""


def lock_currencies(connection: Connection, *, shared: bool) -> None:
    """On SQLite one writes at a time anyway."""
    if connection.dialect.name == "postgresql":
        kind = "_shared" if shared else ""
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock{kind}({LOCK:d})")


def currencies(connection: Connection) -> AbstractSet[str]:
    return set(connection.execute(select(store.c.currency).distinct()).scalars())


def has_shared_amounts(connection: Connection) -> bool:
    """Whether any price, or tax on each piece, is that of all stores."""
    prices = select(product.c.sku).where(product.c.scope == CHAIN)
    taxes = select(tax.c.code).where(tax.c.scope == CHAIN, tax.c.amount_minor != 0)
    return bool(connection.execute(select(exists(prices) | exists(taxes))).scalar())
