"""The walk along both sides; what may differ in an order is tried on a real store."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from pos_app.domain.staff import Role
from pos_app.services.journal.comparing import STAFF, StoredOrder, StoredState, differences
from tests.fakes.journal import TEA, a_days_journal
from tests.fakes.shop import FakeShop

NO_ENTRY = "an order has no journal entry of its own"
NO_ORDER = "a journalled order is not stored"


class Rows:
    """What the tables of a shop hold, as somebody left them."""

    def __init__(self, shop: FakeShop) -> None:
        tables = shop.store.tables
        documents = sorted(tables.orders.values(), key=lambda one: one.journal_seq)
        self.stored = [StoredOrder(one.order_id, one.journal_seq, one) for one in documents]
        self.now = StoredState(
            head=len(tables.entries),
            last_numbers={epoch.series: epoch.last_number for epoch in tables.epochs},
            staff={
                staff_id: (one.member.role.value, one.member.active)
                for staff_id, one in tables.staff.items()
            },
        )

    def state(self) -> StoredState:
        return self.now

    def orders(self, *, until: int) -> Iterator[StoredOrder]:
        return (one for one in self.stored if one.journal_seq <= until)


@pytest.fixture
def shop() -> FakeShop:
    return a_days_journal()


@pytest.fixture
def rows(shop: FakeShop) -> Rows:
    return Rows(shop)


def found(shop: FakeShop, rows: Rows) -> list[str]:
    return differences(shop.journal_queries, rows)


class TestBothSides:
    def test_say_the_same_of_an_honest_day(self, shop: FakeShop, rows: Rows) -> None:
        assert len(rows.stored) == 4
        assert found(shop, rows) == []

    def test_say_the_same_up_to_the_moment_of_the_look(self, shop: FakeShop, rows: Rows) -> None:
        shop.open_shift()
        shop.sell(TEA)
        rows.stored = Rows(shop).stored

        assert found(shop, rows) == []

    def test_follow_who_left_came_back_and_got_another_role(self, shop: FakeShop) -> None:
        staff, owner = shop.staff, shop.owner
        staff.rename(actor=owner, name="Ana", new_name="Zoé")
        staff.rename(actor=owner, name="Zoé", new_name="Ana")
        staff.disable(actor=owner, name="Ana")
        staff.set_role(actor=owner, name="Ana", role=Role.MANAGER)
        assert found(shop, Rows(shop)) == []

        staff.enable(actor=owner, name="Ana")
        rows = Rows(shop)
        assert found(shop, rows) == []

        forged = {**rows.now.staff, shop.cashier.staff_id: (Role.OWNER.value, True)}
        rows.now = replace(rows.now, staff=forged)
        assert found(shop, rows) == [f"{STAFF} ({shop.cashier.staff_id})"]

    @pytest.mark.parametrize("place", range(4))
    def test_miss_an_order_that_was_removed(self, shop: FakeShop, rows: Rows, place: int) -> None:
        gone = rows.stored.pop(place)
        assert gone.document is not None

        assert found(shop, rows) == [f"{NO_ORDER} ({gone.document.number or gone.order_id})"]

    @pytest.mark.parametrize("place", range(4))
    @pytest.mark.parametrize("seq", [0, 1, None, 8])
    def test_name_an_order_that_was_added(
        self, shop: FakeShop, rows: Rows, place: int, seq: int | None
    ) -> None:
        like = rows.stored[place]
        added = replace(
            like, order_id="added", journal_seq=like.journal_seq if seq is None else seq
        )
        rows.stored.append(added)

        assert f"{NO_ENTRY} (added)" in found(shop, rows)

    def test_name_an_order_that_has_changed_its_place(self, shop: FakeShop, rows: Rows) -> None:
        rows.stored[0], rows.stored[1] = rows.stored[1], rows.stored[0]

        assert [one.partition(" (")[0] for one in found(shop, rows)] == [NO_ORDER, NO_ENTRY]

    def test_name_the_first_place_of_each_difference(self, shop: FakeShop, rows: Rows) -> None:
        rows.stored.clear()

        assert found(shop, rows) == [f"{NO_ORDER} (T01-000001)"]
