"""What a screen still shows is not what processors have moved meanwhile: the store knows better."""

from __future__ import annotations

import pytest

from pos_app.domain.attempt import Attempt
from pos_app.domain.money import Money
from pos_app.domain.order import Order
from pos_app.domain.product import Product
from pos_app.domain.shift import NoShiftError
from pos_app.domain.tender import Tender
from pos_app.services.open_payments import NotTakenError, PaymentWentError
from pos_app.services.order_drafts import draft_of
from pos_app.services.payments.attempt_terms import bring, tender_of
from tests.fakes.catalogue import EUR
from tests.fakes.shop import FakeShop

REMOTE = ("card", "card", "", False, False, "fake", "reader")
PRICE, PART = 1_241, 1_000


@pytest.fixture
def shop() -> FakeShop:
    shop = FakeShop(methods=(REMOTE,))
    shop.sells(Product(1, "CHAIR", "Chaise", Money(PRICE, EUR), "STANDARD"), stock=9_000)
    shop.open_shift()
    return shop


@pytest.fixture
def order(shop: FakeShop) -> Order:
    return shop.order_of("CHAIR")


def take(shop: FakeShop, order: Order, amount: int) -> Attempt:
    """By card; the order in memory does not hear of it."""
    return shop.charging.advance(shop.charge(order, amount).attempt_id).attempt


def give_back(shop: FakeShop, order: Order, charge: Attempt) -> Attempt:
    """A part that was taken; the order in memory does not hear of it."""
    refund = shop.charging.begin_refund(
        order=order, charge_id=charge.attempt_id, amount=charge.amount, actor=shop.cashier
    )
    return shop.charging.advance(refund.attempt_id).attempt


class TestOrderInMemory:
    def test_is_told_twice_of_a_part_that_went_back(self, shop: FakeShop, order: Order) -> None:
        charge = take(shop, order, PART)
        bring(order, charge)
        back = give_back(shop, order, charge)

        assert bring(order, back)
        assert not bring(order, back)

        assert order.tenders == ()

    def test_is_not_paid_with_what_went_back(self, shop: FakeShop, order: Order) -> None:
        charge = take(shop, order, PART)
        bring(order, charge)
        give_back(shop, order, charge)
        rest = Tender("cash", PRICE - PART)

        with pytest.raises(PaymentWentError):
            shop.checkout.pay(order=order, tenders=(*order.tenders, rest), actor=shop.cashier)

        assert shop.store.tables.orders == {}

    def test_is_not_paid_with_what_no_processor_has_taken(
        self, shop: FakeShop, order: Order
    ) -> None:
        with pytest.raises(NotTakenError, match="Fake has not taken"):
            shop.checkout.pay(order=order, tenders=(Tender("card", PRICE),), actor=shop.cashier)


class TestDraft:
    def test_that_knows_nothing_of_the_money_does_not_replace_one_that_does(
        self, shop: FakeShop, order: Order
    ) -> None:
        charge = shop.charge(order, PRICE)
        for _ in range(2):  # the screen is ahead of the store
            shop.orders.scan(raw="CHAIR")
        late = draft_of(order, total=3 * PRICE)
        done = shop.charging.advance(charge.attempt_id).attempt

        assert not shop.drafting.save(late)

        (kept,) = shop.drafting.open_orders()
        assert kept.tenders == (tender_of(done),)
        bring(order, done)
        assert shop.drafting.save(draft_of(order, total=3 * PRICE))

    def test_with_money_in_it_is_not_forgotten(self, shop: FakeShop, order: Order) -> None:
        take(shop, order, PRICE)

        shop.drafting.forget(order.order_id)

        assert len(shop.recovering.complete()) == 1


def test_nothing_is_taken_that_could_not_be_written_down(shop: FakeShop) -> None:
    shop.shifts.close(actor=shop.cashier, counted=0)

    with pytest.raises(NoShiftError):
        shop.charge(shop.order_of("CHAIR"), PRICE)

    assert shop.store.tables.attempts == {}
