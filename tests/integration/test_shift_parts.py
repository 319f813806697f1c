"""What a shift sold by hour, cashier and category, against its documents read one by one."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import replace

from pos_app.composition.opening import OpenStore
from pos_app.domain.order_document import OrderDocument
from pos_app.domain.quantity import Quantity
from pos_app.domain.shift import Shift
from pos_app.services.reports.behind import behind_row
from pos_app.services.reports.report import Report, summed
from pos_app.services.reports.sales import SalesBy, SalesRow
from pos_app.services.reports.shift_parts import shift_parts
from tests.integration import shop as shops
from tests.integration.test_shift_sums import documents

Naming = Callable[[OrderDocument, str], str]


def expected(orders: list[OrderDocument], naming: Naming) -> dict[str, tuple[int, ...]]:
    """Orders, quantity, tax and gross."""
    sums: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    buys: defaultdict[str, set[str]] = defaultdict(set)
    for one in orders:
        for line in one.items if one.number else ():
            key = naming(one, line.item.sku)
            if line.item.quantity.thousandths > 0:
                buys[key].add(one.order_id)
            totals = (line.item.quantity.thousandths, line.totals.tax, line.totals.total)
            sums[key] = [old + new for old, new in zip(sums[key], totals, strict=True)]
    return {key: (len(buys[key]), *sums[key]) for key in sums}


def found(report: Report) -> dict[str, tuple[object, ...]]:
    places = [report.place(name) for name in ("orders", "quantity", "tax", "gross")]
    return {str(row.cells[0]): tuple(row.cells[one] for one in places) for row in report.rows}


def numbers(orders: list[OrderDocument], naming: Naming) -> dict[str, set[str]]:
    """Of the orders that have a line in each part."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for one in orders:
        if one.number is not None:
            for line in one.items:
                found[naming(one, line.item.sku)].add(one.number)
    return dict(found)


def behind(store: OpenStore, shift: Shift, report: Report) -> dict[str, set[str]]:
    """What each part of a shift leads to."""
    finder, found = store.queries.finder, {}
    for row in report.rows:
        wanted = behind_row(report, row.key)
        assert wanted is not None
        wanted = replace(wanted, shift=shift.shift_id)
        low, high = finder.keys_of(wanted.first, wanted.last)
        orders = finder.behind(wanted, low=low, high=high, limit=1_000)
        found[str(row.cells[0])] = {one.row.number or "" for one in orders}
    return found


def categories(store: OpenStore) -> dict[str, str]:
    with closing(sqlite3.connect(store.folder.store)) as connection:
        return dict(connection.execute("SELECT sku, category FROM product"))


def local_hour(order: OrderDocument) -> str:
    return f"{order.completed_at:%H}"


class TestParts:
    def test_are_those_of_the_documents(self, store: OpenStore) -> None:
        """A closed shift and an open one, with an order given up."""
        of = categories(store)
        namings: dict[SalesBy, Naming] = {
            SalesBy.HOUR: lambda order, _sku: local_hour(order),
            SalesBy.CASHIER: lambda order, _sku: order.cashier,
            SalesBy.CATEGORY: lambda _order, sku: of[sku],
        }

        for shift in store.queries.shifts.listed():
            parts = shift_parts(store.queries.shifts, shift, cut_over_hour=4)
            orders = documents(store, shift)

            assert list(parts) == list(namings)
            for by, report in parts.items():
                assert behind(store, shift, report) == numbers(orders, namings[by])
                assert found(report) == expected(orders, namings[by])
                assert summed(report.rows, report.place("gross")) == shift.sales - shift.refunds
                assert report.totals[report.place("gross")] == shift.sales - shift.refunds

    def test_of_a_night_begin_in_the_evening(self, store: OpenStore) -> None:
        """With the hours of a shift that goes on past midnight."""
        shift = store.queries.shifts.listed()[0]

        parts = shift_parts(_Night(), shift, cut_over_hour=4)

        assert parts[SalesBy.HOUR].values("hour") == ["22", "01"]

    def test_of_an_empty_shift_are_nothing(self, new_store: OpenStore) -> None:
        shops.open_shift(new_store)
        shift = new_store.queries.shifts.listed()[0]

        parts = shift_parts(new_store.queries.shifts, shift, cut_over_hour=4)

        assert [report.rows for report in parts.values()] == [(), (), ()]
        assert {report.totals[-1] for report in parts.values()} == {0}


class _Night:
    def parts(self, shift_id: int) -> Mapping[SalesBy, Sequence[SalesRow]]:
        hours = [SalesRow(key, key, 1, Quantity.of(1), 0, shift_id) for key in ("01", "22")]
        return {SalesBy.HOUR: hours}
