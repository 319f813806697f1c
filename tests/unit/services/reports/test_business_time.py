from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from pos_app.services.reports.business_time import BusinessClock
from tests.fakes.shop import FakeShop

YESTERDAY, TODAY = date(2026, 3, 14), date(2026, 3, 15)
HOUR = 3_600


@pytest.fixture
def shop() -> FakeShop:
    return FakeShop(time_zone="Europe/Paris")


def clock_of(shop: FakeShop) -> BusinessClock:
    trust = shop.journal.trust
    return BusinessClock(shifts=shop.shift_queries, trust=trust, profile=shop.read_profile)


def now(shop: FakeShop, *moment: int) -> tuple[date, int]:
    shop.clock.wall = datetime(*moment, tzinfo=UTC)  # type: ignore[misc,arg-type]
    found = clock_of(shop).now()
    assert found.at == shop.clock.wall
    return found[:2]


def test_is_of_the_store_and_not_of_the_world(shop: FakeShop) -> None:
    assert now(shop, 2026, 3, 14, 11, 30) == (YESTERDAY, 12 * HOUR + 1_800)


def test_of_a_night_is_late_on_the_day_before(shop: FakeShop) -> None:
    """Half past one in Paris, where a day ends at four."""
    assert now(shop, 2026, 3, 15, 0, 30) == (YESTERDAY, 25 * HOUR + 1_800)
    assert now(shop, 2026, 3, 15, 3, 0) == (TODAY, 4 * HOUR)


def test_stays_on_the_date_of_a_shift_that_is_open(shop: FakeShop) -> None:
    shop.clock.wall = datetime(2026, 3, 14, 8, tzinfo=UTC)
    shop.open_shift()

    assert now(shop, 2026, 3, 15, 7, 0) == (YESTERDAY, 32 * HOUR)


def test_is_not_that_of_a_clock_that_was_set_forward(shop: FakeShop) -> None:
    before = clock_of(shop).now()
    shop.clock_watch.look()

    shop.clock.wall += timedelta(days=400)

    assert clock_of(shop).now() == before
