"""Money given back through the simulated Stripe, and what it lists as moved."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from pos_app.domain.attempt import Flow, Standing
from pos_app.domain.money import Currency
from pos_app.services.payments.processor import (
    AmountError,
    BusyError,
    NoAnswerError,
    ProcessorRefusedError,
)
from tests.fakes.processors.faults import Fault
from tests.fakes.processors.stripe import StripeSimulator
from tests.fakes.processors.stripe_objects import StripeError
from tests.unit.adapters.payments.stripe.till import ATTEMPT, Till

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

REFUND = "0190-refund"


class TestGivingBack:
    def test_gives_a_part_back_once(self, till: Till, stripe: StripeSimulator) -> None:
        refund = till.refund(till.paid())

        answers = [till.processor.refund(refund) for _ in range(2)]

        assert {one.standing for one in answers} == {Standing.DONE}
        assert {one.remote_id for one in answers} == {"re_000001"}
        assert {one.amount for one in answers} == {500}
        assert stripe.ledger.given_back(REFUND) == 500

    def test_gives_back_what_a_phone_has_paid(self, till: Till, stripe: StripeSimulator) -> None:
        charge = till.created(till.charge(flow=Flow.QR))
        stripe.book.pay_session(charge.remote_id)
        known = replace(charge, capture_id=till.processor.query(charge).capture_id)

        first = till.processor.refund(till.refund(known))
        second = till.processor.refund(till.refund(charge, attempt_id="another"))

        assert (first.standing, second.standing) == (Standing.DONE, Standing.DONE)
        assert stripe.ledger.given_back() == 1000

    def test_is_on_its_way(self, till: Till, stripe: StripeSimulator) -> None:
        stripe.book.refund_status = "pending"
        refund = till.refund(till.paid())

        assert till.processor.refund(refund).standing is Standing.WAITING
        assert till.processor.query_refund(refund).standing is Standing.WAITING

    @pytest.mark.parametrize(
        ("code", "words"),
        [
            ("charge_already_refunded", "given back already"),
            ("charge_disputed", "disputed"),
            ("amount_too_large", "more than is left"),
            ("balance_insufficient", "not enough money on your Stripe account"),
        ],
    )
    def test_is_declined_in_words(
        self, till: Till, stripe: StripeSimulator, code: str, words: str
    ) -> None:
        refund = till.refund(till.paid())
        stripe.plan_problem("refund", StripeError(400, code))

        answer = till.processor.refund(refund)

        assert answer.standing is Standing.DECLINED
        assert words in answer.reason

    def test_is_declined_by_a_bank_that_says_no_more(
        self, till: Till, stripe: StripeSimulator
    ) -> None:
        refund = till.refund(till.paid())
        problem = StripeError(402, "card_declined", kind="card_error", decline_code="stolen_card")
        stripe.plan_problem("refund", problem)

        answer = till.processor.refund(refund)

        assert (answer.standing, answer.reason) == (Standing.DECLINED, "the card was declined")

    def test_is_more_than_was_paid(self, till: Till, stripe: StripeSimulator) -> None:
        refund = till.refund(till.paid(), 1251)

        assert till.processor.refund(refund).standing is Standing.DECLINED
        assert stripe.ledger.given_back() == 0

    def test_is_refused_for_a_payment_that_is_not_there(self, till: Till) -> None:
        gone = replace(till.charge(), remote_id="pi_gone")
        page = till.charge(flow=Flow.QR)

        with pytest.raises(ProcessorRefusedError, match=r"does not know .*payment_intent"):
            till.processor.refund(till.refund(gone))
        with pytest.raises(ProcessorRefusedError, match="no such payment"):
            till.processor.refund(till.refund(page))

    def test_takes_no_amount_that_stripe_cannot_say(self, till: Till) -> None:
        charge = till.charge(5120, currency=Currency.of("KWD"))

        with pytest.raises(AmountError):
            till.processor.refund(till.refund(replace(charge, remote_id="pi_1"), 5123))

    def test_is_not_repeated_when_stripe_may_have_forgotten_it(
        self, till: Till, stripe: StripeSimulator
    ) -> None:
        refund = till.refund(till.paid())
        till.processor.refund(refund)
        stripe.pass_time(timedelta(hours=25))

        with pytest.raises(ProcessorRefusedError, match="too long ago"):
            till.processor.refund(refund)

        assert stripe.ledger.given_back() == 500

    def test_waits_for_a_request_that_still_runs(self, till: Till, stripe: StripeSimulator) -> None:
        refund = till.refund(till.paid())
        stripe.in_use.add(f"refund:{REFUND}")

        with pytest.raises(BusyError):
            till.processor.refund(refund)

    def test_trusts_no_answer_about_another_refund(
        self, till: Till, stripe: StripeSimulator
    ) -> None:
        refund = till.refund(till.paid())
        stripe.faults.plan("refund", Fault.WRONG)

        with pytest.raises(NoAnswerError):
            till.processor.refund(refund)


class TestAsking:
    @pytest.mark.parametrize("fault", [Fault.LOST, Fault.ERROR_AFTER, Fault.MALFORMED])
    def test_finds_what_was_done_without_a_word(
        self, till: Till, stripe: StripeSimulator, fault: Fault
    ) -> None:
        charge = till.paid()
        till.processor.refund(till.refund(charge, 100, attempt_id="another"))
        stripe.faults.plan("refund", fault)
        with pytest.raises(NoAnswerError):
            till.processor.refund(till.refund(charge))

        answer = till.processor.query_refund(till.refund(charge))

        assert (answer.standing, answer.remote_id) == (Standing.DONE, "re_000002")

    def test_proves_that_there_is_none(self, till: Till) -> None:
        charge = till.paid()
        page = till.charge(flow=Flow.QR)

        assert till.processor.query_refund(till.refund(charge)).standing is Standing.ABSENT
        assert till.processor.query_refund(till.refund(page)).standing is Standing.ABSENT

    def test_does_it_once_though_the_first_comes_late(
        self, till: Till, stripe: StripeSimulator
    ) -> None:
        refund = till.refund(till.paid())
        stripe.faults.plan("refund", Fault.LATE)
        with pytest.raises(NoAnswerError):
            till.processor.refund(refund)

        assert till.processor.query_refund(refund).standing is Standing.ABSENT
        assert till.processor.refund(refund).standing is Standing.DONE
        stripe.deliver_late()
        assert stripe.ledger.given_back() == 500

    @pytest.mark.parametrize(
        ("why", "words"),
        [("expired_or_canceled_card", "no longer valid"), ("lost_or_stolen_card", "sent it back")],
    )
    def test_hears_that_it_has_failed_later(
        self, till: Till, stripe: StripeSimulator, why: str, words: str
    ) -> None:
        refund = till.refund(till.paid())
        refund = replace(refund, remote_id=till.processor.refund(refund).remote_id)
        stripe.book.fail_refund(refund.remote_id, why)

        answer = till.processor.query_refund(refund)

        assert answer.standing is Standing.DECLINED
        assert words in answer.reason

    def test_knows_of_no_such_refund(self, till: Till) -> None:
        refund = replace(till.refund(till.paid()), remote_id="re_gone")

        assert till.processor.query_refund(refund).standing is Standing.ABSENT

    def test_trusts_no_state_that_stripe_does_not_have(
        self, till: Till, stripe: StripeSimulator
    ) -> None:
        refund = till.refund(till.paid())
        till.processor.refund(refund)
        stripe.book.refunds["re_000001"]["status"] = "perhaps"

        with pytest.raises(NoAnswerError):
            till.processor.query_refund(refund)


class TestListing:
    def test_tells_what_was_taken_and_given_back(self, till: Till, stripe: StripeSimulator) -> None:
        since = stripe.now() - timedelta(minutes=1)
        charge = till.paid()
        till.processor.refund(till.refund(charge))
        page = till.created(till.charge(300, flow=Flow.QR, attempt_id="page"))
        stripe.book.pay_session(page.remote_id)
        till.authorised(till.charge(200, attempt_id="aside"))
        until = stripe.now() + timedelta(minutes=1)

        listed = list(till.processor.listed(since, until))

        assert [(one.attempt_id, one.amount, one.remote_id, one.is_done) for one in listed] == [
            ("aside", 200, "pi_000003", False),
            ("page", 300, "pi_000002", True),
            (ATTEMPT, 1250, charge.remote_id, True),
            (REFUND, -500, "re_000001", True),
        ]
        assert {one.currency for one in listed} == {"EUR"}
        assert all(since <= one.at < until for one in listed)

    def test_leaves_out_what_never_moved(self, till: Till, stripe: StripeSimulator) -> None:
        till.processor.cancel(till.authorised())
        charge = till.paid(till.charge(attempt_id="paid"))
        till.processor.refund(till.refund(charge))
        stripe.book.fail_refund("re_000002", "declined")

        hour = timedelta(hours=1)
        listed = till.processor.listed(stripe.now() - hour, stripe.now() + hour)

        assert [(one.attempt_id, one.amount) for one in listed if one.is_done] == [("paid", 1250)]

    def test_keeps_to_the_time_asked_for(self, till: Till, stripe: StripeSimulator) -> None:
        till.paid()
        stripe.pass_time(timedelta(days=1))

        hour = timedelta(hours=1)
        assert list(till.processor.listed(stripe.now() - hour, stripe.now() + hour)) == []

    def test_goes_through_every_page(self, till: Till, stripe: StripeSimulator) -> None:
        stripe.terminal.card = "4242424242424242"
        for number in range(60):
            charge = till.handed(till.charge(100 + number, attempt_id=f"a{number}"))
            stripe.book.capture(charge.remote_id, {})

        hour = timedelta(hours=1)
        listed = list(till.processor.listed(stripe.now() - hour, stripe.now() + hour))

        assert sorted(one.amount for one in listed) == list(range(100, 160))

    @pytest.mark.parametrize(
        ("field", "value"), [("currency", "e"), ("currency", None), ("amount_captured", 1.5)]
    )
    def test_is_not_guessed_where_it_cannot_be_read(
        self, till: Till, stripe: StripeSimulator, field: str, value: object
    ) -> None:
        till.paid()
        hour = timedelta(hours=1)
        since, until = stripe.now() - hour, stripe.now() + hour
        stripe.book.charges["ch_000001"][field] = value

        with pytest.raises(NoAnswerError):
            list(till.processor.listed(since, until))
