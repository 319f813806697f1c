from __future__ import annotations

from dataclasses import replace

import pytest

from pos_app.domain.money import Money
from pos_app.domain.product import Product
from pos_app.services.orders.open_orders import OPEN_MAX, OpenOrders, Tab, TooManyOpenOrdersError
from tests.fakes.catalogue import EUR
from tests.fakes.shop import FakeShop

TEA = Product(1, "TEA", "Thé", Money(450, EUR), "STANDARD")
MILK = Product(2, "MILK", "Lait", Money(119, EUR), "REDUCED")


@pytest.fixture
def shop() -> FakeShop:
    shop = FakeShop()
    shop.sells(TEA, stock=9_000)
    shop.sells(MILK, stock=9_000)
    shop.open_shift()
    shop.orders.create_order(actor=shop.cashier)
    return shop


@pytest.fixture
def opened(shop: FakeShop) -> OpenOrders:
    return OpenOrders(orders=shop.orders)


def ring(shop: FakeShop, opened: OpenOrders, *skus: str) -> None:
    """One order for each, the last one in front."""
    for place, sku in enumerate(skus):
        if place:
            opened.new(actor=shop.cashier)
        shop.orders.scan(raw=sku)


def content(opened: OpenOrders) -> list[tuple[int, list[str]]]:
    return [(tab.number, [item.sku for item in tab.order.items]) for tab in opened.tabs]


class TestNew:
    def test_keeps_the_one_before_beside_it(self, shop: FakeShop, opened: OpenOrders) -> None:
        ring(shop, opened, "TEA", "MILK")

        assert content(opened) == [(1, ["TEA"]), (2, ["MILK"])]
        assert [tab.total for tab in opened.tabs] == [450, 119]

    def test_is_the_empty_one_that_is_there(self, shop: FakeShop, opened: OpenOrders) -> None:
        opened.new(actor=shop.cashier)
        assert len(opened.tabs) == 1
        ring(shop, opened, "TEA", "MILK")
        shop.orders.remove(position=0)
        opened.switch(1)

        opened.new(actor=shop.cashier)

        assert opened.active.number == 2
        shop.orders.undo()
        assert content(opened) == [(1, ["TEA"]), (2, ["MILK"])]

    def test_is_refused_when_there_are_many(self, shop: FakeShop, opened: OpenOrders) -> None:
        ring(shop, opened, *["TEA"] * OPEN_MAX)
        before = content(opened)

        with pytest.raises(TooManyOpenOrdersError, match="8 sales are open"):
            opened.new(actor=shop.cashier)

        assert content(opened) == before


class TestSwitch:
    def test_brings_each_back_with_its_own_undo(self, shop: FakeShop, opened: OpenOrders) -> None:
        ring(shop, opened, "TEA", "MILK")
        shop.orders.scan(raw="TEA")

        opened.switch(1)
        shop.orders.undo()
        opened.switch(2)
        shop.orders.undo()

        assert content(opened) == [(1, []), (2, ["MILK"])]

    def test_goes_round(self, shop: FakeShop, opened: OpenOrders) -> None:
        ring(shop, opened, "TEA", "MILK", "TEA")

        seen = []
        for _ in range(3):
            opened.next(1)
            seen.append(opened.active.number)
        opened.next(-1)

        assert (seen, opened.active.number) == ([1, 2, 3], 2)

    def test_leaves_an_empty_one_for_good(self, shop: FakeShop, opened: OpenOrders) -> None:
        ring(shop, opened, "TEA")
        opened.new(actor=shop.cashier)

        opened.next(1)

        assert content(opened) == [(1, ["TEA"])]

    def test_to_one_that_is_not_there_changes_nothing(
        self, shop: FakeShop, opened: OpenOrders
    ) -> None:
        ring(shop, opened, "TEA", "MILK")

        opened.switch(7)

        assert (opened.active.number, len(opened.tabs)) == (2, 2)


def test_what_comes_after_a_payment_stands_in_its_place(shop: FakeShop, opened: OpenOrders) -> None:
    ring(shop, opened, "TEA", "MILK")
    opened.switch(1)

    shop.checkout.pay_cash(order=shop.orders.order, tendered=450, actor=shop.cashier)
    shop.orders.create_order(actor=shop.cashier)

    assert content(opened) == [(1, []), (2, ["MILK"])]


class TestClose:
    def test_goes_to_the_neighbour(self, shop: FakeShop, opened: OpenOrders) -> None:
        ring(shop, opened, "TEA", "MILK", "TEA")
        opened.switch(2)

        assert opened.close()
        assert opened.active.number == 3
        assert opened.close()
        assert content(opened) == [(1, ["TEA"])]
        assert not opened.close()


class TestAdd:
    def test_takes_the_place_of_an_empty_one(self, shop: FakeShop, opened: OpenOrders) -> None:
        held = shop.order_of("MILK")
        shop.orders.create_order(actor=shop.cashier)

        opened.add(held)

        assert content(opened) == [(1, ["MILK"])]

    def test_stands_beside_one_that_is_not(self, shop: FakeShop, opened: OpenOrders) -> None:
        held = shop.order_of("MILK")
        shop.orders.create_order(actor=shop.cashier)
        ring(shop, opened, "TEA")

        opened.add(held)

        assert content(opened) == [(1, ["TEA"]), (2, ["MILK"])]

    def test_of_one_that_is_open_already_doubles_nothing(
        self, shop: FakeShop, opened: OpenOrders
    ) -> None:
        ring(shop, opened, "TEA", "MILK")
        first = replace(opened.tabs[0].order)

        opened.add(first)

        assert content(opened) == [(1, ["TEA"]), (2, ["MILK"])]
        assert opened.active.number == 1

    def test_is_refused_when_there_are_many(self, shop: FakeShop, opened: OpenOrders) -> None:
        held = shop.order_of("MILK")
        shop.orders.create_order(actor=shop.cashier)
        ring(shop, opened, *["TEA"] * OPEN_MAX)

        with pytest.raises(TooManyOpenOrdersError):
            opened.add(held)

        assert held.order_id not in [tab.order.order_id for tab in opened.tabs]


class TestLeave:
    def test_gives_all_back_as_they_were(self, shop: FakeShop, opened: OpenOrders) -> None:
        ring(shop, opened, "TEA", "MILK")
        opened.switch(1)
        before = content(opened)

        tabs = opened.leave()
        shop.orders.create_order(actor=shop.owner)
        order = opened.start(tabs)

        assert content(opened) == before
        assert opened.active.number == 1
        assert order is opened.active.order
        shop.orders.undo()
        assert content(opened) == [(1, []), (2, ["MILK"])]

    def test_forgets_the_empty_one(self, opened: OpenOrders) -> None:
        assert opened.leave() == []
        assert opened.start([]) is None

    def test_numbers_those_that_have_none(self, shop: FakeShop, opened: OpenOrders) -> None:
        orders = [shop.order_of("TEA"), shop.order_of("MILK")]

        opened.start([Tab(orders[1], number=2), Tab(orders[0])])

        assert content(opened) == [(1, ["TEA"]), (2, ["MILK"])]
        assert [tab.total for tab in opened.tabs] == [450, 119]
        assert opened.active.number == 2
