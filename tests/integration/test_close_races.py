"""A sale and a close at the same moment: no amount is lost, none counts twice, nobody hangs."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from typing import Final

from pos_app.composition.opening import OpenStore
from pos_app.domain.errors import PosError
from pos_app.domain.shift import NoShiftError
from pos_app.services.shift_sums import sums_of
from tests.fakes.shift_sums import sums_of_documents
from tests.integration import shop as shops
from tests.integration.test_shift_sums import closing, documents

RACES: Final = int(os.environ.get("CLOSE_RACES", "15"))
"""`make close-races` runs two hundred."""
PATIENCE_S: Final = 30.0


class Racer:
    """One thread that does something as soon as both are ready; what it refused is kept."""

    def __init__(self, start: threading.Barrier, work: Callable[[], object]) -> None:
        self.refusal: PosError | None = None
        self._start = start
        self._work = work
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        self._start.wait(PATIENCE_S)
        try:
            self._work()
        except PosError as error:
            self.refusal = error

    def join(self) -> None:
        self._thread.join(PATIENCE_S)
        assert not self._thread.is_alive(), "locked"


def race(store: OpenStore) -> tuple[Racer, Racer]:
    order = shops.ring(store, shops.MILK, shops.SODA)
    start = threading.Barrier(2)
    sale = Racer(start, lambda: shops.pay(store, order))
    close = Racer(start, lambda: shops.close_shift(store))
    for one in (sale, close):
        one.join()
    if sale.refusal is not None:  # too late: then it is the first of the next shift
        shops.open_shift(store)
        shops.pay(store, order)
    return sale, close


def test_a_sale_beside_a_close_is_in_one_shift_exactly(new_store: OpenStore) -> None:
    store = new_store
    shops.bring_in(store, shops.GROCERIES)
    shops.open_shift(store)
    for _ in range(RACES):
        sale, close = race(store)
        assert close.refusal is None
        assert isinstance(sale.refusal, NoShiftError | None)
        if store.queries.shifts.current() is None:
            shops.open_shift(store)
    shops.close_shift(store)

    shifts = store.queries.shifts.listed()
    assert sum(one.orders for one in shifts) == RACES
    for shift in shifts:
        mine = documents(store, shift)
        filed = closing(store, shift)["body"]
        assert sums_of(filed["report"]) == sums_of_documents(mine).sums
        assert filed["sales"] == shift.sales == sum(one.totals.total for one in mine)
    assert shops.verdict(store.queries).ok
