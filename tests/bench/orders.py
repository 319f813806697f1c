"""Benches of the sale: one durable order beside the same rows by hand, and a whole rehearsal."""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Self

from sqlalchemy import Engine

from pos_app.adapters.persistence.checkpoint import checkpoint, is_due
from pos_app.adapters.persistence.engine import open_writer
from pos_app.adapters.persistence.unit_of_work import SqlUnitOfWork
from pos_app.adapters.system.ids import UuidV7
from pos_app.adapters.system.paths import DataFolder
from pos_app.composition.opening import OpenStore, reading, writing
from pos_app.composition.queries import Queries
from pos_app.domain.staff import StaffMember
from pos_app.services.orders.checkout import Checkout, CheckoutPorts
from tests.bench.figures import NS_PER_MS, RUNS, Figures, Pair, in_quiet, medians
from tests.bench.ground import Bench, Ground
from tests.bench.raw_order import different_tables, read_order, write_order
from tests.bench.rows import Anything, AtMostTimes, Row

ITEMS: Final = 5
ORDERS_A_RUN: Final = 600
ORDERS_A_QUICK_RUN: Final = 150
WARMING_UP: Final = 20


@dataclass(slots=True)
class Watch:
    """Nanoseconds of each order, and of its unit of work from BEGIN to COMMIT."""

    begun: int = 0
    works: list[int] = field(default_factory=list)
    commands: list[int] = field(default_factory=list)
    raws: list[int] = field(default_factory=list)


class TimedWork(SqlUnitOfWork):
    def __init__(self, engine: Engine, watch: Watch) -> None:
        super().__init__(engine)
        self._watch = watch

    def __enter__(self) -> Self:
        self._watch.begun = time.perf_counter_ns()
        return super().__enter__()

    def commit(self) -> None:
        super().commit()
        self._watch.works.append(time.perf_counter_ns() - self._watch.begun)


def measure_order(ground: Ground) -> Sequence[Row]:
    orders = ORDERS_A_QUICK_RUN if ground.quick else ORDERS_A_RUN
    found = in_quiet(lambda: _one_run(ground, orders), alike=True)
    work, command = found.pairs
    name = f"durable order of {ITEMS} items, cash"
    return [
        Row(
            name=f"{name}: BEGIN to COMMIT",
            unit="ms",
            measured=work.measured,
            limit=work.limit,
            allowed=AtMostTimes(2.0),
            busy=found.busy,
        ),
        Row(
            name=f"{name}: whole command",
            unit="ms",
            measured=command.measured,
            limit=command.limit,
            allowed=AtMostTimes(3.0),
            busy=found.busy,
        ),
    ]


def _one_run(ground: Ground, orders: int) -> Sequence[Pair]:
    """Turn by turn: an order through the application, then its rows by sqlite3 alone."""
    watch = Watch()
    with ExitStack() as stack:
        ours = ground.copy(ground.small_store)
        stack.callback(shutil.rmtree, ours.root)
        store = stack.enter_context(writing(ours, print_receipts=True))
        actor = store.services.staff.owner()
        store.services.shifts.open(actor=actor, opening_float=0)
        checkpoint(store.writer)
        raw = stack.enter_context(_raw_copy(ours))
        _ring_all(store, raw, actor, watch, orders)
        with store.readers.connect() as reader:
            assert list(different_tables(reader, raw)) == [], "not the same rows"
    kept = slice(WARMING_UP, None)
    limit = Figures.of_ns(watch.raws[kept], per_unit=NS_PER_MS)
    return [
        Pair(Figures.of_ns(spent[kept], per_unit=NS_PER_MS), limit)
        for spent in (watch.works, watch.commands)
    ]


@contextmanager
def _raw_copy(store: DataFolder) -> Iterator[sqlite3.Connection]:
    """A second file with the same schema and rows, with the writer's own pragmas."""
    path = store.store.with_name("raw.sqlite3")
    shutil.copyfile(store.store, path)
    engine = open_writer(path)
    try:
        with closing(engine.raw_connection()) as connection:
            driver = connection.driver_connection
            assert isinstance(driver, sqlite3.Connection)
            yield driver
    finally:
        engine.dispose()


def _ring_all(
    store: OpenStore, raw: sqlite3.Connection, actor: StaffMember, watch: Watch, orders: int
) -> None:
    checkout = timed_checkout(store, watch)
    raw_file = store.folder.store.with_name("raw.sqlite3")
    for order_id, basket in enumerate(_baskets(store.queries, orders + WARMING_UP), start=1):
        ring(store, checkout, basket, actor, watch)
        with store.readers.connect() as reader:
            order = read_order(reader, order_id)
        before = time.perf_counter_ns()
        write_order(raw, order)
        watch.raws.append(time.perf_counter_ns() - before)
        if is_due(store.folder.store):
            checkpoint(store.writer)
        if is_due(raw_file):
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def ring(
    store: OpenStore, checkout: Checkout, basket: Sequence[str], actor: StaffMember, watch: Watch
) -> None:
    order = store.services.orders.create_order(actor=actor)
    for code in basket:
        store.services.orders.scan(raw=code)
    due = checkout.cash_due(order)
    before = time.perf_counter_ns()
    checkout.pay_cash(order=order, tendered=due, actor=actor)
    watch.commands.append(time.perf_counter_ns() - before)


def timed_checkout(store: OpenStore, watch: Watch) -> Checkout:
    """The till's own checkout with a watch on its unit of work."""
    services, queries = store.services, store.queries
    return Checkout(
        ports=CheckoutPorts(
            new_uow=lambda: TimedWork(store.writer, watch),
            journal=services.journal,
            clock=services.clock,
            ids=UuidV7(),
            products=queries.products,
            disk=services.disk,
        ),
        profile=queries.live,
        tax_classes=queries.tax_classes,
    )


def _baskets(queries: Queries, count: int) -> list[list[str]]:
    """Five different products each, the same on every day."""
    rng = random.Random(ITEMS)
    codes = sorted(row.barcodes[0] for row in queries.products.all_products() if row.unit == "each")
    return [rng.sample(codes, k=ITEMS) for _ in range(count)]


def measure_rehearsal(ground: Ground) -> Sequence[Row]:
    orders = ORDERS_A_QUICK_RUN if ground.quick else ORDERS_A_RUN
    baskets = ground.work / "baskets.txt"
    with reading(ground.small_store) as queries:
        lines = [" ".join(basket) for basket in _baskets(queries, 100)]
    baskets.write_text("\n".join(lines), encoding="utf-8")
    runs = [_rehearse(ground.copy(ground.small_store), baskets, orders) for _ in range(RUNS)]
    rate = sorted(run["orders_per_second"] for run in runs)[RUNS // 2]
    figures = [Figures(run["p50_ms"], run["p95_ms"], run["p99_ms"]) for run in runs]
    return [
        Row(
            name="rehearse: first scan to order on disk",
            unit="ms",
            measured=medians(figures),
            allowed=Anything(),
            note=f"{rate:.0f} orders a second",
        )
    ]


def _rehearse(store: DataFolder, baskets: Path, orders: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "pos_app", "--data-dir", str(store.root)]
    words = ["rehearse", str(baskets), "--orders", str(orders), "--json"]
    done = subprocess.run([*command, *words], capture_output=True, check=True)
    report: dict[str, Any] = json.loads(done.stdout)
    return report


BENCHES: Final = (Bench("order", measure_order), Bench("rehearse", measure_rehearsal))
