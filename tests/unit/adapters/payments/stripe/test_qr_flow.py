"""A page that the customer's phone opens, against the simulated Stripe."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from pos_app.domain.attempt import Flow, Standing
from pos_app.services.payments.processor import (
    AmountError,
    Charge,
    NoAnswerError,
    ProcessorNotSetUpError,
    ProcessorRefusedError,
)
from tests.fakes.processors.faults import Fault
from tests.fakes.processors.stripe import StripeSimulator
from tests.fakes.processors.stripe_objects import StripeError
from tests.unit.adapters.payments.stripe.till import ATTEMPT, Till

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


@pytest.fixture
def charge(till: Till) -> Charge:
    return till.charge(flow=Flow.QR)


class TestPaying:
    def test_shows_an_address_until_it_is_paid(
        self, till: Till, stripe: StripeSimulator, charge: Charge
    ) -> None:
        shown = till.processor.create(charge)
        charge = replace(charge, remote_id=shown.remote_id, handed=1)
        handed = till.processor.hand_over(charge)
        stripe.book.pay_session(charge.remote_id)
        done = till.processor.query(charge)

        assert shown.prompt == f"https://checkout.stripe.example/c/pay/{shown.remote_id}"
        assert (shown.standing, handed) == (
            Standing.WAITING,
            replace(shown, request_id=handed.request_id),
        )
        assert (done.standing, done.amount, done.prompt) == (Standing.DONE, 1250, "")
        assert done.capture_id == "pi_000001"
        assert (done.card.brand, done.card.last4, done.card.lines) == ("visa", "4242", ())
        assert stripe.ledger.captured(ATTEMPT) == 1250
        assert till.processor.capture(charge).standing is Standing.DONE

    def test_waits_for_money_that_is_on_its_way(
        self, till: Till, stripe: StripeSimulator, charge: Charge
    ) -> None:
        charge = till.created(charge)
        stripe.book.pay_session(charge.remote_id, settles=False)

        assert till.processor.query(charge).standing is Standing.WAITING
        assert till.processor.cancel(charge).standing is Standing.WAITING

    def test_needs_a_page_to_go_to_afterwards(self, till: Till, charge: Charge) -> None:
        with pytest.raises(ProcessorNotSetUpError, match="Page after paying"):
            till.opened(page=" ").create(charge)

    def test_says_which_amounts_stripe_does_not_take(
        self, till: Till, stripe: StripeSimulator, charge: Charge
    ) -> None:
        stripe.plan_problem("create", StripeError(400, "amount_too_small"))

        with pytest.raises(AmountError, match="less than Stripe takes"):
            till.processor.create(charge)

    def test_trusts_no_state_that_stripe_does_not_have(
        self, till: Till, stripe: StripeSimulator, charge: Charge
    ) -> None:
        charge = till.created(charge)
        stripe.book.sessions[charge.remote_id]["payment_status"] = "perhaps"

        with pytest.raises(NoAnswerError):
            till.processor.query(charge)

    def test_trusts_no_answer_about_another_page(
        self, till: Till, stripe: StripeSimulator, charge: Charge
    ) -> None:
        charge = till.created(charge)
        stripe.faults.plan("query", Fault.WRONG)

        with pytest.raises(NoAnswerError):
            till.processor.query(charge)


class TestCancelling:
    def test_closes_the_page(self, till: Till, charge: Charge) -> None:
        charge = till.created(charge)

        answers = [till.processor.cancel(charge) for _ in range(2)]

        assert {one.standing for one in answers} == {Standing.CANCELLED}
        assert till.processor.query(charge).standing is Standing.CANCELLED

    def test_says_that_it_was_just_paid(
        self, till: Till, stripe: StripeSimulator, charge: Charge
    ) -> None:
        charge = till.created(charge)
        stripe.before["cancel"] = lambda: stripe.book.pay_session(charge.remote_id)

        assert till.processor.cancel(charge).standing is Standing.DONE

    def test_is_not_said_to_be_done_where_stripe_refuses(
        self, till: Till, stripe: StripeSimulator, charge: Charge
    ) -> None:
        charge = till.created(charge)
        stripe.plan_problem("cancel", StripeError(400, "odd"))

        with pytest.raises(ProcessorRefusedError):
            till.processor.cancel(charge)

    def test_cannot_prove_it_of_a_page_that_is_not_there(self, till: Till, charge: Charge) -> None:
        charge = replace(charge, remote_id="cs_of_another_account")

        assert till.processor.cancel(charge).standing is Standing.ABSENT
        assert till.processor.query(charge).standing is Standing.ABSENT


class TestLostNames:
    @pytest.mark.parametrize("fault", [Fault.LOST, Fault.LATE, Fault.ERROR_AFTER])
    def test_are_found(
        self, till: Till, stripe: StripeSimulator, charge: Charge, fault: Fault
    ) -> None:
        stripe.faults.plan("create", fault)
        with pytest.raises(NoAnswerError):
            till.processor.create(charge)

        answer = till.processor.query(charge)
        stripe.deliver_late()

        assert (answer.standing, answer.remote_id) == (Standing.WAITING, "cs_test_000001")
        assert answer.prompt
        assert list(stripe.book.sessions) == ["cs_test_000001"]

    def test_can_be_cancelled(self, till: Till, stripe: StripeSimulator, charge: Charge) -> None:
        stripe.faults.plan("create", Fault.LOST)
        with pytest.raises(NoAnswerError):
            till.processor.create(charge)

        assert till.processor.cancel(charge).standing is Standing.CANCELLED
        assert stripe.book.sessions["cs_test_000001"]["status"] == "expired"

    def test_are_absent_where_the_list_has_none(
        self, till: Till, stripe: StripeSimulator, charge: Charge
    ) -> None:
        stripe.pass_time(timedelta(hours=21))

        assert till.processor.query(charge).standing is Standing.ABSENT
        assert till.processor.cancel(charge).standing is Standing.CANCELLED
