from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from pos_app.domain.card_number import CardNumberError
from pos_app.domain.money import Money
from pos_app.domain.order import DepositFollowsError, EmptyOrderError
from pos_app.domain.order_item import NOTE_LENGTH_MAX, NoteTooLongError
from pos_app.domain.pricing import Discount, DiscountKind, DiscountOutOfRangeError, PercentError
from pos_app.domain.product import Product
from pos_app.domain.quantity import ONE, Quantity
from pos_app.domain.staff import Approval, ApprovalNeededError, Permission, StaffMember
from pos_app.services.catalogue.editing import PriceOutOfRangeError
from pos_app.services.orders.line_counting import AllowedForFewerError
from tests.fakes.catalogue import EUR
from tests.fakes.editing import Desk, desk_of
from tests.fakes.shop import FakeShop

TEA_CODE, MILK_CODE, COLA_CODE = "4006381333931", "4006381333948", "4006381333955"
TEA = Product(1, "TEA", "Thé", Money(1_000, EUR), "STANDARD")
MILK = Product(2, "MILK", "Lait", Money(200, EUR), "REDUCED")
BOTTLE = Product(3, "BOTTLE", "Consigne", Money(25, EUR), "STANDARD")
COLA = Product(4, "COLA", "Cola", Money(150, EUR), "STANDARD", deposit=BOTTLE)
CARD = "4111 1111 1111 1111"


def percent(value: int, reason: str = "") -> Discount:
    """Of basis points."""
    return Discount(DiscountKind.PERCENT, value, reason)


def amount(minor: int) -> Discount:
    return Discount(DiscountKind.AMOUNT, minor)


@pytest.fixture
def desk() -> Desk:
    shop = FakeShop()
    for product, code in ((TEA, TEA_CODE), (MILK, MILK_CODE), (COLA, COLA_CODE)):
        shop.sells(product, code, stock=900_000)
    shop.order_of(TEA_CODE, MILK_CODE)
    return desk_of(shop)


def total(desk: Desk) -> int:
    return desk.shop.orders.totals().total


class TestPercent:
    @pytest.mark.parametrize(
        ("text", "value"), [("10", 1_000), ("7.5", 750), ("0.25", 25), ("100", 10_000), ("0", 0)]
    )
    def test_is_read(self, text: str, value: int) -> None:
        assert Discount.percent(text) == percent(value)

    @pytest.mark.parametrize("text", ["", "101", "100.01", "-1", "7,5", "1.234", "ten", "٣"])
    def test_is_refused(self, text: str) -> None:
        with pytest.raises(PercentError):
            Discount.percent(text)


class TestDiscountLine:
    def test_lowers_the_price_and_keeps_the_reason(self, desk: Desk) -> None:
        desk.editing.discount_line(
            position=0, discount=percent(1_000, " Damaged\n"), actor=desk.shop.cashier
        )

        assert desk.shop.orders.order.items[0].discount == percent(1_000, "Damaged")
        assert total(desk) == 1_100

    def test_over_the_limit_must_be_asked_for(self, desk: Desk) -> None:
        before = desk.shop.orders.order.content

        for over in (percent(1_001), amount(101)):
            with pytest.raises(ApprovalNeededError) as refused:
                desk.editing.discount_line(position=0, discount=over, actor=desk.shop.cashier)
            assert refused.value.values["permission"] == "discount_over_limit"

        assert desk.shop.orders.order.content == before
        assert desk.shop.orders.history.can_undo
        desk.editing.discount_line(position=0, discount=amount(100), actor=desk.shop.cashier)

    def test_counts_what_the_order_has_already(self, desk: Desk) -> None:
        cashier = desk.shop.cashier
        desk.editing.discount_order(discount=percent(500), actor=cashier)
        desk.editing.discount_line(position=0, discount=percent(526), actor=cashier)

        with pytest.raises(ApprovalNeededError):
            desk.editing.discount_line(position=0, discount=percent(527), actor=cashier)

    def test_is_allowed_by_somebody_who_is_named(self, desk: Desk) -> None:
        edited = desk.editing.discount_line(
            position=0,
            discount=percent(5_000),
            actor=desk.shop.cashier,
            approval=desk.approval(Permission.DISCOUNT_OVER_LIMIT),
        )

        assert edited.change.items[0].item.approved_by == desk.manager.staff_id
        assert total(desk) == 700

    def test_is_allowed_by_a_supervisor_up_to_three_tenths_of_all_together(
        self, desk: Desk
    ) -> None:
        cashier, over = desk.shop.cashier, Permission.DISCOUNT_OVER_LIMIT

        def give(value: int) -> None:
            desk.editing.discount_line(
                position=0,
                discount=percent(value),
                actor=cashier,
                approval=Approval(over, cashier.staff_id, desk.supervisor),
            )

        with pytest.raises(ApprovalNeededError) as refused:
            give(3_001)
        assert refused.value.share == Fraction(3_001, 10_000)
        give(3_000)
        assert desk.shop.orders.order.items[0].approved_by == desk.supervisor.staff_id

        with pytest.raises(ApprovalNeededError) as refused:
            desk.editing.discount_order(
                discount=percent(1_000),
                actor=cashier,
                approval=Approval(over, cashier.staff_id, desk.supervisor),
            )
        assert refused.value.share == Fraction(37, 100)

    def test_is_not_allowed_by_an_approval_for_something_else(self, desk: Desk) -> None:
        with pytest.raises(ApprovalNeededError):
            desk.editing.discount_line(
                position=0,
                discount=percent(5_000),
                actor=desk.shop.cashier,
                approval=desk.approval(Permission.OVERRIDE_PRICE),
            )

    def test_within_the_limit_forgets_who_allowed_the_one_before(self, desk: Desk) -> None:
        self.test_is_allowed_by_somebody_who_is_named(desk)

        desk.editing.discount_line(position=0, discount=percent(500), actor=desk.shop.cashier)

        assert desk.shop.orders.order.items[0].approved_by is None

    def test_may_be_made_less_without_asking(self, desk: Desk) -> None:
        self.test_is_allowed_by_somebody_who_is_named(desk)

        desk.editing.discount_line(position=0, discount=percent(4_000), actor=desk.shop.cashier)

        assert desk.shop.orders.order.items[0].approved_by == desk.manager.staff_id

    def test_of_nothing_is_none(self, desk: Desk) -> None:
        self.test_is_allowed_by_somebody_who_is_named(desk)

        desk.editing.discount_line(position=0, discount=percent(0), actor=desk.shop.cashier)

        assert desk.shop.orders.order.items[0].discount is None
        assert desk.shop.orders.order.items[0].approved_by is None

    def test_is_never_more_than_the_price(self, desk: Desk) -> None:
        with pytest.raises(DiscountOutOfRangeError):
            desk.editing.discount_line(position=1, discount=amount(201), actor=desk.manager)

    def test_is_not_for_deposits(self, desk: Desk) -> None:
        desk.shop.orders.scan(raw=COLA_CODE)

        with pytest.raises(DepositFollowsError):
            desk.editing.discount_line(position=3, discount=percent(100), actor=desk.manager)

    def test_has_no_card_number_as_its_reason(self, desk: Desk) -> None:
        with pytest.raises(CardNumberError):
            desk.editing.discount_line(
                position=0, discount=percent(100, CARD), actor=desk.shop.cashier
            )


class TestDiscountOrder:
    def test_counts_what_its_lines_have_already(self, desk: Desk) -> None:
        cashier = desk.shop.cashier
        desk.editing.discount_line(position=1, discount=percent(1_000), actor=cashier)

        with pytest.raises(ApprovalNeededError):
            desk.editing.discount_order(discount=percent(1), actor=cashier)
        assert desk.shop.orders.order.discount is None

    def test_is_no_more_than_everything(self, desk: Desk) -> None:
        with pytest.raises(DiscountOutOfRangeError):
            desk.editing.discount_order(discount=amount(1_201), actor=desk.manager)

    def test_leaves_deposits_alone(self, desk: Desk) -> None:
        desk.shop.orders.scan(raw=COLA_CODE)

        desk.editing.discount_order(discount=percent(10_000), actor=desk.manager)

        assert total(desk) == 25

    def test_of_an_empty_order_is_refused(self, desk: Desk) -> None:
        desk.shop.orders.create_order(actor=desk.shop.cashier)

        with pytest.raises(EmptyOrderError):
            desk.editing.discount_order(discount=percent(100), actor=desk.shop.cashier)

    def test_says_who_allowed_it(self, desk: Desk) -> None:
        desk.editing.discount_order(
            discount=percent(2_000),
            actor=desk.shop.cashier,
            approval=desk.approval(Permission.DISCOUNT_OVER_LIMIT),
        )

        order = desk.shop.orders.order
        assert order.discount_approved_by == desk.manager.staff_id
        desk.editing.discount_order(discount=None, actor=desk.shop.cashier)
        assert order.content.discount is None
        assert order.content.discount_approved_by is None

    def test_beyond_a_supervisors_limit_is_asked_for_too(self, desk: Desk) -> None:
        desk.editing.discount_order(discount=percent(3_000), actor=desk.supervisor)

        with pytest.raises(ApprovalNeededError):
            desk.editing.discount_order(discount=percent(3_001), actor=desk.supervisor)


class TestLargerOrder:
    """A part of the whole that somebody else allowed is not a part of what comes later."""

    @staticmethod
    def allow(desk: Desk, discount: Discount) -> None:
        desk.editing.discount_order(
            discount=discount,
            actor=desk.shop.cashier,
            approval=desk.approval(Permission.DISCOUNT_OVER_LIMIT),
        )

    def test_loses_what_was_allowed_for_less(self, desk: Desk) -> None:
        self.allow(desk, percent(5_000))
        assert total(desk) == 600

        added = desk.shop.orders.scan(raw=COLA_CODE)

        assert added.lost == percent(5_000)
        content = desk.shop.orders.order.content
        assert (content.discount, content.discount_approved_by) == (None, None)
        assert total(desk) == 1_375
        desk.shop.orders.undo()
        assert desk.shop.orders.order.discount == percent(5_000)
        assert total(desk) == 600

    def test_loses_it_for_more_of_the_same_but_not_for_less(self, desk: Desk) -> None:
        self.allow(desk, percent(5_000))
        desk.counting.set_quantity(position=1, quantity=ONE, actor=desk.shop.cashier)
        assert desk.shop.orders.order.discount == percent(5_000)

        added, _ = desk.counting.set_quantity(
            position=1, quantity=Quantity.of(9), actor=desk.shop.cashier
        )

        assert added.lost == percent(5_000)
        assert total(desk) == 2_800

    def test_keeps_what_its_seller_may_give(self, desk: Desk) -> None:
        desk.editing.discount_order(discount=percent(1_000), actor=desk.shop.cashier)

        added = desk.shop.orders.scan(raw=MILK_CODE)

        assert added.lost is None
        assert total(desk) == 1_260

    def test_keeps_an_amount_which_is_less_of_more(self, desk: Desk) -> None:
        self.allow(desk, amount(600))

        assert desk.shop.orders.scan(raw=MILK_CODE).lost is None
        assert total(desk) == 800


class TestSmallerOrder:
    """Nobody is asked for taking something out; what is too much then falls off."""

    def test_loses_a_lines_amount_that_was_for_more(self, desk: Desk) -> None:
        cashier = desk.shop.cashier
        desk.counting.set_quantity(position=0, quantity=Quantity.of(10), actor=cashier)
        desk.editing.discount_line(position=0, discount=amount(1_000), actor=cashier)

        _added, edited = desk.counting.set_quantity(
            position=0, quantity=Quantity.of(9), actor=cashier
        )

        assert edited.lost == (amount(1_000),)
        assert desk.shop.orders.order.items[0].discount is None
        desk.steps.undo(actor=cashier)
        assert desk.shop.orders.order.items[0].discount == amount(1_000)

    def test_keeps_what_the_actor_could_give_anyway(self, desk: Desk) -> None:
        cashier = desk.shop.cashier
        desk.counting.set_quantity(position=0, quantity=Quantity.of(10), actor=cashier)
        desk.editing.discount_line(position=0, discount=amount(100), actor=cashier)

        _added, edited = desk.counting.set_quantity(position=0, quantity=ONE, actor=cashier)

        assert edited.lost == ()
        assert desk.shop.orders.order.items[0].discount == amount(100)

    def test_keeps_per_cent_that_somebody_allowed(self, desk: Desk) -> None:
        desk.editing.discount_order(discount=percent(5_000), actor=desk.manager)

        edited = desk.counting.remove(position=0, actor=desk.shop.cashier)

        assert edited.lost == ()
        assert total(desk) == 100

    def test_loses_an_orders_amount_that_was_for_more(self, desk: Desk) -> None:
        cashier = desk.shop.cashier
        desk.editing.discount_order(discount=amount(120), actor=cashier)

        edited = desk.counting.remove(position=0, actor=cashier)

        assert edited.lost == (amount(120),)
        assert total(desk) == 200

    def test_of_a_manager_loses_what_is_more_than_everything(self, desk: Desk) -> None:
        desk.editing.discount_order(discount=amount(300), actor=desk.manager)

        edited = desk.counting.remove(position=0, actor=desk.manager)

        assert edited.lost == (amount(300),)
        assert total(desk) == 200

    def test_that_is_empty_has_neither_discount_nor_note(self, desk: Desk) -> None:
        desk.editing.discount_order(discount=percent(1_000), actor=desk.shop.cashier)
        desk.editing.note_order(text="for the school", actor=desk.shop.cashier)

        for _ in range(2):
            desk.counting.remove(position=0, actor=desk.shop.cashier)

        order = desk.shop.orders.order
        assert (order.items, order.discount, order.note) == ([], None, "")

    def test_loses_an_amount_when_its_price_goes_down(self, desk: Desk) -> None:
        desk.editing.discount_line(position=0, discount=amount(300), actor=desk.supervisor)

        edited = desk.editing.set_price(position=0, price=Money(500, EUR), actor=desk.supervisor)

        assert edited.lost == (amount(300),)
        assert total(desk) == 700


class TestSetPrice:
    def test_must_be_asked_for_by_a_cashier(self, desk: Desk) -> None:
        with pytest.raises(ApprovalNeededError) as refused:
            desk.editing.set_price(position=0, price=Money(900, EUR), actor=desk.shop.cashier)

        assert refused.value.values["permission"] == "override_price"

    def test_keeps_the_price_of_the_list(self, desk: Desk) -> None:
        desk.editing.set_price(
            position=0,
            price=Money(900, EUR),
            actor=desk.shop.cashier,
            approval=desk.approval(Permission.OVERRIDE_PRICE),
        )
        desk.editing.set_price(position=0, price=Money(800, EUR), actor=desk.supervisor)

        item = desk.shop.orders.order.items[0]
        assert (item.unit_price, item.list_price) == (Money(800, EUR), Money(1_000, EUR))
        assert item.approved_by == desk.manager.staff_id
        assert total(desk) == 1_000

    @pytest.mark.parametrize("back", [None, Money(1_000, EUR)])
    def test_goes_back_to_it_without_asking(self, desk: Desk, back: Money | None) -> None:
        self.test_keeps_the_price_of_the_list(desk)

        desk.editing.set_price(position=0, price=back, actor=desk.shop.cashier)

        item = desk.shop.orders.order.items[0]
        assert item == replace(
            item, unit_price=Money(1_000, EUR), list_price=None, approved_by=None
        )

    @pytest.mark.parametrize("minor", [0, -1, 10**13 + 1])
    def test_refuses_nothing_and_too_much(self, desk: Desk, minor: int) -> None:
        with pytest.raises(PriceOutOfRangeError):
            desk.editing.set_price(position=0, price=Money(minor, EUR), actor=desk.manager)


class TestNotes:
    def test_stand_on_a_line_and_on_the_order(self, desk: Desk) -> None:
        desk.editing.note_line(position=1, text="  no\tonions ", actor=desk.shop.cashier)
        desk.editing.note_order(text="for the school", actor=desk.shop.cashier)

        order = desk.shop.orders.order
        assert (order.items[1].note, order.note) == ("no onions", "for the school")
        desk.steps.undo(actor=desk.shop.cashier)
        assert order.note == ""

    def test_are_refused_when_too_long_or_a_card(self, desk: Desk) -> None:
        before = desk.shop.orders.order.content
        for text, error in (
            (CARD, CardNumberError),
            ("x" * (NOTE_LENGTH_MAX + 1), NoteTooLongError),
        ):
            with pytest.raises(error):
                desk.editing.note_line(position=0, text=text, actor=desk.shop.cashier)
            with pytest.raises(error):
                desk.editing.note_order(text=text, actor=desk.shop.cashier)
        assert desk.shop.orders.order.content == before


class TestMore:
    """Of what somebody else has allowed for so many pieces."""

    def more(self, desk: Desk, *, actor: StaffMember | None = None) -> None:
        desk.counting.set_quantity(
            position=0, quantity=Quantity.of(2), actor=actor or desk.shop.cashier
        )

    def halve(self, desk: Desk) -> None:
        desk.editing.discount_line(
            position=0,
            discount=percent(5_000),
            actor=desk.shop.cashier,
            approval=desk.approval(Permission.DISCOUNT_OVER_LIMIT),
        )

    def reprice(self, desk: Desk, minor: int) -> None:
        desk.editing.set_price(
            position=0,
            price=Money(minor, EUR),
            actor=desk.shop.cashier,
            approval=desk.approval(Permission.OVERRIDE_PRICE),
        )

    def test_at_such_a_discount_is_refused(self, desk: Desk) -> None:
        self.halve(desk)
        with pytest.raises(AllowedForFewerError, match="1 × Thé"):
            self.more(desk)

        assert desk.shop.orders.order.items[0].quantity == ONE
        self.more(desk, actor=desk.manager)

    def test_at_such_a_price_is_refused(self, desk: Desk) -> None:
        self.reprice(desk, 1)
        with pytest.raises(AllowedForFewerError):
            self.more(desk)

        self.more(desk, actor=desk.supervisor)

    def test_at_a_higher_price_is_nobodys_loss(self, desk: Desk) -> None:
        self.reprice(desk, 2_000)

        self.more(desk)

    def test_of_an_amount_is_a_smaller_part_of_it(self, desk: Desk) -> None:
        desk.editing.discount_line(
            position=0,
            discount=amount(500),
            actor=desk.shop.cashier,
            approval=desk.approval(Permission.DISCOUNT_OVER_LIMIT),
        )

        self.more(desk)

    def test_goes_into_a_line_of_its_own(self, desk: Desk) -> None:
        self.halve(desk)
        desk.shop.orders.scan(raw=TEA_CODE)

        assert [one.discount for one in desk.shop.orders.order.items] == [
            percent(5_000),
            None,
            None,
        ]
