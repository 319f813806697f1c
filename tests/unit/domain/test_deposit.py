"""A deposit stands below what it is for, in the same quantity, whatever is done to the order."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.errors import PosError
from pos_app.domain.money import Currency, Money
from pos_app.domain.order import (
    ITEMS_PER_ORDER_MAX,
    DepositFollowsError,
    Order,
    OrderContent,
    OrderFullError,
    last_position,
)
from pos_app.domain.order_item import OrderItem
from pos_app.domain.pricing import Discount, DiscountKind
from pos_app.domain.product import Product
from pos_app.domain.quantity import ONE, Quantity
from pos_app.domain.tax import TaxPolicy
from tests.fakes.printing import TAX_CLASSES

EUR = Currency.of("EUR")
CAN = Product(1, "PFAND25", "Pfand 0,25", Money(25, EUR), "STANDARD")
GLASS = Product(2, "PFAND08", "Pfand 0,08", Money(8, EUR), "STANDARD")
COLA = Product(3, "COLA", "Cola", Money(149, EUR), "STANDARD", deposit=CAN)
BEER = Product(4, "BEER", "Pils", Money(99, EUR), "STANDARD", deposit=GLASS)
LEMON = Product(5, "LEMON", "Limonade", Money(129, EUR), "STANDARD", deposit=CAN)
BREAD = Product(6, "BREAD", "Brot", Money(249, EUR), "REDUCED")
PRODUCTS = (COLA, BEER, LEMON, BREAD, CAN)


def an_order() -> Order:
    return Order("order-1", EUR, TaxPolicy(), opened_by=1)


def add(order: Order, product: Product, quantity: int = 1) -> int:
    item = OrderItem.from_product(product, quantity=Quantity.of(quantity))
    return order.add_item(item, deposit=item.deposit_of(product))


def lines(order: Order) -> list[tuple[str, int, bool]]:
    return [(one.sku, one.quantity.thousandths // 1_000, one.is_deposit) for one in order.items]


class TestDeposit:
    def test_stands_right_below_its_parent(self) -> None:
        order = an_order()
        add(order, BREAD)
        position = add(order, COLA, 3)

        assert position == 1
        assert lines(order) == [("BREAD", 1, False), ("COLA", 3, False), ("PFAND25", 3, True)]

    def test_has_its_own_price_and_tax_class(self) -> None:
        order = an_order()
        add(order, replace(COLA, tax_class="REDUCED"))

        [cola, can] = order.items
        assert (cola.tax_class, can.tax_class) == ("REDUCED", "STANDARD")
        assert can.unit_price == Money(25, EUR)

    def test_grows_with_more_of_the_same(self) -> None:
        order = an_order()
        add(order, COLA)
        position = add(order, COLA, 2)

        assert position == 0
        assert lines(order) == [("COLA", 3, False), ("PFAND25", 3, True)]

    def test_follows_the_quantity(self) -> None:
        order = an_order()
        add(order, COLA)
        order.set_quantity(0, Quantity.of(6))

        assert lines(order) == [("COLA", 6, False), ("PFAND25", 6, True)]

    def test_goes_with_its_parent_only(self) -> None:
        order = an_order()
        for product in (COLA, BEER, BREAD):
            add(order, product)
        removed = order.remove_item(0)

        assert removed.sku == "COLA"
        assert lines(order) == [("BEER", 1, False), ("PFAND08", 1, True), ("BREAD", 1, False)]

    def test_cannot_be_changed_by_itself(self) -> None:
        order = an_order()
        add(order, COLA)
        before = (lines(order), order.revision)

        with pytest.raises(DepositFollowsError, match="Cola"):
            order.remove_item(1)
        with pytest.raises(DepositFollowsError, match="Cola"):
            order.set_quantity(1, Quantity.of(2))
        assert (lines(order), order.revision) == before

    def test_is_never_discounted_by_itself(self) -> None:
        order = an_order()
        add(order, COLA)

        with pytest.raises(AssertionError):
            replace(order.items[1], discount=Discount(DiscountKind.PERCENT, 1_000))

    def test_of_another_price_begins_a_new_line(self) -> None:
        order = an_order()
        add(order, COLA)
        add(order, replace(COLA, deposit=replace(CAN, unit_price=Money(30, EUR))))

        assert [one.sku for one in order.items] == ["COLA", "PFAND25"] * 2

    @pytest.mark.parametrize("first", [COLA, replace(COLA, deposit=None)])
    def test_that_came_or_went_meanwhile_begins_a_new_line(self, first: Product) -> None:
        order = an_order()
        add(order, first)
        position = add(order, COLA if first.deposit is None else replace(COLA, deposit=None))

        assert position == len(lines(order)) - (1 if first.deposit else 2)
        assert sorted(one.sku for one in order.items) == ["COLA", "COLA", "PFAND25"]

    def test_comes_back_with_undo(self) -> None:
        order = an_order()
        add(order, COLA, 2)
        before = order.content
        order.remove_item(0)
        order.set_content(before)
        order.set_quantity(0, Quantity.of(5))

        assert lines(order) == [("COLA", 5, False), ("PFAND25", 5, True)]

    def test_takes_no_part_in_an_order_discount(self) -> None:
        order = an_order()
        add(order, COLA, 2)
        add(order, BREAD)
        order.set_content(replace(order.content, discount=Discount(DiscountKind.PERCENT, 10_000)))

        totals = order.calculate_total(TAX_CLASSES)

        assert [line.order_discount for line in totals.lines] == [298, 0, 249]
        assert totals.total == 50

    def test_sold_alone_is_an_item_like_others(self) -> None:
        order = an_order()
        add(order, COLA)
        add(order, CAN)
        order.set_quantity(2, Quantity.of(4))

        assert lines(order) == [("COLA", 1, False), ("PFAND25", 1, True), ("PFAND25", 4, False)]
        order.remove_item(2)
        assert lines(order) == [("COLA", 1, False), ("PFAND25", 1, True)]

    def test_needs_room_for_both(self) -> None:
        order = an_order()
        for n in range(ITEMS_PER_ORDER_MAX - 1):
            add(order, replace(BREAD, product_id=100 + n))

        with pytest.raises(OrderFullError):
            add(order, COLA)
        assert len(order.items) == ITEMS_PER_ORDER_MAX - 1
        add(order, replace(BREAD, product_id=99))
        assert len(order.items) == ITEMS_PER_ORDER_MAX

    @pytest.mark.parametrize(
        ("products", "expected"), [((), -1), ((BREAD,), 0), ((COLA,), 0), ((BREAD, COLA), 1)]
    )
    def test_is_not_the_last_thing_rung_up(
        self, products: tuple[Product, ...], expected: int
    ) -> None:
        order = an_order()
        for product in products:
            add(order, product)

        assert last_position(order.items) == expected


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["add", "remove", "quantity", "undo"]),
        st.integers(0, 30),
        st.integers(1, 12),
        st.sampled_from(PRODUCTS),
    ),
    max_size=40,
)


class Ringing:
    """An order to which anything is done, and what undo would bring back."""

    def __init__(self) -> None:
        self.order = an_order()
        self._undo: list[OrderContent] = []

    def do(self, act: str, place: int, count: int, product: Product) -> None:
        before = self.order.content
        try:
            self._do(act, place % max(1, len(before.items)), count, product)
        except PosError:
            assert self.order.content == before
        if act != "undo":
            self._undo.append(before)

    def _do(self, act: str, position: int, count: int, product: Product) -> None:
        match act:
            case "add":
                add(self.order, product, count)
            case "remove" if self.order.items:
                self.order.remove_item(position)
            case "quantity" if self.order.items:
                self.order.set_quantity(position, Quantity.of(count))
            case "undo" if self._undo:
                self.order.set_content(self._undo.pop())


@given(steps=STEPS)
def test_deposits_are_the_sum_over_their_parents(
    steps: list[tuple[str, int, int, Product]],
) -> None:
    ringing = Ringing()
    by_id = {product.product_id: product for product in (*PRODUCTS, GLASS)}
    for step in steps:
        ringing.do(*step)
        wanted: Counter[str] = Counter()
        stands: Counter[str] = Counter()
        above = ""
        for item in ringing.order.items:
            deposit = by_id[item.product_id].deposit
            if item.is_deposit:
                assert above == item.sku
                stands[item.sku] += item.quantity.thousandths
            elif deposit is not None:
                wanted[deposit.sku] += item.quantity.thousandths
            above = deposit.sku if deposit is not None and not item.is_deposit else ""
        assert stands == wanted


def test_one_is_one() -> None:
    assert OrderItem.from_product(COLA).deposit_of(COLA) == replace(
        OrderItem.from_product(CAN, quantity=ONE), is_deposit=True
    )
