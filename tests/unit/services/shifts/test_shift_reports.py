from __future__ import annotations

import pytest

from pos_app.domain.money import Money
from pos_app.domain.product import Product
from pos_app.domain.shift import NoShiftError
from pos_app.domain.shift_report import MethodSum, ShiftReport
from pos_app.domain.staff import Approval, ApprovalNeededError, Permission
from pos_app.domain.tender import CARD
from pos_app.services.shift_sums import sums_body, sums_of
from pos_app.services.shifts.shift_reports import (
    ReportNotFiledError,
    ReportOpenError,
    ReportReader,
    ReportUnknownError,
    ShiftReports,
)
from tests.fakes.catalogue import EUR
from tests.fakes.shift_sums import sums_of_documents
from tests.fakes.shop import FakeShop


@pytest.fixture
def shop() -> FakeShop:
    shop = FakeShop(methods=(CARD.fields,))
    shop.sells(Product(1, "TEA", "Thé", Money(450, EUR), "STANDARD"), stock=90_000)
    shop.sells(Product(2, "EGGS", "Œufs", Money(315, EUR), "REDUCED"), stock=90_000)
    shop.open_shift(opening_float=10_000)
    return shop


def reader(shop: FakeShop) -> ReportReader:
    return ReportReader(shifts=shop.shift_queries, staff=shop.staff_queries)


def x(shop: FakeShop) -> ShiftReport:
    return reader(shop).x(at=shop.clock.now())


class TestX:
    def test_says_what_was_taken_until_now(self, shop: FakeShop) -> None:
        first = shop.sell("TEA", "EGGS")
        last = shop.sell("TEA")
        shop.cancelling.cancel(order=shop.order_of("EGGS"), actor=shop.cashier)

        report = x(shop)

        assert not report.is_final
        assert (report.gross, report.shift.orders) == (1_215, 2)
        assert report.sums.methods == (MethodSum("cash", 2, 1_215),)
        assert (report.sums.first, report.sums.last) == (first.number, last.number)
        assert (report.sums.voids, report.sums.void_total) == (1, 315)
        assert report.sums.tax == first.totals.tax + last.totals.tax
        assert [one.tax_class for one in report.sums.taxes] == ["REDUCED", "STANDARD"]
        assert (report.opened_by, report.closed_by, report.filed) == ("Ana", "", None)

    def test_closes_nothing_and_writes_nothing(self, shop: FakeShop) -> None:
        entries = len(shop.store.tables.entries)

        x(shop)

        assert shop.shifts.current() is not None
        assert len(shop.store.tables.entries) == entries

    def test_of_a_shift_without_orders_is_a_report_of_nothing(self, shop: FakeShop) -> None:
        report = x(shop)

        assert (report.gross, report.sums.documents, report.sums.methods) == (0, 0, ())
        assert report.shift.expected == 10_000

    def test_needs_an_open_shift(self, shop: FakeShop) -> None:
        shop.shifts.close(actor=shop.cashier, counted=10_000)

        with pytest.raises(NoShiftError):
            x(shop)


class TestZ:
    def test_is_what_the_journal_holds(self, shop: FakeShop) -> None:
        shop.sell("TEA")
        paid = shop.sell("EGGS")
        shop.correct(paid, "card")
        before = x(shop)
        shop.clock.wait(seconds=60)
        shop.shifts.close(actor=shop.owner, counted=10_440)

        report = reader(shop).z(number=1)

        (entry,) = shop.entries("shift_close")
        assert report.is_final
        assert report.sums == before.sums == sums_of(entry["body"]["report"])
        assert report.sums.methods == (MethodSum("card", 1, 315), MethodSum("cash", 1, 450))
        assert (report.shift.expected, report.shift.difference) == (10_450, -10)
        assert (report.opened_by, report.closed_by) == ("Ana", "Olga")
        assert report.filed is not None
        assert report.filed.seq == entry["seq"]

    def test_has_what_was_noted_of_the_count(self, shop: FakeShop) -> None:
        shop.shifts.close(actor=shop.owner, counted=0, note="Paid into the bank")
        shop.open_shift()
        shop.shifts.close(actor=shop.owner, counted=0)

        assert [reader(shop).z(number=one).note for one in (1, 2)] == ["Paid into the bank", ""]

    def test_stays_as_it_was_filed_whatever_is_sold_later(self, shop: FakeShop) -> None:
        shop.sell("TEA")
        shop.shifts.close(actor=shop.cashier, counted=0)
        filed = reader(shop).z(number=1)
        shop.open_shift()
        shop.sell("TEA", "TEA")
        shop.shifts.close(actor=shop.cashier, counted=900)

        assert reader(shop).z(number=1) == filed
        assert reader(shop).z(number=2).gross == 900

    def test_of_an_open_shift_is_not_there_yet(self, shop: FakeShop) -> None:
        with pytest.raises(ReportOpenError, match="Shift 1 is still open"):
            reader(shop).z(number=1)

    def test_of_an_unknown_number_is_refused(self, shop: FakeShop) -> None:
        with pytest.raises(ReportUnknownError, match="no Z report 7"):
            reader(shop).z(number=7)

    def test_that_the_journal_does_not_hold_is_told(self, shop: FakeShop) -> None:
        shop.shifts.close(actor=shop.cashier, counted=0)
        del shop.store.tables.entries[-1]

        with pytest.raises(ReportNotFiledError, match="no Z report of shift 1"):
            reader(shop).z(number=1)

    def test_numbers_go_on_without_a_gap(self, shop: FakeShop) -> None:
        for _ in range(3):
            shop.shifts.close(actor=shop.cashier, counted=0)
            shop.open_shift()

        assert reader(shop).last_number() == 4
        assert [one.number for one in shop.shift_queries.listed()] == [1, 2, 3, 4]


class TestAtTheTill:
    def reports(self, shop: FakeShop) -> ShiftReports:
        return ShiftReports(service=shop.shifts, reader=reader(shop), clock=shop.clock)

    def test_begin_with_the_open_shift(self, shop: FakeShop) -> None:
        shop.sell("TEA")

        assert self.reports(shop).read(number=None, actor=shop.owner) == x(shop)
        assert self.reports(shop).read(number=1, actor=shop.owner) == x(shop)

    def test_or_with_the_last_one_that_was_filed(self, shop: FakeShop) -> None:
        shop.shifts.close(actor=shop.cashier, counted=0)

        report = self.reports(shop).read(number=None, actor=shop.owner)

        assert report == reader(shop).z(number=1)

    def test_are_asked_for_by_who_may_not_see_what_is_expected(self, shop: FakeShop) -> None:
        with pytest.raises(ApprovalNeededError):
            self.reports(shop).read(number=None, actor=shop.cashier)

        approval = Approval(Permission.SEE_EXPECTED, shop.cashier.staff_id, shop.owner)
        self.reports(shop).read(number=None, actor=shop.cashier, approval=approval)
        (entry,) = shop.entries("count")
        assert (entry["user_id"], entry["approver_id"]) == (
            *(shop.cashier.staff_id, shop.owner.staff_id),
        )

    def test_before_the_first_shift_there_is_none(self) -> None:
        shop = FakeShop()

        with pytest.raises(ReportUnknownError):
            self.reports(shop).read(number=None, actor=shop.owner)


class TestSums:
    def test_of_two_readings_are_those_of_one(self, shop: FakeShop) -> None:
        shop.sell("TEA", "EGGS")
        paid = shop.sell("EGGS")
        shift_id = paid.shift_id
        early = shop.shift_queries.sums(shift_id)
        shop.correct(paid, "card")
        shop.cancelling.cancel(order=shop.order_of("TEA"), actor=shop.cashier)
        shop.sell("TEA")
        documents = shop.store.tables.orders.values()

        late = sums_of_documents(documents, early.mark)

        assert early.sums.plus(late.sums) == sums_of_documents(documents).sums

    def test_come_back_from_a_journal_entry_as_they_were(self, shop: FakeShop) -> None:
        shop.sell("TEA", "EGGS")
        sums = x(shop).sums

        assert sums_of(sums_body(sums)) == sums
