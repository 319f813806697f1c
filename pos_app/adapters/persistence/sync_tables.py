"""The tables of what is agreed with head office: what it has signed for, and what came from it."""

from __future__ import annotations

from sqlalchemy import Index

from pos_app.adapters.persistence.columns import one_of, table, text, whole

# The newest entry of each epoch that head office has signed for.
head_anchor = table(
    "head_anchor",
    whole("epoch", primary_key=True),
    text("terminal"),
    whole("seq"),
    text("hash"),
    text("at"),
    text("key_id"),
    text("signature"),
)
# What came from head office, and in which version: a lower one never replaces it, but of a new
# generation, which begins when head office went back in time.
synced = table(
    "synced",
    text("subject", primary_key=True),
    text("key", primary_key=True),
    whole("generation"),
    whole("version"),
    whole("local_id", nullable=True),
    # What cannot be used yet: stock of an unknown product, or one whose tax class is unknown.
    whole("waiting", nullable=True),
    one_of("subject", "product", "tax", "tax_class", "staff", "setting", "stock"),
    rowid=False,
)
Index("ix_synced_waiting", synced.c.waiting, sqlite_where=synced.c.waiting.is_not(None))
