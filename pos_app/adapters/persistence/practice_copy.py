"""What a practice store is made of: the shelf and the people of a real one, and none of its past.

Nobody's PIN or badge comes along: a guess at a copy would tell of the store, and count nowhere.

Rows go over table by table, and SQLite moves whole pages of those that are alike: 800,000 products
take seconds. The store they come from is only read.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Final, NamedTuple

from pos_app.adapters.persistence.sqlite_failures import sqlite_explained

_Part = tuple[str, str, str]
"""Kind, name and text of a table, an index or a rule."""
_CHECK: Final = re.compile(r"\n    CONSTRAINT ck_\w+ CHECK \(.*\),(?=\n)")
_TABLES: Final = (
    *("tax", "tax_class", "tax_class_tax", "product", "barcode", "favourite", "stock_level"),
    "alembic_version",
)
_SCHEMA: Final = """
    SELECT type, name, sql FROM real.sqlite_master
    WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'product_search_%'
"""
_SEARCH_PARTS: Final = """
    SELECT name FROM real.sqlite_master WHERE type = 'table' AND name LIKE 'product_search_%'
"""
_STOCK: Final = """
    INSERT INTO stock_movement (product_id, kind, quantity, at)
    SELECT product_id, 'opening', quantity, ? FROM stock_level WHERE quantity <> 0
"""
_COPIED_TO: Final = """
    SELECT (SELECT coalesce(max(epoch), 0) FROM real.epoch),
           (SELECT coalesce(max(seq), 0) FROM real.journal)
"""
_PEOPLE: Final = """
    INSERT INTO main.staff (staff_id, name, role, active, pin_hash, failures, lock_seconds_left)
    SELECT staff_id, name, role, active, '', 0, 0 FROM real.staff
"""
_CHANGES: Final = """
    SELECT CAST(raw AS TEXT) FROM journal WHERE seq > ? AND kind IN ('config_change', 'import')
"""


class CopiedTo(NamedTuple):
    """The last journal entry that a copy knows of, and its epoch: a restored store begins one."""

    epoch: int
    seq: int


def copy_shelf(source: Path, target: Path, *, settings: Sequence[str], at: int) -> CopiedTo:
    """Make a new file with what can be sold and who sells it.

    :param settings: the names of those that come along, with those of each person
    :param at: when its stock was counted, in milliseconds since 1970
    :raises UnavailableError: if the source is damaged, or the disk refuses
    """
    address = f"{source.absolute().as_uri()}?mode=ro"
    with (
        sqlite_explained(),
        closing(sqlite3.connect(target, isolation_level=None, uri=True)) as db,
    ):
        # A copy that a power cut leaves half is thrown away, so nothing waits for the disk.
        for pragma in ("synchronous=OFF", "journal_mode=OFF", "foreign_keys=OFF"):
            db.execute(f"PRAGMA {pragma}").close()
        db.execute("ATTACH ? AS real", (address,)).close()
        for name in ("application_id", "user_version"):
            (value,) = db.execute(f"PRAGMA real.{name}").fetchone()
            db.execute(f"PRAGMA main.{name} = {int(value)}").close()
        db.execute("BEGIN").close()
        parts = db.execute(_SCHEMA).fetchall()
        copied_to = CopiedTo(*db.execute(_COPIED_TO).fetchone())
        _make_tables(db, parts)
        _make(db, parts, "index")
        for table in _TABLES:
            db.execute(f"INSERT INTO main.{table} SELECT * FROM real.{table}").close()  # noqa: S608
        db.execute(_PEOPLE).close()
        _copy_search(db)
        _copy_settings(db, settings)
        db.execute(_STOCK, (at,)).close()
        _make(db, parts, "trigger")
        _put_checks_back(db, parts)
        db.execute("COMMIT").close()
        db.execute("DETACH real").close()
    return copied_to


def changes_after(source: Path, seq: int) -> list[str]:
    """The journal entries, as they are, that told of a change of what is sold, or of settings."""
    address = f"{source.absolute().as_uri()}?mode=ro"
    with sqlite_explained(), closing(sqlite3.connect(address, uri=True)) as db:
        return [raw for (raw,) in db.execute(_CHANGES, (seq,))]


def _make_tables(db: sqlite3.Connection, parts: Sequence[_Part]) -> None:
    """Without their checks: SQLite moves no whole pages into a table that has any.

    The rows come from one that has them, and `_put_checks_back` makes the tables alike.
    """
    for kind, _, sql in parts:
        if kind == "table":
            db.execute(_CHECK.sub("", sql)).close()


def _put_checks_back(db: sqlite3.Connection, parts: Sequence[_Part]) -> None:
    db.execute("PRAGMA writable_schema=ON").close()
    for kind, name, sql in parts:
        if kind == "table" and _CHECK.search(sql):
            db.execute("UPDATE main.sqlite_master SET sql = ? WHERE name = ?", (sql, name)).close()
    db.execute("PRAGMA writable_schema=OFF").close()


def _make(db: sqlite3.Connection, parts: Sequence[_Part], kind: str) -> None:
    for found, _, sql in parts:
        if found == kind:
            db.execute(sql).close()


def _copy_search(db: sqlite3.Connection) -> None:
    """The index as it is: to make it anew from the products takes four times as long."""
    for (name,) in db.execute(_SEARCH_PARTS).fetchall():
        db.execute(f"DELETE FROM main.{name}").close()  # noqa: S608
        db.execute(f"INSERT INTO main.{name} SELECT * FROM real.{name}").close()  # noqa: S608


def _copy_settings(db: sqlite3.Connection, names: Sequence[str]) -> None:
    for name in names:
        db.execute(
            "INSERT INTO main.setting SELECT * FROM real.setting "
            "WHERE name = ?1 OR substr(name, 1, length(?1) + 1) = ?1 || '.'",
            (name,),
        ).close()
