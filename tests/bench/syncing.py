"""Benches of the sync: what waits drains beside a cashier, and what was edited comes in beside."""

from __future__ import annotations

import gc
import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any, Final

from pos_app.adapters.persistence.unit_of_work import SqlUnitOfWork
from pos_app.adapters.system.paths import DataFolder
from pos_app.adapters.system.signing import Ed25519Check, Ed25519Signer
from pos_app.composition.opening import own_keys, reading, writing
from pos_app.composition.syncing import SyncDesk
from pos_app.services.sync.membership import SETTING
from pos_app.wire.changes import Change
from tests.bench.figures import KIB_PER_MB, NS_PER_MS, Figures
from tests.bench.ground import Bench, Ground
from tests.bench.head_office_process import HeadOfficeProcess, head_office, products
from tests.bench.past_orders import ORDERS_A_DAY, PastOrders
from tests.bench.rows import AtMost, Row
from tests.bench.stores import PIN, some_pieces
from tests.bench.tills import measured_till
from tests.fakes.upstream import FakeHeadOffice, FakeLine
from tests.gui.conftest import Watchdog
from tests.gui.driving import DrivenTill
from tests.gui.synced_till import make_real

ORDERS: Final = 100_000
ORDERS_QUICK: Final = 10_000
DIFFERENT: Final = 30
MEMORY_MB_MAX: Final = 300.0
DRAIN_S_MAX: Final = 900.0
PAGED: Final = 6_000
_EVERYTHING_WAITS: Final = "INSERT INTO outbox SELECT seq, 'waiting', 0, NULL FROM journal"
# A process begins with the peak of the one that it was forked from: with a small one in between.
_WATCHED: Final = """
import resource, subprocess, sys
code = subprocess.run(sys.argv[1:]).returncode
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)
sys.exit(code)
"""


@contextmanager
def _joined(folder: DataFolder, file: Path | None = None) -> Iterator[HeadOfficeProcess]:
    """The store belongs to a head office in a process of its own."""
    with reading(folder) as queries:
        public_key = own_keys(folder, queries).signer.public_key
    with head_office(public_key, file) as office:
        with writing(folder) as store, store.services.new_uow() as uow:
            uow.settings.put(SETTING, office.member_text)
            make_real(folder, store, uow)
            uow.commit()
        yield office


def _with_past(ground: Ground, orders: int) -> DataFolder:
    """So many orders that were never sent."""
    folder = ground.copy(ground.small_store)
    with writing(folder) as store:
        count = len(list(store.queries.products.all_products()))
        past = PastOrders(store, products=count)
        for day in range(orders // ORDERS_A_DAY):
            past.ring_day(day, orders=ORDERS_A_DAY)
    with closing(sqlite3.connect(folder.store)) as connection, connection:
        connection.execute("DELETE FROM outbox")
        connection.execute(_EVERYTHING_WAITS)
    return folder


def measure_drain(ground: Ground) -> Sequence[Row]:
    """With a cashier who goes on selling."""
    orders = ORDERS_QUICK if ground.quick else ORDERS
    folder = _with_past(ground, orders)
    sales: list[float] = []
    with _joined(folder) as office, measured_till(folder.root) as till:
        till.start_selling(PIN)
        dog = Watchdog(till.app)
        codes = [one.barcode for one in some_pieces(folder, DIFFERENT)]
        till.sell(codes[0])
        gc.collect()
        gc.freeze()  # as a till does once it is built
        started = time.monotonic()
        before = office.count()
        dog.start()
        while till.store.queries.outbox.counts().waiting:
            sales.append(_ms_of(till, codes[len(sales) % len(codes)]))
            assert time.monotonic() - started < DRAIN_S_MAX, "it never ends"
        seconds = time.monotonic() - started
        dog.stop()
        sent = office.count() - before
    memory = _most_kib() / KIB_PER_MB
    return [
        Row(
            name=f"{orders:,} queued orders drain beside a cashier",
            unit="s",
            measured=Figures.once(seconds),
            allowed=AtMost("p50", DRAIN_S_MAX),
            note=f"{sent / seconds:,.0f} entries a second, {len(sales)} orders sold meanwhile",
        ),
        Row(
            name="longest block of the GUI thread meanwhile",
            unit="ms",
            measured=Figures.once(float(dog.worst_ms)),
            allowed=AtMost("p50", 50.0),
        ),
        Row(
            name="memory of the till at most",
            unit="MB",
            measured=Figures.once(memory),
            allowed=AtMost("p50", MEMORY_MB_MAX),
            note="with the bench in it",
        ),
    ]


def _most_kib() -> int:
    """The peak of this program alone: what `getrusage` tells is of its parent, too."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(one.split()[1]) for one in status.splitlines() if one.startswith("VmHWM"))


def _ms_of(till: DrivenTill, code: str) -> float:
    started = time.perf_counter_ns()
    till.sell(code)
    return (time.perf_counter_ns() - started) / NS_PER_MS


def measure_first_sync(ground: Ground) -> Sequence[Row]:
    """The whole catalogue, as a person types it."""
    file = ground.catalogue if ground.quick else ground.full_catalogue
    folder = ground.copy(ground.empty_store)
    with _joined(folder, file):
        command = ["-m", "pos_app", "--data-dir", str(folder.root), "sync", "once", "--json"]
        started = time.monotonic()
        done = subprocess.run(
            [sys.executable, "-c", _WATCHED, sys.executable, *command],
            check=True,
            capture_output=True,
            text=True,
        )
        seconds = time.monotonic() - started
    received = json.loads(done.stdout)["received"]
    memory = int(done.stderr.split()[-1]) / KIB_PER_MB
    shutil.rmtree(folder.root)
    return [
        Row(
            name=f"first sync of {received:,} products",
            unit="s",
            measured=Figures.once(seconds),
            allowed=AtMost("p50", 600.0),
            note=f"{received / seconds:,.0f} a second, head office in memory beside it",
        ),
        Row(
            name="its memory at most",
            unit="MB",
            measured=Figures.once(memory),
            allowed=AtMost("p50", MEMORY_MB_MAX),
        ),
    ]


def changed_and_new(file: Path) -> Iterator[Change]:
    """In no order that helps the index."""
    known = list(islice(products(file), PAGED))
    changes = [replace(one, body={**(one.body or {}), "price": 777}) for one in known]
    changes += [
        replace(one, key=f"NEW-{place}", body={**(one.body or {}), "barcodes": []})
        for place, one in enumerate(known)
    ]
    random.Random(PAGED).shuffle(changes)
    yield from changes


def measure_pages(ground: Ground) -> Sequence[Row]:
    """How long a page of changes keeps a payment waiting, in a store of the whole catalogue."""
    folder = ground.copy(ground.catalogue_store if ground.quick else ground.full_store)
    os.sync()  # what the copy has left to write is not the pages'
    held: list[int] = []
    enter, leave = SqlUnitOfWork.__enter__, SqlUnitOfWork.__exit__
    began = [0]

    def entered(work: SqlUnitOfWork) -> SqlUnitOfWork:
        found = enter(work)
        began[0] = time.perf_counter_ns()
        return found

    def left(work: SqlUnitOfWork, *exc: Any) -> None:
        leave(work, *exc)
        held.append(time.perf_counter_ns() - began[0])

    with writing(folder) as store:
        office = FakeHeadOffice(Ed25519Signer(bytes(range(32))), Ed25519Check())
        member = office.member(store.keys.signer.public_key)
        with store.services.new_uow() as uow:
            uow.settings.put(SETTING, member.to_text())
            uow.commit()
        for change in changed_and_new(ground.catalogue):
            office.say(change)
        parts = SyncDesk(store).parts(FakeLine(office, member.terminal_id))
        gc.freeze()
        SqlUnitOfWork.__enter__, SqlUnitOfWork.__exit__ = entered, left  # type: ignore[method-assign, assignment]
        try:
            while parts.pulling.step().left:
                pass
        finally:
            SqlUnitOfWork.__enter__, SqlUnitOfWork.__exit__ = enter, leave  # type: ignore[method-assign]
    shutil.rmtree(folder.root)
    return [
        Row(
            name="changes from head office, what a page keeps the store",
            unit="ms",
            measured=Figures.of_ns(held, per_unit=NS_PER_MS),
            allowed=AtMost("p99", 50.0),
            note=f"{PAGED:,} new and {PAGED:,} changed products",
        )
    ]


BENCHES: Final = (
    Bench("sync_pages", measure_pages),
    Bench("sync_drain", measure_drain, alone=True),
    Bench("sync_first", measure_first_sync),
)
