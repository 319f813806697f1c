"""Refunds: money counts as given back only where Alipay names the refund."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from pos_app.domain.attempt import Standing
from pos_app.services.payments.processor import Answer, NoAnswerError, ProcessorRefusedError
from tests.fakes.processors.alipay import AlipaySimulator
from tests.fakes.processors.faults import Fault
from tests.unit.adapters.payments.alipay.till import ATTEMPT, NUMBER, REFUND, Till

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

REQUEST = REFUND.replace("-", "_")
OTHER = "0199a1b2-0000-7000-8000-000000000003"
DECLINES = [
    *("ACQ.SELLER_BALANCE_NOT_ENOUGH", "ACQ.REFUND_AMT_NOT_EQUAL_TOTAL", "ACQ.TRADE_NOT_EXIST"),
    *("ACQ.TRADE_HAS_FINISHED", "ACQ.TRADE_STATUS_ERROR", "ACQ.REASON_TRADE_BEEN_FREEZEN"),
    *("ACQ.REASON_TRADE_REFUND_FEE_ERR", "ACQ.TRADE_NOT_ALLOW_REFUND", "ACQ.REFUND_FEE_ERROR"),
    *("ACQ.NOT_ALLOW_PARTIAL_REFUND", "ACQ.NEVER_HEARD_OF"),
]


class TestRefund:
    def test_gives_back_a_part(self, till: Till, alipay: AlipaySimulator) -> None:
        refund = till.refund(till.paid())

        assert till.processor.refund(refund) == Answer(Standing.DONE, REQUEST)
        assert json.loads(alipay.asked[-1].form()["biz_content"]) == {
            "out_trade_no": NUMBER,
            "refund_amount": "8.88",
            "out_request_no": REQUEST,
        }
        assert alipay.ledger.given_back(REFUND) == 8_88
        assert till.processor.query_refund(refund).amount == 8_88

    def test_gives_back_part_after_part_until_nothing_is_left(
        self, till: Till, alipay: AlipaySimulator
    ) -> None:
        charge = till.paid()
        till.processor.refund(till.refund(charge))

        answer = till.processor.refund(till.refund(charge, 80_00, attempt_id=OTHER))

        assert answer.standing is Standing.DONE
        assert alipay.ledger.given_back() == 88_88
        last = till.processor.refund(till.refund(charge, 1, attempt_id=ATTEMPT))
        assert last.standing is Standing.DECLINED

    def test_repeated_gives_back_once(self, till: Till, alipay: AlipaySimulator) -> None:
        refund = till.refund(till.paid())
        till.processor.refund(refund)

        again = till.processor.refund(refund)

        assert again == Answer(Standing.DONE, REQUEST, amount=8_88)
        assert alipay.ledger.given_back() == 8_88

    @pytest.mark.parametrize(
        "fault",
        [Fault.RESET_BEFORE, Fault.ERROR_BEFORE, Fault.LOST, Fault.ERROR_AFTER, Fault.WRONG],
    )
    def test_in_doubt_is_settled_by_asking(
        self, till: Till, alipay: AlipaySimulator, fault: Fault
    ) -> None:
        refund = till.refund(till.paid())
        alipay.faults.plan("refund", fault)
        with pytest.raises(NoAnswerError):
            till.processor.refund(refund)

        answer = till.processor.query_refund(refund)

        is_given_back = alipay.ledger.given_back(REFUND) == 8_88
        assert answer.standing is (Standing.DONE if is_given_back else Standing.ABSENT)
        assert till.processor.refund(refund).standing is Standing.DONE
        assert alipay.ledger.given_back(REFUND) == 8_88

    @pytest.mark.parametrize("changed", [{}, {"fund_change": "N"}, {"fund_change": "?"}])
    def test_that_moved_nothing_is_no_proof(
        self, till: Till, alipay: AlipaySimulator, changed: dict[str, str]
    ) -> None:
        refund = till.refund(till.paid())
        alipay.say_next("refund", code="10000", refund_fee="8.88", **changed)

        with pytest.raises(NoAnswerError, match="does not say whether"):
            till.processor.refund(refund)

    @pytest.mark.parametrize("sub_code", DECLINES)
    def test_is_declined_with_words(
        self, till: Till, alipay: AlipaySimulator, sub_code: str
    ) -> None:
        refund = till.refund(till.paid())
        alipay.say_next("refund", code="40004", sub_code=sub_code)

        answer = till.processor.refund(refund)

        assert (answer.standing, answer.remote_id) == (Standing.DECLINED, REQUEST)
        assert sub_code in answer.reason
        assert alipay.ledger.given_back() == 0

    @pytest.mark.parametrize("sub_code", [*DECLINES, "ACQ.DISCORDANT_REPEAT_REQUEST"])
    def test_that_is_refused_is_no_decline_of_the_one_before(
        self, till: Till, alipay: AlipaySimulator, sub_code: str
    ) -> None:
        refund = till.refund(till.paid())
        till.processor.refund(refund)
        alipay.say_next("refund", code="40004", sub_code=sub_code)

        assert till.processor.refund(refund).standing is Standing.DONE

    def test_with_an_error_of_the_system_is_in_doubt(
        self, till: Till, alipay: AlipaySimulator
    ) -> None:
        refund = till.refund(till.paid())
        alipay.say_next("refund", code="40004", sub_code="ACQ.SYSTEM_ERROR")

        with pytest.raises(NoAnswerError):
            till.processor.refund(refund)

    @pytest.mark.parametrize("fault", [Fault.TOO_MANY, Fault.ERROR_BEFORE])
    def test_that_cannot_be_looked_up_is_in_doubt(
        self, till: Till, alipay: AlipaySimulator, fault: Fault
    ) -> None:
        refund = till.refund(till.paid())
        till.processor.refund(refund)
        alipay.faults.plan("query_refund", fault)

        with pytest.raises(NoAnswerError):
            till.processor.refund(refund)

    def test_works_after_a_cancel_is_too_late(self, till: Till, alipay: AlipaySimulator) -> None:
        charge = till.paid()
        alipay.pass_time(timedelta(days=30))
        assert till.processor.cancel(charge).standing is Standing.DONE

        assert till.processor.refund(till.refund(charge, 88_88)).standing is Standing.DONE
        assert alipay.ledger.given_back() == 88_88


class TestQueryRefund:
    def test_knows_nothing_of_what_was_not_asked_for(self, till: Till) -> None:
        charge = till.paid()

        assert till.processor.query_refund(till.refund(charge)) == Answer(Standing.ABSENT, REQUEST)

    def test_knows_nothing_of_a_payment_that_is_not_there(self, till: Till) -> None:
        answer = till.processor.query_refund(till.refund(till.charge()))

        assert answer.standing is Standing.ABSENT

    @pytest.mark.parametrize(
        "said",
        [
            {"refund_amount": "8.88"},
            {"refund_status": "REFUND_PROCESSING", "refund_amount": "8.88"},
            {"refund_status": "REFUND_SUCCESS"},
        ],
    )
    def test_decides_nothing_by_an_answer_that_proves_nothing(
        self, till: Till, alipay: AlipaySimulator, said: dict[str, str]
    ) -> None:
        alipay.say_next("query_refund", code="10000", **said)

        with pytest.raises(NoAnswerError):
            till.processor.query_refund(till.refund(till.charge()))

    def test_may_be_refused(self, till: Till, alipay: AlipaySimulator) -> None:
        alipay.say_next("query_refund", code="40004", sub_code="ACQ.INVALID_PARAMETER")

        with pytest.raises(ProcessorRefusedError):
            till.processor.query_refund(till.refund(till.charge()))
