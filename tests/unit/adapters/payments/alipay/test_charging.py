"""Charges: what the till asks for, what it makes of each answer, and what it never calls proven."""

from __future__ import annotations

import json
import logging
from dataclasses import replace
from datetime import timedelta

import pytest

from pos_app.adapters.payments.alipay.processor import AlipayProcessor
from pos_app.adapters.payments.alipay.trades import QR_SENT_WITHIN
from pos_app.domain.attempt import Flow, Standing
from pos_app.domain.money import Currency
from pos_app.services.payments.processor import (
    AmountError,
    Answer,
    BusyError,
    NoAnswerError,
    NotReachedError,
    ProcessorRefusedError,
)
from tests.fakes.processors.alipay import AlipaySimulator
from tests.fakes.processors.faults import Fault
from tests.fakes.raw_http import answering, raw_server
from tests.unit.adapters.payments.alipay.till import ATTEMPT, NUMBER, Till, known

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

DECLINES = [
    *("ACQ.BUYER_BALANCE_NOT_ENOUGH", "ACQ.BUYER_BANKCARD_BALANCE_NOT_ENOUGH"),
    *("ACQ.ERROR_BALANCE_PAYMENT_DISABLE", "ACQ.BUYER_PAYMENT_AMOUNT_DAY_LIMIT_ERROR"),
    *("ACQ.BUYER_PAYMENT_AMOUNT_MONTH_LIMIT_ERROR", "ACQ.NO_PAYMENT_INSTRUMENTS_AVAILABLE"),
    *("ACQ.PAYMENT_REQUEST_HAS_RISK", "ACQ.USER_FACE_PAYMENT_SWITCH_OFF"),
    *("ACQ.BUYER_SELLER_EQUAL", "ACQ.INVALID_PARAMETER", "ACQ.TOTAL_FEE_EXCEED"),
    *("ACQ.EXIST_FORBIDDEN_WORD", "ACQ.INVALID_STORE_ID", "ACQ.ACCESS_FORBIDDEN"),
    *("ACQ.PARTNER_ERROR", "ACQ.SELLER_BEEN_BLOCKED", "ACQ.MERCHANT_AGREEMENT_NOT_EXIST"),
    *("ACQ.BEYOND_PER_RECEIPT_RESTRICTION", "ACQ.PULL_MOBILE_CASHIER_FAIL", "ACQ.PAYMENT_FAIL"),
    *("ACQ.PAYMENT_AUTH_CODE_INVALID", "ACQ.NEVER_HEARD_OF"),
]
LEFT_OPEN = [
    *(Fault.HANG, Fault.RESET_BEFORE, Fault.ERROR_BEFORE, Fault.RESET_AFTER, Fault.LOST),
    *(Fault.ERROR_AFTER, Fault.SLOW, Fault.MALFORMED, Fault.WRONG),
]
REFUSED = ["20001", "40001", "40002", "40006"]


def business(alipay: AlipaySimulator, at: int = -1) -> dict[str, str]:
    content: dict[str, str] = json.loads(alipay.asked[at].form()["biz_content"])
    return content


class TestCode:
    def test_is_paid_at_once(self, till: Till, alipay: AlipaySimulator) -> None:
        charge = till.charge(code=alipay.customer_code())

        answer = till.processor.create(charge)

        trade = alipay.trades[NUMBER]
        assert answer == Answer(Standing.DONE, NUMBER, trade.trade_no, amount=88_88)
        assert alipay.ledger.captured(ATTEMPT) == 88_88

    def test_is_asked_for_as_the_gateway_wants_it(
        self, till: Till, alipay: AlipaySimulator
    ) -> None:
        code = alipay.customer_code()
        till.processor.create(till.charge(code=f" {code}\r\n"))

        (asked,) = alipay.asked
        assert business(alipay) == {
            "out_trade_no": NUMBER,
            "product_code": "FACE_TO_FACE_PAYMENT",
            "scene": "bar_code",
            "auth_code": code,
            "subject": "Order T01 42   2 × 豆浆   more",
            "total_amount": "88.88",
            "terminal_id": "T01",
        }
        assert (asked.method, asked.path) == ("POST", "/gateway.do")
        assert asked.headers["content-type"] == "application/x-www-form-urlencoded;charset=utf-8"
        assert code not in str(asked.query)

    def test_is_timed_in_china(self, till: Till, alipay: AlipaySimulator) -> None:
        till.processor.create(till.charge(code=alipay.customer_code()))

        told = dict(alipay.asked[0].query)["timestamp"]
        china = alipay.now() + timedelta(hours=8)
        assert told[:15] in {
            (china - timedelta(minutes=late)).strftime("%Y-%m-%d %H:%M:%S")[:15] for late in (0, 1)
        }

    def test_waits_for_the_customers_password(self, till: Till, alipay: AlipaySimulator) -> None:
        charge = till.charge(code=alipay.customer_code(asks_password=True))

        assert till.processor.create(charge) == Answer(Standing.WAITING, NUMBER)
        assert till.processor.query(known(charge)) == Answer(Standing.WAITING, NUMBER)
        assert alipay.ledger.moves == []
        alipay.confirm(NUMBER)
        answer = till.processor.query(known(charge))
        assert (answer.standing, answer.amount) == (Standing.DONE, 88_88)

    @pytest.mark.parametrize("sub_code", DECLINES)
    def test_is_declined_with_words(
        self, till: Till, alipay: AlipaySimulator, sub_code: str
    ) -> None:
        charge = till.charge(code=alipay.customer_code(declines=sub_code))

        answer = till.processor.create(charge)

        assert (answer.standing, answer.remote_id) == (Standing.DECLINED, NUMBER)
        assert answer.reason.endswith(f" ({sub_code})")
        assert till.processor.query(known(charge)).standing is Standing.ABSENT
        assert alipay.ledger.moves == []

    def test_is_declined_in_alipays_words_where_there_are_no_others(
        self, till: Till, alipay: AlipaySimulator
    ) -> None:
        said = f"失败\u2028{'9' * 18} {'x' * 500}"
        alipay.say_next("create", code="40004", sub_code="ACQ.NEW_RULE", sub_msg=said)

        reason = till.processor.create(till.charge(code=alipay.customer_code())).reason

        assert reason.startswith("失败 … xxx")
        assert len(reason) < 200

    def test_that_has_run_out_is_declined(self, till: Till, alipay: AlipaySimulator) -> None:
        charge = till.charge(code=alipay.customer_code())
        alipay.pass_time(timedelta(minutes=2))

        answer = till.processor.create(charge)

        assert answer.standing is Standing.DECLINED
        assert "scan it again" in answer.reason

    @pytest.mark.parametrize("code", ["20000", "40004"])
    @pytest.mark.parametrize("sub_code", ["ACQ.SYSTEM_ERROR", "aop.ACQ.SYSTEM_ERROR"])
    def test_with_an_error_of_the_system_is_in_doubt(
        self, till: Till, alipay: AlipaySimulator, code: str, sub_code: str
    ) -> None:
        alipay.say_next("create", code=code, sub_code=sub_code)

        with pytest.raises(NoAnswerError, match="an error of its own"):
            till.processor.create(till.charge(code=alipay.customer_code()))

    @pytest.mark.parametrize("sub_code", ["isp.unknow-error", "aop.unknow-error", ""])
    def test_with_an_error_of_the_gateway_is_in_doubt(
        self, till: Till, alipay: AlipaySimulator, sub_code: str
    ) -> None:
        alipay.say_next("create", code="20000", sub_code=sub_code)

        with pytest.raises(NoAnswerError, match="an error of its own"):
            till.processor.create(till.charge(code=alipay.customer_code()))

    @pytest.mark.parametrize(
        "said",
        [
            {},
            {"code": "10001"},
            {"code": "40005"},
            {"code": "10000"},
            {"code": "10000", "out_trade_no": NUMBER},
            {"code": "10000", "out_trade_no": NUMBER, "total_amount": "a lot"},
            {"code": "10000", "out_trade_no": NUMBER, "total_amount": "-88.88"},
            {"code": "10000", "out_trade_no": "another", "total_amount": "88.88"},
        ],
    )
    def test_with_an_answer_that_proves_nothing_is_in_doubt(
        self, till: Till, alipay: AlipaySimulator, said: dict[str, str]
    ) -> None:
        alipay.say_next("create", **said)

        with pytest.raises(NoAnswerError):
            till.processor.create(till.charge(code=alipay.customer_code()))

    @pytest.mark.parametrize("code", REFUSED)
    def test_is_refused_as_a_request(self, till: Till, alipay: AlipaySimulator, code: str) -> None:
        alipay.say_next("create", code=code, sub_code="isv.invalid", sub_msg="secret 28 code")

        with pytest.raises(ProcessorRefusedError, match=r"refuses: isv\.invalid\.$"):
            till.processor.create(till.charge(code=alipay.customer_code()))

    def test_with_another_amount_says_which(self, till: Till, alipay: AlipaySimulator) -> None:
        alipay.say_next("create", code="10000", out_trade_no=NUMBER, total_amount="88.00")

        answer = till.processor.create(till.charge(code=alipay.customer_code()))

        assert (answer.standing, answer.amount) == (Standing.DONE, 88_00)

    @pytest.mark.parametrize("code", ["", "4006381333931", "134567890123456789", "28" + "1" * 23])
    def test_that_is_none_of_alipays_is_not_sent(
        self, till: Till, alipay: AlipaySimulator, code: str
    ) -> None:
        with pytest.raises(ProcessorRefusedError, match="scan it again") as refused:
            till.processor.create(till.charge(code=code))

        assert alipay.asked == []
        assert not code or code not in str(refused.value)

    @pytest.mark.parametrize(
        ("amount", "currency"), [(0, "CNY"), (100_000_000_01, "CNY"), (100, "EUR")]
    )
    def test_is_for_what_alipay_takes(
        self, till: Till, alipay: AlipaySimulator, amount: int, currency: str
    ) -> None:
        charge = till.charge(code=alipay.customer_code(), amount=amount)

        with pytest.raises(AmountError):
            till.processor.create(replace(charge, currency=Currency.of(currency)))

        assert alipay.asked == []


class TestRepeating:
    def test_charges_once(self, till: Till, alipay: AlipaySimulator) -> None:
        charge = till.charge(code=alipay.customer_code())

        assert till.processor.create(charge) == till.processor.create(charge)
        assert alipay.ledger.captured() == 88_88

    def test_on_the_wire_charges_once(self, till: Till, alipay: AlipaySimulator) -> None:
        alipay.faults.plan("create", Fault.TWICE)

        answer = till.processor.create(till.charge(code=alipay.customer_code()))

        assert answer.standing is Standing.DONE
        assert alipay.ledger.captured() == 88_88

    def test_while_the_password_is_typed_goes_on_waiting(
        self, till: Till, alipay: AlipaySimulator
    ) -> None:
        charge = till.charge(code=alipay.customer_code(asks_password=True))
        till.processor.create(charge)

        assert till.processor.create(charge).standing is Standing.WAITING

    def test_after_the_end_says_so(self, till: Till, alipay: AlipaySimulator) -> None:
        charge = till.charge(code=alipay.customer_code(asks_password=True))
        till.processor.create(charge)
        till.processor.cancel(known(charge))

        assert till.processor.create(charge).standing is Standing.CANCELLED

    @pytest.mark.parametrize(
        "sub_code",
        [
            *("ACQ.TRADE_HAS_SUCCESS", "ACQ.CONTEXT_INCONSISTENT"),
            *("ACQ.TRADE_BUYER_NOT_MATCH", "ACQ.PAYMENT_AUTH_CODE_INVALID"),
        ],
    )
    def test_that_is_refused_is_no_decline_of_the_first(
        self, till: Till, alipay: AlipaySimulator, sub_code: str
    ) -> None:
        charge = till.charge(code=alipay.customer_code())
        till.processor.create(charge)
        alipay.say_next("create", code="40004", sub_code=sub_code)

        assert till.processor.create(charge).standing is Standing.DONE

    @pytest.mark.parametrize("sub_code", ["ACQ.TRADE_HAS_SUCCESS", "ACQ.TRADE_HAS_CLOSE"])
    def test_that_alipay_contradicts_is_in_doubt(
        self, till: Till, alipay: AlipaySimulator, sub_code: str
    ) -> None:
        alipay.say_next("create", code="40004", sub_code=sub_code)

        with pytest.raises(NoAnswerError, match="contradicts itself"):
            till.processor.create(till.charge(code=alipay.customer_code()))

    @pytest.mark.parametrize("fault", [Fault.TOO_MANY, Fault.LOST])
    def test_that_cannot_be_looked_up_is_in_doubt(
        self, till: Till, alipay: AlipaySimulator, fault: Fault
    ) -> None:
        """What was sent is there; that nobody can be asked about it does not take it back."""
        charge = till.charge(code=alipay.customer_code())
        till.processor.create(charge)
        alipay.faults.plan("query", fault)

        with pytest.raises(NoAnswerError):
            till.processor.create(charge)


class TestDoubt:
    @pytest.mark.parametrize("fault", LEFT_OPEN)
    def test_is_settled_by_asking(self, till: Till, alipay: AlipaySimulator, fault: Fault) -> None:
        charge = till.charge(code=alipay.customer_code())
        alipay.faults.plan("create", fault)

        with pytest.raises(NoAnswerError):
            till.hasty.create(charge)

        answer = till.processor.query(charge)
        is_paid = alipay.ledger.captured(ATTEMPT) == 88_88
        assert answer.standing is (Standing.DONE if is_paid else Standing.ABSENT)
        assert till.processor.create(charge).standing is Standing.DONE
        assert alipay.ledger.captured(ATTEMPT) == 88_88

    def test_of_an_answer_that_is_not_alipays_says_where_to_look(
        self, till: Till, alipay: AlipaySimulator
    ) -> None:
        alipay.faults.plan("create", Fault.WRONG)

        with pytest.raises(NoAnswerError, match="its answer has a wrong signature"):
            till.processor.create(till.charge(code=alipay.customer_code()))

    def test_of_an_answer_without_a_signature_names_the_trouble(
        self, till: Till, alipay: AlipaySimulator
    ) -> None:
        stranger = till.open({"app_id": "2021000000000002"})

        with pytest.raises(NoAnswerError, match=r"is not signed; isv\.invalid-app-id"):
            stranger.create(till.charge(code=alipay.customer_code()))

    @pytest.mark.parametrize("status", ["404 Not Found", "400 Bad Request", "204 No Content"])
    def test_is_what_another_status_leaves(self, till: Till, status: str) -> None:
        with raw_server(answering(status=status)) as server:
            processor = till.open({"base": f"{server.base}/gateway.do"})
            with pytest.raises(NoAnswerError, match=f"status {status[:3]}"):
                processor.query(till.charge())

    def test_is_none_where_nothing_was_sent(self, till: Till, alipay: AlipaySimulator) -> None:
        with alipay.closed(), pytest.raises(NotReachedError):
            till.processor.create(till.charge(code=alipay.customer_code()))

    def test_is_none_where_it_was_asked_too_often(
        self, till: Till, alipay: AlipaySimulator
    ) -> None:
        alipay.faults.plan("create", Fault.TOO_MANY)

        with pytest.raises(BusyError):
            till.processor.create(till.charge(code=alipay.customer_code()))


class TestQr:
    def test_is_shown_scanned_and_paid(self, till: Till, alipay: AlipaySimulator) -> None:
        charge = till.charge(Flow.QR)

        shown = till.processor.create(charge)

        assert (shown.standing, shown.remote_id) == (Standing.WAITING, NUMBER)
        assert shown.prompt.startswith("https://qr.alipay.com/")
        sent = business(alipay)
        assert (sent["timeout_express"], sent["qr_code_timeout_express"]) == ("5m", "5m")
        assert till.processor.hand_over(known(charge)).standing is Standing.WAITING
        assert alipay.scan(shown.prompt, pays=False)
        assert till.processor.query(known(charge)).standing is Standing.WAITING
        assert alipay.scan(shown.prompt)
        answer = till.processor.capture(known(charge))
        assert (answer.standing, answer.amount) == (Standing.DONE, 88_88)
        assert alipay.ledger.captured(ATTEMPT) == 88_88

    def test_whose_answer_was_lost_is_asked_for_again(
        self, till: Till, alipay: AlipaySimulator
    ) -> None:
        charge = till.charge(Flow.QR)
        alipay.faults.plan("create", Fault.LOST)
        with pytest.raises(NoAnswerError):
            till.processor.create(charge)

        assert till.processor.query(charge).standing is Standing.ABSENT
        assert till.processor.create(charge).prompt

    def test_is_not_asked_for_late_as_its_end_must_be_known(
        self, till: Till, alipay: AlipaySimulator
    ) -> None:
        charge = till.charge(Flow.QR)
        alipay.pass_time(QR_SENT_WITHIN + timedelta(seconds=1))

        assert till.processor.query(charge).standing is Standing.WAITING
        with pytest.raises(ProcessorRefusedError, match="too late"):
            till.processor.create(charge)

    def test_that_nobody_scans_runs_out(self, till: Till, alipay: AlipaySimulator) -> None:
        charge = till.charge(Flow.QR)
        prompt = till.processor.create(charge).prompt
        alipay.pass_time(timedelta(minutes=5, seconds=59))
        assert till.processor.query(known(charge)).standing is Standing.WAITING
        alipay.pass_time(timedelta(seconds=1))

        answer = till.processor.query(known(charge))

        assert answer.standing is Standing.CANCELLED
        assert "run out" in answer.reason
        assert not alipay.scan(prompt)

    def test_that_is_scanned_and_left_is_closed(self, till: Till, alipay: AlipaySimulator) -> None:
        charge = till.charge(Flow.QR)
        alipay.scan(till.processor.create(charge).prompt, pays=False)
        alipay.pass_time(timedelta(minutes=5))

        assert till.processor.query(known(charge)).standing is Standing.CANCELLED

    def test_without_a_code_in_the_answer_is_in_doubt(
        self, till: Till, alipay: AlipaySimulator
    ) -> None:
        alipay.say_next("create", code="10000", out_trade_no=NUMBER)

        with pytest.raises(NoAnswerError, match="no code in its answer"):
            till.processor.create(till.charge(Flow.QR))

    def test_is_declined_with_words(self, till: Till, alipay: AlipaySimulator) -> None:
        alipay.say_next("create", code="40004", sub_code="ACQ.TOTAL_FEE_EXCEED")

        answer = till.processor.create(till.charge(Flow.QR))

        assert answer.standing is Standing.DECLINED
        assert answer.reason.startswith("the amount is above")


class TestQuery:
    @pytest.mark.parametrize(
        ("status", "standing"),
        [
            ("WAIT_BUYER_PAY", Standing.WAITING),
            ("TRADE_SUCCESS", Standing.DONE),
            ("TRADE_FINISHED", Standing.DONE),
            ("TRADE_CLOSED", Standing.CANCELLED),
        ],
    )
    def test_reads_each_status(
        self, till: Till, alipay: AlipaySimulator, status: str, standing: Standing
    ) -> None:
        names = {"out_trade_no": NUMBER, "total_amount": "88.88"}
        alipay.say_next("query", code="10000", trade_status=status, **names)

        assert till.processor.query(till.charge()).standing is standing

    @pytest.mark.parametrize(
        "said",
        [
            {"code": "10000", "out_trade_no": NUMBER},
            {"code": "10000", "out_trade_no": NUMBER, "trade_status": "TRADE_PENDING"},
            {"code": "10000", "out_trade_no": NUMBER, "trade_status": "TRADE_SUCCESS"},
            {"code": "10000", "out_trade_no": "another", "trade_status": "TRADE_CLOSED"},
            {"code": "10003", "out_trade_no": NUMBER},
            {"code": "40004", "sub_code": "ACQ.SYSTEM_ERROR"},
        ],
    )
    def test_decides_nothing_by_an_answer_that_proves_nothing(
        self, till: Till, alipay: AlipaySimulator, said: dict[str, str]
    ) -> None:
        alipay.say_next("query", **said)

        with pytest.raises(NoAnswerError):
            till.processor.query(till.charge())

    def test_may_be_refused(self, till: Till, alipay: AlipaySimulator) -> None:
        alipay.say_next("query", code="40004", sub_code="ACQ.INVALID_PARAMETER")

        with pytest.raises(ProcessorRefusedError, match="does not accept"):
            till.processor.query(till.charge())


class TestCancel:
    def test_closes_what_is_unpaid(self, till: Till, alipay: AlipaySimulator) -> None:
        charge = till.charge(code=alipay.customer_code(asks_password=True))
        till.processor.create(charge)

        assert till.processor.cancel(known(charge)) == Answer(Standing.CANCELLED, NUMBER)
        assert till.processor.cancel(known(charge)).standing is Standing.CANCELLED
        assert alipay.trades[NUMBER].status == "TRADE_CLOSED"

    def test_gives_back_what_is_paid_and_says_so(self, till: Till, alipay: AlipaySimulator) -> None:
        answer = till.processor.cancel(till.paid())

        assert answer.standing is Standing.CANCELLED
        assert answer.reason == "It was paid, and has been given back in full."
        assert alipay.ledger.captured() == alipay.ledger.given_back() == 88_88

    def test_whose_answer_was_lost_gives_back_once(
        self, till: Till, alipay: AlipaySimulator
    ) -> None:
        charge = till.paid()
        alipay.faults.plan("cancel", Fault.LOST)
        with pytest.raises(NoAnswerError):
            till.processor.cancel(charge)

        assert till.processor.cancel(charge).standing is Standing.CANCELLED
        assert alipay.ledger.given_back() == 88_88

    def test_of_a_payment_that_is_still_on_its_way_proves_nothing(
        self, till: Till, alipay: AlipaySimulator
    ) -> None:
        charge = till.charge(code=alipay.customer_code())
        alipay.faults.plan("create", Fault.LATE)
        with pytest.raises(NoAnswerError):
            till.processor.create(charge)

        answer = till.processor.cancel(charge)

        assert answer.standing is Standing.ABSENT
        assert "may still come" in answer.reason
        alipay.deliver_late()
        assert alipay.ledger.captured() == 88_88
        assert till.processor.cancel(charge).standing is Standing.CANCELLED
        assert alipay.ledger.given_back() == 88_88

    def test_of_what_never_came_is_proven_when_the_code_is_dead(
        self, till: Till, alipay: AlipaySimulator
    ) -> None:
        charge = till.charge(code=alipay.customer_code())
        alipay.faults.plan("create", Fault.LATE)
        with pytest.raises(NoAnswerError):
            till.processor.create(charge)
        alipay.pass_time(timedelta(seconds=59))
        assert till.processor.cancel(charge).standing is Standing.ABSENT
        alipay.pass_time(timedelta(seconds=2))

        assert till.processor.cancel(charge).standing is Standing.CANCELLED
        alipay.deliver_late()
        assert alipay.ledger.moves == []

    def test_of_a_code_on_the_screen_is_proven_when_it_has_run_out(
        self, till: Till, alipay: AlipaySimulator
    ) -> None:
        charge = till.charge(Flow.QR)
        prompt = till.processor.create(charge).prompt

        assert till.processor.cancel(known(charge)).standing is Standing.ABSENT
        alipay.pass_time(timedelta(minutes=4))
        assert alipay.scan(prompt)
        assert till.processor.cancel(known(charge)).standing is Standing.CANCELLED
        assert alipay.ledger.given_back() == 88_88

    def test_of_a_code_that_nobody_scanned_ends(self, till: Till, alipay: AlipaySimulator) -> None:
        charge = till.charge(Flow.QR)
        prompt = till.processor.create(charge).prompt
        alipay.pass_time(timedelta(minutes=6))

        assert till.processor.cancel(known(charge)).standing is Standing.CANCELLED
        assert not alipay.scan(prompt)

    @pytest.mark.parametrize("action", ["", "close", "refund"])
    def test_that_is_to_be_repeated_proves_nothing(
        self, till: Till, alipay: AlipaySimulator, action: str
    ) -> None:
        charge = till.paid()
        alipay.pass_time(timedelta(hours=1))
        alipay.say_next("cancel", code="10000", retry_flag="Y", action=action)

        assert till.processor.cancel(charge).standing is Standing.ABSENT

    def test_without_an_action_looks_before_it_believes(
        self, till: Till, alipay: AlipaySimulator
    ) -> None:
        charge = till.paid()
        alipay.pass_time(timedelta(hours=1))
        alipay.say_next("cancel", code="10000", retry_flag="N")

        assert till.processor.cancel(charge).standing is Standing.DONE

    def test_that_leaves_it_open_proves_nothing(self, till: Till, alipay: AlipaySimulator) -> None:
        charge = till.charge(code=alipay.customer_code(asks_password=True))
        till.processor.create(charge)
        alipay.say_next("cancel", code="10000", retry_flag="N")

        assert till.processor.cancel(known(charge)).standing is Standing.ABSENT

    def test_after_a_day_is_too_late(self, till: Till, alipay: AlipaySimulator) -> None:
        charge = till.paid()
        alipay.pass_time(timedelta(hours=25))

        answer = till.processor.cancel(charge)

        assert (answer.standing, answer.amount) == (Standing.DONE, 88_88)
        assert "ACQ.TRADE_CANCEL_TIME_OUT" in answer.reason

    @pytest.mark.parametrize(
        "sub_code",
        [
            *("ACQ.SELLER_BALANCE_NOT_ENOUGH", "ACQ.REASON_TRADE_BEEN_FREEZEN"),
            *("ACQ.CANCEL_NOT_ALLOWED", "ACQ.NEVER_HEARD_OF"),
        ],
    )
    def test_that_is_refused_leaves_it_paid(
        self, till: Till, alipay: AlipaySimulator, sub_code: str
    ) -> None:
        charge = till.paid()
        alipay.say_next("cancel", code="40004", sub_code=sub_code)

        answer = till.processor.cancel(charge)

        assert answer.standing is Standing.DONE
        assert sub_code in answer.reason

    def test_that_cannot_be_looked_at_is_in_doubt(
        self, till: Till, alipay: AlipaySimulator
    ) -> None:
        charge = till.paid()
        alipay.say_next("cancel", code="10000", retry_flag="N")
        alipay.faults.plan("query", Fault.TOO_MANY)

        with pytest.raises(NoAnswerError):
            till.processor.cancel(charge)

    def test_with_an_error_of_the_system_is_in_doubt(
        self, till: Till, alipay: AlipaySimulator
    ) -> None:
        alipay.say_next("cancel", code="40004", sub_code="ACQ.SYSTEM_ERROR")

        with pytest.raises(NoAnswerError):
            till.processor.cancel(till.paid())


class TestSecrets:
    @pytest.mark.parametrize("fault", [Fault.NONE, *LEFT_OPEN])
    def test_reach_no_log_and_no_error(
        self, till: Till, alipay: AlipaySimulator, caplog: pytest.LogCaptureFixture, fault: Fault
    ) -> None:
        caplog.set_level(logging.DEBUG)
        charge = till.charge(code=alipay.customer_code())
        alipay.faults.plan("create", fault)

        said = outcome(till.hasty, charge)

        assert charge.customer_code not in said + caplog.text
        assert till.alipay.values["private_key"][40:80] not in said + caplog.text

    def test_are_not_repeated_from_what_alipay_echoes(
        self, till: Till, alipay: AlipaySimulator
    ) -> None:
        charge = till.charge(code=alipay.customer_code())
        echo = f"biz_content={{auth_code:{charge.customer_code}}}"
        for code in ("40002", "40004"):
            alipay.say_next("create", code=code, sub_code=f"isv.{code}", sub_msg=echo)
            assert charge.customer_code not in outcome(till.processor, charge)


def outcome(processor: AlipayProcessor, charge: object) -> str:
    try:
        return repr(processor.create(charge))  # type: ignore[arg-type]  # kept out of the text
    except (NoAnswerError, ProcessorRefusedError) as error:
        return f"{error!r} {error.values}"
