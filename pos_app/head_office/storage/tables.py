"""The tables of what terminals sent: their journals, orders, sums, stock, and what was refused."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, UniqueConstraint

from pos_app.head_office.storage.columns import (
    blob,
    day,
    flag,
    numbered,
    one_of,
    table,
    text,
    transaction,
    whole,
)

store = table(
    "store",
    text("store_id", primary_key=True),
    text("name", unique=True),
    text("currency"),
    text("time_zone"),
    whole("prices_include_tax", server_default="1"),
    whole("created_at"),
    flag("prices_include_tax"),
)
# Orders that people make here are entries of a terminal too: of the one desk of their store.
terminal = table(
    "terminal",
    text("terminal_id", primary_key=True),
    text("store_id", ForeignKey("store.store_id"), index=True),
    text("code"),
    text("journal_id", unique=True),
    whole("is_desk", server_default="0"),
    text("installation", server_default=""),
    text("currency"),
    text("app_version", server_default=""),
    whole("epoch"),
    whole("enrolled_at"),
    whole("revoked_at", nullable=True),
    text("replaced_by", nullable=True),
    flag("is_desk"),
)
Index(
    "uq_terminal_desk",
    terminal.c.store_id,
    unique=True,
    sqlite_where=terminal.c.is_desk == 1,
    postgresql_where=terminal.c.is_desk == 1,
)
# One till of a store speaks under a code.
Index(
    "uq_terminal_code",
    terminal.c.store_id,
    terminal.c.code,
    unique=True,
    sqlite_where=terminal.c.revoked_at.is_(None),
    postgresql_where=terminal.c.revoked_at.is_(None),
)
terminal_key = table(
    "terminal_key",
    text("terminal_id", ForeignKey("terminal.terminal_id"), primary_key=True),
    text("key_id", primary_key=True),
    blob("public_key"),
    whole("first_seq"),
    whole("added_at"),
    rowid=False,
)
# Apart from the terminal, since every batch locks and writes this row.
terminal_head = table(
    "terminal_head",
    text("terminal_id", ForeignKey("terminal.terminal_id"), primary_key=True),
    whole("epoch"),
    whole("seq"),
    blob("hash"),
    whole("last_contact_at", nullable=True),
    whole("waiting", nullable=True),
)
countersignature = table(
    "countersignature",
    text("terminal_id", ForeignKey("terminal.terminal_id"), primary_key=True),
    whole("epoch", primary_key=True),
    whole("seq", primary_key=True),
    blob("hash"),
    text("at"),
    text("key_id"),
    text("signature"),
)

record = table(
    "record",
    text("terminal_id", primary_key=True),
    whole("epoch", primary_key=True),
    whole("seq", primary_key=True),
    text("kind"),
    blob("hash"),
    blob("signature"),
    blob("raw"),
    whole("received_at"),
)
# What could not be taken in, as it came. `holds_place`: the journal goes on behind it.
quarantine = table(
    "quarantine",
    numbered("quarantine_id"),
    text("terminal_id", ForeignKey("terminal.terminal_id")),
    whole("epoch"),
    whole("seq"),
    blob("digest"),
    text("answer"),
    text("reason"),
    text("detail"),
    text("kind"),
    text("hash"),
    text("signature"),
    blob("raw"),
    whole("holds_place"),
    whole("received_at"),
    whole("settled_at", nullable=True),
    text("settled_by", nullable=True),
    UniqueConstraint("terminal_id", "epoch", "seq", "digest"),
    one_of("answer", "conflict", "rejected"),
    flag("holds_place"),
)

# What it says in full stands in its record. The key leads with the date: months are partitions.
order = table(
    "order",
    day("business_date", primary_key=True),
    text("terminal_id", primary_key=True),
    whole("epoch", primary_key=True),
    whole("seq", primary_key=True),
    text("store_id"),
    text("order_id", index=True),
    text("number", nullable=True),
    text("state"),
    whole("completed_at"),
    text("cashier", nullable=True),
    text("person_id", nullable=True),
    text("currency"),
    whole("total"),
    whole("tax"),
    whole("rounding"),
    whole("tip"),
    one_of("state", "paid", "refund", "cancelled"),
    postgresql_partition_by="RANGE (business_date)",
)
Index("ix_order_store_id", order.c.store_id, order.c.completed_at)
Index(
    "ix_order_person_id",
    order.c.person_id,
    order.c.completed_at,
    sqlite_where=order.c.person_id.is_not(None),
    postgresql_where=order.c.person_id.is_not(None),
)

sales_by_day = table(
    "sales_by_day",
    text("store_id", primary_key=True),
    text("terminal_id", primary_key=True),
    day("business_date", primary_key=True),
    whole("hour", primary_key=True),
    whole("orders"),
    whole("quantity"),
    whole("tax"),
    whole("gross"),
    rowid=False,
)
sales_by_day_product = table(
    "sales_by_day_product",
    text("store_id", primary_key=True),
    day("business_date", primary_key=True),
    text("sku", primary_key=True),
    whole("orders"),
    whole("quantity"),
    whole("tax"),
    whole("gross"),
    rowid=False,
)
# The sum of what one terminal moved; the stock of a store is the sum over its terminals.
stock = table(
    "stock",
    text("store_id", primary_key=True),
    text("sku", primary_key=True),
    text("terminal_id", primary_key=True),
    whole("quantity"),
    whole("version"),
    transaction(),
    rowid=False,
)
Index("ix_stock_txid", stock.c.store_id, stock.c.txid, stock.c.sku, stock.c.terminal_id)

# A person's order that is sent again, by a program that heard no answer, is not made again.
idempotent_request = table(
    "idempotent_request",
    text("person_id", primary_key=True),
    text("key", primary_key=True),
    blob("digest"),
    text("order_id"),
    whole("at"),
    rowid=False,
)
