"""What PayPal lists, and whether the settings are right."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pos_app.adapters.payments.paypal.listing import PAGES_MAX, SPAN_MAX
from pos_app.services.payments.processor import (
    NoAnswerError,
    NotReachedError,
    ProcessorRefusedError,
)
from tests.fakes.processors.faults import Fault
from tests.fakes.processors.paypal import PayPalSimulator
from tests.unit.adapters.payments.paypal.setting import (
    IMPATIENT,
    charge,
    known,
    paid,
    refund,
    till,
)

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


class TestListed:
    def test_tells_payments_and_refunds_by_our_own_names(self, paypal: PayPalSimulator) -> None:
        processor = till(paypal)
        since = paypal.now() - timedelta(minutes=1)
        asked = paid(paypal, processor)
        processor.refund(refund(asked, amount=230))
        paypal.pass_time(timedelta(hours=4))

        taken, back = processor.listed(since, paypal.now())

        assert (taken.attempt_id, taken.remote_id) == (asked.attempt_id, asked.capture_id)
        assert (taken.amount, taken.currency, taken.is_done) == (1230, "EUR", True)
        assert (back.attempt_id, back.amount) == ("0190-refund", -230)
        assert since < taken.at <= back.at

    def test_may_be_three_hours_late(self, paypal: PayPalSimulator) -> None:
        processor = till(paypal)
        since = paypal.now() - timedelta(minutes=1)
        paid(paypal, processor)

        assert list(processor.listed(since, paypal.now() + timedelta(minutes=1))) == []

    def test_asks_month_by_month_and_page_by_page(self, paypal: PayPalSimulator) -> None:
        processor = till(paypal)
        since = paypal.now() - timedelta(minutes=1)
        names = [f"attempt {number}" for number in range(5)]
        for name in names:
            asked = known(charge(name), processor.create(charge(name)))
            paypal.approve(asked.remote_id)
            processor.capture(asked)
            paypal.pass_time(timedelta(days=15))
        paypal.page_size_max = 2
        paypal.asked.clear()

        listed = list(processor.listed(since, paypal.now()))

        assert [one.attempt_id for one in listed] == names
        assert len(paypal.asked) == 3

    def test_tells_once_what_happened_between_two_months(self, paypal: PayPalSimulator) -> None:
        processor = till(paypal)
        paid(paypal, processor)
        since = paypal.listed[0][0].replace(microsecond=0) - SPAN_MAX
        paypal.pass_time(timedelta(hours=4))

        assert len(list(processor.listed(since, paypal.now()))) == 1

    @pytest.mark.parametrize(
        ("field", "value", "is_done"),
        [
            ("transaction_status", "V", True),
            ("transaction_status", "P", False),
            ("transaction_status", "D", False),
        ],
    )
    def test_tells_what_is_done(
        self, paypal: PayPalSimulator, field: str, value: str, *, is_done: bool
    ) -> None:
        processor = till(paypal)
        paid(paypal, processor)
        paypal.listed[0][1][field] = value
        paypal.pass_time(timedelta(hours=4))

        (only,) = processor.listed(paypal.now() - timedelta(days=1), paypal.now())

        assert only.is_done is is_done

    def test_leaves_out_what_is_no_payment(self, paypal: PayPalSimulator) -> None:
        processor = till(paypal)
        paid(paypal, processor)
        paypal.listed[0][1]["transaction_event_code"] = "T0403"
        paypal.pass_time(timedelta(hours=4))

        assert list(processor.listed(paypal.now() - timedelta(days=1), paypal.now())) == []

    def test_tells_of_a_payment_that_is_not_the_tills(self, paypal: PayPalSimulator) -> None:
        processor = till(paypal)
        paid(paypal, processor)
        del paypal.listed[0][1]["custom_field"]
        paypal.pass_time(timedelta(hours=4))

        (only,) = processor.listed(paypal.now() - timedelta(days=1), paypal.now())

        assert only.attempt_id == ""

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("transaction_initiation_date", "2026-03-14T09:00:00"),
            ("transaction_initiation_date", "yesterday"),
            ("transaction_amount", {"currency_code": "euro", "value": "12.30"}),
            ("transaction_amount", {"currency_code": "EUR", "value": 12.3}),
            ("transaction_amount", "12.30 EUR"),
            ("transaction_id", None),
        ],
    )
    def test_guesses_at_nothing(self, paypal: PayPalSimulator, field: str, value: object) -> None:
        processor = till(paypal)
        paid(paypal, processor)
        paypal.listed[0][1][field] = value
        paypal.pass_time(timedelta(hours=4))

        with pytest.raises(NoAnswerError):
            list(processor.listed(paypal.now() - timedelta(days=1), paypal.now()))

    def test_refused_says_why(self, paypal: PayPalSimulator) -> None:
        paypal.plan("list", "INVALID_PARAMETER_VALUE")

        with pytest.raises(ProcessorRefusedError, match=r"\(INVALID_PARAMETER_VALUE, debug id"):
            list(till(paypal).listed(paypal.now() - timedelta(days=1), paypal.now()))

    def test_comes_to_an_end(self, paypal: PayPalSimulator) -> None:
        paypal.pages = PAGES_MAX + 1
        since = paypal.now() - timedelta(days=1)

        with pytest.raises(ProcessorRefusedError, match="ask for fewer days"):
            list(till(paypal).listed(since, paypal.now()))

        assert len(paypal.asked) == PAGES_MAX + 1

    def test_says_which_right_the_app_lacks(self, paypal: PayPalSimulator) -> None:
        paypal.scopes.clear()

        with pytest.raises(ProcessorRefusedError, match="Switch on Transaction Search"):
            list(till(paypal).listed(paypal.now() - timedelta(days=1), paypal.now()))


class TestCheck:
    def test_says_what_answered(self, paypal: PayPalSimulator) -> None:
        assert till(paypal).check() == "PayPal answers, and no payment is real."
        assert till(paypal, environment="live").check() == "PayPal answers, and payments are real."

    def test_moves_nothing(self, paypal: PayPalSimulator) -> None:
        till(paypal).check()

        assert [paypal.step_of(one) for one in paypal.asked] == ["token"]

    def test_says_that_payments_cannot_be_listed(self, paypal: PayPalSimulator) -> None:
        paypal.scopes.clear()

        assert "switch on Transaction Search" in till(paypal).check()

    def test_says_that_the_secret_is_wrong(self, paypal: PayPalSimulator) -> None:
        with pytest.raises(ProcessorRefusedError, match="does not know this client ID"):
            till(paypal, secret="of the other environment").check()

    def test_says_that_the_page_is_not_safe(self, paypal: PayPalSimulator) -> None:
        with pytest.raises(ProcessorRefusedError, match="must be an https address"):
            till(paypal, page="shop.example").check()

    def test_says_that_nobody_answers(self, paypal: PayPalSimulator) -> None:
        paypal.faults.plan("token", Fault.HANG)

        with pytest.raises(NotReachedError):
            till(paypal, time_outs=IMPATIENT).check()
