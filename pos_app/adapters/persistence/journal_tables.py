"""The journal, and the indexes by which its entries are found: over the signed bytes themselves."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Index, Integer, Text, cast, func, literal_column
from sqlalchemy import text as sql_text

from pos_app.adapters.persistence.columns import blob, table, text, whole

journal = table(
    "journal",
    whole("seq", primary_key=True),
    text("kind"),
    blob("raw"),
    blob("hash"),
    blob("signature"),
)


def _after(said: ColumnElement[str], name: str) -> ColumnElement[str]:
    """What stands behind a name: an entry is canonical, so that it is written in one way only."""
    mark = f'"{name}":'
    place = func.instr(said, literal_column(f"'{mark}'")) + literal_column(str(len(mark)))
    return func.substr(said, place)


# Who did what, out of the signed bytes: no column says it a second time. SQLite does not let an
# index parse JSON. Before the body stands who allowed it, and who did it is the last but two.
_HEAD = cast(func.substr(journal.c.raw, literal_column("1"), literal_column("96")), Text)
_TAIL = cast(func.substr(journal.c.raw, literal_column("-72")), Text)
ENTRY_ACTOR: ColumnElement[int] = cast(_after(_TAIL, "user_id"), Integer)
ENTRY_APPROVER: ColumnElement[int] = cast(_after(_HEAD, "approver_id"), Integer)
ENTRY_ORDER: ColumnElement[str] = func.substr(
    _after(cast(journal.c.raw, Text), "order_id"), sql_text("2"), sql_text("36")
)
# SQLite turns the term of a query round, and finds no index whose own stands the other way.
HAS_APPROVER = ENTRY_APPROVER > literal_column("0")  # noqa: SIM300
IS_NO_ORDER = journal.c.kind != literal_column("'order'")
Index("ix_journal_kind", journal.c.kind)
Index("ix_journal_actor", ENTRY_ACTOR, journal.c.kind)
Index("ix_journal_approver", ENTRY_APPROVER, journal.c.kind, sqlite_where=HAS_APPROVER)
# An order is found by its number, and costs the sale no place here.
Index("ix_journal_order", ENTRY_ORDER, sqlite_where=IS_NO_ORDER)
