"""The tables of the customers, and of what they are looked up by."""

from __future__ import annotations

from sqlalchemy import ForeignKey

from pos_app.adapters.persistence.columns import flag, table, text, whole

customer = table(
    "customer",
    whole("customer_id", primary_key=True),
    text("uid", unique=True),
    text("name"),
    text("phone"),
    text("email"),
    text("note"),
    whole("created_at"),
    whole("active"),
    flag("active"),
)
# Every word of the name and the address, and every end of the number: whatever somebody begins to
# type, of a number anywhere inside it, is the beginning of a key.
customer_key = table(
    "customer_key",
    text("key", primary_key=True),
    whole("customer_id", ForeignKey("customer.customer_id"), primary_key=True, index=True),
    rowid=False,
)
