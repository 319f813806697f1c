"""The sums of a shift by SQL, against its documents read one by one."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pos_app.composition.opening import OpenStore
from pos_app.domain.order_document import OrderDocument
from pos_app.domain.shift import Shift
from pos_app.services.payments.tender_change import Correction, TenderChange, TenderChangePorts
from pos_app.services.shift_sums import START, sums_of
from pos_app.services.shifts.shift_reports import ReportReader
from tests.fakes.shift_sums import sums_of_documents
from tests.integration import shop as shops


def documents(store: OpenStore, shift: Shift) -> list[OrderDocument]:
    queries = store.queries
    rows = [queries.orders.by_id(row.order_id) for row in queries.orders.listed()]
    return [one for one in rows if one is not None and one.shift_id == shift.shift_id]


def correct(store: OpenStore, document: OrderDocument, method: str) -> None:
    services, queries = store.services, store.queries
    change = TenderChange(
        ports=TenderChangePorts(
            *(queries.orders, services.new_uow, services.journal, services.clock, _Ids())
        ),
        profile=queries.profile,
    )
    change.change(
        correction=Correction(document.order_id, document.tenders[0].payment_id, method),
        actor=shops.owner(store),
    )


class _Ids:
    def __init__(self) -> None:
        self._last = 0

    def new(self) -> str:
        self._last += 1
        return f"0193a7b2-0000-7000-8000-{self._last:012d}"


def closing(store: OpenStore, shift: Shift) -> dict[str, Any]:
    entry = store.queries.shifts.close_entry(shift.shift_id)
    assert entry is not None
    whole: dict[str, Any] = json.loads(entry.raw)
    return whole


class TestSums:
    def test_are_those_of_the_documents(self, store: OpenStore) -> None:
        """A closed shift and an open one, an order given up, and a payment that was corrected."""
        paid = shops.sell(store, shops.MILK, shops.SODA)
        correct(store, paid, "card")

        for shift in store.queries.shifts.listed():
            found = store.queries.shifts.sums(shift.shift_id)

            assert found.sums == sums_of_documents(documents(store, shift)).sums
        assert {one.method for one in found.sums.methods} == {"card", "cash"}

    def test_go_on_from_every_mark(self, store: OpenStore) -> None:
        shift = store.queries.shifts.current()
        assert shift is not None
        marks = [store.queries.shifts.sums(shift.shift_id)]
        paid = shops.sell(store, shops.MILK, shops.SODA)
        marks.append(store.queries.shifts.sums(shift.shift_id))
        correct(store, paid, "card")
        marks.append(store.queries.shifts.sums(shift.shift_id))
        order = shops.ring(store, shops.MILK)
        store.services.cancelling.cancel(order=order, actor=shops.owner(store))
        whole = store.queries.shifts.sums(shift.shift_id)

        for early in [*marks, whole]:
            with store.services.new_uow() as uow:
                late = uow.shifts.sums_after(shift.shift_id, early.mark)
            assert early.sums.plus(late.sums) == whole.sums
            assert late.mark == whole.mark

    def test_of_an_empty_shift_are_nothing(self, new_store: OpenStore) -> None:
        shops.open_shift(new_store)
        shift = new_store.queries.shifts.current()
        assert shift is not None

        found = new_store.queries.shifts.sums(shift.shift_id)

        assert (found.sums, found.mark) == (sums_of_documents([]).sums, START)


class TestFiled:
    def test_is_in_the_entry_that_closed_it(self, store: OpenStore) -> None:
        before = store.queries.shifts.current()
        assert before is not None
        shops.close_shift(store)

        for shift in store.queries.shifts.listed():
            entry = closing(store, shift)
            report = ReportReader(shifts=store.queries.shifts, staff=store.queries.staff).z(
                number=shift.number
            )

            assert entry["shift_id"] == shift.shift_id
            assert sums_of(entry["body"]["report"]) == report.sums
            assert report.sums == sums_of_documents(documents(store, shift)).sums
        assert shops.verdict(store.queries).ok

    @pytest.mark.parametrize("orders", [(0, 1, 0), (0, 0), (1, 0, 0, 1)])
    def test_is_found_whatever_was_sold_around_it(
        self, new_store: OpenStore, orders: tuple[int, ...]
    ) -> None:
        store = new_store
        shops.bring_in(store, shops.GROCERIES)
        for count in orders:
            shops.open_shift(store)
            for _ in range(count):
                shops.sell(store, shops.MILK)
            shops.close_shift(store)

        found = [closing(store, shift)["body"]["number"] for shift in store.queries.shifts.listed()]

        assert found == list(range(1, len(orders) + 1))

    def test_of_an_open_shift_is_not_there(self, store: OpenStore) -> None:
        shift = store.queries.shifts.current()
        assert shift is not None

        assert store.queries.shifts.close_entry(shift.shift_id) is None
