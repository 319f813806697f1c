from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from pos_app.domain.money import AMOUNT_MINOR_MAX, Money
from pos_app.domain.product import Product
from pos_app.domain.shift import (
    ClockBeforeLastShiftError,
    NoShiftError,
    ShiftOpenError,
)
from pos_app.domain.staff import NotAllowedError, Role, StaffMember
from pos_app.services.shift_sums import SumsSoFar, sums_body, sums_of
from pos_app.services.shifts.counting import Count
from pos_app.services.shifts.shift_service import CountOutOfRangeError
from tests.fakes.catalogue import EUR
from tests.fakes.shop import FakeShop
from tests.fakes.storage import DiskRefusedError

TODAY = date(2026, 3, 14)


@pytest.fixture
def shop() -> FakeShop:
    shop = FakeShop()
    shop.sells(Product(1, "TEA", "Thé", Money(450, EUR), "STANDARD"), stock=9_000)
    return shop


def hired(shop: FakeShop, role: Role) -> StaffMember:
    return shop.staff.add(actor=shop.owner, name=f"A {role}", role=role, pin="918273")


def close(shop: FakeShop, *, counted: int = 0) -> None:
    shop.shifts.close(actor=shop.cashier, counted=counted)


class TestOpen:
    def test_starts_a_drawer_period_with_its_float(self, shop: FakeShop) -> None:
        shift = shop.shifts.open(actor=shop.cashier, opening_float=15_000)

        assert (shift.number, shift.business_date) == (1, TODAY)
        assert (shift.opened_at, shift.opened_by) == (shop.clock.now(), shop.cashier.staff_id)
        assert (shift.opening_float, shift.expected) == (15_000, 15_000)
        assert shop.shifts.current() == shift

    def test_is_journalled_as_a_new_period(self, shop: FakeShop) -> None:
        shop.open_shift()
        shop.sell("TEA")
        close(shop)

        shift = shop.open_shift(opening_float=700)

        entry = shop.entries("shift_open")[-1]
        assert entry["body"] == {"number": 2, "float": 700}
        assert (entry["shift_id"], entry["user_id"]) == (shift.shift_id, shop.cashier.staff_id)
        assert entry["business_date"] == "2026-03-14"
        assert (entry["period_total"], entry["perpetual_total"]) == (0, 450)
        assert shop.verdict().ok

    def test_is_journalled_by_pieces_where_the_float_was_counted_so(self, shop: FakeShop) -> None:
        pieces = Count({2_000: 5, 200: 25}, rolls={200: 1}, other=75)

        shop.shifts.open(actor=shop.cashier, opening_float=pieces.total, pieces=pieces)

        (entry,) = shop.entries("shift_open")
        assert entry["body"] == {
            "number": 1,
            "float": 15_075,
            "pieces": {"2000": 5, "200": 25},
            "other": 75,
        }

    def test_is_known_by_its_number_before_it_is_open(self, shop: FakeShop) -> None:
        for _ in range(2):
            expected = shop.shifts.next_number()
            assert shop.open_shift().number == expected
            close(shop)

    def test_is_refused_while_one_is_open(self, shop: FakeShop) -> None:
        shift = shop.open_shift()

        with pytest.raises(ShiftOpenError, match="since 2026-03-14T09:00"):
            shop.shifts.open(actor=shop.owner, opening_float=0)

        assert shop.shift_queries.listed() == [shift]
        assert len(shop.entries("shift_open")) == 1

    def test_is_refused_to_somebody_who_left(self, shop: FakeShop) -> None:
        with pytest.raises(NotAllowedError):
            shop.shifts.open(actor=replace(shop.cashier, active=False), opening_float=0)

        assert shop.shifts.current() is None

    @pytest.mark.parametrize("opening_float", [-1, AMOUNT_MINOR_MAX + 1])
    def test_is_refused_with_an_impossible_float(self, shop: FakeShop, opening_float: int) -> None:
        with pytest.raises(CountOutOfRangeError):
            shop.open_shift(opening_float=opening_float)

        assert shop.shifts.current() is None

    def test_leaves_nothing_if_the_disk_refuses(self, shop: FakeShop) -> None:
        shop.store.refusal = DiskRefusedError()

        with pytest.raises(DiskRefusedError):
            shop.open_shift()

        assert shop.shifts.current() is None
        assert shop.entries("shift_open") == []

    def test_may_come_again_on_the_same_date(self, shop: FakeShop) -> None:
        for _ in range(2):
            shop.open_shift()
            close(shop)

        shifts = shop.shift_queries.listed()
        assert [shift.number for shift in shifts] == [1, 2]
        assert {shift.business_date for shift in shifts} == {TODAY}


class TestBusinessDate:
    @pytest.mark.parametrize(
        ("utc", "day"),
        [
            (datetime(2026, 3, 14, 2, 59, tzinfo=UTC), date(2026, 3, 13)),
            (datetime(2026, 3, 14, 3, 0, tzinfo=UTC), date(2026, 3, 14)),
            (datetime(2026, 3, 14, 23, 30, tzinfo=UTC), date(2026, 3, 14)),
            # The night of 29 March loses its third hour in Paris.
            (datetime(2026, 3, 29, 1, 59, tzinfo=UTC), date(2026, 3, 28)),
            (datetime(2026, 3, 29, 2, 0, tzinfo=UTC), date(2026, 3, 29)),
        ],
    )
    def test_changes_at_four_in_the_morning_of_the_store(
        self, shop: FakeShop, utc: datetime, day: date
    ) -> None:
        shop.clock.wall = utc

        assert shop.open_shift().business_date == day

    def test_changes_when_the_store_says(self) -> None:
        shop = FakeShop(cut_over_hour=0, time_zone="Asia/Tokyo")
        shop.clock.wall = datetime(2026, 3, 14, 15, 0, tzinfo=UTC)

        assert shop.open_shift().business_date == date(2026, 3, 15)

    def test_stays_for_every_order_of_the_shift(self, shop: FakeShop) -> None:
        shop.open_shift()
        shop.clock.wait(seconds=20 * 3_600)

        document = shop.sell("TEA")

        assert document.completed_at.date() == date(2026, 3, 15)
        assert document.business_date == TODAY


class TestClockSetBack:
    @pytest.fixture
    def shop(self, shop: FakeShop) -> FakeShop:
        """One shift is closed, and the clock has gone back two days since."""
        shop.open_shift()
        close(shop)
        shop.clock.wall -= timedelta(days=2)
        return shop

    @pytest.mark.parametrize("role", [Role.CASHIER, Role.SUPERVISOR])
    def test_stops_whoever_may_not_run_the_store(self, shop: FakeShop, role: Role) -> None:
        actor = hired(shop, role)

        with pytest.raises(ClockBeforeLastShiftError) as caught:
            shop.shifts.open(actor=actor, opening_float=0)

        assert caught.value.values == {
            "clock": "2026-03-12 10:00",
            "today": date(2026, 3, 12),
            "last": TODAY,
        }
        assert shop.shifts.current() is None

    def test_names_both_dates_of_a_night_before_the_cut_over(self, shop: FakeShop) -> None:
        shop.clock.wall = datetime(2026, 3, 14, 0, 30, tzinfo=UTC)

        with pytest.raises(ClockBeforeLastShiftError) as caught:
            shop.open_shift()

        assert "clock (2026-03-14 01:30) and its cut-over hour it is 2026-03-13" in str(
            caught.value
        )

    @pytest.mark.parametrize("role", [Role.MANAGER, Role.OWNER])
    def test_lets_a_manager_go_on_with_the_last_date(self, shop: FakeShop, role: Role) -> None:
        actor = hired(shop, role)

        shift = shop.shifts.open(actor=actor, opening_float=0)

        assert shift.business_date == TODAY
        assert shop.entries("shift_open")[-1]["business_date"] == "2026-03-14"

    def test_counts_from_the_latest_date_there_ever_was(self, shop: FakeShop) -> None:
        shop.shifts.open(actor=shop.owner, opening_float=0)
        close(shop)
        shop.clock.wall += timedelta(days=1)

        with pytest.raises(ClockBeforeLastShiftError):
            shop.open_shift()

    def test_within_the_day_is_no_matter(self, shop: FakeShop) -> None:
        shop.clock.wall += timedelta(days=2, hours=-3)

        assert shop.open_shift().business_date == TODAY


class TestClose:
    def test_ends_the_period_with_the_count(self, shop: FakeShop) -> None:
        shop.open_shift(opening_float=15_000)
        shop.sell("TEA")
        shop.clock.wait(seconds=3_600)

        shift = shop.shifts.close(actor=shop.owner, counted=15_400)

        assert (shift.closed_at, shift.closed_by) == (shop.clock.now(), shop.owner.staff_id)
        assert (shift.expected, shift.counted, shift.difference) == (15_450, 15_400, -50)
        assert shop.shifts.current() is None
        assert shop.shift_queries.get(shift.shift_id) == shift

    def test_is_journalled_with_its_sums(self, shop: FakeShop) -> None:
        shop.open_shift(opening_float=15_000)
        shop.sell("TEA")
        shop.sell("TEA", "TEA")

        close(shop, counted=16_350)

        (entry,) = shop.entries("shift_close")
        assert entry["body"] == {
            "number": 1,
            "orders": 2,
            "sales": 1_350,
            "refunds": 0,
            "expected": 16_350,
            "counted": 16_350,
            "no_sales": 0,
            "float": 15_000,
            "cash_in": 0,
            "cash_out": 0,
            "report": sums_body(shop.shift_queries.sums(entry["shift_id"]).sums),
        }
        assert (entry["period_total"], entry["business_date"]) == (1_350, "2026-03-14")

    def test_is_journalled_by_pieces_whatever_they_lay_in(self, shop: FakeShop) -> None:
        shop.open_shift()
        pieces = Count({200: 53}, rolls={200: 2}, other=1_250)

        shop.shifts.close(actor=shop.cashier, counted=pieces.total, pieces=pieces)

        (entry,) = shop.entries("shift_close")
        assert (entry["body"]["pieces"], entry["body"]["other"]) == ({"200": 53}, 1_250)

    def test_files_nothing_of_a_shift_that_ended_while_it_was_read(
        self, shop: FakeShop, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        shop.open_shift()
        shop.sell("TEA", "TEA")
        read = shop.shift_queries.sums

        def overtaken(shift_id: int) -> SumsSoFar:
            found = read(shift_id)
            monkeypatch.undo()
            close(shop)
            shop.open_shift()
            shop.sell("TEA")
            return found

        monkeypatch.setattr(shop.shift_queries, "sums", overtaken)

        close(shop, counted=450)

        first, second = (sums_of(one["body"]["report"]) for one in shop.entries("shift_close"))
        assert [one.amount for sums in (first, second) for one in sums.methods] == [900, 450]

    def test_is_refused_where_none_is_open(self, shop: FakeShop) -> None:
        with pytest.raises(NoShiftError):
            close(shop)

        assert shop.entries("shift_close") == []

    def test_comes_once(self, shop: FakeShop) -> None:
        shop.open_shift()
        close(shop, counted=5)

        with pytest.raises(NoShiftError):
            close(shop, counted=6)

        assert shop.shift_queries.listed()[0].counted == 5

    @pytest.mark.parametrize("counted", [-1, AMOUNT_MINOR_MAX + 1])
    def test_is_refused_with_an_impossible_count(self, shop: FakeShop, counted: int) -> None:
        shop.open_shift()

        with pytest.raises(CountOutOfRangeError):
            close(shop, counted=counted)

        assert shop.shifts.current() is not None

    def test_is_refused_to_somebody_who_left(self, shop: FakeShop) -> None:
        shop.open_shift()

        with pytest.raises(NotAllowedError):
            shop.shifts.close(actor=replace(shop.cashier, active=False), counted=0)

        assert shop.shifts.current() is not None

    def test_leaves_it_open_if_the_disk_refuses(self, shop: FakeShop) -> None:
        shift = shop.open_shift()
        shop.store.refusal = DiskRefusedError()

        with pytest.raises(DiskRefusedError):
            close(shop)

        assert shop.shifts.current() == shift
        assert shop.entries("shift_close") == []

    def test_works_however_long_it_was_open(self, shop: FakeShop) -> None:
        shop.open_shift()
        shop.clock.wait(seconds=90 * 3_600)

        close(shop)

        assert shop.shifts.current() is None
