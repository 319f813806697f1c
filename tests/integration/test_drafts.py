"""The draft follows the open order to disk, late and perhaps out of turn."""

from __future__ import annotations

from pos_app.composition.opening import OpenStore, writing
from pos_app.services.order_drafts import draft_of
from tests.integration import shop as shops


def total(store: OpenStore) -> int:
    return store.services.orders.totals().total


class TestDraft:
    def test_is_back_after_a_restart(self, shop: shops.Shop) -> None:
        with writing(shop.folder) as store:
            order = shops.ring(store, shops.MILK, shops.SODA)
            assert store.services.drafting.save(draft_of(order, total=total(store)))

        with writing(shop.folder) as store:
            [found] = store.services.drafting.open_orders()
            document = shops.pay(store, store.services.orders.take_up(found))

        assert found.items == order.items
        assert (document.order_id, document.totals.total) == (order.order_id, 458)

    def test_that_comes_after_the_sale_does_not_open_it_again(self, store: OpenStore) -> None:
        order = shops.ring(store, shops.MILK)
        late = draft_of(order, total=total(store))
        shops.pay(store, order)

        saved = store.services.drafting.save(late)

        assert not saved
        assert store.services.drafting.open_orders() == []

    def test_that_comes_after_the_order_was_given_up_does_not_open_it_again(
        self, store: OpenStore
    ) -> None:
        order = shops.ring(store, shops.MILK)
        late = draft_of(order, total=total(store))
        store.services.cancelling.cancel(order=order, actor=shops.owner(store))

        assert not store.services.drafting.save(late)
        assert store.services.drafting.open_orders() == []

    def test_of_an_older_revision_does_not_replace_a_newer_one(self, store: OpenStore) -> None:
        order = shops.ring(store, shops.MILK)
        older = draft_of(order, total=total(store))
        store.services.orders.scan(raw=shops.SODA)
        newer = draft_of(order, total=total(store))

        saved = [store.services.drafting.save(one) for one in (newer, older, newer)]

        assert saved == [True, False, False]
        [found] = store.services.drafting.open_orders()
        assert len(found.items) == 2

    def test_goes_with_the_sale(self, store: OpenStore) -> None:
        order = shops.ring(store, shops.MILK)
        store.services.drafting.save(draft_of(order, total=total(store)))

        shops.pay(store, order)

        assert shops.rows(store.folder.store, "SELECT * FROM draft") == []
