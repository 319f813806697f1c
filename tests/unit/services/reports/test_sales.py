from __future__ import annotations

from datetime import date, timedelta

import pytest

from pos_app.domain.money import Money
from pos_app.domain.product import Product
from pos_app.domain.quantity import Quantity
from pos_app.services.reports.report import PeriodError
from pos_app.services.reports.sales import SalesBy, SalesReports, SalesRow, TipRow
from tests.fakes.catalogue import EUR
from tests.fakes.queries import FakeSalesQueries
from tests.fakes.shop import FakeShop

TODAY = date(2026, 3, 14)
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def shop() -> FakeShop:
    """Two days of a shop where small coins are gone: 4.50 twice, then 1.19 as 1.20."""
    shop = FakeShop(cash_increment=5)
    shop.sells(Product(1, "TEA", "Thé", Money(450, EUR), "STANDARD", category="drinks"))
    shop.sells(Product(2, "MILK", "Lait", Money(119, EUR), "REDUCED", category="dairy"))
    shop.open_shift()
    shop.sell("TEA")
    shop.sell("TEA")
    shop.shifts.close(actor=shop.cashier, counted=900)
    shop.clock.wait(seconds=24 * 3_600)
    shop.open_shift()
    shop.sell("MILK")
    return shop


@pytest.fixture
def reports(shop: FakeShop) -> SalesReports:
    return SalesReports(sales=FakeSalesQueries(shop.store))


class TestSales:
    def test_can_be_cut_in_ten_ways(self) -> None:
        ways = "day week month hour product category cashier payment tax terminal"

        assert [by.value for by in SalesBy] == ways.split()

    def test_end_with_their_total(self, reports: SalesReports) -> None:
        rows = reports.sales(by=SalesBy.PRODUCT, since=TODAY, until=TOMORROW)

        assert rows == [
            SalesRow("TEA", "Thé", 2, Quantity.of(2), 150, 900),
            SalesRow("MILK", "Lait", 1, Quantity.of(1), 6, 119),
            SalesRow("total", "total", 3, Quantity.of(3), 156, 1_019),
        ]

    @pytest.mark.parametrize("by", [one for one in SalesBy if one is not SalesBy.PAYMENT])
    def test_add_up_to_the_total_whichever_way_they_are_cut(
        self, reports: SalesReports, by: SalesBy
    ) -> None:
        *rows, total = reports.sales(by=by, since=TODAY, until=TOMORROW)

        assert total.key == "total"
        assert sum(row.gross for row in rows) == total.gross == 1_019
        assert sum(row.tax for row in rows) == total.tax
        assert sum(row.net for row in rows) == total.net == 863
        assert sum(row.quantity.thousandths for row in rows) == total.quantity.thousandths

    def test_by_payment_are_what_was_paid_with_its_rounding(self, reports: SalesReports) -> None:
        row, total = reports.sales(by=SalesBy.PAYMENT, since=TODAY, until=TOMORROW)

        assert (row.key, row.orders, row.gross) == ("cash", 3, 1_020)
        assert (total.key, total.orders, total.gross) == ("total", 3, 1_020)

    def test_by_payment_leave_the_tip_out(self, shop: FakeShop, reports: SalesReports) -> None:
        order = shop.order_of("MILK")
        shop.tendering.set_tip(order=order, tip=31, actor=shop.cashier)
        shop.checkout.pay_cash(order=order, tendered=150, actor=shop.cashier)

        rows = reports.sales(by=SalesBy.PAYMENT, since=TOMORROW, until=TOMORROW)

        assert [row.gross for row in rows] == [239, 239]

    def test_include_both_ends_of_the_period(self, reports: SalesReports) -> None:
        def total(since: date, until: date) -> int:
            return reports.sales(by=SalesBy.DAY, since=since, until=until)[-1].gross

        assert total(TODAY, TODAY) == 900
        assert total(TOMORROW, TOMORROW) == 119
        assert total(TODAY, TOMORROW) == 1_019

    @pytest.mark.parametrize("by", SalesBy)
    def test_of_nothing_are_a_total_of_nothing(self, reports: SalesReports, by: SalesBy) -> None:
        before = TODAY - timedelta(days=1)

        rows = reports.sales(by=by, since=before, until=before)

        assert rows == [SalesRow("total", "total", 0, Quantity(0), 0, 0)]

    def test_of_a_period_that_ends_before_it_begins_are_refused(
        self, reports: SalesReports
    ) -> None:
        with pytest.raises(PeriodError, match=r"ends \(2026-03-14\) before it begins"):
            reports.sales(by=SalesBy.DAY, since=TOMORROW, until=TODAY)


class TestTips:
    def test_end_with_their_total(self, shop: FakeShop, reports: SalesReports) -> None:
        for actor, tip in ((shop.cashier, 50), (shop.owner, 19), (shop.cashier, 31)):
            order = shop.order_of("TEA")
            shop.tendering.set_tip(order=order, tip=tip, actor=actor)
            shop.checkout.pay_cash(order=order, tendered=500, actor=actor)

        rows = reports.tips(since=TODAY, until=TOMORROW)

        assert [(row.label, row.orders, row.tips, row.cash) for row in rows] == [
            ("Ana", 2, 81, 81),
            ("Olga", 1, 19, 19),
            ("total", 3, 100, 100),
        ]

    def test_of_a_day_without_any_are_a_total_of_nothing(self, reports: SalesReports) -> None:
        assert reports.tips(since=TODAY, until=TODAY) == [TipRow("total", "total", 0, 0, 0)]

    def test_are_of_no_period_that_ends_before_it_begins(self, reports: SalesReports) -> None:
        with pytest.raises(PeriodError):
            reports.tips(since=TOMORROW, until=TODAY)
