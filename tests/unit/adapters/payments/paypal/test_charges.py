"""A payment by PayPal from the link to the money, over real sockets to a simulated PayPal."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from pos_app.adapters.payments.paypal.kind import KIND
from pos_app.domain.attempt import Standing
from pos_app.domain.money import Currency
from pos_app.services.payments.processor import (
    AmountError,
    NoAnswerError,
    ProcessorConfig,
    ProcessorRefusedError,
)
from tests.fakes.processors.faults import NOT_DONE, Fault
from tests.fakes.processors.paypal import CLIENT_ID, SECRET, PayPalSimulator
from tests.unit.adapters.payments.paypal.setting import (
    IMPATIENT,
    PAGE,
    agreed,
    charge,
    known,
    paid,
    till,
)

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

DOUBTS = [
    one for one in Fault if one not in {Fault.NONE, Fault.REFUSE, Fault.TOO_MANY, Fault.TWICE}
]
DECLINES = [
    *("INSTRUMENT_DECLINED", "PAYER_CANNOT_PAY", "TRANSACTION_REFUSED", "CARD_EXPIRED"),
    *("REDIRECT_PAYER_FOR_ALTERNATE_FUNDING", "MAX_NUMBER_OF_PAYMENT_ATTEMPTS_EXCEEDED"),
    *("ORDER_EXPIRED", "COMPLIANCE_VIOLATION", "PAYEE_ACCOUNT_RESTRICTED"),
    *("PAYEE_ACCOUNT_LOCKED_OR_CLOSED", "PAYEE_BLOCKED_TRANSACTION"),
]
REFUSALS = [
    *("DUPLICATE_INVOICE_ID", "PERMISSION_DENIED", "CONSENT_NEEDED"),
    *("PAYPAL_REQUEST_ID_REQUIRED", "MALFORMED_REQUEST_JSON", "MISSING_REQUIRED_PARAMETER"),
    *("INVALID_PARAMETER_VALUE", "AN_ISSUE_OF_TOMORROW"),
]


class TestOpening:
    def test_makes_one_that_goes_by_the_clock_of_this_computer(
        self, paypal: PayPalSimulator
    ) -> None:
        values = {"client_id": CLIENT_ID, "secret": SECRET, "page": PAGE, "base": paypal.base}
        opened = KIND.open(ProcessorConfig(values))

        assert opened.create(charge()).remote_id == opened.query(charge()).remote_id


class TestCreate:
    def test_asks_the_customer_with_a_link(self, paypal: PayPalSimulator) -> None:
        answer = till(paypal).create(charge())

        assert answer.standing is Standing.WAITING
        assert answer.remote_id in paypal.orders
        assert answer.prompt == (
            f"https://www.sandbox.paypal.com/checkoutnow?token={answer.remote_id}"
        )
        assert answer.amount == 1230
        assert answer.request_id.startswith("debug")

    def test_says_what_a_till_needs_and_nothing_else(self, paypal: PayPalSimulator) -> None:
        till(paypal).create(charge())

        assert json.loads(paypal.asked[-1].body) == {
            "intent": "CAPTURE",
            "purchase_units": [
                {
                    "amount": {"currency_code": "EUR", "value": "12.30"},
                    "custom_id": "0190-attempt",
                    "description": "Épicerie du Marché",
                }
            ],
            "payment_source": {
                "paypal": {
                    "experience_context": {
                        "user_action": "PAY_NOW",
                        "shipping_preference": "NO_SHIPPING",
                        "payment_method_preference": "IMMEDIATE_PAYMENT_REQUIRED",
                        "return_url": PAGE,
                        "cancel_url": PAGE,
                    }
                }
            },
        }

    def test_shortens_what_is_too_long_for_paypal(self, paypal: PayPalSimulator) -> None:
        till(paypal).create(replace(charge(), description="Cheese\n" * 100))

        (unit,) = json.loads(paypal.asked[-1].body)["purchase_units"]
        assert unit["description"].startswith("Cheese Cheese")
        assert len(unit["description"]) == 127

    def test_says_nothing_of_what_there_is_nothing_to_say(self, paypal: PayPalSimulator) -> None:
        till(paypal).create(replace(charge(), description=" "))

        assert "description" not in json.loads(paypal.asked[-1].body)["purchase_units"][0]

    def test_makes_one_order_however_often_it_is_asked(self, paypal: PayPalSimulator) -> None:
        first, again = (till(paypal).create(charge()) for _ in range(2))

        assert first.remote_id == again.remote_id == paypal.only_order().order_id
        assert again.prompt == first.prompt

    def test_makes_one_for_each_attempt(self, paypal: PayPalSimulator) -> None:
        for name in ("one", "two"):
            till(paypal).create(charge(name))

        assert len(paypal.orders) == 2

    def test_told_again_says_how_it_stands_by_now(self, paypal: PayPalSimulator) -> None:
        processor = till(paypal)
        paid(paypal, processor)

        answer = processor.create(charge())

        assert answer.standing is Standing.DONE
        assert answer.capture_id

    def test_told_again_says_that_the_money_is_on_its_way(self, paypal: PayPalSimulator) -> None:
        processor = till(paypal)
        paypal.plan("capture", "PENDING PENDING_REVIEW")
        asked = paid(paypal, processor)

        answer = processor.create(charge())

        assert (answer.standing, answer.capture_id) == (Standing.WAITING, asked.capture_id)

    @pytest.mark.parametrize("page", ["", "http://shop.example", "javascript:alert(1)"])
    def test_sends_no_customer_to_a_page_that_is_not_safe(
        self, paypal: PayPalSimulator, page: str
    ) -> None:
        with pytest.raises(ProcessorRefusedError, match="must be an https address"):
            till(paypal, page=page).create(charge())

        assert paypal.asked == []

    def test_sends_no_amount_that_paypal_cannot_take(self, paypal: PayPalSimulator) -> None:
        with pytest.raises(AmountError):
            till(paypal).create(replace(charge(), currency=Currency.of("HUF")))

        assert paypal.asked == []

    def test_tells_that_paypal_does_not_take_the_currency(self, paypal: PayPalSimulator) -> None:
        paypal.plan("create", "CURRENCY_NOT_SUPPORTED")

        with pytest.raises(AmountError, match="your account does not take this currency"):
            till(paypal).create(charge())

    @pytest.mark.parametrize("issue", [*REFUSALS, "PAYEE_ACCOUNT_RESTRICTED"])
    def test_refused_says_why(self, paypal: PayPalSimulator, issue: str) -> None:
        paypal.plan("create", issue)

        with pytest.raises(ProcessorRefusedError, match=rf"PayPal refuses: .+\({issue}, debug id"):
            till(paypal).create(charge())

    def test_does_not_wait_for_an_order_that_it_cannot_show(self, paypal: PayPalSimulator) -> None:
        paypal.link = "http://elsewhere.example/pay"

        with pytest.raises(NoAnswerError):
            till(paypal).create(charge())

    @pytest.mark.parametrize("fault", DOUBTS)
    def test_in_doubt_is_found_again_by_asking(self, paypal: PayPalSimulator, fault: Fault) -> None:
        paypal.faults.plan("create", fault)
        with pytest.raises(NoAnswerError):
            till(paypal, time_outs=IMPATIENT).create(charge())

        answer = till(paypal).query(charge())
        paypal.deliver_late()

        assert answer.standing is Standing.WAITING
        assert answer.remote_id == paypal.only_order().order_id


class TestQuery:
    @pytest.mark.parametrize(
        ("status", "standing"),
        [
            ("CREATED", Standing.WAITING),
            ("SAVED", Standing.WAITING),
            ("PAYER_ACTION_REQUIRED", Standing.WAITING),
            ("APPROVED", Standing.AUTHORISED),
            ("VOIDED", Standing.CANCELLED),
        ],
    )
    def test_tells_each_state_of_an_order(
        self, paypal: PayPalSimulator, status: str, standing: Standing
    ) -> None:
        processor = till(paypal)
        asked = known(charge(), processor.create(charge()))
        paypal.only_order().status = status

        answer = processor.query(asked)

        assert answer.standing is standing
        assert answer.amount == 1230
        assert bool(answer.prompt) is (standing is Standing.WAITING)

    @pytest.mark.parametrize("status", ["COMPLETED", "A_STATE_OF_TOMORROW"])
    def test_takes_no_word_for_money_that_no_capture_shows(
        self, paypal: PayPalSimulator, status: str
    ) -> None:
        processor = till(paypal)
        asked = known(charge(), processor.create(charge()))
        paypal.only_order().status = status

        with pytest.raises(NoAnswerError):
            processor.query(asked)

    @pytest.mark.parametrize(
        ("status", "standing"),
        [
            ("COMPLETED", Standing.DONE),
            ("PARTIALLY_REFUNDED", Standing.DONE),
            ("REFUNDED", Standing.DONE),
            ("PENDING", Standing.WAITING),
            ("DECLINED", Standing.DECLINED),
            ("FAILED", Standing.DECLINED),
        ],
    )
    def test_tells_each_state_of_a_capture(
        self, paypal: PayPalSimulator, status: str, standing: Standing
    ) -> None:
        processor = till(paypal)
        asked = paid(paypal, processor)
        paypal.captures[asked.capture_id].status = status

        answer = processor.query(asked)

        assert (answer.standing, answer.capture_id) == (standing, asked.capture_id)
        assert answer.amount == 1230
        assert bool(answer.reason) is (standing is not Standing.DONE)

    def test_takes_no_word_for_a_capture_in_a_state_of_tomorrow(
        self, paypal: PayPalSimulator
    ) -> None:
        processor = till(paypal)
        asked = paid(paypal, processor)
        paypal.captures[asked.capture_id].status = "HALF_DONE"

        with pytest.raises(NoAnswerError):
            processor.query(asked)

    def test_says_what_a_pending_payment_waits_for(self, paypal: PayPalSimulator) -> None:
        processor = till(paypal)
        paypal.plan("capture", "PENDING PENDING_REVIEW")
        asked = paid(paypal, processor)

        assert processor.query(asked).reason == "PayPal is looking at it"
        paypal.settle(asked.remote_id, "COMPLETED")
        assert processor.query(asked).standing is Standing.DONE

    @pytest.mark.parametrize("status", ["DECLINED", "PENDING"])
    def test_counts_the_capture_that_moved_money_after_one_that_did_not(
        self, paypal: PayPalSimulator, status: str
    ) -> None:
        processor = till(paypal)
        asked = paid(paypal, processor)
        order = paypal.only_order()
        order.captures.insert(0, replace(order.captures[0], capture_id="NONE", status=status))

        answer = processor.query(asked)

        assert (answer.standing, answer.capture_id, answer.amount) == (
            Standing.DONE,
            asked.capture_id,
            1230,
        )

    def test_tells_the_amount_as_paypal_has_it(self, paypal: PayPalSimulator) -> None:
        processor = till(paypal)
        asked = agreed(paypal, processor)
        paypal.only_order().unit["amount"]["value"] = "12.29"

        assert processor.query(asked).amount == 1229

    @pytest.mark.parametrize(
        ("field", "value"),
        [("custom_id", "another attempt"), ("amount", {"currency_code": "USD", "value": "12.30"})],
    )
    def test_takes_no_word_of_what_is_not_ours(
        self, paypal: PayPalSimulator, field: str, value: object
    ) -> None:
        processor = till(paypal)
        asked = agreed(paypal, processor)
        paypal.only_order().unit[field] = value

        with pytest.raises(NoAnswerError):
            processor.query(asked)

    def test_of_what_paypal_does_not_know_is_absent(self, paypal: PayPalSimulator) -> None:
        assert till(paypal).query(replace(charge(), remote_id="NO/NE")).standing is Standing.ABSENT
        assert paypal.asked[-1].path == "/v2/checkout/orders/NO%2FNE"

    def test_of_an_order_that_has_expired_is_absent(self, paypal: PayPalSimulator) -> None:
        processor = till(paypal)
        asked = agreed(paypal, processor)
        paypal.pass_time(timedelta(hours=3))

        assert processor.query(asked).standing is Standing.ABSENT

    def test_finds_the_money_of_an_order_that_paypal_has_forgotten(
        self, paypal: PayPalSimulator
    ) -> None:
        processor = till(paypal)
        asked = paid(paypal, processor)
        paypal.orders.clear()

        answer = processor.query(asked)

        assert (answer.standing, answer.amount) == (Standing.DONE, 1230)
        assert (answer.remote_id, answer.capture_id) == (asked.remote_id, asked.capture_id)

    def test_takes_a_404_of_somebody_else_for_nothing(self, paypal: PayPalSimulator) -> None:
        asked = replace(charge(), remote_id="NONE")
        paypal.faults.plan("query", Fault.WRONG)

        with pytest.raises(NoAnswerError):
            till(paypal).query(asked)

    @pytest.mark.parametrize("fault", DOUBTS)
    def test_leaves_in_doubt_what_is_in_doubt(self, paypal: PayPalSimulator, fault: Fault) -> None:
        processor = till(paypal)
        asked = paid(paypal, processor)
        paypal.faults.plan("query", fault)

        with pytest.raises(NoAnswerError):
            till(paypal, time_outs=IMPATIENT).query(asked)

        assert processor.query(asked).standing is Standing.DONE

    def test_is_all_that_handing_over_is(self, paypal: PayPalSimulator) -> None:
        processor = till(paypal)
        asked = agreed(paypal, processor)

        assert processor.hand_over(asked).standing is Standing.AUTHORISED
        assert paypal.step_of(paypal.asked[-1]) == "query"


class TestQueryWithoutAName:
    def test_asks_the_same_again_while_paypal_knows_it(self, paypal: PayPalSimulator) -> None:
        processor = till(paypal)
        processor.create(charge())
        paypal.approve(paypal.only_order().order_id)

        answer = processor.query(charge())

        assert answer.standing is Standing.AUTHORISED
        assert answer.remote_id == paypal.only_order().order_id

    def test_finds_money_that_was_taken(self, paypal: PayPalSimulator) -> None:
        processor = till(paypal)
        paid(paypal, processor)

        assert processor.query(charge()).standing is Standing.DONE

    def test_gives_up_what_can_be_asked_no_more(self, paypal: PayPalSimulator) -> None:
        processor = till(paypal)
        asked = charge()
        processor.create(asked)
        paypal.pass_time(KIND.key_life)
        paypal.asked.clear()

        answer = processor.query(asked)

        assert answer.standing is Standing.CANCELLED
        assert answer.reason
        assert paypal.asked == []

    def test_repeats_nothing_by_a_clock_that_was_put_back(self, paypal: PayPalSimulator) -> None:
        asked = charge()
        paypal.pass_time(timedelta(days=-1))

        assert till(paypal).query(asked).standing is Standing.CANCELLED
        assert paypal.asked == []


class TestCapture:
    def test_takes_the_money_once(self, paypal: PayPalSimulator) -> None:
        processor = till(paypal)
        asked = agreed(paypal, processor)

        first, again = (processor.capture(asked) for _ in range(2))

        assert first.standing is again.standing is Standing.DONE
        assert first.capture_id == again.capture_id
        assert (first.amount, first.remote_id) == (1230, asked.remote_id)
        assert paypal.ledger.captured(asked.attempt_id) == 1230

    def test_finds_what_was_taken_when_paypal_knows_the_request_no_more(
        self, paypal: PayPalSimulator
    ) -> None:
        processor = till(paypal)
        asked = paid(paypal, processor)
        paypal.pass_time(timedelta(hours=7))

        assert processor.capture(asked).capture_id == asked.capture_id
        assert paypal.ledger.captured() == 1230

    def test_before_the_customer_agrees_waits(self, paypal: PayPalSimulator) -> None:
        processor = till(paypal)
        asked = known(charge(), processor.create(charge()))

        answer = processor.capture(asked)

        assert answer.standing is Standing.WAITING
        assert answer.reason == "the customer has not agreed yet"

    def test_sends_the_customer_back_where_paypal_says_so(self, paypal: PayPalSimulator) -> None:
        processor = till(paypal)
        asked = agreed(paypal, processor)
        paypal.plan("capture", "PAYER_ACTION_REQUIRED")

        answer = processor.capture(asked)

        assert answer.standing is Standing.WAITING
        assert answer.prompt == "https://www.sandbox.paypal.com/again"

    @pytest.mark.parametrize(
        "issue", ["ORDER_COMPLETION_IN_PROGRESS", "PREVIOUS_REQUEST_IN_PROGRESS"]
    )
    def test_waits_for_what_is_under_way(self, paypal: PayPalSimulator, issue: str) -> None:
        processor = till(paypal)
        asked = agreed(paypal, processor)
        paypal.plan("capture", issue)

        assert processor.capture(asked).standing is Standing.WAITING
        assert processor.capture(asked).standing is Standing.DONE

    @pytest.mark.parametrize("issue", DECLINES)
    def test_declined_says_why_and_moves_nothing(self, paypal: PayPalSimulator, issue: str) -> None:
        processor = till(paypal)
        asked = agreed(paypal, processor)
        paypal.plan("capture", issue)

        answer = processor.capture(asked)

        assert answer.standing is Standing.DECLINED
        assert "no reason" not in answer.reason
        assert answer.request_id.startswith("debug")
        assert paypal.ledger.captured() == 0

    @pytest.mark.parametrize("issue", REFUSALS)
    def test_refused_says_why(self, paypal: PayPalSimulator, issue: str) -> None:
        processor = till(paypal)
        asked = agreed(paypal, processor)
        paypal.plan("capture", issue)

        with pytest.raises(ProcessorRefusedError, match=rf"\({issue}, debug id"):
            processor.capture(asked)

    @pytest.mark.parametrize(
        ("outcome", "standing", "reason"),
        [
            ("PENDING ECHECK", Standing.WAITING, "it is paid from a bank account"),
            ("PENDING", Standing.WAITING, "PayPal has not finished it"),
            ("DECLINED", Standing.DECLINED, "PayPal has refused it"),
            ("FAILED", Standing.DECLINED, "PayPal has refused it"),
        ],
    )
    def test_looks_at_the_capture_and_not_at_the_order(
        self, paypal: PayPalSimulator, outcome: str, standing: Standing, reason: str
    ) -> None:
        processor = till(paypal)
        asked = agreed(paypal, processor)
        paypal.plan("capture", outcome)

        answer = processor.capture(asked)

        assert paypal.only_order().status == "COMPLETED"
        assert answer.standing is standing
        assert answer.reason.startswith(reason)
        assert paypal.ledger.captured() == 0

    def test_of_an_order_that_has_expired_is_absent(self, paypal: PayPalSimulator) -> None:
        processor = till(paypal)
        asked = agreed(paypal, processor)
        paypal.pass_time(timedelta(hours=4))

        assert processor.capture(asked).standing is Standing.ABSENT

    @pytest.mark.parametrize("fault", DOUBTS)
    def test_in_doubt_is_settled_by_asking(self, paypal: PayPalSimulator, fault: Fault) -> None:
        processor = till(paypal)
        asked = agreed(paypal, processor)
        paypal.faults.plan("capture", fault)
        with pytest.raises(NoAnswerError):
            till(paypal, time_outs=IMPATIENT).capture(asked)

        is_taken = processor.query(asked).standing is Standing.DONE
        assert is_taken is (fault not in NOT_DONE | {Fault.LATE})
        assert processor.capture(asked).standing is Standing.DONE
        paypal.deliver_late()

        assert paypal.ledger.captured() == 1230

    def test_delivered_twice_moves_the_money_once(self, paypal: PayPalSimulator) -> None:
        processor = till(paypal)
        asked = agreed(paypal, processor)
        paypal.faults.plan("capture", Fault.TWICE)

        assert processor.capture(asked).standing is Standing.DONE
        assert paypal.ledger.captured() == 1230


class TestCancel:
    @pytest.mark.parametrize("is_agreed", [False, True])
    def test_gives_up_what_was_not_taken(self, paypal: PayPalSimulator, *, is_agreed: bool) -> None:
        processor = till(paypal)
        asked = known(charge(), processor.create(charge()))
        if is_agreed:
            paypal.approve(asked.remote_id)

        answer = processor.cancel(asked)

        assert answer.standing is Standing.CANCELLED
        assert answer.prompt == ""

    def test_without_a_name_needs_to_ask_nobody(self, paypal: PayPalSimulator) -> None:
        assert till(paypal).cancel(charge()).standing is Standing.CANCELLED
        assert paypal.asked == []

    def test_comes_too_late_for_what_was_taken(self, paypal: PayPalSimulator) -> None:
        processor = till(paypal)
        asked = paid(paypal, processor)

        answer = processor.cancel(asked)

        assert (answer.standing, answer.amount) == (Standing.DONE, 1230)

    def test_gives_up_what_was_declined(self, paypal: PayPalSimulator) -> None:
        processor = till(paypal)
        paypal.plan("capture", "DECLINED")
        asked = paid(paypal, processor)

        assert processor.cancel(asked).standing is Standing.CANCELLED

    def test_gives_up_an_order_that_has_expired(self, paypal: PayPalSimulator) -> None:
        processor = till(paypal)
        asked = agreed(paypal, processor)
        paypal.pass_time(timedelta(hours=3))

        assert processor.cancel(asked).standing is Standing.CANCELLED

    def test_does_not_give_up_what_paypal_still_looks_at(self, paypal: PayPalSimulator) -> None:
        processor = till(paypal)
        paypal.plan("capture", "PENDING PENDING_REVIEW")
        asked = paid(paypal, processor)

        answer = processor.cancel(asked)
        paypal.settle(asked.remote_id, "COMPLETED")

        assert (answer.standing, answer.reason) == (Standing.ABSENT, "PayPal is looking at it")
        assert processor.cancel(asked).standing is Standing.DONE

    def test_does_not_give_up_what_may_still_be_taken(self, paypal: PayPalSimulator) -> None:
        processor = till(paypal)
        asked = replace(agreed(paypal, processor), capture_sent=True)
        paypal.faults.plan("capture", Fault.LATE)
        with pytest.raises(NoAnswerError):
            processor.capture(asked)

        answer = processor.cancel(asked)
        paypal.deliver_late()

        assert answer.standing is Standing.ABSENT
        assert answer.reason == "PayPal may still be taking the money"
        assert processor.cancel(asked).standing is Standing.DONE

    def test_gives_up_what_can_be_taken_no_more(self, paypal: PayPalSimulator) -> None:
        processor = till(paypal)
        asked = replace(agreed(paypal, processor), capture_sent=True)
        paypal.pass_time(timedelta(hours=3))

        assert processor.cancel(asked).standing is Standing.CANCELLED

    @pytest.mark.parametrize("fault", DOUBTS)
    def test_proves_nothing_without_an_answer(self, paypal: PayPalSimulator, fault: Fault) -> None:
        asked = agreed(paypal, till(paypal))
        paypal.faults.plan("query", fault)

        with pytest.raises(NoAnswerError):
            till(paypal, time_outs=IMPATIENT).cancel(asked)
