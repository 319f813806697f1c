from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.shift import (
    CUT_OVER_HOUR_DEFAULT,
    OPEN_MAX,
    OPEN_WARN,
    Shift,
    ShiftTooLongError,
    business_date_of,
)

PARIS = ZoneInfo("Europe/Paris")
ZONES = [
    ZoneInfo(name)
    for name in ("UTC", "Europe/Paris", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu")
]
OPENED = datetime(2026, 3, 14, 8, 30, tzinfo=UTC)

instants = st.datetimes(
    min_value=datetime(2000, 1, 2),  # noqa: DTZ001
    max_value=datetime(2099, 12, 30),  # noqa: DTZ001
    timezones=st.just(UTC),
)


@pytest.fixture
def shift() -> Shift:
    return Shift(
        shift_id=7,
        number=3,
        business_date=date(2026, 3, 14),
        opened_at=OPENED,
        opened_by=1,
        opening_float=10_000,
        sales=25_000,
        refunds=-1_200,
        cash_sales=8_050,
        cash_in=2_000,
        cash_out=500,
    )


class TestShift:
    def test_expects_the_float_and_what_cash_moved(self, shift: Shift) -> None:
        assert shift.expected == 10_000 + 8_050 + 2_000 - 500

    @pytest.mark.parametrize(
        ("counted", "difference"), [(19_550, 0), (19_500, -50), (19_600, 50), (0, -19_550)]
    )
    def test_is_short_below_zero(self, shift: Shift, counted: int, difference: int) -> None:
        assert replace(shift, counted=counted).difference == difference

    def test_begins_with_its_float_alone(self) -> None:
        begun = Shift(1, 1, date(2026, 3, 14), OPENED, opened_by=1, opening_float=10_000)

        assert begun.expected == 10_000
        assert (begun.sales, begun.refunds, begun.orders) == (0, 0, 0)
        assert (begun.closed_at, begun.closed_by, begun.counted) == (None, None, None)

    def test_has_no_difference_before_it_is_counted(self, shift: Shift) -> None:
        assert shift.difference is None


class TestRequireUsable:
    @pytest.mark.parametrize(
        "after", [timedelta(0), timedelta(hours=24), OPEN_MAX, timedelta(hours=-1)]
    )
    def test_lets_an_order_pass_up_to_36_hours(self, shift: Shift, after: timedelta) -> None:
        shift.require_usable(OPENED + after)

    @pytest.mark.parametrize("after", [OPEN_MAX + timedelta(seconds=1), timedelta(days=30)])
    def test_refuses_one_later(self, shift: Shift, after: timedelta) -> None:
        with pytest.raises(ShiftTooLongError) as refused:
            shift.require_usable(OPENED + after)

        assert refused.value.values == {"hours": 36}

    def test_warns_before_it_refuses(self) -> None:
        assert timedelta(hours=24) == OPEN_WARN
        assert timedelta(hours=36) == OPEN_MAX

    def test_counts_hours_that_passed_and_not_the_clock_on_the_wall(self, shift: Shift) -> None:
        before = datetime(2026, 3, 28, 20, 0, tzinfo=PARIS).astimezone(UTC)
        opened = replace(shift, opened_at=before)

        # The night has one hour less: 09:00 two mornings later is 36 hours after 20:00.
        opened.require_usable(datetime(2026, 3, 30, 9, 0, tzinfo=PARIS))
        with pytest.raises(ShiftTooLongError):
            opened.require_usable(datetime(2026, 3, 30, 9, 1, tzinfo=PARIS))


class TestBusinessDate:
    @pytest.mark.parametrize(
        ("local", "day"),
        [
            pytest.param(datetime(2026, 3, 14, 9, 0, tzinfo=PARIS), 14, id="in the morning"),
            pytest.param(datetime(2026, 3, 14, 23, 59, 59, tzinfo=PARIS), 14, id="late"),
            pytest.param(datetime(2026, 3, 15, 0, 0, tzinfo=PARIS), 14, id="at midnight"),
            pytest.param(datetime(2026, 3, 15, 3, 59, 59, tzinfo=PARIS), 14, id="before 4"),
            pytest.param(datetime(2026, 3, 15, 4, 0, tzinfo=PARIS), 15, id="at 4"),
        ],
    )
    def test_changes_at_the_cut_over_and_not_at_midnight(self, local: datetime, day: int) -> None:
        assert business_date_of(local) == date(2026, 3, day)

    @pytest.mark.parametrize(
        ("cut_over_hour", "hour", "day"),
        [(0, 0, 15), (0, 23, 15), (6, 5, 14), (6, 6, 15), (23, 22, 14), (23, 23, 15)],
    )
    def test_changes_when_the_store_says(self, cut_over_hour: int, hour: int, day: int) -> None:
        local = datetime(2026, 3, 15, hour, 30, tzinfo=PARIS)

        assert business_date_of(local, cut_over_hour=cut_over_hour) == date(2026, 3, day)

    def test_goes_back_over_a_year(self) -> None:
        assert business_date_of(datetime(2027, 1, 1, 1, 0, tzinfo=PARIS)) == date(2026, 12, 31)
        assert business_date_of(datetime(2028, 3, 1, 1, 0, tzinfo=PARIS)) == date(2028, 2, 29)

    @pytest.mark.parametrize(
        ("instant", "wall", "day"),
        [
            # At 01:00 UTC the clocks of Paris go from 02:00 to 03:00 …
            (datetime(2026, 3, 29, 0, 59, tzinfo=UTC), "01:59", 28),
            (datetime(2026, 3, 29, 1, 0, tzinfo=UTC), "03:00", 28),
            (datetime(2026, 3, 29, 1, 59, tzinfo=UTC), "03:59", 28),
            (datetime(2026, 3, 29, 2, 0, tzinfo=UTC), "04:00", 29),
            # … and in autumn from 03:00 to 02:00.
            (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "02:30", 24),
            (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "02:30", 24),
            (datetime(2026, 10, 25, 2, 59, tzinfo=UTC), "03:59", 24),
            (datetime(2026, 10, 25, 3, 0, tzinfo=UTC), "04:00", 25),
        ],
    )
    def test_follows_the_clock_on_the_wall_when_the_clocks_change(
        self, instant: datetime, wall: str, day: int
    ) -> None:
        local = instant.astimezone(PARIS)

        assert f"{local:%H:%M}" == wall
        assert business_date_of(local) == date(local.year, local.month, day)

    @given(instants, st.sampled_from(ZONES), st.integers(0, 23))
    def test_is_today_from_the_cut_over_on_and_yesterday_before(
        self, instant: datetime, zone: ZoneInfo, cut_over_hour: int
    ) -> None:
        local = instant.astimezone(zone)

        is_before = local.hour < cut_over_hour
        assert business_date_of(local, cut_over_hour=cut_over_hour) == local.date() - timedelta(
            days=is_before
        )

    @given(instants, st.integers(0, 48 * 60), st.sampled_from(ZONES))
    def test_never_goes_back(self, instant: datetime, minutes: int, zone: ZoneInfo) -> None:
        later = instant + timedelta(minutes=minutes)

        first, second = (business_date_of(one.astimezone(zone)) for one in (instant, later))

        assert first <= second <= first + timedelta(days=3)

    def test_is_cut_over_at_four_unless_told(self) -> None:
        assert CUT_OVER_HOUR_DEFAULT == 4
