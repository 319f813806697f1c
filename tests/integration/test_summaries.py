"""What the sale transaction adds up, against the orders themselves."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, replace
from datetime import UTC, date, datetime

import pytest

from pos_app.adapters.persistence.soundness import unsound
from pos_app.composition.opening import OpenStore
from pos_app.domain.closing import Period
from pos_app.domain.order_document import OrderDocument
from pos_app.domain.quantity import Quantity
from pos_app.services.reports.report import PeriodError
from pos_app.services.reports.sales import TOTAL_KEY, SalesBy, SalesRow
from tests.integration import shop as shops

FIRST, LAST = date(2026, 1, 30), date(2026, 2, 2)
# In Paris: the third is after midnight, yet before the hour at which the day changes.
MOMENTS = (
    datetime(2026, 1, 30, 8, 59, tzinfo=UTC),
    datetime(2026, 1, 31, 9, 0, tzinfo=UTC),
    datetime(2026, 2, 1, 2, 30, tzinfo=UTC),
    datetime(2026, 2, 2, 22, 59, tzinfo=UTC),
)
DAYS = ("2026-01-30", "2026-01-31", "2026-01-31", "2026-02-02")
BASKETS: tuple[list[tuple[str, ...]], ...] = (
    [(shops.MILK, shops.SODA), (shops.MILK,) * 3],
    [(shops.SODA, shops.ROLLS, shops.SODA)],
    [(shops.LAIT, shops.MILK)],
    [(shops.YOGURT,), (shops.SODA,), (shops.ROLLS, shops.LAIT)],
)


@pytest.fixture
def documents(new_store: OpenStore, monkeypatch: pytest.MonkeyPatch) -> list[OrderDocument]:
    """Orders of four shifts on three business dates, one of them cancelled, by a set clock."""
    store, services = new_store, new_store.services
    shops.bring_in(store, shops.GROCERIES)
    shops.bring_in(store, shops.CATALOGUE)
    paid = []
    for moment, baskets in zip(MOMENTS, BASKETS, strict=True):
        monkeypatch.setattr(type(services.clock), "now", lambda _clock, at=moment: at)
        shops.open_shift(store)
        paid += [shops.sell(store, *basket, tendered=5_000) for basket in baskets]
        order = shops.ring(store, shops.MILK)
        services.cancelling.cancel(order=order, actor=shops.owner(store))
        shops.close_shift(store)
    return paid


def report(store: OpenStore, by: SalesBy, first: date = FIRST, last: date = LAST) -> list[SalesRow]:
    return list(store.queries.reports.sales(by=by, since=first, until=last))


def in_short(rows: list[SalesRow]) -> dict[str, tuple[int, int, int, int]]:
    return {row.key: (row.orders, row.quantity.thousandths, row.tax, row.gross) for row in rows}


class Sums(dict[str, list[int]]):
    """Orders, quantity, tax and gross by key; added up from documents, never from the tables."""

    def __init__(self) -> None:
        super().__init__()
        self._orders: dict[str, set[str | None]] = {}

    def add(self, key: str, document: OrderDocument, line: int) -> None:
        item = document.items[line]
        sums = self.setdefault(key, [0, 0, 0, 0])
        orders = self._orders.setdefault(key, set())
        orders.add(document.number)
        sums[0] = len(orders)
        sums[1] += item.item.quantity.thousandths
        sums[2] += item.totals.tax
        sums[3] += item.totals.total

    def with_total(self, documents: list[OrderDocument]) -> dict[str, tuple[int, ...]]:
        whole = (
            len(documents),
            sum(line.item.quantity.thousandths for one in documents for line in one.items),
            sum(one.totals.tax for one in documents),
            sum(one.totals.total for one in documents),
        )
        return {key: tuple(sums) for key, sums in self.items()} | {TOTAL_KEY: whole}


CATEGORY = {"OFF-20928315": "dairy"}


class TestReports:
    @pytest.mark.parametrize("by", [one for one in SalesBy if one is not SalesBy.PAYMENT])
    def test_equal_the_documents(
        self, new_store: OpenStore, documents: list[OrderDocument], by: SalesBy
    ) -> None:
        expected = Sums()
        for document in documents:
            for line, item in enumerate(document.items):
                key = {
                    SalesBy.DAY: document.business_date.isoformat(),
                    SalesBy.WEEK: document.business_date.strftime("%G-W%V"),
                    SalesBy.MONTH: document.business_date.isoformat()[:7],
                    SalesBy.TERMINAL: "T01",
                    SalesBy.HOUR: f"{document.completed_at:%H}",
                    SalesBy.PRODUCT: item.item.sku,
                    SalesBy.CATEGORY: CATEGORY.get(item.item.sku, "groceries"),
                    SalesBy.CASHIER: "1",
                    SalesBy.TAX: item.item.tax_class,
                    SalesBy.PAYMENT: "",
                }[by]
                expected.add(key, document, line)

        assert in_short(report(new_store, by)) == expected.with_total(documents)

    def test_by_payment_equal_what_was_paid(
        self, new_store: OpenStore, documents: list[OrderDocument]
    ) -> None:
        [row, total] = report(new_store, SalesBy.PAYMENT)

        assert (row.key, row.orders) == ("cash", len(documents))
        assert row.gross == sum(one.payments[0].amount for one in documents)
        assert (total.key, total.gross, total.tax) == (TOTAL_KEY, row.gross, row.tax)

    @pytest.mark.parametrize("by", SalesBy)
    def test_end_with_a_total_that_is_the_sum(
        self, new_store: OpenStore, documents: list[OrderDocument], by: SalesBy
    ) -> None:
        *rows, total = report(new_store, by)

        assert total.key == TOTAL_KEY
        assert sum(row.gross for row in rows) == total.gross > 0
        assert sum(row.net for row in rows) == total.net
        if by is not SalesBy.PAYMENT:  # a tender has no quantity
            assert sum(row.quantity.thousandths for row in rows) == total.quantity.thousandths

    def test_are_by_business_date(
        self, new_store: OpenStore, documents: list[OrderDocument]
    ) -> None:
        rows = report(new_store, SalesBy.DAY)

        dates = Counter(day for day, some in zip(DAYS, BASKETS, strict=True) for _ in some)
        assert {row.key: row.orders for row in rows[:-1]} == dates

    def test_are_by_the_hours_of_the_store(
        self, new_store: OpenStore, documents: list[OrderDocument]
    ) -> None:
        assert [row.key for row in report(new_store, SalesBy.HOUR)] == [
            "03",
            "09",
            "10",
            "23",
            TOTAL_KEY,
        ]

    def test_include_both_ends(self, new_store: OpenStore, documents: list[OrderDocument]) -> None:
        day = date(2026, 1, 31)

        one = report(new_store, SalesBy.DAY, day, day)
        until = report(new_store, SalesBy.DAY, FIRST, day)

        assert [row.key for row in one] == ["2026-01-31", TOTAL_KEY]
        assert [row.key for row in until] == ["2026-01-30", "2026-01-31", TOTAL_KEY]

    def test_show_the_best_product_first(
        self, new_store: OpenStore, documents: list[OrderDocument]
    ) -> None:
        gross = [row.gross for row in report(new_store, SalesBy.PRODUCT)[:-1]]

        assert gross == sorted(gross, reverse=True)

    @pytest.mark.parametrize("by", SalesBy)
    def test_of_an_empty_period_are_a_total_of_nothing(
        self, new_store: OpenStore, documents: list[OrderDocument], by: SalesBy
    ) -> None:
        day = date(2020, 1, 1)

        [total] = report(new_store, by, day, day)

        assert total == SalesRow(TOTAL_KEY, TOTAL_KEY, 0, Quantity(0), 0, 0)

    def test_do_not_run_backwards(self, new_store: OpenStore) -> None:
        with pytest.raises(PeriodError, match="before it begins"):
            report(new_store, SalesBy.DAY, LAST, FIRST)


class TestShiftSums:
    def test_equal_the_orders(self, new_store: OpenStore, documents: list[OrderDocument]) -> None:
        for shift in new_store.queries.shifts.listed():
            mine = [one for one in documents if one.shift_id == shift.shift_id]

            assert shift.orders == len(mine)
            assert shift.sales == sum(one.totals.total for one in mine)
            assert shift.cash_sales == sum(one.payments[0].amount for one in mine)
            assert shift.expected == 10_000 + shift.cash_sales


class TestStock:
    def test_falls_by_what_was_paid_for(
        self, new_store: OpenStore, documents: list[OrderDocument]
    ) -> None:
        sold = Counter[str]()
        for document in documents:
            for line in document.items:
                sold[line.item.sku] += line.item.quantity.thousandths

        for sku, quantity in sold.items():
            product = new_store.queries.products.by_sku(sku)
            assert product is not None
            movements = new_store.queries.stock.movements(product.product_id, limit=100)
            opening = movements[-1]
            level = new_store.queries.stock.level(product.product_id)
            assert (opening.kind, level) == ("opening", opening.quantity - Quantity(quantity))
            assert all(one.order in {d.number for d in documents} for one in movements[:-1])


class TestStoredOrders:
    def test_are_read_back_as_they_were_paid(
        self, new_store: OpenStore, documents: list[OrderDocument]
    ) -> None:
        for document in documents:
            found = new_store.queries.orders.by_number(document.number or "")
            assert found is not None
            # The taxes come back by class, whatever was rung up first.
            taxes = tuple(sorted(document.totals.tax_lines, key=lambda line: line.tax_class))
            assert found == replace(document, totals=replace(document.totals, tax_lines=taxes))

    def test_are_sound(self, new_store: OpenStore, documents: list[OrderDocument]) -> None:
        assert unsound(new_store.readers) == []
        assert shops.verdict(new_store.queries).ok


def test_what_a_day_and_a_month_closed_with_is_what_their_orders_say(
    new_store: OpenStore, documents: list[OrderDocument]
) -> None:
    entries = [json.loads(one.raw) for one in new_store.queries.journal.entries()]
    filed = [one for one in entries if one["kind"] in {"day_close", "month_close", "year_close"}]

    assert [one["body"]["period"] for one in filed] == ["2026-01-30", "2026-01-31", "2026-01"]
    assert filed[-1]["body"]["orders"] == sum(1 for one in documents if one.business_date < LAST)
    for entry in filed:
        period = Period.of(entry["body"].pop("period"))
        found = new_store.queries.closings.closing(since=period.since, until=period.until)
        assert entry["body"] == asdict(found.recomputed) == asdict(found.stored)
