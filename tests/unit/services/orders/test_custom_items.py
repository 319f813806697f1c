from __future__ import annotations

import pytest

from pos_app.domain.card_number import CardNumberError
from pos_app.domain.money import Money
from pos_app.domain.quantity import Quantity
from pos_app.services.catalogue.editing import PriceOutOfRangeError
from pos_app.services.orders.custom_items import (
    CUSTOM_WORDS_MAX,
    CustomWordsError,
    NoCustomItemsError,
)
from tests.fakes.catalogue import EUR
from tests.fakes.editing import CUSTOM_NAME, Desk, desk_of
from tests.fakes.shop import FakeShop


@pytest.fixture
def desk() -> Desk:
    shop = FakeShop()
    shop.open_shift()
    shop.orders.create_order(actor=shop.cashier)
    return desk_of(shop)


def add(desk: Desk, minor: int = 450, words: str = "", tax_class: str = "REDUCED") -> None:
    desk.custom.add(
        amount=Money(minor, EUR), tax_class=tax_class, words=words, actor=desk.shop.cashier
    )


class TestAdd:
    def test_is_a_line_of_its_own_words_and_tax(self, desk: Desk) -> None:
        add(desk, words=" Mug\nblue ")
        add(desk, words="Plate")
        add(desk)

        items = desk.shop.orders.order.items
        assert [item.name for item in items] == ["Mug blue", "Plate", CUSTOM_NAME]
        assert {item.sku for item in items} == {"CUSTOM"}
        assert {item.tax_class for item in items} == {"REDUCED"}
        assert desk.shop.orders.totals().total == 1_350

    def test_of_the_same_again_is_two_of_it(self, desk: Desk) -> None:
        add(desk, words="Mug")
        add(desk, words="Mug")
        add(desk, words="Mug", tax_class="STANDARD")

        quantities = [item.quantity for item in desk.shop.orders.order.items]
        assert quantities == [Quantity.of(2), Quantity.of(1)]

    @pytest.mark.parametrize("minor", [0, -1, 10**13 + 1])
    def test_refuses_nothing_and_too_much(self, desk: Desk, minor: int) -> None:
        with pytest.raises(PriceOutOfRangeError):
            add(desk, minor)

    def test_refuses_cards_and_long_words(self, desk: Desk) -> None:
        with pytest.raises(CardNumberError):
            add(desk, words="5555 5555 5555 4444")
        with pytest.raises(CustomWordsError):
            add(desk, words="x" * (CUSTOM_WORDS_MAX + 1))
        assert desk.shop.orders.order.items == []

    def test_is_told_in_a_store_that_has_none(self, desk: Desk) -> None:
        desk.shop.catalogue.stored.clear()

        with pytest.raises(NoCustomItemsError):
            add(desk)

    def test_is_paid_like_anything_else(self, desk: Desk) -> None:
        add(desk, words="Mug")
        shop = desk.shop

        document = shop.checkout.pay_cash(order=shop.orders.order, tendered=450, actor=shop.cashier)

        assert document.items[0].item.name == "Mug"
        assert shop.verdict().ok
