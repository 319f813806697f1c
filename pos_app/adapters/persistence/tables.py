"""The terminal's tables: STRICT, integers for amounts, named constraints, insert-only documents."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)

# Named constraints: a migration on SQLite can only drop what has a name.
metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _table(name: str, *parts: Any, rowid: bool = True) -> Table:
    return Table(name, metadata, *parts, sqlite_strict=True, sqlite_with_rowid=rowid)


def _text(name: str, *parts: Any, **options: Any) -> Column[str]:
    return Column(name, Text, *parts, nullable=options.pop("nullable", False), **options)


def _whole(name: str, *parts: Any, **options: Any) -> Column[int]:
    return Column(name, Integer, *parts, nullable=options.pop("nullable", False), **options)


def _bytes(name: str, *parts: Any, **options: Any) -> Column[bytes]:
    return Column(name, LargeBinary, *parts, nullable=options.pop("nullable", False), **options)


def _one_of(column: str, *values: str) -> CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def _flag(column: str) -> CheckConstraint:
    return CheckConstraint(f"{column} IN (0, 1)", name=column)


setting = _table("setting", _text("name", primary_key=True), _text("value"), rowid=False)

# A number series belongs to an epoch: a restored or copied store starts a new one.
epoch = _table(
    "epoch",
    _whole("epoch", primary_key=True),
    _text("series", unique=True),
    _whole("last_number"),
    _whole("started_at"),
    _text("reason"),
)
signing_key = _table(
    "signing_key",
    _text("key_id", primary_key=True),
    _bytes("public_key"),
    _whole("first_seq"),
    rowid=False,
)

tax = _table(
    "tax",
    _text("code", primary_key=True),
    _text("name"),
    _whole("rate_millionths"),
    _whole("amount_minor"),
    _whole("compound"),
    _flag("compound"),
    rowid=False,
)
tax_class = _table("tax_class", _text("code", primary_key=True), _text("name"), rowid=False)
tax_class_tax = _table(
    "tax_class_tax",
    _text("tax_class", ForeignKey("tax_class.code"), primary_key=True),
    _whole("position", primary_key=True),
    _text("tax", ForeignKey("tax.code")),
    rowid=False,
)

staff = _table(
    "staff",
    _whole("staff_id", primary_key=True),
    _text("name", unique=True),
    _text("role"),
    _whole("active"),
    _text("pin_hash"),
    _whole("failures"),
    _whole("lock_seconds_left"),
    _whole("signed_in_at", nullable=True),
    _one_of("role", "cashier", "supervisor", "manager", "owner"),
    _flag("active"),
)

product = _table(
    "product",
    _whole("product_id", primary_key=True),
    _text("sku", unique=True),
    _text("name"),
    _text("category"),
    _whole("price"),
    _whole("cost", nullable=True),
    _text("tax_class", ForeignKey("tax_class.code")),
    _text("unit"),
    _text("oversell"),
    _whole("active"),
    # What is charged with every piece, such as on its bottle.
    _whole("deposit_id", ForeignKey("product.product_id"), nullable=True),
    _one_of("unit", "each", "kg", "l", "m"),
    _one_of("oversell", "warn", "block", "allow"),
    _flag("active"),
    CheckConstraint("price >= 0", name="price"),
)
# The product grid asks for a page of one category, and how many products each has.
Index(
    "ix_product_category",
    product.c.category,
    product.c.name,
    sqlite_where=product.c.active == 1,
)
# Only of those that have one: the others are nearly all.
Index(
    "ix_product_deposit_id",
    product.c.deposit_id,
    sqlite_where=product.c.deposit_id.is_not(None),
)
barcode = _table(
    "barcode",
    _text("barcode", primary_key=True),
    _whole("product_id", ForeignKey("product.product_id"), index=True),
    rowid=False,
)
# The product grid: which products stand where.
favourite = _table(
    "favourite",
    _whole("position", primary_key=True),
    _whole("product_id", ForeignKey("product.product_id")),
)
import_run = _table(
    "import_run",
    _whole("import_id", primary_key=True),
    _text("source"),
    _whole("started_at"),
    _whole("staff_id", ForeignKey("staff.staff_id")),
)

# An import from inside the till: its file is staged beside the store, and goes in by slices.
product_import = _table(
    "product_import",
    _whole("number", primary_key=True),
    _text("import_id", unique=True),
    _text("source"),
    _whole("staff_id", ForeignKey("staff.staff_id")),
    _whole("at"),
    _whole("set_stock"),
    _whole("rows"),
    _whole("applied"),
    _whole("next_byte"),
    _whole("new"),
    _whole("changed"),
    _whole("unchanged"),
    _whole("refused"),
    _whole("undone"),
    _whole("kept"),
    _text("state"),
    _one_of("state", "applying", "stopped", "done", "undoing", "undone"),
    _flag("set_stock"),
)
# What each product was before and after, until the import is undone or another one takes its place.
product_import_undo = _table(
    "product_import_undo",
    _text("import_id", ForeignKey("product_import.import_id"), primary_key=True),
    _whole("product_id", ForeignKey("product.product_id"), primary_key=True),
    _text("image"),
    rowid=False,
)

stock_level = _table(
    "stock_level",
    _whole("product_id", ForeignKey("product.product_id"), primary_key=True),
    _whole("quantity"),
    _whole("sold"),
)
stock_movement = _table(
    "stock_movement",
    _whole("movement_id", primary_key=True),
    _whole("product_id", ForeignKey("product.product_id"), index=True),
    _text("kind"),
    _whole("quantity"),
    _whole("at"),
    _whole("order_id", ForeignKey("order.order_id"), nullable=True),
    _one_of("kind", "opening", "order", "refund", "receipt", "count", "adjustment"),
)

shift = _table(
    "shift",
    _whole("shift_id", primary_key=True),
    _whole("number", unique=True),
    _text("business_date"),
    _whole("opened_at"),
    _whole("opened_by", ForeignKey("staff.staff_id")),
    _whole("opening_float"),
    _whole("sales"),
    _whole("refunds"),
    _whole("cash_sales"),
    _whole("cash_in"),
    _whole("cash_out"),
    _whole("orders"),
    _whole("closed_at", nullable=True),
    _whole("closed_by", ForeignKey("staff.staff_id"), nullable=True),
    _whole("counted", nullable=True),
)
# One open shift at most: every open one has the same indexed value.
Index(
    "uq_shift_open",
    shift.c.closed_at.is_(None),
    unique=True,
    sqlite_where=shift.c.closed_at.is_(None),
)

order = _table(
    "order",
    _whole("order_id", primary_key=True),
    _text("uid", unique=True),
    _text("number", unique=True, nullable=True),
    _text("state"),
    _whole("shift_id", ForeignKey("shift.shift_id")),
    _text("business_date", index=True),
    _whole("completed_at"),
    _whole("utc_offset_minutes"),
    _whole("opened_by", ForeignKey("staff.staff_id")),
    _whole("completed_by", ForeignKey("staff.staff_id")),
    _text("currency"),
    _text("policy"),
    _whole("discount"),
    _whole("tax"),
    _whole("total"),
    _whole("rounding"),
    _whole("journal_seq", ForeignKey("journal.seq")),
    _one_of("state", "paid", "cancelled"),
    CheckConstraint("(state = 'paid') = (number IS NOT NULL)", name="number"),
)
order_item = _table(
    "order_item",
    _whole("order_id", ForeignKey("order.order_id"), primary_key=True),
    _whole("position", primary_key=True),
    _whole("product_id", ForeignKey("product.product_id")),
    _text("sku"),
    _text("barcode"),
    _text("name"),
    _text("unit"),
    _whole("unit_price"),
    _whole("quantity"),
    _text("tax_class"),
    _whole("before_discount"),
    _whole("discount"),
    _whole("order_discount"),
    _whole("total"),
    _whole("tax"),
    _whole("is_deposit"),
    CheckConstraint("quantity <> 0", name="quantity"),
    _flag("is_deposit"),
    rowid=False,
)
order_tax = _table(
    "order_tax",
    _whole("order_id", ForeignKey("order.order_id"), primary_key=True),
    _text("tax_class", primary_key=True),
    _text("tax_code", primary_key=True),
    _text("name"),
    _whole("rate_millionths"),
    _whole("net"),
    _whole("tax"),
    rowid=False,
)
payment = _table(
    "payment",
    _whole("payment_id", primary_key=True),
    _text("uid", unique=True),
    _whole("order_id", ForeignKey("order.order_id"), index=True),
    _text("method"),
    _whole("amount"),
    _whole("tendered"),
    _whole("change"),
    _text("state"),
    _whole("at"),
    _one_of("state", "intent", "sent", "approved", "declined", "cancelled", "unknown"),
    CheckConstraint("tendered - change = amount", name="change"),
)
draft = _table(
    "draft",
    _text("uid", primary_key=True),
    _whole("revision"),
    _text("state"),
    _whole("opened_by", ForeignKey("staff.staff_id")),
    _whole("total"),
    _text("body"),
    _one_of("state", "created", "held"),
    rowid=False,
)

journal = _table(
    "journal",
    _whole("seq", primary_key=True),
    _text("kind"),
    _bytes("raw"),
    _bytes("hash"),
    _bytes("signature"),
)
# No body: the record names the journal entry, whose hash is its content hash.
outbox = _table(
    "outbox",
    _whole("seq", ForeignKey("journal.seq"), primary_key=True),
    _text("state"),
    _whole("attempts"),
    _text("last_error", nullable=True),
    _one_of("state", "waiting", "conflict", "rejected"),
)
print_job = _table(
    "print_job",
    _whole("job_id", primary_key=True),
    _whole("order_id", ForeignKey("order.order_id")),
    _whole("copy"),
    _text("state"),
    _whole("attempts"),
    _text("last_error", nullable=True),
    _one_of("state", "waiting", "done", "skipped"),
)
Index("ix_print_job_waiting", print_job.c.job_id, sqlite_where=print_job.c.state == "waiting")
# Only what is printed again: the job that comes with an order costs the sale no index.
Index(
    "uq_print_job_copy",
    print_job.c.order_id,
    print_job.c.copy,
    unique=True,
    sqlite_where=print_job.c.copy > 0,
)

# Summaries written in the transaction of the order: reports read these, not the documents.
daily_sales = _table(
    "daily_sales",
    _text("business_date", primary_key=True),
    _whole("orders"),
    _whole("quantity"),
    _whole("tax"),
    _whole("gross"),
    rowid=False,
)
sales_by_day_product = _table(
    "sales_by_day_product",
    _text("business_date", primary_key=True),
    _whole("product_id", ForeignKey("product.product_id"), primary_key=True),
    _whole("orders"),
    _whole("quantity"),
    _whole("tax"),
    _whole("gross"),
    rowid=False,
)
