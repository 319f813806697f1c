from __future__ import annotations

from dataclasses import replace

import pytest

from pos_app.domain.attempt import Standing
from pos_app.domain.money import Money
from pos_app.domain.order import Order
from pos_app.domain.order_document import OrderDocument
from pos_app.domain.payment import PaymentState
from pos_app.domain.product import Product
from pos_app.domain.quantity import Quantity
from pos_app.domain.returned import Returned, ReturnReason
from pos_app.domain.shift import NoShiftError
from pos_app.domain.tender import CARD, Tender
from pos_app.services.open_payments import PaymentOpenError
from pos_app.services.orders.giving_back import (
    NotMovedError,
    RefundUnderWayError,
    StrangePaymentError,
    VoidTooLateError,
)
from pos_app.services.orders.returning import Line
from pos_app.services.payments.charging import RefundReleasedError
from pos_app.services.payments.processor import Answer, NoAnswerError
from pos_app.services.payments.remote_refunds import RefundDeclinedError
from pos_app.services.return_records import ReturnedMeanwhileError
from pos_app.services.shifts.shift_service import TendersLeftError
from tests.fakes.catalogue import EUR
from tests.fakes.processors.memory import Fault
from tests.fakes.shop import FakeShop

REMOTE = ("card", "card", "", False, False, "fake", "reader")
PRICE, TEN = 1_241, 1_000
WHY = Returned(ReturnReason.FAULTY)
CHAIR = Line(1, Quantity(1_000))


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


def give_back(shop: FakeShop, order: Order, *, to: str = "") -> tuple[Tender, ...]:
    """What processors hold goes back; the tenders with which it is written down then."""
    plan, refunds = shop.returns.plan(order, to=to), shop.remote_refunds
    refunds.give_back(order=order, plan=plan, actor=shop.owner)
    return refunds.with_what_went(order, plan)


def pay_out(shop: FakeShop, order: Order, *, to: str = "") -> OrderDocument:
    tenders = give_back(shop, order, to=to)
    return shop.checkout.pay(order=order, tenders=tenders, actor=shop.owner)


class TestRefund:
    def test_goes_back_to_the_card_before_it_is_written_as_given(self, shop: FakeShop) -> None:
        document = pay(shop)
        order = take_back(shop, document, CHAIR)
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
        pay_out(shop, take_back(shop, document, CHAIR))

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

    def test_is_not_begun_without_a_shift_to_write_it_down_in(self, shop: FakeShop) -> None:
        document = pay(shop)
        shop.shifts.close(actor=shop.cashier, counted=0)

        with pytest.raises(NoShiftError):
            pay_out(shop, take_back(shop, document))

        assert shop.processor.moved == 2 * PRICE

    def test_of_what_is_not_recorded_yet_moves_nothing(self, shop: FakeShop) -> None:
        charge = shop.charge(shop.order_of("CHAIR"), PRICE)
        shop.charging.advance(charge.attempt_id)

        with pytest.raises(StrangePaymentError):
            shop.charging.begin_refund(
                order=shop.order_of("CHAIR"),
                charge_id=charge.attempt_id,
                amount=PRICE,
                actor=shop.owner,
            )

    def test_of_a_line_that_came_back_meanwhile_moves_nothing(self, shop: FakeShop) -> None:
        document = pay(shop)
        one, two = (take_back(shop, document, CHAIR) for _ in range(2))
        pay_out(shop, one)

        with pytest.raises(ReturnedMeanwhileError):
            pay_out(shop, two)

        assert shop.processor.moved == PRICE

    @pytest.mark.parametrize("to", ["", "cash"])
    def test_has_an_order_for_itself_until_it_is_written_down(
        self, shop: FakeShop, to: str
    ) -> None:
        document = pay(shop)
        one, two = (take_back(shop, document, CHAIR) for _ in range(2))
        give_back(shop, one)

        with pytest.raises(RefundUnderWayError):
            pay_out(shop, two, to=to)

        assert len(shop.recovering.complete()) == 1
        assert shop.processor.moved == PRICE

    def test_that_may_have_gone_is_not_given_back_once_more_in_cash(self, shop: FakeShop) -> None:
        order = take_back(shop, pay(shop))
        shop.processor.faults = [Fault.LOST_ON_THE_WAY]
        with pytest.raises(NoAnswerError):
            pay_out(shop, order)
        (refund,) = shop.recovering.undecided()

        with pytest.raises(RefundReleasedError):
            shop.charging.release(attempt_id=refund.attempt_id, actor=shop.owner)
        with pytest.raises(PaymentOpenError):
            pay_out(shop, order, to="cash")

    def test_that_may_have_gone_is_never_forgotten_with_its_order(self, shop: FakeShop) -> None:
        order = take_back(shop, pay(shop))
        shop.processor.faults = [Fault.REPLY_LOST]
        with pytest.raises(NoAnswerError):
            pay_out(shop, order)

        shop.drafting.forget(order.order_id)
        shop.recovering.resolve()

        assert len(shop.recovering.complete()) == 1

    def test_that_may_have_gone_keeps_no_shift_open(self, shop: FakeShop) -> None:
        order = take_back(shop, pay(shop))
        shop.processor.faults = [Fault.REPLY_LOST]
        with pytest.raises(NoAnswerError):
            pay_out(shop, order)

        shop.shifts.close(actor=shop.cashier, counted=0)

        shop.recovering.resolve()
        shop.open_shift()
        assert len(shop.recovering.complete()) == 1

    def test_that_has_gone_hides_no_money_in_the_drawer(self, shop: FakeShop) -> None:
        give_back(shop, take_back(shop, pay(shop), CHAIR))
        order = shop.order_of("CHAIR", "CHAIR")
        shop.tendering.take(order=order, tender=Tender("cash", PRICE), actor=shop.cashier)

        with pytest.raises(TendersLeftError):
            shop.shifts.close(actor=shop.cashier, counted=0)

    def test_is_not_written_down_where_its_processor_is_not_offered_any_more(
        self, shop: FakeShop
    ) -> None:
        document = pay(shop)
        order = take_back(shop, document)
        shop.profile = replace(shop.profile, methods=(CARD.fields,))
        checkout = shop.new_checkout()

        with pytest.raises(NotMovedError, match="Fake has not given this money back"):
            checkout.pay(order=order, tenders=shop.returns.plan(order), actor=shop.owner)


class TestVoid:
    def test_of_a_shift_that_is_closed_moves_nothing(self, shop: FakeShop) -> None:
        document = pay(shop)
        shop.shifts.close(actor=shop.cashier, counted=0)
        shop.open_shift()
        order = shop.returns.open_void(document=document, words="Twice", actor=shop.owner)

        with pytest.raises(VoidTooLateError):
            pay_out(shop, order)

        assert shop.processor.moved == 2 * PRICE

    def test_that_has_gone_back_is_written_down_in_whatever_shift(self, shop: FakeShop) -> None:
        document = pay(shop)
        order = shop.returns.open_void(document=document, words="Twice", actor=shop.owner)
        shop.processor.faults = [Fault.REPLY_LOST]
        with pytest.raises(NoAnswerError):
            pay_out(shop, order)
        shop.shifts.close(actor=shop.cashier, counted=0)
        shop.open_shift()

        shop.recovering.resolve()

        assert len(shop.recovering.complete()) == 1

    def test_gives_back_what_a_processor_has_taken(self, shop: FakeShop) -> None:
        document = pay(shop)
        order = shop.returns.open_void(document=document, words="Twice", actor=shop.owner)

        back = pay_out(shop, order)

        assert back.totals.total == -2 * PRICE
        assert shop.processor.moved == 0
