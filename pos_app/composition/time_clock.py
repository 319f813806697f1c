"""Build the time clock of a store."""

from __future__ import annotations

from pos_app.composition.opening import OpenStore
from pos_app.services.staff.time_clock import TimeClock, TimeClockPorts


def time_clock_of(store: OpenStore) -> TimeClock:
    services = store.services
    return TimeClock(
        ports=TimeClockPorts(
            *(services.new_uow, services.journal, services.clock, services.disk),
            store.queries.activity,
        ),
        door=services.signing_in,
    )
