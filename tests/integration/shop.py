"""A practice store made as a person makes it, and what is done in it."""

from __future__ import annotations

import base64
import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pos_app.adapters.persistence import rules
from pos_app.adapters.system.paths import DataFolder
from pos_app.composition.importing import import_products
from pos_app.composition.lazy import LazySignatureCheck
from pos_app.composition.making import SetupRequest, make_store
from pos_app.composition.opening import OpenStore, writing
from pos_app.composition.queries import Queries
from pos_app.domain.order import Order
from pos_app.domain.order_document import OrderDocument
from pos_app.domain.shift import Shift
from pos_app.domain.staff import StaffMember
from pos_app.services.catalogue.import_report import ImportReport
from pos_app.services.catalogue.importing import ImportOptions
from pos_app.services.journal.verifying import JournalVerifier, Verdict

DATA: Final = Path(__file__).parents[1] / "data"
CATALOGUE: Final = DATA / "catalogue-excerpt.csv"
GROCERIES: Final = DATA / "groceries-excerpt.csv"
BASKETS: Final = DATA / "baskets-excerpt.txt"
PIN: Final = "140789"

MILK: Final = "2000000001678"  # reduced rate
SODA: Final = "2000000001401"  # standard rate
ROLLS: Final = "2000000001241"
YOGURT: Final = "2000000001685"
LAIT: Final = "20928315"

# Everything that an order touches; what is not recorded leaves each of them as it was.
RECORDS: Final = (
    *("order", "order_item", "order_tax", "payment", "stock_movement", "journal", "outbox"),
    *("print_job", "daily_sales", "sales_by_day_product", "sales_by_month_product"),
    *("shift", "epoch", "stock_level"),
)


@dataclass(frozen=True, slots=True)
class Shop:
    folder: DataFolder
    recovery_code: str

    def copied_to(self, root: Path) -> Shop:
        shutil.copytree(self.folder.root, root)
        return Shop(DataFolder(root), self.recovery_code)


def make(root: Path, **wishes: Any) -> Shop:
    """A practice store in France, unless told otherwise."""
    request: dict[str, Any] = {
        "store": "Corner Shop",
        "country": "FR",
        "owner": "Ana",
        "pin": PIN,
        "practice": True,
    }
    folder = DataFolder(root)
    return Shop(folder, make_store(folder, SetupRequest(**request | wishes)))


def bring_in(store: OpenStore, path: Path, **options: bool) -> ImportReport:
    return import_products(
        store,
        path,
        ImportOptions(path.name, **options),
        actor=owner(store),
        progress=lambda _progress: None,
    )


def owner(store: OpenStore) -> StaffMember:
    return store.services.staff.owner()


def ring(store: OpenStore, *barcodes: str) -> Order:
    """An open order; the same barcode twice makes a line of two."""
    order = store.services.orders.create_order(actor=owner(store))
    for barcode in barcodes:
        store.services.orders.scan(raw=barcode)
    return order


def pay(store: OpenStore, order: Order, tendered: int | None = None) -> OrderDocument:
    checkout = store.services.checkout
    due = checkout.cash_due(order) if tendered is None else tendered
    return checkout.pay_cash(order=order, tendered=due, actor=owner(store))


def sell(store: OpenStore, *barcodes: str, tendered: int | None = None) -> OrderDocument:
    return pay(store, ring(store, *barcodes), tendered)


def open_shift(store: OpenStore, opening_float: int = 10_000) -> None:
    store.services.shifts.open(actor=owner(store), opening_float=opening_float)


def close_shift(store: OpenStore) -> Shift:
    """With what should lie in the drawer."""
    current = store.queries.shifts.current()
    assert current is not None
    return store.services.shifts.close(actor=owner(store), counted=current.expected)


def trade(folder: DataFolder) -> None:
    """A closed shift of three orders, then an open one with two paid and one cancelled."""
    with writing(folder) as store:
        bring_in(store, GROCERIES)
        bring_in(store, CATALOGUE)
        open_shift(store)
        sell(store, MILK, SODA, ROLLS)
        sell(store, MILK, MILK, YOGURT, tendered=5_000)
        sell(store, LAIT)
        store.services.shifts.close(actor=owner(store), counted=11_500)
        open_shift(store)
        sell(store, SODA, SODA)
        sell(store, ROLLS, YOGURT, LAIT)
        order = ring(store, MILK)
        store.services.cancelling.cancel(order=order, actor=owner(store), reason="changed mind")


@contextmanager
def raw(path: Path) -> Iterator[sqlite3.Connection]:
    """The file as any program may open it: no pragma of ours, each statement committed."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        yield connection


def rows(path: Path, query: str) -> list[tuple[Any, ...]]:
    with raw(path) as connection:
        return connection.execute(query).fetchall()


def one(path: Path, query: str) -> Any:
    return rows(path, query)[0][0]


def everything(path: Path, tables: tuple[str, ...] = RECORDS) -> dict[str, list[tuple[Any, ...]]]:
    return {table: rows(path, f'SELECT * FROM "{table}"') for table in tables}


def drop_triggers(connection: sqlite3.Connection) -> None:
    """What somebody does who means to change the documents."""
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for (name,) in names:
        connection.execute(f"DROP TRIGGER {name}")


@contextmanager
def tampered(path: Path) -> Iterator[sqlite3.Connection]:
    """The file with somebody who takes the rules off, and puts them back so that none is missed."""
    with raw(path) as connection:
        drop_triggers(connection)
        yield connection
        for rule in rules.TRIGGERS:
            connection.execute(rule)


def replace_signing_key(folder: DataFolder, key: bytes) -> None:
    """What a mix-up of two stores' key files leaves behind."""
    values = json.loads(folder.keys.read_text("ascii"))
    values["signing_key"] = base64.b64encode(key).decode()
    folder.keys.write_text(json.dumps(values), "ascii")


def verdict(queries: Queries) -> Verdict:
    verifier = JournalVerifier(signatures=LazySignatureCheck())
    return verifier.verify(queries.journal.entries(), queries.journal.signing_keys())


def forget_places_of_epochs(path: Path) -> None:
    """As in a store whose epochs began before that was kept."""
    with raw(path) as connection:
        connection.execute("DELETE FROM setting WHERE name LIKE 'moved_before.%'")
