"""The token: fetched once, renewed once, and never what a payment hangs on."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from pos_app.adapters.payments.http import Api
from pos_app.adapters.payments.paypal.token import EARLY_S, Token
from pos_app.services.payments.processor import (
    BusyError,
    NotReachedError,
    ProcessorRefusedError,
)
from tests.fakes.processors.faults import Fault
from tests.fakes.processors.paypal import CLIENT_ID, SECRET, PayPalSimulator
from tests.unit.adapters.payments.paypal.setting import IMPATIENT, agreed, charge, till

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


@dataclass
class Seconds:
    now: float = 1_000.0

    def __call__(self) -> float:
        return self.now


def steps(paypal: PayPalSimulator) -> list[str]:
    return [paypal.step_of(one) for one in paypal.asked]


def token(paypal: PayPalSimulator, seconds: Seconds, *, secret: str = SECRET) -> Token:
    api = Api("PayPal", paypal.base, connect_s=1, read_s=1)
    return Token(api, CLIENT_ID, secret, seconds=seconds)


class TestGet:
    def test_fetches_one_and_keeps_it(self, paypal: PayPalSimulator) -> None:
        kept = token(paypal, Seconds())

        assert kept.get() == kept.get()
        assert steps(paypal) == ["token"]

    def test_fetches_another_a_minute_before_the_end(self, paypal: PayPalSimulator) -> None:
        seconds = Seconds()
        kept = token(paypal, seconds)
        first = kept.get()

        seconds.now += paypal.expires_in - EARLY_S - 1
        assert kept.get() == first
        seconds.now += 1
        assert kept.get() != first

    def test_forgives_spaces_that_were_pasted_along(self, paypal: PayPalSimulator) -> None:
        assert token(paypal, Seconds(), secret=f" {SECRET}\n").get()

    def test_lets_one_that_ends_at_once_be_used(self, paypal: PayPalSimulator) -> None:
        paypal.expires_in = 0

        assert token(paypal, Seconds()).get()

    def test_says_that_the_secret_is_wrong(self, paypal: PayPalSimulator) -> None:
        with pytest.raises(ProcessorRefusedError, match="does not know this client ID"):
            token(paypal, Seconds(), secret="wrong").get()

    def test_takes_nothing_for_one_that_has_no_end(self, paypal: PayPalSimulator) -> None:
        paypal.expires_in = True

        with pytest.raises(NotReachedError):
            token(paypal, Seconds()).get()

    def test_says_that_the_app_is_let_in_no_more(self, paypal: PayPalSimulator) -> None:
        paypal.token_error = "account_locked"

        with pytest.raises(ProcessorRefusedError, match="lets this app in no more"):
            token(paypal, Seconds()).get()

    @pytest.mark.parametrize("name", ["tök", "to\nken", "\r"])
    def test_takes_nothing_for_one_that_cannot_be_sent(
        self, paypal: PayPalSimulator, name: str
    ) -> None:
        paypal.token_name = name

        with pytest.raises(NotReachedError):
            token(paypal, Seconds()).get()


class TestAFault:
    @pytest.mark.parametrize(
        "fault", [one for one in Fault if one not in {Fault.NONE, Fault.TOO_MANY, Fault.TWICE}]
    )
    def test_with_the_token_is_no_doubt_about_the_payment(
        self, paypal: PayPalSimulator, fault: Fault
    ) -> None:
        processor = till(paypal, time_outs=IMPATIENT)
        paypal.faults.plan("token", fault)

        if fault is Fault.REFUSE:
            with paypal.closed(), pytest.raises(NotReachedError):
                processor.create(charge())
        else:
            with pytest.raises(NotReachedError):
                processor.create(charge())

        assert "create" not in steps(paypal)

    def test_of_being_asked_too_often_says_so(self, paypal: PayPalSimulator) -> None:
        paypal.faults.plan("token", Fault.TOO_MANY)

        with pytest.raises(BusyError):
            till(paypal).create(charge())


class TestATokenThatIsKnownNoMore:
    def test_is_replaced_and_the_same_asked_again(self, paypal: PayPalSimulator) -> None:
        processor = till(paypal)
        asked = agreed(paypal, processor)
        paypal.tokens.clear()
        paypal.asked.clear()

        answer = processor.capture(asked)

        assert answer.amount == 1230
        assert steps(paypal) == ["capture", "token", "capture"]
        first, _, second = paypal.asked
        assert first.headers["paypal-request-id"] == second.headers["paypal-request-id"]
        assert first.body == second.body
        assert paypal.ledger.captured() == 1230

    def test_is_replaced_once_only(self, paypal: PayPalSimulator) -> None:
        processor = till(paypal)
        asked = agreed(paypal, processor)
        paypal.plan("query", "INVALID_ACCOUNT_STATUS", "INVALID_ACCOUNT_STATUS")
        paypal.asked.clear()

        with pytest.raises(ProcessorRefusedError, match="your PayPal account is not active"):
            processor.query(asked)

        assert steps(paypal) == ["query", "token", "query"]

    def test_leaves_no_doubt_if_there_is_no_other(self, paypal: PayPalSimulator) -> None:
        processor = till(paypal, time_outs=IMPATIENT)
        asked = agreed(paypal, till(paypal))
        processor.check()
        paypal.tokens.clear()
        paypal.faults.plan("token", Fault.HANG)

        with pytest.raises(NotReachedError):
            processor.capture(asked)

        assert paypal.ledger.captured() == 0
