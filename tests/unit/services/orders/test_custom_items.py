from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from pos_app.domain.card_number import CardNumberError
from pos_app.domain.money import Money
from pos_app.domain.pricing import Discount, DiscountKind
from pos_app.domain.product import Product
from pos_app.domain.quantity import Quantity
from pos_app.domain.staff import (
    Approval,
    ApprovalNeededError,
    Decision,
    Permission,
    Role,
    StaffMember,
    StoreRights,
)
from pos_app.services.catalogue.editing import PriceOutOfRangeError
from pos_app.services.order_drafts import draft_of, readable
from pos_app.services.orders.custom_items import (
    CUSTOM_WORDS_MAX,
    CustomWordsError,
    NoCustomItemsError,
)
from pos_app.services.orders.line_counting import AllowedForFewerError
from tests.fakes.catalogue import EUR
from tests.fakes.editing import CUSTOM_NAME, Desk, desk_of
from tests.fakes.shop import FakeShop
from tests.matrix.asked import held_orders


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


def allowed_discount(desk: Desk, approver: StaffMember) -> Approval:
    return Approval(Permission.DISCOUNT_OVER_LIMIT, desk.shop.cashier.staff_id, approver)


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


class TestAskedFor:
    """By a role that may sell it after somebody else has allowed it."""

    @pytest.fixture
    def asking(self, desk: Desk) -> Desk:
        rights = desk.shop.cashier.rights.now.deciding(
            Role.CASHIER, Permission.SELL_CUSTOM_ITEM, Decision.ASK
        )
        desk.shop.cashier = replace(desk.shop.cashier, rights=StoreRights(rights))
        return desk

    def add(self, desk: Desk) -> None:
        desk.custom.add(
            amount=Money(450, EUR),
            tax_class="REDUCED",
            words="Mug",
            actor=desk.shop.cashier,
            approval=desk.approval(Permission.SELL_CUSTOM_ITEM),
        )

    def told(self, desk: Desk) -> list[dict[str, Any]]:
        desk.acts.write()
        return desk.shop.entries("custom_item")

    def test_has_both_names_in_the_journal_and_in_the_order(self, asking: Desk) -> None:
        shop = asking.shop
        self.add(asking)

        (entry,) = self.told(asking)
        both = (shop.cashier.staff_id, asking.manager.staff_id)
        assert (entry["user_id"], entry["approver_id"]) == both
        assert (entry["body"]["name"], entry["body"]["amount"]) == ("Mug", 450)
        shop.checkout.pay_cash(order=shop.orders.order, tendered=450, actor=shop.cashier)
        assert shop.entry(-1)["body"]["items"][0]["approved_by"] == asking.manager.staff_id

    def test_keeps_who_allowed_it_through_a_discount_that_needs_nobody(self, asking: Desk) -> None:
        self.add(asking)
        tenth = Discount(DiscountKind.PERCENT, 500, "Damaged")

        for discount in (tenth, None):
            asking.editing.discount_line(position=0, discount=discount, actor=asking.shop.cashier)
            item = asking.shop.orders.order.items[0]
            assert (item.discount, item.approved_by) == (discount, asking.manager.staff_id)

    def test_is_nobodys_once_the_discount_that_was_allowed_is_off(self, desk: Desk) -> None:
        add(desk, words="Mug")
        self.discount(desk, desk.manager)
        assert desk.shop.orders.order.items[0].approved_by == desk.manager.staff_id

        desk.editing.discount_line(position=0, discount=None, actor=desk.shop.cashier)

        add(desk, words="Mug")
        (item,) = desk.shop.orders.order.items
        assert (item.quantity, item.approved_by) == (Quantity.of(2), None)

    def test_is_still_whose_it_was_once_the_discount_of_another_is_off(self, asking: Desk) -> None:
        shop = asking.shop
        self.add(asking)
        self.discount(asking, asking.supervisor)
        assert shop.orders.order.items[0].approved_by == asking.supervisor.staff_id

        # The draft knows of both.
        order = readable(draft_of(shop.orders.order, total=315))
        assert order is not None
        assert order.items == shop.orders.order.items
        shop.orders.take_up(order)
        asking.editing.discount_line(position=0, discount=None, actor=shop.cashier)

        document = shop.checkout.pay_cash(order=order, tendered=450, actor=shop.cashier)
        assert document.items[0].item.approved_by == asking.manager.staff_id
        assert shop.entry(-1)["body"]["items"][0]["approved_by"] == asking.manager.staff_id

    def test_is_still_whose_it_was_once_the_price_of_another_is_off(self, asking: Desk) -> None:
        self.add(asking)
        approval = Approval(
            Permission.OVERRIDE_PRICE, asking.shop.cashier.staff_id, asking.supervisor
        )
        for price, approver in ((100, asking.supervisor), (450, asking.manager)):
            asking.editing.set_price(
                position=0,
                price=Money(price, EUR),
                actor=asking.shop.cashier,
                approval=approval,
            )
            assert asking.shop.orders.order.items[0].approved_by == approver.staff_id

    def test_is_still_whose_it_was_once_the_amount_of_another_falls_off(self, asking: Desk) -> None:
        self.add(asking)
        self.add(asking)
        asking.editing.discount_line(
            position=0,
            discount=Discount(DiscountKind.AMOUNT, 200),
            actor=asking.shop.cashier,
            approval=allowed_discount(asking, asking.supervisor),
        )

        asking.counting.set_quantity(position=0, quantity=Quantity.of(1), actor=asking.shop.cashier)

        item = asking.shop.orders.order.items[0]
        assert (item.discount, item.approved_by) == (None, asking.manager.staff_id)

    def test_of_a_draft_of_before_is_allowed_by_whom_it_names(self, asking: Desk) -> None:
        self.add(asking)
        draft = draft_of(asking.shop.orders.order, total=450)
        body = json.loads(draft.body)
        del body["items"][0]["sale_approved_by"]

        order = readable(replace(draft, body=json.dumps(body)))

        assert order is not None
        assert order.items == asking.shop.orders.order.items

    def discount(self, desk: Desk, approver: StaffMember) -> None:
        desk.editing.discount_line(
            position=0,
            discount=Discount(DiscountKind.PERCENT, 3_000, "Damaged"),
            actor=desk.shop.cashier,
            approval=allowed_discount(desk, approver),
        )

    def test_is_not_sold_again_by_bringing_the_order_back(self, asking: Desk) -> None:
        shop, order = asking.shop, asking.shop.orders.order
        self.add(asking)

        with pytest.raises(ApprovalNeededError) as refused:
            held_orders(shop).again(order, actor=shop.cashier)
        assert refused.value.values["permission"] == "sell_custom_item"
        shop.sells(Product(1, "TEA", "Thé", Money(900, EUR), "STANDARD"), stock=9_000)
        shop.orders.scan(raw="TEA")
        again = held_orders(shop).again(order, actor=shop.cashier)
        assert [item.name for item in again.items] == ["Thé"]
        again = held_orders(shop).again(order, actor=asking.manager)
        assert [(item.name, item.approved_by) for item in again.items] == [
            ("Mug", None),
            ("Thé", None),
        ]
        assert again.items[0].sale_approved_by is None

    def test_is_allowed_for_no_more_than_was_shown(self, asking: Desk) -> None:
        self.add(asking)

        def count(quantity: int, actor: StaffMember) -> None:
            asking.counting.set_quantity(position=0, quantity=Quantity.of(quantity), actor=actor)

        with pytest.raises(AllowedForFewerError, match="1 × Mug"):
            count(500, asking.shop.cashier)
        count(2, asking.manager)
        count(1, asking.shop.cashier)
        with pytest.raises(AllowedForFewerError):
            count(2, asking.shop.cashier)

    def test_is_counted_up_where_nobody_is_asked(self, desk: Desk) -> None:
        add(desk, words="Mug")

        desk.counting.set_quantity(position=0, quantity=Quantity.of(3), actor=desk.shop.cashier)

        assert desk.shop.orders.totals().total == 1_350

    def test_is_told_by_the_order_alone_where_nobody_is_asked(self, desk: Desk) -> None:
        add(desk, words="Mug")

        assert self.told(desk) == []

    def test_is_a_line_of_its_own_beside_what_nobody_allowed(self, asking: Desk) -> None:
        asking.custom.add(
            amount=Money(450, EUR), tax_class="REDUCED", words="Mug", actor=asking.manager
        )
        self.add(asking)
        self.add(asking)

        quantities = [item.quantity for item in asking.shop.orders.order.items]
        assert quantities == [Quantity.of(1), Quantity.of(2)]
        assert [one["body"]["quantity"] for one in self.told(asking)] == [1_000, 1_000]
