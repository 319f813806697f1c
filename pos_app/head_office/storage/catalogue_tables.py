"""The tables of what head office edits and terminals take over, and in which order it changed."""

from __future__ import annotations

from sqlalchemy import Index, UniqueConstraint

from pos_app.head_office.storage.columns import (
    flag,
    numbered,
    one_of,
    table,
    text,
    transaction,
    whole,
)

# `scope` is a store's id, or nothing for what all stores share; a store's own goes first.
product = table(
    "product",
    text("scope", primary_key=True),
    text("sku", primary_key=True),
    text("name"),
    text("category"),
    whole("price"),
    whole("cost", nullable=True),
    text("tax_class"),
    text("unit"),
    text("oversell"),
    whole("active"),
    whole("age_limit", nullable=True),
    whole("open_price", nullable=True),
    one_of("unit", "each", "kg", "l", "m"),
    one_of("oversell", "warn", "block", "allow"),
    flag("active"),
    rowid=False,
)
product_barcode = table(
    "product_barcode",
    text("scope", primary_key=True),
    text("barcode", primary_key=True),
    text("sku"),
    rowid=False,
)
Index("ix_product_barcode_sku", product_barcode.c.scope, product_barcode.c.sku)
tax = table(
    "tax",
    text("scope", primary_key=True),
    text("code", primary_key=True),
    text("name"),
    whole("rate_millionths"),
    whole("amount_minor"),
    whole("compound"),
    flag("compound"),
    rowid=False,
)
tax_class = table(
    "tax_class",
    text("scope", primary_key=True),
    text("code", primary_key=True),
    text("name"),
    text("taxes"),
    rowid=False,
)

# The newest state of each thing; a row moves to the end of the queue when its thing is edited.
change = table(
    "change",
    numbered("change_id"),
    transaction(),
    text("scope"),
    text("subject"),
    text("key"),
    whole("version"),
    text("body", nullable=True),
    UniqueConstraint("subject", "key", "scope"),
    one_of("subject", "product", "tax", "tax_class", "staff", "setting"),
)
Index("ix_change_txid", change.c.scope, change.c.txid, change.c.change_id)

# Which life of the database this is: cursors of an earlier one are not understood any more.
incarnation = table(
    "incarnation",
    text("incarnation", primary_key=True),
    text("place"),
    whole("begun_at"),
    text("reason"),
)
# SQLite numbers its writing transactions here.
transaction_number = table(
    "transaction_number", whole("number", primary_key=True, autoincrement=False)
)
