from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from pos_app.domain.journal import EntryKind
from pos_app.domain.money import Money
from pos_app.domain.product import Product
from pos_app.domain.shift import ClockBeforeLastShiftError
from pos_app.services.shifts.period_closing import ended
from tests.fakes.catalogue import EUR
from tests.fakes.shop import FakeShop

CLOSINGS = ("day_close", "month_close", "year_close")


@pytest.fixture
def shop() -> FakeShop:
    shop = FakeShop()
    shop.sells(Product(1, "TEA", "Thé", Money(450, EUR), "STANDARD"), stock=99_000)
    return shop


def trade(shop: FakeShop, at: datetime, *, orders: int = 1) -> None:
    """A shift, opened then, of so many teas."""
    shop.clock.wall = at
    shop.open_shift()
    for _ in range(orders):
        shop.sell("TEA")
    shop.shifts.close(actor=shop.cashier, counted=450 * orders)


def filed(shop: FakeShop) -> list[tuple[str, str, int, int]]:
    return [
        (one["kind"], one["body"]["period"], one["body"]["orders"], one["body"]["gross"])
        for one in map(shop.entry, range(len(shop.store.tables.entries)))
        if one["kind"] in CLOSINGS
    ]


class TestEnded:
    @pytest.mark.parametrize(
        ("last", "today", "texts"),
        [
            (None, date(2026, 3, 14), []),
            (date(2026, 3, 14), date(2026, 3, 14), []),
            (date(2026, 3, 14), date(2026, 3, 13), []),
            (date(2026, 3, 14), date(2026, 3, 15), ["2026-03-14"]),
            (date(2028, 2, 29), date(2028, 3, 1), ["2028-02-29", "2028-02"]),
            (date(2026, 3, 31), date(2026, 5, 2), ["2026-03-31", "2026-03"]),
            (date(2026, 12, 31), date(2027, 1, 1), ["2026-12-31", "2026-12", "2026"]),
            (date(2026, 3, 14), date(2027, 3, 14), ["2026-03-14", "2026-03", "2026"]),
        ],
    )
    def test_names_day_month_and_year(
        self, last: date | None, today: date, texts: list[str]
    ) -> None:
        found = list(ended(last, today))

        assert [text for _, text in found] == texts
        kinds = (EntryKind.DAY_CLOSE, EntryKind.MONTH_CLOSE, EntryKind.YEAR_CLOSE)
        assert [kind for kind, _ in found] == list(kinds[: len(texts)])


class TestFiled:
    def test_once_with_the_first_shift_of_a_later_day(self, shop: FakeShop) -> None:
        trade(shop, datetime(2026, 12, 30, 9, tzinfo=UTC), orders=2)
        trade(shop, datetime(2026, 12, 30, 15, tzinfo=UTC))
        assert filed(shop) == []
        trade(shop, datetime(2026, 12, 31, 9, tzinfo=UTC))
        trade(shop, datetime(2027, 1, 2, 9, tzinfo=UTC))
        trade(shop, datetime(2027, 1, 2, 15, tzinfo=UTC))

        assert filed(shop) == [
            ("day_close", "2026-12-30", 3, 1_350),
            ("day_close", "2026-12-31", 1, 450),
            ("month_close", "2026-12", 4, 1_800),
            ("year_close", "2026", 4, 1_800),
        ]
        assert shop.verdict().ok

    def test_before_the_shift_that_ended_it_by_who_opened_that(self, shop: FakeShop) -> None:
        trade(shop, datetime(2026, 3, 14, 9, tzinfo=UTC))
        shop.clock.wall = datetime(2026, 3, 15, 9, tzinfo=UTC)
        shop.open_shift()

        closed, opened = shop.entry(-2), shop.entry(-1)
        assert (closed["kind"], opened["kind"]) == ("day_close", "shift_open")
        assert (closed["user_id"], closed["business_date"]) == (
            shop.cashier.staff_id,
            "2026-03-14",
        )
        assert closed["body"]["cash"] == 450

    def test_with_what_was_sold_after_midnight_before_the_cut_over(self, shop: FakeShop) -> None:
        shop.clock.wall = datetime(2026, 3, 14, 20, tzinfo=UTC)
        shop.open_shift()
        shop.sell("TEA")
        shop.clock.wall = datetime(2026, 3, 15, 1, 30, tzinfo=UTC)  # half past two in Paris
        late = shop.sell("TEA")
        shop.shifts.close(actor=shop.cashier, counted=900)
        trade(shop, datetime(2026, 3, 15, 2, tzinfo=UTC))  # three o'clock: still the day before
        trade(shop, datetime(2026, 3, 15, 3, tzinfo=UTC))

        assert late.business_date == date(2026, 3, 14)
        assert filed(shop) == [("day_close", "2026-03-14", 3, 1_350)]

    @pytest.mark.parametrize(
        ("evening", "night", "morning"),
        [
            # Paris loses the hour before three, and has it twice in October.
            (
                datetime(2026, 3, 28, 22, tzinfo=UTC),
                datetime(2026, 3, 29, 1, 59, tzinfo=UTC),
                datetime(2026, 3, 29, 2, tzinfo=UTC),
            ),
            (
                datetime(2026, 10, 24, 22, tzinfo=UTC),
                datetime(2026, 10, 25, 2, 59, tzinfo=UTC),
                datetime(2026, 10, 25, 3, tzinfo=UTC),
            ),
        ],
    )
    def test_is_right_in_the_nights_of_the_clock_change(
        self, shop: FakeShop, evening: datetime, night: datetime, morning: datetime
    ) -> None:
        trade(shop, evening)
        trade(shop, night)
        trade(shop, morning)

        assert [one[2:] for one in filed(shop)] == [(2, 900)]

    def test_is_not_filed_by_a_clock_that_was_set_forward(self, shop: FakeShop) -> None:
        """Each is filed once: the true end of the year could never be."""
        trade(shop, datetime(2026, 3, 14, 9, tzinfo=UTC))
        shop.clock_watch.look()
        shop.clock.wall += timedelta(days=366)

        shift = shop.open_shift()

        assert (shift.business_date, filed(shop)) == (date(2026, 3, 14), [])
        assert shift.opened_at == datetime(2026, 3, 14, 9, tzinfo=UTC)
        closed = shop.shifts.close(actor=shop.owner, counted=0)
        assert closed.closed_at == shift.opened_at

    def test_leaves_nothing_if_the_shift_is_not_opened(self, shop: FakeShop) -> None:
        trade(shop, datetime(2026, 3, 14, 9, tzinfo=UTC))
        shop.clock.wall = datetime(2026, 3, 13, 9, tzinfo=UTC)

        with pytest.raises(ClockBeforeLastShiftError):
            shop.open_shift()

        assert filed(shop) == []
