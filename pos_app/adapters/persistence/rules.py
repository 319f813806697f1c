"""What tables cannot say: the search index, and the triggers that keep documents as they are."""

from __future__ import annotations

PRODUCT_SEARCH = (
    "CREATE VIRTUAL TABLE product_search USING fts5("
    "name, sku, barcodes, tokenize='unicode61 remove_diacritics 2', prefix='1 2 3')"
)
# By itself FTS5 merges its segments inside whichever transaction is unlucky, up to a second long.
# Here whoever writes many products says when, and how much: `known_products.merge_search`. A
# crisis is for an import from the command line, whose one transaction may leave thousands behind:
# FTS5 holds 2,000 on all levels together.
PRODUCT_SEARCH_SETTINGS = (
    "INSERT INTO product_search(product_search, rank) VALUES ('automerge', 0)",
    "INSERT INTO product_search(product_search, rank) VALUES ('crisismerge', 256)",
)

_INSERT_ONLY = ("journal", "order", "order_item", "order_tax", "stock_movement", "signing_key")


def _refuse(name: str, table: str, act: str, condition: str = "") -> str:
    when = f" WHEN {condition}" if condition else ""
    return (
        f'CREATE TRIGGER {name} BEFORE {act} ON "{table}"{when} '
        f"BEGIN SELECT RAISE(ABORT, '{table} rows are never changed or deleted'); END"
    )


TRIGGERS = (
    *(
        _refuse(f"{table}_no_{act.lower()}", table, act)
        for table in _INSERT_ONLY
        for act in ("UPDATE", "DELETE")
    ),
    _refuse("payment_no_update", "payment", "UPDATE", "OLD.state = 'approved'"),
    _refuse("payment_no_delete", "payment", "DELETE"),
    _refuse("payment_attempt_no_update", "payment_attempt", "UPDATE", "OLD.decided_at IS NOT NULL"),
    _refuse("payment_attempt_no_delete", "payment_attempt", "DELETE"),
    _refuse(
        "returned_no_reuse",
        "returned",
        "UPDATE",
        "NEW.quantity < OLD.quantity OR NEW.sold <> OLD.sold",
    ),
    _refuse("returned_no_delete", "returned", "DELETE"),
    _refuse(
        "given_back_no_reuse",
        "given_back",
        "UPDATE",
        "NEW.amount < OLD.amount OR NEW.taken <> OLD.taken",
    ),
    _refuse("given_back_no_delete", "given_back", "DELETE"),
    _refuse("shift_no_update", "shift", "UPDATE", "OLD.closed_at IS NOT NULL"),
    _refuse("shift_no_delete", "shift", "DELETE"),
    _refuse("epoch_no_reuse", "epoch", "UPDATE", "NEW.last_number < OLD.last_number"),
    _refuse("epoch_no_delete", "epoch", "DELETE"),
)
