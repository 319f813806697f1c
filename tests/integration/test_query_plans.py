"""No query walks through a table that grows: not as planned blindly, nor by any statistics."""

from __future__ import annotations

import pkgutil
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing
from importlib import import_module
from pathlib import Path
from typing import Final

import pytest

from pos_app.adapters import persistence
from pos_app.adapters.persistence import statements
from pos_app.adapters.persistence.statements import Statement
from tests.integration.shop import Shop

ROOT: Final = Path(__file__).parents[2]
GROWING: Final = {
    *("product", "barcode", "product_search", "stock_level", "stock_movement"),
    *("order", "order_item", "order_tax", "payment", "daily_sales", "sales_by_day_product"),
    "sales_by_month_product",
    *("customer", "customer_key"),
    *("journal", "outbox", "print_job", "email_job", "product_import_undo"),
    *("payment_attempt", "synced"),
    *("returned", "given_back"),
}
WALKS: Final = {
    "email_jobs._DUE": "an index of those alone that are not sent",
    "email_jobs._FORGET": "those of a few weeks, when a customer is forgotten",
    "email_jobs._OLD": "the oldest few hundred, where it stops; once a day",
    "email_jobs._RECENT": "from the newest one, a few hundred",
    "email_jobs._UNSENT": "an index of those alone that are not sent",
    "journal._HEAD": "from the newest entry, where it stops",
    "journal._WAITING": "doctor counts what waits",
    "order_finding._EMAILED": "from the newest e-mail, a few thousand",
    "order_finding._UNSENT": "an index of those alone that are not sent",
    "order_queries._LATEST": "from the newest order to the first paid one, where it stops",
    "outbox._BATCH": "from the oldest that waits, where it stops",
    "outbox._COUNT": "what waits is counted behind the screen",
    "outbox._COUNT_OTHERS": "an index of those alone that need a person",
    "outbox._FIRST_OF_WAITING": "from the oldest that waits, where it stops",
    "outbox._FIRST_WAITING": "from the oldest that waits, where it stops",
    "outbox._OTHERS": "an index of those alone that need a person",
    "payment_attempts._OWED": "an index of the refused reversals alone",
    "payment_attempts._UNDECIDED": "an index of those alone that are not decided",
    "print_jobs._OLD": "the oldest few hundred, where it stops; once a day",
    "print_jobs._WAITING": "an index of the waiting ones alone",
    "report_queries._SHELF": "every product that there is, for what the shelves are worth",
    "shelf._CATEGORIES": "an index of nothing but categories and names, behind the screen",
}
SORTS: Final = {
    "shelf._CATEGORIES": "one row a category",
    "products._DEPOSITS": "a few, for an export",
}
ROWS: Final = 1_000_000
ALIKE: Final = {"even": 5, "skewed": 100_000}

_SCAN = re.compile(r'^SCAN "?(\w+)"?(?!.* INDEX \d+:M)')
_TABLES = "SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0"
_INDEXES = """
    SELECT t.name, i.name, i."unique", (SELECT count(*) FROM pragma_index_info(i.name))
    FROM sqlite_schema t JOIN pragma_index_list(t.name) i WHERE t.type = 'table'
"""


def named() -> dict[str, Statement]:
    """Every statement of the storage by the name that its module gives it."""
    found: dict[str, Statement] = {}
    for module in pkgutil.iter_modules(persistence.__path__):
        values = vars(import_module(f"{persistence.__name__}.{module.name}"))
        for name, value in list(values.items()):
            parts = value.items() if isinstance(value, Mapping) else [("", value)]
            for key, part in parts:
                if isinstance(part, Statement):
                    found.setdefault(f"{module.name}.{name}{key and f'.{key}'}", part)
    return found


def unnamed() -> list[str]:
    names = set(named().values())
    return [statement.sql for statement in statements.made() if statement not in names]


@pytest.fixture(params=["blind", "even", "skewed"])
def connection(new_shop: Shop, request: pytest.FixtureRequest) -> Iterator[sqlite3.Connection]:
    """A store as it is, and with what ANALYZE would say of one after years."""
    with closing(sqlite3.connect(new_shop.folder.store, isolation_level=None)) as connection:
        if request.param != "blind":
            pretend(connection, alike=ALIKE[request.param])
        yield connection


def pretend(connection: sqlite3.Connection, *, alike: int) -> None:
    """A million rows in every table, and `alike` of them wherever a value may come again."""
    indexes = connection.execute(_INDEXES).fetchall()
    connection.execute("ANALYZE")
    connection.execute("DELETE FROM sqlite_stat1")
    for (table,) in connection.execute(_TABLES).fetchall():
        connection.execute("INSERT INTO sqlite_stat1 VALUES (?,NULL,?)", (table, str(ROWS)))
    for table, index, unique, columns in indexes:
        numbers = [alike] * columns
        if unique:
            numbers[-1] = 1
        said = " ".join(str(number) for number in [ROWS, *numbers])
        connection.execute("INSERT INTO sqlite_stat1 VALUES (?,?,?)", (table, index, said))
    connection.execute("ANALYZE sqlite_schema")


def plan(connection: sqlite3.Connection, statement: Statement) -> list[str]:
    values = [None] * statement.sql.count("?")
    rows = connection.execute(f"EXPLAIN QUERY PLAN {statement.sql}", values).fetchall()
    return [row[3] for row in rows]


def walked(steps: list[str]) -> set[str]:
    return {found[1] for step in steps if (found := _SCAN.match(step))} & GROWING


def sorts(steps: list[str]) -> bool:
    return "USE TEMP B-TREE FOR ORDER BY" in steps


def test_every_statement_has_a_name() -> None:
    """Asked of a new process: in this one other tests have made some of their own."""
    asked = "from tests.integration.test_query_plans import unnamed; print(unnamed())"
    done = subprocess.run(
        [sys.executable, "-c", asked], check=False, cwd=ROOT, capture_output=True, text=True
    )

    assert (done.stdout, done.stderr) == ("[]\n", "")


def test_no_growing_table_is_walked_through(connection: sqlite3.Connection) -> None:
    plans = {name: plan(connection, statement) for name, statement in named().items()}

    wrong = {name: steps for name, steps in plans.items() if name not in WALKS and walked(steps)}

    assert wrong == {}
    assert {name for name in WALKS if walked(plans[name])} == set(WALKS), "no longer needed"


def test_no_page_is_sorted_out_of_all_rows(connection: sqlite3.Connection) -> None:
    """A page that the index does not bring in order is read whole to find its first rows."""
    plans = {name: plan(connection, one) for name, one in named().items() if " LIMIT " in one.sql}

    wrong = {name: steps for name, steps in plans.items() if name not in SORTS and sorts(steps)}

    assert wrong == {}
    assert len(plans) > len(SORTS)


@pytest.mark.parametrize(
    ("step", "tables"),
    [
        ("SCAN product", {"product"}),
        ("SCAN order USING INDEX ix_order_business_date", {"order"}),
        ("SCAN print_job LEFT-JOIN", {"print_job"}),
        ("SCAN product_search VIRTUAL TABLE INDEX 0:", {"product_search"}),
        ("SCAN product_search VIRTUAL TABLE INDEX 64:M3", set()),
        ("SEARCH product USING INTEGER PRIMARY KEY (rowid=?)", set()),
        ("SCAN staff", set()),
    ],
)
def test_knows_a_walk_when_it_sees_one(step: str, tables: set[str]) -> None:
    assert walked([step]) == tables


def test_what_moved_since_the_store_was_put_back_is_reached_by_its_product_alone(
    connection: sqlite3.Connection,
) -> None:
    steps = plan(connection, named()["restored_stock._SINCE"])

    assert steps == [
        "SEARCH stock_movement USING INDEX ix_stock_movement_product_id (product_id=? AND rowid>?)"
    ]


def test_a_late_period_is_not_reached_by_way_of_all_before_it(
    connection: sqlite3.Connection,
) -> None:
    (first, *_) = plan(connection, named()["order_queries._PAGE"])

    assert first.startswith("SEARCH order USING INDEX ix_order_business_date")
