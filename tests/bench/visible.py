"""Bench of what was just sold: how soon the real head office, on SQLite, shows it."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Sequence
from contextlib import closing
from typing import Final

from pos_app.adapters.system.paths import DataFolder
from pos_app.composition.head_office import opened
from pos_app.composition.head_office_settings import Settings
from pos_app.composition.making import SetupRequest, make_store
from pos_app.composition.opening import writing
from pos_app.composition.syncing import SyncDesk
from pos_app.domain.order import Order
from pos_app.services.sync.membership import Membership, require_membership
from tests.bench.figures import NS_PER_MS, Figures
from tests.bench.ground import PRODUCTS, Bench, Ground
from tests.bench.rows import AtMost, Row
from tests.bench.serving import loopback, serving
from tests.bench.stores import PIN, bring_in, some_pieces
from tests.bench.tills import measured_till
from tests.gui.driving import DrivenTill

STORE: Final = "Bench"
TERMINAL: Final = "T01"
DIFFERENT: Final = 30
SALES: Final = 300
SALES_QUICK: Final = 30
LOOK_S: Final = 0.002
LOOKS_MAX: Final = 30_000
_HELD: Final = 'SELECT 1 FROM "order" WHERE order_id = ? AND terminal_id = ?'


class Watching:
    """Looks into head office's own file, as its page does."""

    def __init__(self, connection: sqlite3.Connection, terminal_id: str) -> None:
        self._connection = connection
        self._terminal_id = terminal_id
        self._pause = threading.Event()

    def wait_for(self, order_id: str) -> None:
        key = (order_id, self._terminal_id)
        for _ in range(LOOKS_MAX):
            if self._connection.execute(_HELD, key).fetchone() is not None:
                return
            self._pause.wait(LOOK_S)
        raise AssertionError(f"order {order_id} does not come")


def _new_store(folder: DataFolder) -> None:
    """Nothing of a practice store goes to head office."""
    wishes = SetupRequest(
        store=STORE, country="FR", owner="Ana", pin=PIN, terminal=TERMINAL, keys_in_file=True
    )
    make_store(folder, wishes)
    with writing(folder) as store:
        bring_in(store, PRODUCTS)


def _code(settings: Settings) -> str:
    with opened(settings) as office:
        office.prepare()
        office.access.stores.add(
            name=STORE, currency="EUR", time_zone="Europe/Paris", actor="bench"
        )
        made = office.access.enrolling.make_code(terminal=TERMINAL, store=STORE, actor="bench")
        return made.code


def _joined(folder: DataFolder, settings: Settings, code: str) -> Membership:
    with writing(folder) as store:
        owner = store.services.staff.owner()
        SyncDesk(store).enrolling.enrol(actor=owner, url=settings.base_url, code=code)
        return require_membership(store.queries.settings)


def measure(ground: Ground) -> Sequence[Row]:
    """From the commit of an order at the till to its being in head office's orders."""
    folder, settings = DataFolder(ground.work / "visible"), loopback(ground.work / "office")
    _new_store(folder)
    code = _code(settings)
    took: list[float] = []
    with serving(settings):
        member = _joined(folder, settings, code)
        address = f"file:{settings.data_dir / 'head-office.sqlite3'}?mode=ro"
        with (
            closing(sqlite3.connect(address, uri=True, isolation_level=None)) as connection,
            measured_till(folder.root) as till,
        ):
            till.start_selling(PIN)
            watching = Watching(connection, member.terminal_id)
            codes = [one.barcode for one in some_pieces(folder, DIFFERENT)]
            watching.wait_for(_sold(till, codes[0]).order_id)
            for number in range(SALES_QUICK if ground.quick else SALES):
                order = _sold(till, codes[number % len(codes)])
                committed = time.perf_counter_ns()
                watching.wait_for(order.order_id)
                took.append((time.perf_counter_ns() - committed) / NS_PER_MS)
    return [
        Row(
            name="commit at the till to an order at head office",
            unit="ms",
            measured=Figures.of(took),
            allowed=AtMost("p99", 1_000.0),
            note=f"{len(took)} orders of one till, the real service on SQLite, loopback",
        )
    ]


def _sold(till: DrivenTill, code: str) -> Order:
    services = till.store.services
    owner = services.staff.owner()
    order = services.orders.create_order(actor=owner)
    services.orders.scan(raw=code)
    due = services.checkout.cash_due(order)
    services.checkout.pay_cash(order=order, tendered=due, actor=owner)
    return order


BENCHES: Final = (Bench("sync_visible", measure),)
