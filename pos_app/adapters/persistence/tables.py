"""The tables of what happened: people, shifts, insert-only documents, journal, summaries."""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    func,
    literal_column,
)
from sqlalchemy import text as sql_text

from pos_app.adapters.persistence.catalogue_tables import product
from pos_app.adapters.persistence.columns import blob, flag, one_of, table, text, whole
from pos_app.adapters.persistence.customer_tables import customer
from pos_app.adapters.persistence.journal_tables import journal
from pos_app.adapters.persistence.sync_tables import synced

metadata = product.metadata
"""Complete, as this module and those it imports name all tables."""
assert customer.metadata is synced.metadata is journal.metadata is metadata

setting = table("setting", text("name", primary_key=True), text("value"), rowid=False)

# A number series belongs to an epoch: a restored or copied store starts a new one.
epoch = table(
    "epoch",
    whole("epoch", primary_key=True),
    text("series", unique=True),
    whole("last_number"),
    whole("started_at"),
    text("reason"),
)
signing_key = table(
    "signing_key",
    text("key_id", primary_key=True),
    blob("public_key"),
    whole("first_seq"),
    rowid=False,
)

staff = table(
    "staff",
    whole("staff_id", primary_key=True),
    text("name", unique=True),
    text("role"),
    whole("active"),
    text("pin_hash"),
    whole("failures"),
    whole("lock_seconds_left"),
    whole("signed_in_at", nullable=True),
    text("badge_hash", unique=True, nullable=True),
    one_of("role", "cashier", "supervisor", "manager", "owner"),
    flag("active"),
)

stock_level = table(
    "stock_level",
    whole("product_id", ForeignKey("product.product_id"), primary_key=True),
    whole("quantity"),
    whole("sold"),
    # What this store's other terminals have moved, as head office says it.
    whole("elsewhere", server_default=sql_text("0")),
)
stock_movement = table(
    "stock_movement",
    whole("movement_id", primary_key=True),
    whole("product_id", ForeignKey("product.product_id"), index=True),
    text("kind"),
    whole("quantity"),
    whole("at"),
    whole("order_id", ForeignKey("order.order_id"), nullable=True),
    one_of("kind", "opening", "order", "refund", "receipt", "count", "adjustment", "restored"),
)
Index(
    "ix_stock_movement_restored",
    stock_movement.c.product_id,
    sqlite_where=stock_movement.c.kind == "restored",
)

shift = table(
    "shift",
    whole("shift_id", primary_key=True),
    whole("number", unique=True),
    text("business_date"),
    whole("opened_at"),
    whole("opened_by", ForeignKey("staff.staff_id")),
    whole("opening_float"),
    whole("sales"),
    whole("refunds"),
    whole("tips"),
    whole("cash_sales"),
    whole("cash_in"),
    whole("cash_out"),
    whole("orders"),
    whole("no_sales"),
    whole("closed_at", nullable=True),
    whole("closed_by", ForeignKey("staff.staff_id"), nullable=True),
    whole("counted", nullable=True),
)
# One open shift at most: every open one has the same indexed value.
Index(
    "uq_shift_open",
    shift.c.closed_at.is_(None),
    unique=True,
    sqlite_where=shift.c.closed_at.is_(None),
)

order = table(
    "order",
    whole("order_id", primary_key=True),
    text("uid", unique=True),
    text("number", unique=True, nullable=True),
    text("state"),
    whole("shift_id", ForeignKey("shift.shift_id")),
    text("business_date", index=True),
    whole("completed_at"),
    whole("utc_offset_minutes"),
    whole("opened_by", ForeignKey("staff.staff_id")),
    whole("completed_by", ForeignKey("staff.staff_id")),
    text("currency"),
    text("policy"),
    whole("discount"),
    whole("tax"),
    whole("total"),
    whole("rounding"),
    whole("tip"),
    whole("journal_seq", ForeignKey("journal.seq")),
    text("discount_terms", nullable=True),
    whole("discount_approved_by", ForeignKey("staff.staff_id"), nullable=True),
    text("note", nullable=True),
    whole("customer_id", ForeignKey("customer.customer_id"), nullable=True),
    whole("age_limit", nullable=True),
    whole("age_checked_by", ForeignKey("staff.staff_id"), nullable=True),
    one_of("state", "paid", "cancelled"),
    CheckConstraint("(state = 'paid') = (number IS NOT NULL)", name="number"),
    CheckConstraint(
        "tip = 0 OR state = 'paid' AND (tip > 0 AND total > 0 OR tip < 0 AND total < 0)",
        name="tip",
    ),
)
order_item = table(
    "order_item",
    whole("order_id", ForeignKey("order.order_id"), primary_key=True),
    whole("position", primary_key=True),
    whole("product_id", ForeignKey("product.product_id")),
    text("sku"),
    text("barcode"),
    text("name"),
    text("unit"),
    whole("unit_price"),
    whole("quantity"),
    text("tax_class"),
    whole("before_discount"),
    whole("discount"),
    whole("order_discount"),
    whole("total"),
    whole("tax"),
    whole("is_deposit"),
    text("discount_terms", nullable=True),
    whole("list_price", nullable=True),
    whole("approved_by", ForeignKey("staff.staff_id"), nullable=True),
    text("note", nullable=True),
    # Nearly always empty: what comes back, why, and which line of which order it was.
    text("returns", ForeignKey("order.number"), nullable=True),
    whole("returns_position", nullable=True),
    text("return_reason", nullable=True),
    text("return_words", nullable=True),
    whole("restocks", nullable=True),
    text("tax_parts", nullable=True),
    CheckConstraint("quantity <> 0", name="quantity"),
    CheckConstraint("(quantity < 0) = (return_reason IS NOT NULL)", name="return_reason"),
    CheckConstraint("(returns IS NULL) = (returns_position IS NULL)", name="returns"),
    flag("is_deposit"),
    flag("restocks"),
    rowid=False,
)
Index("ix_order_item_returns", order_item.c.returns, sqlite_where=order_item.c.returns.is_not(None))
# How much of a line has come back by now: raised in the transaction of the refund.
returned = table(
    "returned",
    whole("order_id", primary_key=True),
    whole("position", primary_key=True),
    whole("sold"),
    whole("quantity"),
    ForeignKeyConstraint(["order_id", "position"], ["order_item.order_id", "order_item.position"]),
    CheckConstraint("quantity BETWEEN 0 AND sold", name="quantity"),
    rowid=False,
)
order_tax = table(
    "order_tax",
    whole("order_id", ForeignKey("order.order_id"), primary_key=True),
    text("tax_class", primary_key=True),
    text("tax_code", primary_key=True),
    text("name"),
    whole("rate_millionths"),
    whole("net"),
    whole("tax"),
    rowid=False,
)
payment = table(
    "payment",
    whole("payment_id", primary_key=True),
    text("uid", unique=True),
    whole("order_id", ForeignKey("order.order_id"), index=True),
    text("method"),
    whole("amount"),
    whole("tendered"),
    whole("change"),
    text("state"),
    whole("at"),
    # Nearly always empty: what the card terminal showed, and what was changed afterwards.
    text("reference", nullable=True),
    text("reverses", ForeignKey("payment.uid"), nullable=True),
    whole("change_seq", ForeignKey("journal.seq"), nullable=True),
    text("refunds", ForeignKey("payment.uid"), nullable=True),
    one_of("state", "intent", "sent", "approved", "declined", "cancelled", "unknown"),
    CheckConstraint("tendered - change = amount", name="change"),
    CheckConstraint("refunds IS NULL OR amount <= 0", name="refunds"),
)
# How much of a payment was given back by now: raised in the transaction of the refund.
given_back = table(
    "given_back",
    text("payment", ForeignKey("payment.uid"), primary_key=True),
    whole("taken"),
    whole("amount"),
    CheckConstraint("amount BETWEEN 0 AND taken", name="amount"),
    rowid=False,
)
# What a customer still knows of a card; a payment without a reference costs nothing.
LAST_FOUR = func.substr(payment.c.reference, literal_column("-4"))
Index("ix_payment_last_four", LAST_FOUR, sqlite_where=payment.c.reference.is_not(None))
# Nothing is taken back twice.
Index(
    "uq_payment_reverses",
    payment.c.reverses,
    unique=True,
    sqlite_where=payment.c.reverses.is_not(None),
)
draft = table(
    "draft",
    text("uid", primary_key=True),
    whole("revision"),
    text("state"),
    whole("opened_by", ForeignKey("staff.staff_id")),
    whole("total"),
    text("body"),
    one_of("state", "created", "held"),
    rowid=False,
)

# No body: the record names the journal entry, whose hash is its content hash.
outbox = table(
    "outbox",
    whole("seq", ForeignKey("journal.seq"), primary_key=True),
    text("state"),
    whole("attempts"),
    text("last_error", nullable=True),
    one_of("state", "waiting", "conflict", "rejected"),
)
# Only what needs a person: what waits is nearly all, and costs the sale no index.
Index("ix_outbox_state", outbox.c.seq, sqlite_where=outbox.c.state != "waiting")
print_job = table(
    "print_job",
    whole("job_id", primary_key=True),
    whole("order_id", ForeignKey("order.order_id")),
    whole("copy"),
    text("state"),
    whole("attempts"),
    text("last_error", nullable=True),
    text("kind"),
    one_of("state", "waiting", "done", "skipped"),
    one_of("kind", "receipt", "gift"),
)
Index("ix_print_job_waiting", print_job.c.job_id, sqlite_where=print_job.c.state == "waiting")
# Only what is printed again: the job that comes with an order costs the sale no index.
Index(
    "uq_print_job_copy",
    print_job.c.order_id,
    print_job.c.kind,
    print_job.c.copy,
    unique=True,
    sqlite_where=print_job.c.copy > 0,
)
# What is to be e-mailed, until some weeks after it was sent: then the address goes with it.
email_job = table(
    "email_job",
    whole("job_id", primary_key=True),
    text("uid", unique=True),
    whole("order_id", ForeignKey("order.order_id"), index=True),
    text("address"),
    text("kind"),
    text("state"),
    whole("attempts"),
    whole("queued_at"),
    whole("next_at"),
    text("last_error", nullable=True),
    one_of("kind", "receipt", "gift"),
    one_of("state", "waiting", "sent", "failed"),
)
Index("ix_email_job_unsent", email_job.c.job_id, sqlite_where=email_job.c.state != "sent")

# One try to charge or to give back through a processor. Its order may still be a draft.
payment_attempt = table(
    "payment_attempt",
    whole("attempt_id", primary_key=True),
    text("uid", unique=True),
    text("kind"),
    text("order_uid", index=True),
    text("method"),
    text("processor"),
    text("flow"),
    whole("amount"),
    text("currency"),
    whole("staff_id", ForeignKey("staff.staff_id")),
    whole("created_at"),
    text("state"),
    text("step"),
    text("wanted"),
    text("remote_id", nullable=True),
    text("capture_id", nullable=True),
    whole("handed"),
    text("reverses", ForeignKey("payment_attempt.uid"), nullable=True, index=True),
    whole("sent_at", nullable=True),
    whole("decided_at", nullable=True),
    text("card", nullable=True),
    text("reason", nullable=True),
    text("request_id", nullable=True),
    text("account", nullable=True),
    whole("released_by", ForeignKey("staff.staff_id"), nullable=True),
    one_of("kind", "charge", "refund", "reversal", "by_hand"),
    one_of("flow", "reader", "qr", "code"),
    one_of("state", "intent", "sent", "approved", "declined", "cancelled", "unknown"),
    one_of("step", "create", "hand_over", "capture", "cancel", "refund"),
    one_of("wanted", "done", "cancelled"),
    CheckConstraint("amount > 0", name="amount"),
    CheckConstraint(
        "(decided_at IS NULL) = (state IN ('intent', 'sent', 'unknown'))", name="decided"
    ),
)
Index(
    "ix_payment_attempt_undecided",
    payment_attempt.c.order_uid,
    sqlite_where=payment_attempt.c.decided_at.is_(None),
)
Index(
    "ix_payment_attempt_refused",
    payment_attempt.c.reverses,
    sqlite_where=(payment_attempt.c.kind == "reversal")
    & payment_attempt.c.state.in_(["declined", "cancelled"]),
)
Index("ix_payment_attempt_created_at", payment_attempt.c.created_at)

# Summaries written in the transaction of the order: reports read these, not the documents.
daily_sales = table(
    "daily_sales",
    text("business_date", primary_key=True),
    whole("orders"),
    whole("quantity"),
    whole("tax"),
    whole("gross"),
    rowid=False,
)
sales_by_day_product = table(
    "sales_by_day_product",
    text("business_date", primary_key=True),
    whole("product_id", ForeignKey("product.product_id"), primary_key=True),
    whole("orders"),
    whole("quantity"),
    whole("tax"),
    whole("gross"),
    rowid=False,
)
sales_by_month_product = table(
    "sales_by_month_product",
    text("month", primary_key=True),
    whole("product_id", ForeignKey("product.product_id"), primary_key=True),
    whole("orders"),
    whole("quantity"),
    whole("tax"),
    whole("gross"),
    rowid=False,
)
