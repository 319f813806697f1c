from __future__ import annotations

import pytest

from pos_app.domain.attempt import Standing
from pos_app.domain.money import Money
from pos_app.domain.order import Order
from pos_app.domain.order_document import OrderDocument
from pos_app.domain.payment import PaymentState
from pos_app.domain.product import Product
from pos_app.domain.quantity import Quantity
from pos_app.domain.returned import Returned, ReturnReason
from pos_app.domain.tender import Tender
from pos_app.services.orders.giving_back import NotMovedError
from pos_app.services.orders.returning import Line
from pos_app.services.payments.processor import Answer, NoAnswerError
from pos_app.services.payments.remote_refunds import RefundDeclinedError
from tests.fakes.catalogue import EUR
from tests.fakes.processors.memory import Fault
from tests.fakes.shop import FakeShop

REMOTE = ("card", "card", "", False, False, "fake", "reader")
PRICE, TEN = 1_241, 1_000
WHY = Returned(ReturnReason.FAULTY)


@pytest.fixture
def shop() -> FakeShop:
    shop = FakeShop(methods=(REMOTE,))
    shop.sells(Product(1, "CHAIR", "Chaise", Money(PRICE, EUR), "STANDARD"), stock=9_000)
    shop.open_shift()
    return shop


def pay(shop: FakeShop, *cash: Tender) -> OrderDocument:
    """Two chairs, by card, but for what was taken before."""
    order = shop.order_of("CHAIR", "CHAIR")
    for one in cash:
        shop.tendering.take(order=order, tender=one, actor=shop.cashier)
    left = shop.tendering.settlement(order).remaining
    method = shop.profile.tender_terms.method("card")
    attempt = shop.charging.begin(order=order, method=method, amount=left, actor=shop.cashier)
    shop.charging.advance(attempt.attempt_id)
    (document,) = shop.recovering.complete()
    return document


def take_back(shop: FakeShop, document: OrderDocument, *lines: Line) -> Order:
    order = shop.orders.create_order(actor=shop.owner)
    shop.returns.add(document=document, lines=lines, why=WHY, actor=shop.owner)
    return order


def pay_out(shop: FakeShop, order: Order) -> OrderDocument:
    plan, refunds = shop.returns.plan(order), shop.remote_refunds
    refunds.give_back(order=order, plan=plan, actor=shop.owner)
    tenders = refunds.with_what_went(order, plan)
    return shop.checkout.pay(order=order, tenders=tenders, actor=shop.owner)


class TestRefund:
    def test_goes_back_to_the_card_before_it_is_written_as_given(self, shop: FakeShop) -> None:
        document = pay(shop)
        order = take_back(shop, document, Line(1, Quantity(1_000)))
        plan = shop.returns.plan(order)
        with pytest.raises(NotMovedError):
            shop.checkout.pay(order=order, tenders=plan, actor=shop.owner)

        back = pay_out(shop, order)

        (payment,) = back.payments
        assert (payment.amount, payment.refunds) == (-PRICE, document.payments[0].payment_id)
        assert shop.processor.moved == PRICE
        assert shop.drafting.open_orders() == []
        assert shop.verdict().ok

    def test_of_a_split_goes_back_to_the_card_first_and_then_in_cash(self, shop: FakeShop) -> None:
        document = pay(shop, Tender("cash", TEN))

        back = pay_out(shop, take_back(shop, document))

        assert [(one.method, one.amount) for one in back.payments] == [
            ("card", TEN - 2 * PRICE),
            ("cash", -TEN),
        ]
        assert shop.processor.moved == 0

    def test_in_two_parts_never_comes_to_more_than_was_charged(self, shop: FakeShop) -> None:
        document = pay(shop)
        pay_out(shop, take_back(shop, document, Line(1, Quantity(1_000))))

        pay_out(shop, take_back(shop, document))

        assert shop.processor.moved == 0
        assert all(one.left == 0 for one in shop.returns.lines(document))

    def test_that_is_declined_gives_nothing_and_says_why(
        self, shop: FakeShop, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        document = pay(shop)
        order = take_back(shop, document)
        no = Answer(Standing.DECLINED, reason="The account is closed.")
        monkeypatch.setattr(shop.processor, "refund", lambda _refund: no)

        with pytest.raises(RefundDeclinedError, match="account is closed"):
            pay_out(shop, order)

        assert order.tenders == ()
        assert shop.processor.moved == 2 * PRICE
        cash = (Tender("cash", -2 * PRICE, refunds=document.payments[0].payment_id),)
        shop.checkout.pay(order=order, tenders=cash, actor=shop.owner)

    def test_whose_answer_is_lost_is_finished_by_the_next_start(self, shop: FakeShop) -> None:
        document = pay(shop)
        order = take_back(shop, document)
        shop.processor.faults = [Fault.REPLY_LOST]
        with pytest.raises(NoAnswerError):
            pay_out(shop, order)
        assert len(shop.drafting.open_orders()) == 1

        shop.recovering = shop.new_charging()
        (resolved,) = shop.recovering.resolve()
        (back,) = shop.recovering.complete()

        assert resolved.attempt.state is PaymentState.APPROVED
        assert back.totals.total == -2 * PRICE
        assert shop.processor.moved == 0
        assert shop.drafting.open_orders() == []

    def test_that_never_came_there_is_sent_again_under_its_own_name(self, shop: FakeShop) -> None:
        document = pay(shop)
        order = take_back(shop, document)
        shop.processor.faults = [Fault.COMES_LATE]
        with pytest.raises(NoAnswerError):
            pay_out(shop, order)

        shop.recovering.resolve()

        (charge,) = shop.processor.ledger.values()
        assert list(charge.refunded.values()) == [2 * PRICE]


class TestVoid:
    def test_gives_back_what_a_processor_has_taken(self, shop: FakeShop) -> None:
        document = pay(shop)
        order = shop.returns.open_void(document=document, words="Twice", actor=shop.owner)

        back = pay_out(shop, order)

        assert back.totals.total == -2 * PRICE
        assert shop.processor.moved == 0
