"""The time clock of a shop in memory."""

from __future__ import annotations

from pos_app.services.staff.time_clock import TimeClock, TimeClockPorts
from tests.fakes.activity import FakeActivityQueries
from tests.fakes.shop import FakeShop


def time_clock_of(shop: FakeShop) -> TimeClock:
    ports = TimeClockPorts(
        *(shop.store.new_uow, shop.journal, shop.clock, shop.disk),
        FakeActivityQueries(shop.store),
    )
    return TimeClock(ports=ports, door=shop.signing_in)
