from __future__ import annotations

from itertools import count

import pytest

from pos_app.domain.money import Money
from pos_app.domain.order_document import OrderDocument
from pos_app.domain.product import Product, Unit
from pos_app.services.catalogue.lookup import Lookup
from pos_app.services.orders.rehearsal import (
    BASKET_ITEMS_MAX,
    AskedInBasketError,
    BasketTooLongError,
    EmptyBasketsError,
    NotAPracticeStoreError,
    Rehearsal,
    RehearsalPorts,
    RehearsalReport,
    UnknownInBasketError,
)
from tests.fakes.catalogue import EUR
from tests.fakes.shop import FakeShop
from tests.fakes.storage import DiskRefusedError

TEA, MILK = "4006381333931", "20928315"
BASKETS = ((TEA,), (MILK, MILK), (TEA, MILK, TEA))


class Stage:
    """A practice store with a timer that ticks 100 µs on every look."""

    def __init__(self, *, practice: bool = True, cash_increment: int = 1) -> None:
        shop = self.shop = FakeShop(practice=practice, cash_increment=cash_increment)
        shop.sells(Product(1, "TEA", "Thé", Money(450, EUR), "STANDARD"), TEA)
        shop.sells(Product(2, "MILK", "Lait", Money(119, EUR), "REDUCED"), MILK)
        self.told: list[OrderDocument] = []
        self.fails_at = 0
        ticks = count(7_000, 100)
        self.rehearsal = Rehearsal(
            ports=RehearsalPorts(
                orders=shop.orders,
                checkout=shop.new_checkout(print_receipts=False),
                shifts=shop.shifts,
                lookup=Lookup(products=shop.catalogue),
                timer_us=lambda: next(ticks),
                after_each=self._tell,
            ),
            practice=practice,
        )

    def run(self, *baskets: tuple[str, ...], orders: int | None = None) -> RehearsalReport:
        return self.rehearsal.run(baskets=baskets, orders=orders, actor=self.shop.owner)

    def fail_at_order(self, number: int) -> None:
        """Run until so many are told, then fail as the teller does."""
        self.fails_at = number
        self.run(*BASKETS)

    def numbers(self) -> list[str | None]:
        return [row.number for row in self.shop.order_queries.listed()]

    def _tell(self, document: OrderDocument) -> None:
        assert self.shop.order_queries.by_id(document.order_id) is not None
        self.told.append(document)
        if len(self.told) == self.fails_at:
            raise DiskRefusedError


class TestRun:
    def test_rings_every_basket_and_takes_the_exact_cash(self) -> None:
        stage = Stage()

        stage.run(*BASKETS)

        totals = [row.total.minor for row in stage.shop.order_queries.listed()]
        assert totals == [450, 238, 1_019]
        assert stage.numbers() == ["X-T01-000001", "X-T01-000002", "X-T01-000003"]
        assert stage.shop.verdict().ok

    def test_starts_over_when_there_are_more_orders_than_baskets(self) -> None:
        stage = Stage()

        report = stage.run(*BASKETS, orders=7)

        assert report.orders == len(report.latencies_us) == 7
        assert [document.totals.total for document in stage.told[3:]] == [450, 238, 1_019, 450]

    def test_stops_early_when_there_are_fewer(self) -> None:
        stage = Stage()

        stage.run(*BASKETS, orders=1)

        assert stage.numbers() == ["X-T01-000001"]

    def test_opens_a_shift_and_closes_it_with_what_it_should_hold(self) -> None:
        stage = Stage(cash_increment=5)

        stage.run(*BASKETS)

        (shift,) = stage.shop.shift_queries.listed()
        assert shift.closed_at is not None
        assert (shift.orders, shift.sales, shift.cash_sales) == (3, 1_707, 1_710)
        assert (shift.counted, shift.difference) == (1_710, 0)

    def test_sells_in_a_shift_that_is_open_and_leaves_it_open(self) -> None:
        stage = Stage()
        stage.shop.shifts.open(actor=stage.shop.owner, opening_float=0)
        stage.shop.sell(TEA)

        stage.run(*BASKETS)

        (shift,) = stage.shop.shift_queries.listed()
        assert (shift.orders, shift.closed_at) == (4, None)

    def test_tells_of_each_order_when_it_is_on_disk(self) -> None:
        stage = Stage()

        stage.run(*BASKETS)

        assert [document.number for document in stage.told] == stage.numbers()

    def test_times_each_order_and_the_whole(self) -> None:
        report = Stage().run(*BASKETS)

        assert report.latencies_us == (100, 100, 100)
        assert report.seconds_us == 700


class TestRefusal:
    def test_of_a_real_store_comes_before_anything(self) -> None:
        stage = Stage(practice=False)

        with pytest.raises(NotAPracticeStoreError, match="nothing was sold"):
            stage.run(*BASKETS)

        assert stage.shop.shift_queries.listed() == []

    def test_of_an_unknown_barcode_comes_before_the_first_order(self) -> None:
        stage = Stage()

        with pytest.raises(UnknownInBasketError, match="Line 4: no product has the barcode 999"):
            stage.run(*BASKETS, (TEA, "999"))

        assert stage.numbers() == []
        assert stage.shop.shift_queries.listed() == []

    @pytest.mark.parametrize(
        ("product", "asked"),
        [
            (Product(3, "HAM", "Jambon", Money(1_990, EUR), "REDUCED", Unit.KILOGRAM), "quantity"),
            (Product(3, "GIFT", "Cadeau", Money(0, EUR), "STANDARD"), "price"),
        ],
    )
    def test_of_what_the_till_would_ask_about_comes_before_the_first_order(
        self, product: Product, asked: str
    ) -> None:
        stage = Stage()
        stage.shop.sells(product, "777")

        with pytest.raises(AskedInBasketError, match=f"Line 2: of 777 .* ask for the {asked}"):
            stage.run((TEA,), (TEA, "777"))

        assert stage.numbers() == []
        assert stage.shop.shift_queries.listed() == []

    def test_of_a_basket_that_is_too_long(self) -> None:
        stage = Stage()
        stage.run((TEA,) * BASKET_ITEMS_MAX)

        with pytest.raises(BasketTooLongError, match="Line 2: more than 500 barcodes"):
            stage.run((TEA,), (TEA,) * (BASKET_ITEMS_MAX + 1))

        assert len(stage.numbers()) == 1

    def test_of_no_baskets(self) -> None:
        stage = Stage()

        with pytest.raises(EmptyBasketsError):
            stage.run()

        assert stage.shop.shift_queries.listed() == []


class TestFailure:
    """An order that cannot be written half-way through."""

    def test_closes_the_shift_of_its_own(self) -> None:
        stage = Stage()

        with pytest.raises(DiskRefusedError):
            stage.fail_at_order(2)

        (shift,) = stage.shop.shift_queries.listed()
        assert shift.closed_at is not None
        assert (shift.orders, shift.difference) == (2, 0)

    def test_leaves_a_shift_open_that_it_found_open(self) -> None:
        stage = Stage()
        stage.shop.shifts.open(actor=stage.shop.owner, opening_float=0)

        with pytest.raises(DiskRefusedError):
            stage.fail_at_order(2)

        (shift,) = stage.shop.shift_queries.listed()
        assert (shift.orders, shift.closed_at) == (2, None)


class TestReport:
    @pytest.mark.parametrize(
        ("percent", "latency"), [(0, 1), (50, 51), (95, 96), (99, 100), (100, 100)]
    )
    def test_has_percentiles(self, percent: int, latency: int) -> None:
        report = RehearsalReport(100, 0, tuple(range(100, 0, -1)))

        assert report.percentile_us(percent) == latency

    def test_of_one_order_has_one_latency(self) -> None:
        report = RehearsalReport(1, 0, (7,))

        assert {report.percentile_us(percent) for percent in (0, 50, 99, 100)} == {7}
