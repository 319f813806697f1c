from __future__ import annotations

from dataclasses import replace

import pytest

from pos_app.domain.age_check import AgeCheck
from pos_app.domain.money import Money
from pos_app.domain.order import Order, OrderClosedError, OrderState
from pos_app.domain.order_document import OrderDocument
from pos_app.domain.order_keeping import OrderNameTooLongError, call, go_on, keeper_of
from pos_app.domain.pricing import Discount, DiscountKind
from pos_app.domain.product import Product, Unit
from pos_app.domain.quantity import ONE
from pos_app.domain.staff import Approval, ApprovalNeededError, Permission
from pos_app.services.order_drafts import draft_of
from pos_app.services.orders import held_orders
from pos_app.services.orders.drafting import OrderGoneError
from pos_app.services.orders.held_orders import (
    HeldOrders,
    HeldPorts,
    TooManyHeldOrdersError,
    order_from,
)
from tests.fakes.catalogue import EUR
from tests.fakes.printing import TAX_CLASSES
from tests.fakes.shop import FakeShop

TEA = Product(1, "TEA", "Thé", Money(450, EUR), "STANDARD")
MILK = Product(2, "MILK", "Lait", Money(119, EUR), "REDUCED")
PEARS = Product(3, "PEARS", "Poires", Money(299, EUR), "REDUCED", unit=Unit.KILOGRAM)
HALF = Discount(DiscountKind.PERCENT, 5_000, "Friend")
TENTH = Discount(DiscountKind.PERCENT, 1_000, "Damaged")


@pytest.fixture
def shop() -> FakeShop:
    shop = FakeShop()
    for product in (TEA, MILK, PEARS):
        shop.sells(product, stock=9_000)
    shop.open_shift()
    return shop


@pytest.fixture
def held(shop: FakeShop) -> HeldOrders:
    return HeldOrders(
        ports=HeldPorts(
            shop.store.new_uow,
            shop.journal,
            shop.clock,
            shop.ids,
            shop.draft_queries,
            shop.catalogue,
        ),
        cancelling=shop.cancelling,
        past=shop.order_queries,
        shifts=shop.shift_queries,
        tax_classes=TAX_CLASSES,
    )


def owners(shop: FakeShop, *skus: str) -> Order:
    order = shop.orders.create_order(actor=shop.owner)
    for sku in skus:
        shop.orders.scan(raw=sku)
    return order


def put_aside(shop: FakeShop, held: HeldOrders, order: Order) -> Order:
    held.hold(order)
    shop.drafting.save(draft_of(order, total=held.totals_of(order).total))
    return order


class TestHold:
    def test_keeps_it_with_its_time(self, shop: FakeShop, held: HeldOrders) -> None:
        order = put_aside(shop, held, shop.order_of("TEA"))

        (kept,) = held.kept()
        assert kept.order == order
        assert (order.state, order.keeping.held_at) == (OrderState.HELD, shop.clock.now())
        go_on(order)
        assert (order.state, order.keeping.held_at) == (OrderState.CREATED, None)

    def test_is_refused_when_there_are_many(
        self, shop: FakeShop, held: HeldOrders, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(held_orders, "HELD_MAX", 2)
        for _ in range(2):
            put_aside(shop, held, shop.order_of("TEA"))
        order = shop.order_of("MILK")

        with pytest.raises(TooManyHeldOrdersError, match="2 orders are held"):
            held.hold(order)

        assert order.state is OrderState.CREATED

    def test_shows_what_cannot_be_read_beside_the_rest(
        self, shop: FakeShop, held: HeldOrders
    ) -> None:
        order = put_aside(shop, held, shop.order_of("TEA"))
        shop.drafting.save(replace(draft_of(owners(shop, "MILK"), total=119), body="{"))

        kept = {one.keeper: one.order for one in held.kept()}

        assert kept == {shop.cashier.staff_id: order, shop.owner.staff_id: None}


class TestName:
    def test_is_trimmed_and_limited(self, shop: FakeShop) -> None:
        order = shop.order_of("TEA")

        call(order, "  blue \n jacket ")

        assert order.keeping.name == "blue jacket"
        with pytest.raises(OrderNameTooLongError):
            call(order, "x" * 41)
        assert order.keeping.name == "blue jacket"

    def test_takes_no_card_number(self, shop: FakeShop) -> None:
        order = shop.order_of("TEA")

        with pytest.raises(Exception, match="card"):
            call(order, "4111 1111 1111 1111")

        assert order.keeping.name == ""


class TestTakeOver:
    def test_of_ones_own_writes_nothing(self, shop: FakeShop, held: HeldOrders) -> None:
        order = put_aside(shop, held, shop.order_of("TEA"))
        before = shop.store.tables.copy()

        assert held.take_over(order, actor=shop.cashier) is order
        assert shop.store.tables == before

    def test_by_a_cashier_is_asked_about(self, shop: FakeShop, held: HeldOrders) -> None:
        order = put_aside(shop, held, owners(shop, "TEA"))
        before = shop.store.tables.copy()

        with pytest.raises(ApprovalNeededError):
            held.take_over(order, actor=shop.cashier)

        assert shop.store.tables == before

    def test_that_was_allowed_names_both(self, shop: FakeShop, held: HeldOrders) -> None:
        order = put_aside(shop, held, owners(shop, "TEA"))
        approval = Approval(Permission.TAKE_OVER_ORDER, shop.cashier.staff_id, shop.owner)

        taken = held.take_over(order, actor=shop.cashier, approval=approval)

        (entry,) = shop.entries("config_change")[-1:]
        assert entry["body"] == {"order_taken_over_from": shop.owner.staff_id}
        assert (entry["user_id"], entry["approver_id"], entry["order_id"]) == (
            shop.cashier.staff_id,
            shop.owner.staff_id,
            order.order_id,
        )
        assert (keeper_of(taken), taken.opened_by) == (shop.cashier.staff_id, shop.owner.staff_id)
        assert [one.keeper for one in held.kept()] == [shop.cashier.staff_id]
        assert shop.verdict().ok

    def test_keeps_both_names_in_what_was_paid(self, shop: FakeShop, held: HeldOrders) -> None:
        order = put_aside(shop, held, shop.order_of("TEA"))

        taken = held.take_over(order, actor=shop.owner)
        go_on(taken)
        document = shop.checkout.pay_cash(order=taken, tendered=450, actor=shop.owner)

        assert (document.opened_by, document.completed_by) == (
            shop.cashier.staff_id,
            shop.owner.staff_id,
        )

    def test_of_one_that_was_paid_meanwhile_is_refused(
        self, shop: FakeShop, held: HeldOrders
    ) -> None:
        order = shop.order_of("TEA")
        seen = replace(order, items=list(order.items))
        shop.checkout.pay_cash(order=order, tendered=450, actor=shop.cashier)
        before = shop.store.tables.copy()

        with pytest.raises(OrderGoneError):
            held.take_over(seen, actor=shop.owner)

        assert shop.store.tables == before


class TestRemove:
    def test_ends_in_the_list_of_the_shift_and_can_be_brought_back(
        self, shop: FakeShop, held: HeldOrders
    ) -> None:
        order = put_aside(shop, held, shop.order_of("TEA", "MILK"))

        held.remove(order, actor=shop.cashier)

        assert held.kept() == []
        (document,) = held.removed()
        again = held.again(order_from(document), actor=shop.cashier)
        assert again.content == order.content
        assert again.order_id != order.order_id
        assert again.state is OrderState.CREATED

    @pytest.fixture
    def given_away(self, shop: FakeShop, held: HeldOrders) -> OrderDocument:
        """Removed: tea at half its price, milk at 10 % off, and all at half, as the owner let."""
        order = shop.order_of("TEA", "MILK")
        tea, milk = order.items
        owner = shop.owner.staff_id
        cheap = replace(
            tea, unit_price=Money(225, EUR), list_price=tea.unit_price, approved_by=owner
        )
        content = replace(
            order.content,
            items=(replace(cheap, discount=HALF), replace(milk, discount=TENTH)),
            discount=HALF,
            discount_approved_by=owner,
            age_check=AgeCheck(18, shop.cashier.staff_id),
        )
        order.set_content(content)
        held.remove(put_aside(shop, held, order), actor=shop.cashier)
        (document,) = held.removed()
        return document

    def test_of_what_was_allowed_once_does_not_allow_it_again(
        self, shop: FakeShop, held: HeldOrders, given_away: OrderDocument
    ) -> None:
        again = held.again(order_from(given_away), actor=shop.cashier)

        tea, milk = again.items
        assert (tea.unit_price.minor, tea.list_price, tea.discount) == (450, None, None)
        assert (tea.approved_by, milk.discount) == (None, TENTH)
        assert (again.discount, again.discount_approved_by) == (None, None)

    def test_leaves_what_was_given_to_who_may_give_it(
        self, shop: FakeShop, held: HeldOrders, given_away: OrderDocument
    ) -> None:
        order = order_from(given_away)

        assert held.again(order, actor=shop.owner).content == order.content

    def test_remembers_whose_age_was_checked(
        self, shop: FakeShop, held: HeldOrders, given_away: OrderDocument
    ) -> None:
        again = held.again(order_from(given_away), actor=shop.cashier)

        assert again.age_check == AgeCheck(18, shop.cashier.staff_id)

    def test_of_another_person_is_asked_about(self, shop: FakeShop, held: HeldOrders) -> None:
        order = put_aside(shop, held, owners(shop, "TEA"))

        with pytest.raises(ApprovalNeededError):
            held.remove(order, actor=shop.cashier)

        assert order.state is OrderState.HELD
        assert len(held.kept()) == 1

    def test_of_one_that_is_paid_is_refused(self, shop: FakeShop, held: HeldOrders) -> None:
        order = shop.order_of("TEA")
        shop.checkout.pay_cash(order=order, tendered=450, actor=shop.cashier)

        with pytest.raises(OrderClosedError):
            held.remove(order, actor=shop.cashier)

    def test_lists_nothing_of_another_shift(self, shop: FakeShop, held: HeldOrders) -> None:
        held.remove(put_aside(shop, held, shop.order_of("TEA")), actor=shop.cashier)
        shop.shifts.close(actor=shop.owner, counted=0)
        assert held.removed() == []

        shop.open_shift()

        assert held.removed() == []


def test_outlives_the_shift_and_is_paid_in_the_next(shop: FakeShop, held: HeldOrders) -> None:
    put_aside(shop, held, shop.order_of("TEA"))
    closed = shop.shifts.close(actor=shop.cashier, counted=0)
    shop.clock.wait(seconds=24 * 3_600)
    opened = shop.open_shift()

    [kept] = held.kept()
    assert kept.order is not None
    taken = held.take_over(kept.order, actor=shop.cashier)
    go_on(taken)
    document = shop.checkout.pay_cash(order=taken, tendered=450, actor=shop.cashier)

    assert (closed.orders, document.business_date) == (0, opened.business_date)
    assert held.kept() == []


class TestPrices:
    def test_of_their_time_stay_and_say_so(self, shop: FakeShop, held: HeldOrders) -> None:
        order = put_aside(shop, held, shop.order_of("TEA", "MILK"))
        assert held.repriced(order) == {}

        shop.sells(replace(TEA, unit_price=Money(475, EUR)), stock=0)

        assert held.repriced(order) == {0: 475}
        assert held.totals_of(order).total == 569

    def test_of_a_label_are_no_news(self, shop: FakeShop, held: HeldOrders) -> None:
        order = shop.order_of()
        shop.orders.add_product(product_id=PEARS.product_id, quantity=ONE)
        order.items[0] = replace(order.items[0], unit_price=Money(177, EUR))

        assert held.repriced(order) == {}
