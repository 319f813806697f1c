"""Benches of a store after years of selling: its next order, its month, its size."""

from __future__ import annotations

import shutil
import sqlite3
import time
from collections.abc import Sequence
from contextlib import ExitStack, closing
from datetime import date, timedelta
from typing import Final

from pos_app.adapters.persistence.checkpoint import checkpoint, is_due
from pos_app.adapters.system.paths import DataFolder
from pos_app.composition.opening import OpenStore, reading, writing
from pos_app.composition.queries import Queries
from pos_app.domain.staff import StaffMember
from pos_app.services.reports.figures import before
from pos_app.services.reports.report import Scope
from pos_app.services.reports.sales import SalesBy
from pos_app.services.shifts.shift_service import ShiftService
from pos_app.viewmodels.reports.sides import BESIDE
from tests.bench.figures import NS_PER_MS, RUNS, Figures, Pair, in_quiet, medians
from tests.bench.ground import Bench, Ground
from tests.bench.orders import ITEMS, WARMING_UP, TimedWork, Watch, ring, timed_checkout
from tests.bench.past_orders import FIRST_DAY, ORDERS_A_DAY, PastOrders
from tests.bench.rows import Anything, AtMost, AtMostTimes, Row
from tests.bench.stores import some_pieces

ORDERS_A_RUN: Final = 400
ORDERS_A_QUICK_RUN: Final = 150
REPORTS: Final = 15
Z_ORDERS: Final = 100_000
Z_ORDERS_QUICK: Final = 5_000
Z_PRODUCTS: Final = 100
Z_MS_MAX: Final = {"whole command": 200.0, "its transaction": 20.0}
_RAW_SHIFT: Final = 'SELECT count(*), sum(total), sum(discount), sum(rounding) FROM "order"'
MONTH_MS_MAX: Final = 150.0
DASHBOARD_MS_MAX: Final = 300.0
CATEGORIES: Final = 60
KB: Final = 1_000
KB_AN_ORDER_MAX: Final = 4.0

_SUMS = "sum(orders), sum(quantity), sum(tax), sum(gross)"
_RAW_MONTH: Final = {
    SalesBy.PRODUCT: (
        f"SELECT sku, name, {_SUMS} FROM sales_by_day_product JOIN product USING (product_id)"
        " WHERE business_date BETWEEN ? AND ? GROUP BY product_id ORDER BY sum(gross) DESC, sku"
    ),
    SalesBy.DAY: "SELECT * FROM daily_sales WHERE business_date BETWEEN ? AND ?",
}


class _Seller:
    """One open store that takes its turn, and the time that each of its orders took."""

    def __init__(self, store: OpenStore) -> None:
        self._store = store
        self._actor: StaffMember = store.services.staff.owner()
        self.watch = Watch()
        self._checkout = timed_checkout(store, self.watch)
        if store.services.shifts.current() is None:
            store.services.shifts.open(actor=self._actor, opening_float=0)
        checkpoint(store.writer)

    def sell(self, basket: Sequence[str]) -> None:
        ring(self._store, self._checkout, basket, self._actor, self.watch)
        if is_due(self._store.folder.store):
            checkpoint(self._store.writer)


def measure_next_order(ground: Ground) -> Sequence[Row]:
    """Turn by turn in the worn store and in one that has not sold yet: the same baskets."""
    orders = WARMING_UP + (ORDERS_A_QUICK_RUN if ground.quick else ORDERS_A_RUN)
    codes = [piece.barcode for piece in some_pieces(ground.full_store, orders * ITEMS)]
    baskets = [codes[place : place + ITEMS] for place in range(0, len(codes), ITEMS)]
    folders = (ground.worn_store, ground.copy(ground.full_store))
    found = in_quiet(lambda: _sell_in_turn(folders, baskets), alike=True)
    return [
        Row(
            name=f"order of {ITEMS} items after {ground.past_orders:,}: {what}",
            unit="ms",
            measured=pair.measured,
            limit=pair.limit,
            allowed=AtMostTimes(1.2),
            busy=found.busy,
            note="limit: the same baskets in a store that has not sold yet",
        )
        for what, pair in zip(("BEGIN to COMMIT", "whole command"), found.pairs, strict=True)
    ]


def _sell_in_turn(
    folders: Sequence[DataFolder], baskets: Sequence[Sequence[str]]
) -> Sequence[Pair]:
    with ExitStack() as stack:
        sellers = [_Seller(stack.enter_context(writing(folder))) for folder in folders]
        for place, basket in enumerate(baskets):
            # Neither is always the one that finds the disk as the other has left it.
            for seller in sellers if place % 2 else reversed(sellers):
                seller.sell(basket)
    worn, new = (seller.watch for seller in sellers)
    return [_pair(worn.works, new.works), _pair(worn.commands, new.commands)]


def _pair(worn: Sequence[int], new: Sequence[int]) -> Pair:
    kept = slice(WARMING_UP, None)
    return Pair(
        Figures.of_ns(worn[kept], per_unit=NS_PER_MS), Figures.of_ns(new[kept], per_unit=NS_PER_MS)
    )


def measure_month(ground: Ground) -> Sequence[Row]:
    last = FIRST_DAY.date() + timedelta(days=ground.past_orders // ORDERS_A_DAY - 1)
    until = last.replace(day=1) - timedelta(days=1)
    since = until.replace(day=1)
    with (
        reading(ground.big_store) as queries,
        closing(sqlite3.connect(ground.big_store.store)) as raw,
    ):
        found = in_quiet(
            lambda: [_report_all(queries, raw, by, (since, until)) for by in _RAW_MONTH]
        )
        sizes = [len(queries.reports.sales(by=by, since=since, until=until)) for by in _RAW_MONTH]
    return [
        Row(
            name=f"report of a month by {by.value}, {ground.past_orders:,} orders in the file",
            unit="ms",
            measured=pair.measured,
            limit=pair.limit,
            allowed=AtMost("p50", MONTH_MS_MAX),
            busy=found.busy,
            note=f"{size:,} rows",
        )
        for by, pair, size in zip(_RAW_MONTH, found.pairs, sizes, strict=True)
    ]


def measure_dashboard(ground: Ground) -> Sequence[Row]:
    """All that is read when the reports are opened, of the last day, and of its month so far."""
    last = FIRST_DAY.date() + timedelta(days=ground.past_orders // ORDERS_A_DAY - 1)
    spans = {"day": last, "month": last.replace(day=1)}
    with reading(ground.big_store) as queries:
        runs = {
            name: [_open_all(queries, since, last) for _ in range(RUNS)]
            for name, since in spans.items()
        }
    return [
        Row(
            name=f"dashboard of a {name}, {ground.past_orders:,} orders in the file",
            unit="ms",
            measured=medians(figures),
            allowed=AtMost("p50", DASHBOARD_MS_MAX) if name == "day" else Anything(),
            note="figures beside the same weekdays, sales by hour of both, and by "
            "product and payment",
        )
        for name, figures in runs.items()
    ]


def _open_all(queries: Queries, since: date, until: date) -> Figures:
    scope, took = Scope(since, until), []
    for _ in range(REPORTS):
        start = time.perf_counter_ns()
        queries.desk.as_owner("figures", scope=scope)
        for one in (scope, before(scope)):
            queries.desk.as_owner("sales", scope=one, by=SalesBy.HOUR)
        for by in BESIDE:
            queries.desk.as_owner("sales", scope=scope, by=by)
        queries.staff.listed()
        queries.shelf.categories(CATEGORIES)
        took.append(time.perf_counter_ns() - start)
    return Figures.of_ns(took, per_unit=NS_PER_MS)


def _report_all(
    queries: Queries, raw: sqlite3.Connection, by: SalesBy, period: tuple[date, date]
) -> Pair:
    since, until = period
    ours, raws = [], []
    for _ in range(REPORTS):
        before = time.perf_counter_ns()
        queries.reports.sales(by=by, since=since, until=until)
        between = time.perf_counter_ns()
        raw.execute(_RAW_MONTH[by], (since.isoformat(), until.isoformat())).fetchall()
        raws.append(time.perf_counter_ns() - between)
        ours.append(between - before)
    return Pair(Figures.of_ns(ours, per_unit=NS_PER_MS), Figures.of_ns(raws, per_unit=NS_PER_MS))


def measure_z(ground: Ground) -> Sequence[Row]:
    """Close a shift of as many orders as a till sells in a season."""
    orders = Z_ORDERS_QUICK if ground.quick else Z_ORDERS
    folder = ground.copy(ground.small_store)
    with writing(folder) as store:
        PastOrders(store, products=Z_PRODUCTS).ring_open_day(0, orders=orders)
        checkpoint(store.writer)
    found = in_quiet(lambda: _close(ground.copy(folder)))
    return [
        Row(
            name=f"Z of a shift with {orders:,} orders: {what}",
            unit="ms",
            measured=pair.measured,
            limit=pair.limit,
            allowed=AtMost("p50", allowed),
            busy=found.busy,
            note="limit: one pass over its orders by raw SQL",
        )
        for (what, allowed), pair in zip(Z_MS_MAX.items(), found.pairs, strict=True)
    ]


def _close(folder: DataFolder) -> Sequence[Pair]:
    """A shift is closed once: the copy is spoiled by it."""
    watch = Watch()
    with writing(folder) as store, closing(sqlite3.connect(folder.store)) as raw:
        service = ShiftService(
            new_uow=lambda: TimedWork(store.writer, watch),
            shifts=store.queries.shifts,
            journal=store.services.journal,
            clock=store.services.clock,
            profile=store.queries.live,
            disk=store.services.disk,
        )
        owner = store.services.staff.owner()
        current = service.current()
        assert current is not None
        raw.execute(_RAW_SHIFT).fetchall()
        before = time.perf_counter_ns()
        raw.execute(_RAW_SHIFT).fetchall()
        between = time.perf_counter_ns()
        service.close(actor=owner, counted=current.expected)
        whole = time.perf_counter_ns() - between
    shutil.rmtree(folder.root)
    limit = Figures.once((between - before) / NS_PER_MS)
    [work] = watch.works
    return [Pair(Figures.once(one / NS_PER_MS), limit) for one in (whole, work)]


def measure_size(ground: Ground) -> Sequence[Row]:
    before, after = (_used_bytes(store) for store in (ground.full_store, ground.big_store))
    return [
        Row(
            name="disk an order takes, printed and sent",
            unit="KB",
            measured=Figures.once((after - before) / ground.past_orders / KB),
            allowed=AtMost("p50", KB_AN_ORDER_MAX),
            note=f"{after / KB / KB:,.0f} MB after {ground.past_orders:,} orders",
        )
    ]


def _used_bytes(folder: DataFolder) -> int:
    """Without the pages that an import has left free for what comes next."""
    with closing(sqlite3.connect(folder.store)) as connection:
        pages, free, size = (
            connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("page_count", "freelist_count", "page_size")
        )
    return int((pages - free) * size)


BENCHES: Final = (
    Bench("next-order", measure_next_order),
    Bench("month", measure_month),
    Bench("dashboard", measure_dashboard),
    Bench("size", measure_size),
    Bench("z", measure_z),
)
