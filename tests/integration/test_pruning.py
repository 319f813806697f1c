from __future__ import annotations

from datetime import timedelta

from pos_app.adapters.persistence.checkpoint import checkpoint
from pos_app.adapters.persistence.soundness import unsound
from pos_app.composition.opening import OpenStore
from pos_app.services.printing.pruning import KEPT, Pruning
from tests.fakes.system import FakeClock
from tests.integration import shop as shops

BASKET = (shops.MILK, shops.SODA, shops.ROLLS, shops.YOGURT, shops.LAIT)
ORDERS = 300
BYTES_MAX = 4_096


def settle(store: OpenStore) -> None:
    for job in store.queries.print_jobs.waiting(limit=ORDERS):
        with store.services.new_uow() as uow:
            uow.print_jobs.mark_done(job.job_id)
            uow.commit()


def pruning(store: OpenStore) -> tuple[Pruning, FakeClock]:
    """As a month later."""
    clock = FakeClock(store.services.clock.now() + KEPT + timedelta(days=1))
    return Pruning(new_uow=store.services.new_uow, clock=clock), clock


class TestPruning:
    def test_leaves_a_sound_store_with_every_order(self, store: OpenStore) -> None:
        settle(store)
        later, _ = pruning(store)

        assert later.step() == 5

        assert unsound(store.readers) == []
        assert shops.verdict(store.queries).ok
        assert len(list(store.queries.orders.listed())) == 6
        shops.sell(store, shops.MILK)
        with shops.raw(store.folder.store) as connection:
            connection.execute("DELETE FROM print_job")
        assert [words[:28] for words in unsound(store.readers)] == ["a paid order has no print jo"]

    def test_looks_again_a_day_later(self, store: OpenStore) -> None:
        settle(store)
        later, clock = pruning(store)
        later.step()
        shops.sell(store, shops.MILK)
        settle(store)
        clock.wall += timedelta(days=1)

        assert later.step() == 0
        clock.wait(seconds=24 * 60 * 60)
        assert later.step() == 1


class TestSize:
    def test_of_an_order_of_five_items_is_bounded(self, store: OpenStore) -> None:
        """After it is printed; head office is not there yet, so its outbox record counts too."""
        checkpoint(store.writer)
        before = store.folder.store.stat().st_size

        for _ in range(ORDERS):
            shops.sell(store, *BASKET)
        settle(store)
        checkpoint(store.writer)

        grown = store.folder.store.stat().st_size - before
        print(f"{grown // ORDERS} bytes an order")  # noqa: T201 - for whoever asks with -s
        assert grown <= ORDERS * BYTES_MAX
