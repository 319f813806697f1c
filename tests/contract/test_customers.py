"""Customers: the same from the tables in memory and those on disk."""

from __future__ import annotations

from pos_app.domain.customer import Customer, CustomerDetails
from tests.contract.samples import MORNING
from tests.contract.stores import Store

MARIA = CustomerDetails("Maria Silva", "+351912345678", "maria@sapo.pt", "likes figs")


def add(store: Store, details: CustomerDetails, *keys: str, uid: str = "u1") -> Customer:
    with store.new_uow() as uow:
        added = uow.customers.add(details, uid=uid, at=MORNING, keys=keys)
        uow.commit()
    return added


class TestCustomers:
    def test_come_back_as_they_were_written(self, store: Store) -> None:
        added = add(store, MARIA, "maria")

        found = store.customers.get(added.customer_id)
        assert found is not None
        assert (found.uid, found.details, found.active) == ("u1", MARIA, True)
        assert found.created_at == added.created_at
        assert store.customers.get(99) is None

    def test_are_found_by_the_beginning_of_a_key_and_once(self, store: Store) -> None:
        added = add(store, MARIA, "maria", "mario", "912345678")
        add(store, CustomerDetails("Ömer"), "omer", uid="u2")

        assert [one.customer_id for one in store.customers.by_key("mari", limit=9)] == [
            added.customer_id
        ]
        assert [one.details.name for one in store.customers.by_key("o", limit=9)] == ["Ömer"]
        assert store.customers.by_key("arr", limit=9) == []
        assert len(store.customers.by_key("", limit=1)) == 1

    def test_lose_their_old_keys_with_a_change(self, store: Store) -> None:
        added = add(store, MARIA, "maria")
        with store.new_uow() as uow:
            uow.customers.change(added.customer_id, CustomerDetails("Ana"), keys=("ana",))
            uow.commit()

        assert store.customers.by_key("maria", limit=9) == []
        assert [one.details.name for one in store.customers.by_key("ana", limit=9)] == ["Ana"]

    def test_are_gone_when_they_are_forgotten(self, store: Store) -> None:
        added = add(store, MARIA, "maria")
        add(store, CustomerDetails("Ana"), "ana", uid="u2")
        with store.new_uow() as uow:
            uow.customers.forget(added.customer_id)
            uow.commit()

        assert store.customers.by_key("maria", limit=9) == []
        assert [one.details.name for one in store.customers.everybody()] == ["Ana"]
        left = store.customers.get(added.customer_id)
        assert left is not None
        assert (left.details, left.active) == (CustomerDetails(""), False)
