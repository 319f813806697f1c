"""Money given back by PayPal, once for each refund of the till."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from pos_app.adapters.payments.paypal.processor import REFUND_KEY_LIFE
from pos_app.domain.attempt import Standing
from pos_app.domain.money import Currency
from pos_app.services.payments.processor import (
    AmountError,
    NoAnswerError,
    ProcessorRefusedError,
)
from tests.fakes.processors.faults import Fault
from tests.fakes.processors.paypal import PayPalSimulator
from tests.unit.adapters.payments.paypal.setting import (
    IMPATIENT,
    agreed,
    charge,
    paid,
    refund,
    till,
)

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

DECLINES = [
    *("CAPTURE_FULLY_REFUNDED", "REFUND_AMOUNT_EXCEEDED", "REFUND_TIME_LIMIT_EXCEEDED"),
    *("REFUND_NOT_ALLOWED", "REFUND_CAPTURE_CURRENCY_MISMATCH", "PARTIAL_REFUND_NOT_ALLOWED"),
    *("REFUND_FAILED_INSUFFICIENT_FUNDS", "MAX_NUMBER_OF_REFUNDS_EXCEEDED", "PENDING_CAPTURE"),
    *("TRANSACTION_DISPUTED", "REFUND_NOT_PERMITTED_DUE_TO_CHARGEBACK"),
]
REFUSALS = ["DECIMAL_PRECISION", "CURRENCY_MISMATCH", "DUPLICATE_INVOICE_ID", "PERMISSION_DENIED"]
DOUBTS = [
    one for one in Fault if one not in {Fault.NONE, Fault.REFUSE, Fault.TOO_MANY, Fault.TWICE}
]


class TestRefund:
    def test_gives_the_money_back_once(self, paypal: PayPalSimulator) -> None:
        processor = till(paypal)
        back = refund(paid(paypal, processor))

        first, again = (processor.refund(back) for _ in range(2))

        assert first.standing is again.standing is Standing.DONE
        assert first.remote_id == again.remote_id
        assert first.amount == 1230
        assert paypal.ledger.given_back(back.attempt_id) == 1230

    def test_has_a_name_of_its_own_at_paypal(self, paypal: PayPalSimulator) -> None:
        processor = till(paypal)
        processor.refund(refund(paid(paypal, processor)))

        names = [one.headers.get("paypal-request-id") for one in paypal.asked]
        assert names == [
            *(None, "0190-attempt-create", "0190-attempt-capture"),
            "0190-refund-refund",
        ]

    def test_names_the_part_that_is_given_back(self, paypal: PayPalSimulator) -> None:
        processor = till(paypal)
        asked = paid(paypal, processor)

        for name, amount in (("one", 230), ("two", 1000)):
            assert processor.refund(refund(asked, name, amount=amount)).amount == amount

        assert json.loads(paypal.asked[-1].body) == {
            "amount": {"currency_code": "EUR", "value": "10.00"},
            "custom_id": "two",
        }
        assert paypal.ledger.given_back() == paypal.ledger.captured() == 1230

    def test_never_gives_back_more_than_was_paid(self, paypal: PayPalSimulator) -> None:
        processor = till(paypal)
        asked = paid(paypal, processor)
        processor.refund(refund(asked, "one", amount=1000))

        answer = processor.refund(refund(asked, "two", amount=231))

        assert answer.standing is Standing.DECLINED
        assert answer.reason == "it is more than what is left to give back"
        assert paypal.ledger.given_back() == 1000

    def test_looks_up_the_money_where_only_the_order_is_known(
        self, paypal: PayPalSimulator
    ) -> None:
        processor = till(paypal)
        asked = replace(paid(paypal, processor), capture_id="")

        assert processor.refund(refund(asked)).standing is Standing.DONE

    def test_of_what_was_never_taken_is_refused(self, paypal: PayPalSimulator) -> None:
        processor = till(paypal)
        asked = agreed(paypal, processor)

        with pytest.raises(ProcessorRefusedError, match="nothing to give back"):
            processor.refund(refund(asked))

    @pytest.mark.parametrize(
        ("outcome", "standing"),
        [
            ("COMPLETED", Standing.DONE),
            ("PENDING", Standing.WAITING),
            ("FAILED", Standing.DECLINED),
            ("CANCELLED", Standing.DECLINED),
        ],
    )
    def test_tells_each_state(
        self, paypal: PayPalSimulator, outcome: str, standing: Standing
    ) -> None:
        processor = till(paypal)
        back = refund(paid(paypal, processor))
        paypal.plan("refund", outcome)

        answer = processor.refund(back)
        again = processor.query_refund(replace(back, remote_id=answer.remote_id))

        assert answer.standing is again.standing is standing
        assert bool(answer.reason) is (standing is not Standing.DONE)

    @pytest.mark.parametrize("issue", DECLINES)
    def test_declined_says_why(self, paypal: PayPalSimulator, issue: str) -> None:
        processor = till(paypal)
        back = refund(paid(paypal, processor))
        paypal.plan("refund", issue)

        answer = processor.refund(back)

        assert answer.standing is Standing.DECLINED
        assert "no reason" not in answer.reason
        assert paypal.ledger.given_back() == 0

    @pytest.mark.parametrize("issue", [*REFUSALS, "INVALID_RESOURCE_ID"])
    def test_refused_says_why(self, paypal: PayPalSimulator, issue: str) -> None:
        processor = till(paypal)
        back = refund(paid(paypal, processor))
        paypal.plan("refund", issue)

        with pytest.raises(ProcessorRefusedError, match=rf"\({issue}, debug id"):
            processor.refund(back)

    def test_under_way_is_asked_about_again(self, paypal: PayPalSimulator) -> None:
        processor = till(paypal)
        back = refund(paid(paypal, processor))
        paypal.plan("refund", "PREVIOUS_REQUEST_IN_PROGRESS")

        with pytest.raises(NoAnswerError, match="it is still at work on it"):
            processor.refund(back)

        assert processor.refund(back).standing is Standing.DONE

    def test_with_cents_that_paypal_has_not_is_not_sent(self, paypal: PayPalSimulator) -> None:
        asked = replace(charge(), currency=Currency.of("HUF"), capture_id="CAP1")

        with pytest.raises(AmountError):
            till(paypal).refund(refund(asked, amount=1250))

        assert paypal.asked == []


class TestQueryRefund:
    @pytest.mark.parametrize("fault", DOUBTS)
    def test_settles_what_was_in_doubt(self, paypal: PayPalSimulator, fault: Fault) -> None:
        processor = till(paypal)
        back = refund(paid(paypal, processor))
        paypal.faults.plan("refund", fault)
        with pytest.raises(NoAnswerError):
            till(paypal, time_outs=IMPATIENT).refund(back)

        answer = processor.query_refund(back)
        paypal.deliver_late()

        assert answer.standing is Standing.DONE
        assert paypal.ledger.given_back() == 1230

    def test_follows_a_refund_on_its_way(self, paypal: PayPalSimulator) -> None:
        processor = till(paypal)
        back = refund(paid(paypal, processor))
        paypal.plan("refund", "PENDING")
        back = replace(back, remote_id=processor.refund(back).remote_id)

        paypal.settle_refund(back.remote_id, "COMPLETED")

        assert processor.query_refund(back).standing is Standing.DONE

    def test_repeats_it_for_as_long_as_paypal_knows_it(self, paypal: PayPalSimulator) -> None:
        processor = till(paypal)
        back = refund(paid(paypal, processor))
        processor.refund(back)
        paypal.pass_time(REFUND_KEY_LIFE - timedelta(minutes=1))

        assert processor.query_refund(back).standing is Standing.DONE
        assert paypal.ledger.given_back() == 1230

    def test_repeats_nothing_that_paypal_may_have_forgotten(self, paypal: PayPalSimulator) -> None:
        processor = till(paypal)
        back = refund(paid(paypal, processor))
        paypal.pass_time(REFUND_KEY_LIFE)

        with pytest.raises(ProcessorRefusedError, match="look for this one on PayPal's site"):
            processor.query_refund(back)

        assert paypal.ledger.given_back() == 0

    def test_of_what_paypal_does_not_know_is_absent(self, paypal: PayPalSimulator) -> None:
        processor = till(paypal)
        back = replace(refund(paid(paypal, processor)), remote_id="REF0")

        assert processor.query_refund(back).standing is Standing.ABSENT

    def test_says_that_it_may_not_ask(self, paypal: PayPalSimulator) -> None:
        processor = till(paypal)
        back = replace(refund(paid(paypal, processor)), remote_id="REF0")
        paypal.plan("query_refund", "PERMISSION_DENIED")

        with pytest.raises(ProcessorRefusedError, match="has no right to do that"):
            processor.query_refund(back)
