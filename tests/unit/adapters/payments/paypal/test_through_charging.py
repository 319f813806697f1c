"""Charging with PayPal behind it: what the till believes is what PayPal's ledger says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest

from pos_app.adapters.payments.paypal.processor import PayPalProcessor
from pos_app.domain.attempt import Attempt, Move
from pos_app.domain.money import Money
from pos_app.domain.payment import PaymentState
from pos_app.domain.product import Product
from pos_app.services.payments.processor import NoAnswerError, ProcessorConfig
from tests.fakes.catalogue import EUR
from tests.fakes.processors.faults import Fault
from tests.fakes.processors.paypal import CLIENT_ID, SECRET, PayPalSimulator
from tests.fakes.shop import FakeShop
from tests.unit.adapters.payments.paypal.setting import PAGE, TIME_OUTS

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

PAYPAL = ("paypal", "other", "PayPal", False, False, "paypal", "qr")
TOTAL = 2_482


@dataclass
class Till:
    shop: FakeShop
    paypal: PayPalSimulator
    attempt: Attempt

    def advance(self) -> Move:
        return self.shop.charging.advance(self.attempt.attempt_id).move

    def agree(self) -> None:
        self.paypal.approve(self.paypal.only_order().order_id)

    @property
    def state(self) -> PaymentState:
        stored = self.shop.attempt_queries.get(self.attempt.attempt_id)
        assert stored is not None
        return stored.state


@pytest.fixture
def till(paypal: PayPalSimulator) -> Till:
    shop = FakeShop(methods=(PAYPAL,))
    shop.sells(Product(1, "CHAIR", "Chaise", Money(TOTAL, EUR), "STANDARD"), stock=9_000)
    shop.open_shift()
    values = {"client_id": CLIENT_ID, "secret": SECRET, "page": PAGE, "base": paypal.base}
    config = ProcessorConfig(values, time_outs=TIME_OUTS)
    processor = PayPalProcessor(config, now=shop.clock.now)
    shop.processors = lambda _name, _purpose: processor
    shop.recovering = shop.new_charging()
    method = shop.profile.tender_terms.method("paypal")
    order = shop.order_of("CHAIR")
    attempt = shop.charging.begin(order=order, method=method, amount=TOTAL, actor=shop.cashier)
    return Till(shop, paypal, attempt)


def test_waits_for_the_customer_and_takes_the_money(till: Till) -> None:
    assert till.advance() is Move.WAIT
    assert till.paypal.ledger.captured() == 0

    till.agree()
    till.advance()

    assert till.state is PaymentState.APPROVED
    assert till.paypal.ledger.captured(till.attempt.attempt_id) == TOTAL


@pytest.mark.parametrize("step", ["create", "query", "capture"])
@pytest.mark.parametrize("fault", [Fault.LOST, Fault.ERROR_BEFORE, Fault.MALFORMED, Fault.LATE])
def test_believes_the_ledger_whatever_was_lost(till: Till, step: str, fault: Fault) -> None:
    till.paypal.faults.plan(step, fault)

    for _ in range(4):
        try:
            till.advance()
        except NoAnswerError:
            continue
        if till.paypal.only_order().status == "PAYER_ACTION_REQUIRED":
            till.agree()
    till.paypal.deliver_late()

    assert till.state is PaymentState.APPROVED
    assert till.paypal.ledger.captured() == TOTAL


def test_gives_up_what_the_customer_has_only_agreed_to(till: Till) -> None:
    till.advance()
    till.agree()

    till.shop.charging.stop(till.attempt.attempt_id)
    till.advance()

    assert till.state is PaymentState.CANCELLED
    assert till.paypal.ledger.captured() == 0


def test_does_not_give_up_while_a_capture_is_on_its_way(till: Till) -> None:
    till.advance()
    till.agree()
    till.paypal.faults.plan("capture", Fault.LATE)
    with pytest.raises(NoAnswerError):
        till.advance()
    till.shop.charging.stop(till.attempt.attempt_id)

    for _ in range(2):
        till.paypal.asked.clear()
        till.advance()
        assert till.state is PaymentState.UNKNOWN
        assert [till.paypal.step_of(one) for one in till.paypal.asked] == ["query", "query"]
    till.paypal.deliver_late()
    till.advance()

    assert till.state is PaymentState.APPROVED
    assert till.paypal.ledger.captured() == TOTAL


def test_gives_up_a_capture_that_never_came_when_the_order_has_expired(till: Till) -> None:
    till.advance()
    till.agree()
    till.paypal.faults.plan("capture", Fault.ERROR_BEFORE)
    with pytest.raises(NoAnswerError):
        till.advance()
    till.shop.charging.stop(till.attempt.attempt_id)
    till.paypal.pass_time(timedelta(hours=3))

    till.advance()

    assert till.state is PaymentState.CANCELLED
    assert till.paypal.ledger.captured() == 0


def test_gives_a_part_back(till: Till) -> None:
    till.advance()
    till.agree()
    till.advance()
    till.shop.recovering.complete()

    back = till.shop.charging.begin_refund(
        order=till.shop.order_of("CHAIR"),
        charge_id=till.attempt.attempt_id,
        amount=482,
        actor=till.shop.cashier,
    )
    till.shop.charging.advance(back.attempt_id)

    assert till.paypal.ledger.given_back(back.attempt_id) == 482
