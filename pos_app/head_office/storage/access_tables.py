"""The tables of who may do what: people, one-time codes, keys, tries, and what happened.

Stores and terminals stand in `tables`, since what terminals send belongs to them.
"""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index

from pos_app.head_office.storage.columns import (
    blob,
    flag,
    numbered,
    one_of,
    table,
    text,
    whole,
)

# `folded` is the name as it is compared: without case, in one spelling.
person = table(
    "person",
    text("person_id", primary_key=True),
    text("name"),
    text("folded", unique=True),
    text("role"),
    text("store_id", ForeignKey("store.store_id"), nullable=True),
    text("password_hash"),
    whole("active"),
    whole("generation"),
    whole("created_at"),
    whole("changed_at"),
    one_of("role", "cashier", "manager", "head_office", "admin"),
    flag("active"),
)

enrolment_code = table(
    "enrolment_code",
    text("selector", primary_key=True),
    text("proof"),
    text("terminal"),
    text("store_id", ForeignKey("store.store_id")),
    whole("made_at"),
    text("made_by"),
    whole("expires_at"),
    whole("tries_left"),
    text("used_by", nullable=True),
    rowid=False,
)

# One current and one next key a purpose, whatever the replicas do at the same time.
signing_key = table(
    "signing_key",
    text("key_id", primary_key=True),
    text("purpose"),
    text("state"),
    blob("sealed_private_key"),
    blob("public_key"),
    whole("made_at"),
    whole("state_since"),
    one_of("purpose", "tokens", "heads"),
    one_of("state", "current", "next", "retired"),
)
Index(
    "uq_signing_key_purpose",
    signing_key.c.purpose,
    signing_key.c.state,
    unique=True,
    sqlite_where=signing_key.c.state != "retired",
    postgresql_where=signing_key.c.state != "retired",
)

# How often something was tried since `began_at`; the truth over all replicas.
tries = table(
    "tries",
    text("key", primary_key=True),
    whole("began_at", index=True),
    whole("count"),
    rowid=False,
)
spent_assertion = table(
    "spent_assertion",
    text("terminal_id", primary_key=True),
    text("assertion_id", primary_key=True),
    whole("until", index=True),
    rowid=False,
)
# Until then a cookie of the visit would be good.
ended_visit = table(
    "ended_visit",
    text("visit_id", primary_key=True),
    whole("until", index=True),
    rowid=False,
)

access_event = table(
    "access_event",
    numbered("event_id"),
    whole("at"),
    text("kind"),
    text("subject"),
    text("actor"),
    text("detail"),
)
Index("ix_access_event_subject", access_event.c.subject, access_event.c.kind, access_event.c.at)
