"""What must be said before a product is in the order, and by whom."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pos_app.domain.age_check import AgeCheck
from pos_app.domain.money import Money
from pos_app.domain.product import Product, Unit
from pos_app.domain.quantity import Quantity
from pos_app.domain.staff import NotAllowedError
from pos_app.services.asking import (
    AgeCheckNeededError,
    DepositPriceNeededError,
    OpenPriceNeededError,
    PriceNeededError,
    QuantityNeededError,
    SaidPrice,
    VariantNeededError,
)
from pos_app.services.order_drafts import draft_of, order_of
from pos_app.services.orders.age_checking import AgeChecking
from tests.fakes.catalogue import EUR, a_product
from tests.fakes.shop import FakeShop

WINE, GIN, APPLES, FLOWERS, NOTHING = ("2000", "2001", "2002", "2003", "2004")


@pytest.fixture
def shop() -> FakeShop:
    shop = FakeShop()
    shop.open_shift()
    shop.sells(replace(a_product(1, "WINE"), age_limit=16), WINE)
    shop.sells(replace(a_product(2, "GIN"), age_limit=18), GIN)
    shop.sells(a_product(3, "APPLES", unit=Unit.KILOGRAM), APPLES)
    shop.sells(replace(a_product(4, "FLOWERS", minor=500), open_price=True), FLOWERS)
    shop.sells(a_product(5, "NOTHING", minor=0), NOTHING)
    shop.orders.create_order(actor=shop.cashier)
    return shop


@pytest.fixture
def checking(shop: FakeShop) -> AgeChecking:
    return AgeChecking(
        orders=shop.orders, shifts=shop.shift_queries, clock=shop.clock, profile=shop.read_profile
    )


def euros(minor: int) -> Money:
    return Money(minor, EUR)


class TestAge:
    def test_is_asked_for_before_it_is_in_the_order(self, shop: FakeShop) -> None:
        for add in (
            lambda: shop.orders.scan(raw=WINE),
            lambda: shop.orders.add_product(product_id=1),
        ):
            with pytest.raises(AgeCheckNeededError) as asked:
                add()
            assert (asked.value.values["limit"], asked.value.values["product_id"]) == (16, 1)

        assert shop.orders.order.items == []

    def test_is_asked_for_once_and_again_for_a_higher_one(
        self, shop: FakeShop, checking: AgeChecking
    ) -> None:
        checking.confirm(limit=16, actor=shop.cashier)
        shop.orders.scan(raw=WINE)
        shop.orders.scan(raw=WINE)
        with pytest.raises(AgeCheckNeededError):
            shop.orders.scan(raw=GIN)

        checking.confirm(limit=18, actor=shop.owner)
        shop.orders.scan(raw=GIN)
        shop.orders.scan(raw=WINE)

        assert len(shop.orders.order.items) == 3
        assert shop.orders.order.age_check == AgeCheck(18, shop.owner.staff_id)

    def test_stays_checked_when_the_item_is_taken_back(
        self, shop: FakeShop, checking: AgeChecking
    ) -> None:
        shop.orders.add_product(product_id=3, quantity=Quantity.of(1))
        checking.confirm(limit=16, actor=shop.cashier)
        shop.orders.scan(raw=WINE)
        shop.orders.undo()

        shop.orders.scan(raw=WINE)
        assert len(shop.orders.order.items) == 2

    def test_is_asked_for_again_once_everything_was_taken_back(
        self, shop: FakeShop, checking: AgeChecking
    ) -> None:
        checking.confirm(limit=16, actor=shop.cashier)
        shop.orders.scan(raw=WINE)
        shop.orders.undo()

        with pytest.raises(AgeCheckNeededError):
            shop.orders.scan(raw=WINE)
        shop.orders.redo()
        assert shop.orders.order.age_check == AgeCheck(16, shop.cashier.staff_id)

    def test_is_told_on_the_business_date(self, shop: FakeShop, checking: AgeChecking) -> None:
        shift = shop.shift_queries.current()
        assert shift is not None
        day = shift.business_date

        assert checking.born_by(18) == day.replace(year=day.year - 18)

    def test_survives_a_power_cut(self, shop: FakeShop, checking: AgeChecking) -> None:
        checking.confirm(limit=16, actor=shop.cashier)
        shop.orders.scan(raw=WINE)

        again = order_of(draft_of(shop.orders.order, total=119))

        assert again.age_check == AgeCheck(16, shop.cashier.staff_id)

    def test_is_journalled_with_who_looked(self, shop: FakeShop, checking: AgeChecking) -> None:
        checking.confirm(limit=16, actor=shop.cashier)
        shop.orders.scan(raw=WINE)
        order = shop.orders.order
        due = shop.checkout.cash_due(order)
        document = shop.checkout.pay_cash(order=order, tendered=due, actor=shop.owner)

        (entry,) = shop.entries("order")
        assert entry["body"]["age_check"] == {"limit": 16, "checked_by": shop.cashier.staff_id}
        assert document.age_check == AgeCheck(16, shop.cashier.staff_id)

    def test_is_not_told_of_where_nobody_asked(self, shop: FakeShop) -> None:
        shop.orders.scan(raw=APPLES, quantity=Quantity(500))
        order = shop.orders.order
        shop.checkout.pay_cash(
            order=order, tendered=shop.checkout.cash_due(order), actor=shop.owner
        )

        (entry,) = shop.entries("order")
        assert not {"age_check", "customer"} & entry["body"].keys()


class TestPrice:
    def test_is_asked_for_where_it_is_open(self, shop: FakeShop) -> None:
        with pytest.raises(OpenPriceNeededError):
            shop.orders.scan(raw=FLOWERS)
        with pytest.raises(OpenPriceNeededError):
            shop.orders.add_product(product_id=4)

        added = shop.orders.scan(raw=FLOWERS, said=SaidPrice(euros(750), shop.cashier))

        assert added.item.unit_price == euros(750)

    def test_of_what_has_none_is_for_those_who_may(self, shop: FakeShop) -> None:
        with pytest.raises(PriceNeededError):
            shop.orders.scan(raw=NOTHING)
        with pytest.raises(NotAllowedError):
            shop.orders.scan(raw=NOTHING, said=SaidPrice(euros(750), shop.cashier))
        with pytest.raises(NotAllowedError):
            shop.orders.add_product(product_id=5, said=SaidPrice(euros(750), shop.cashier))
        assert shop.orders.order.items == []

        added = shop.orders.scan(raw=NOTHING, said=SaidPrice(euros(750), shop.owner))
        assert added.item.unit_price == euros(750)

    def test_that_was_said_changes_nothing_that_has_its_own(self, shop: FakeShop) -> None:
        added = shop.orders.scan(
            raw=APPLES, quantity=Quantity(1_000), said=SaidPrice(euros(1), shop.cashier)
        )

        assert added.item.unit_price == euros(119)

    def test_comes_before_the_weight(self, shop: FakeShop) -> None:
        shop.sells(replace(a_product(6, "LOOSE", unit=Unit.KILOGRAM), open_price=True), "2006")
        with pytest.raises(PriceNeededError):
            shop.orders.scan(raw="2006")
        said = SaidPrice(euros(750), shop.cashier)
        with pytest.raises(QuantityNeededError):
            shop.orders.scan(raw="2006", said=said)

        added = shop.orders.scan(raw="2006", said=said, quantity=Quantity(200))
        assert (added.item.unit_price, added.item.quantity) == (euros(750), Quantity(200))

    def test_of_a_deposit_is_another_question(self, shop: FakeShop) -> None:
        bottle = a_product(7, "BOTTLE", minor=0)
        shop.sells(bottle)
        shop.sells(replace(a_product(8, "COLA"), deposit=bottle), "2008")

        with pytest.raises(DepositPriceNeededError):
            shop.orders.scan(raw="2008")


class TestVariant:
    @pytest.fixture
    def shirts(self, shop: FakeShop) -> tuple[Product, ...]:
        made = []
        for number, size in enumerate(("S", "M"), start=10):
            shirt = replace(
                a_product(number, f"SHIRT-{size}", f"Shirt {size}"),
                variant_group="SHIRT",
                variant=size,
            )
            made.append(shop.sells(shirt, f"20{number}"))
        return tuple(made)

    @pytest.mark.usefixtures("shirts")
    def test_is_asked_for_where_a_code_names_the_kind(self, shop: FakeShop) -> None:
        with pytest.raises(VariantNeededError) as asked:
            shop.orders.scan(raw="SHIRT")

        assert asked.value.values == {"group": "SHIRT"}

    @pytest.mark.usefixtures("shirts")
    def test_is_not_asked_for_where_a_code_names_one(self, shop: FakeShop) -> None:
        assert shop.orders.scan(raw="2011").item.sku == "SHIRT-M"
        assert shop.orders.scan(raw="SHIRT-S").item.sku == "SHIRT-S"
