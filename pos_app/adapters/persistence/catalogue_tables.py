"""The tables of what is sold: taxes, products, barcodes, and imports of them."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index

from pos_app.adapters.persistence.columns import flag, one_of, table, text, whole

tax = table(
    "tax",
    text("code", primary_key=True),
    text("name"),
    whole("rate_millionths"),
    whole("amount_minor"),
    whole("compound"),
    flag("compound"),
    rowid=False,
)
tax_class = table("tax_class", text("code", primary_key=True), text("name"), rowid=False)
tax_class_tax = table(
    "tax_class_tax",
    text("tax_class", ForeignKey("tax_class.code"), primary_key=True),
    whole("position", primary_key=True),
    text("tax", ForeignKey("tax.code")),
    rowid=False,
)

product = table(
    "product",
    whole("product_id", primary_key=True),
    text("sku", unique=True),
    text("name"),
    text("category"),
    whole("price"),
    whole("cost", nullable=True),
    text("tax_class", ForeignKey("tax_class.code")),
    text("unit"),
    text("oversell"),
    whole("active"),
    # What is charged with every piece, such as on its bottle.
    whole("deposit_id", ForeignKey("product.product_id"), nullable=True),
    # Nearly always empty, and what is empty takes a byte.
    text("variant_group", nullable=True),
    text("variant", nullable=True),
    whole("age_limit", nullable=True),
    whole("open_price", nullable=True),
    text("image", nullable=True),
    one_of("unit", "each", "kg", "l", "m"),
    one_of("oversell", "warn", "block", "allow"),
    flag("active"),
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
# The others of a kind, and whether a code names a kind.
Index(
    "ix_product_variant_group",
    product.c.variant_group,
    product.c.name,
    sqlite_where=product.c.variant_group.is_not(None),
)
barcode = table(
    "barcode",
    text("barcode", primary_key=True),
    whole("product_id", ForeignKey("product.product_id"), index=True),
    rowid=False,
)
# The product grid: which products stand where.
favourite = table(
    "favourite",
    whole("position", primary_key=True),
    whole("product_id", ForeignKey("product.product_id")),
)
import_run = table(
    "import_run",
    whole("import_id", primary_key=True),
    text("source"),
    whole("started_at"),
    whole("staff_id", ForeignKey("staff.staff_id")),
)

# An import from inside the till: its file is staged beside the store, and goes in by slices.
product_import = table(
    "product_import",
    whole("number", primary_key=True),
    text("import_id", unique=True),
    text("source"),
    whole("staff_id", ForeignKey("staff.staff_id")),
    whole("at"),
    whole("set_stock"),
    whole("rows"),
    whole("applied"),
    whole("next_byte"),
    whole("new"),
    whole("changed"),
    whole("unchanged"),
    whole("refused"),
    whole("undone"),
    whole("kept"),
    text("state"),
    whole("approver_id", ForeignKey("staff.staff_id"), nullable=True),
    one_of("state", "applying", "stopped", "done", "undoing", "undone"),
    flag("set_stock"),
)
# What each product was before and after, until the import is undone or another one takes its place.
product_import_undo = table(
    "product_import_undo",
    text("import_id", ForeignKey("product_import.import_id"), primary_key=True),
    whole("product_id", ForeignKey("product.product_id"), primary_key=True),
    text("image"),
    rowid=False,
)
