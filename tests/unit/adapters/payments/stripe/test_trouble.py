"""What goes wrong between the till and Stripe, at every step, and what the till may say of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

import pytest

from pos_app.adapters.payments.stripe.processor import StripeProcessor
from pos_app.domain.attempt import Flow, Standing
from pos_app.domain.money import Currency
from pos_app.services.payments.processor import (
    AmountError,
    Answer,
    BusyError,
    Charge,
    Listed,
    NoAnswerError,
    NotReachedError,
    ProcessorNotSetUpError,
    ProcessorRefusedError,
)
from tests.fakes.processors.faults import Fault
from tests.fakes.processors.server import Said
from tests.fakes.processors.stripe import StripeSimulator
from tests.fakes.processors.stripe_objects import StripeError
from tests.fakes.processors.stripe_terminal import READER
from tests.unit.adapters.payments.stripe.till import HASTY, Till

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

Call = Callable[[StripeProcessor, Till, Charge], Answer | Listed]
STEPS: Final[dict[str, Call]] = {
    "create": lambda stripe, till, _: stripe.create(till.charge(attempt_id="new")),
    "hand_over": lambda stripe, _, charge: stripe.hand_over(replace(charge, handed=2)),
    "query": lambda stripe, _, charge: stripe.query(charge),
    "capture": lambda stripe, _, charge: stripe.capture(charge),
    "cancel": lambda stripe, _, charge: stripe.cancel(charge),
    "refund": lambda stripe, till, charge: stripe.refund(till.refund(charge)),
    "query_refund": lambda stripe, till, charge: stripe.query_refund(till.refund(charge)),
    "reader": lambda stripe, _, charge: stripe.cancel(charge),
    "list": lambda stripe, till, _: next(
        stripe.listed(till.charge().created_at, till.charge().created_at)
    ),
}
SILENT: Final = (
    *(Fault.RESET_BEFORE, Fault.RESET_AFTER, Fault.LOST, Fault.LATE),
    *(Fault.ERROR_BEFORE, Fault.ERROR_AFTER, Fault.MALFORMED, Fault.WRONG),
)


def ready(till: Till, step: str) -> Charge:
    """A charge to which that step can be done."""
    if step in {"capture", "query"}:
        return till.authorised()
    return till.paid() if "refund" in step else till.handed()


@pytest.mark.parametrize("step", STEPS)
class TestSteps:
    @pytest.mark.parametrize("fault", SILENT)
    def test_leave_it_in_doubt(
        self, till: Till, stripe: StripeSimulator, step: str, fault: Fault
    ) -> None:
        charge = ready(till, step)
        stripe.faults.plan(step, fault)

        with pytest.raises(NoAnswerError):
            STEPS[step](till.processor, till, charge)

        assert stripe.faults.met == [(step, fault)]

    @pytest.mark.parametrize("fault", [Fault.HANG, Fault.SLOW])
    def test_are_not_waited_for_for_ever(
        self, till: Till, stripe: StripeSimulator, step: str, fault: Fault
    ) -> None:
        charge = ready(till, step)
        stripe.faults.plan(step, fault)

        with pytest.raises(NoAnswerError):
            STEPS[step](till.opened(HASTY), till, charge)

    def test_were_not_reached(self, till: Till, stripe: StripeSimulator, step: str) -> None:
        charge = ready(till, step)

        with stripe.closed(), pytest.raises(NotReachedError):
            STEPS[step](till.processor, till, charge)

    @pytest.mark.parametrize(
        ("fault", "problem"),
        [
            (Fault.TOO_MANY, None),
            (Fault.NONE, StripeError(409, "lock_timeout")),
            (Fault.NONE, StripeError(409, "idempotency_key_in_use", kind="idempotency_error")),
        ],
    )
    def test_are_held_back(
        self,
        till: Till,
        stripe: StripeSimulator,
        step: str,
        fault: Fault,
        problem: StripeError | None,
    ) -> None:
        charge = ready(till, step)
        stripe.faults.plan(step, fault)
        if problem is not None:
            stripe.plan_problem(step, problem)

        with pytest.raises(BusyError):
            STEPS[step](till.processor, till, charge)

    def test_are_done_once_though_they_arrive_twice(
        self, till: Till, stripe: StripeSimulator, step: str
    ) -> None:
        charge = ready(till, step)
        if step == "list":
            return
        stripe.faults.plan(step, Fault.TWICE)

        STEPS[step](till.processor, till, charge)

        assert stripe.ledger.captured() in {0, 1250}
        assert stripe.ledger.given_back() in {0, 500}
        assert len(stripe.book.intents) == (2 if step == "create" else 1)

    def test_refuse_a_key_that_is_not_known(
        self, till: Till, stripe: StripeSimulator, step: str
    ) -> None:
        charge = ready(till, step)
        stripe.key = "rk_test_another"

        with pytest.raises(ProcessorRefusedError, match="does not accept the key"):
            STEPS[step](till.processor, till, charge)


class TestRights:
    @pytest.mark.parametrize(
        ("area", "step", "right"),
        [
            ("payment_intents", "create", "PaymentIntents"),
            ("terminal", "hand_over", "Terminal readers"),
            ("refunds", "refund", "Charges and Refunds"),
            ("charges", "list", "Charges and Refunds"),
        ],
    )
    def test_are_named_where_one_lacks(
        self, till: Till, stripe: StripeSimulator, area: str, step: str, right: str
    ) -> None:
        charge = ready(till, step)
        stripe.lacking.add(area)

        with pytest.raises(ProcessorRefusedError, match=f"lacks the right for {right}"):
            STEPS[step](till.processor, till, charge)


class TestSettings:
    @pytest.mark.parametrize("key", ["", "rk_test_ü", "rk_test_1\nX-Evil: 1", "two words"])
    def test_are_refused_where_the_key_is_none(self, till: Till, key: str) -> None:
        with pytest.raises(ProcessorRefusedError, match="no key of Stripe's"):
            till.opened(key=key)

    def test_are_refused_where_the_address_is_no_secret_one(self, till: Till) -> None:
        with pytest.raises(ProcessorRefusedError, match="https"):
            till.opened(base="http://shop.example")

    def test_cannot_lead_to_another_path(self, till: Till, stripe: StripeSimulator) -> None:
        with pytest.raises(ProcessorRefusedError, match="no such card reader"):
            till.opened(reader="../payment_intents?x=").check()

        assert stripe.asked[-1].path == "/v1/terminal/readers/..%2Fpayment_intents%3Fx%3D"

    @pytest.mark.parametrize(
        ("key", "words"),
        [
            ("rk_test_1", "Only for trying out: no money moves."),
            ("rk_live_1", "It takes money."),
        ],
    )
    def test_are_said_to_be_right(
        self, till: Till, stripe: StripeSimulator, key: str, words: str
    ) -> None:
        stripe.key = key

        told = till.opened(key=f" {key} ").check()

        assert told == f"Stripe answers. {words} Front desk is connected."

    def test_tell_of_a_reader_without_connection(self, till: Till, stripe: StripeSimulator) -> None:
        stripe.terminal.reader("tmr_front")["status"] = "offline"

        assert "Front desk is not connected: check its power" in till.processor.check()

    @pytest.mark.parametrize("fault", [Fault.WRONG, Fault.MALFORMED])
    def test_are_not_said_to_be_right_by_anything_else(
        self, till: Till, stripe: StripeSimulator, fault: Fault
    ) -> None:
        stripe.faults.plan("reader", fault)

        with pytest.raises(NoAnswerError):
            till.processor.check()


class TestAnswers:
    """Well formed, and not to be trusted."""

    def test_that_are_no_list_are_not_read_as_one(
        self, till: Till, stripe: StripeSimulator
    ) -> None:
        charge = till.paid()
        stripe.faults.plan("query_refund", Fault.WRONG)

        with pytest.raises(NoAnswerError):
            till.processor.query_refund(till.refund(charge))

    @pytest.mark.parametrize(
        "error", [[], "no", {"type": None, "code": 4}, {"code": "amount_too_small"}]
    )
    def test_that_are_odd_errors_are_still_refusals(
        self, till: Till, stripe: StripeSimulator, error: object
    ) -> None:
        charge = till.authorised()
        stripe.instead = Said.json({"error": error}, 400)

        with pytest.raises((ProcessorRefusedError, NoAnswerError, AmountError)):
            till.processor.create(charge)

    @pytest.mark.parametrize("code", ["url_invalid", ""])
    def test_of_another_place_are_not_taken_for_a_payment_that_is_not_there(
        self, till: Till, stripe: StripeSimulator, code: str
    ) -> None:
        charge = till.paid()
        error = {"type": "invalid_request_error", "code": code}
        stripe.instead = Said.json({"error": error}, 404)

        with pytest.raises(ProcessorRefusedError):
            till.processor.query(charge)
        with pytest.raises(ProcessorRefusedError):
            till.processor.cancel(charge)

    @pytest.mark.parametrize(
        "page",
        [
            {"object": "list", "data": [1]},
            {"object": "list", "data": None},
            {"object": "list", "data": [], "has_more": True},
            {"object": "list", "data": [{"object": "refund"}], "has_more": True},
            {"object": "list", "data": [{"id": "re_1", "metadata": 1}], "has_more": True},
        ],
    )
    def test_that_are_odd_lists_prove_nothing(
        self, till: Till, stripe: StripeSimulator, page: object
    ) -> None:
        """The same page again and again among them."""
        charge = till.paid()
        stripe.instead = Said.json(page)

        with pytest.raises(NoAnswerError):
            till.processor.query_refund(till.refund(charge))

    def test_about_another_attempt_are_not_taken_for_this_one(
        self, till: Till, stripe: StripeSimulator
    ) -> None:
        charge = till.paid()
        refund = till.refund(charge)
        refund = replace(refund, remote_id=till.processor.refund(refund).remote_id)
        for one in (*stripe.book.intents.values(), *stripe.book.refunds.values()):
            one["metadata"] = {}

        with pytest.raises(NoAnswerError):
            till.processor.query_refund(refund)

    @pytest.mark.parametrize("flow", [Flow.READER, Flow.QR])
    def test_about_another_attempt_create_nothing(
        self, till: Till, stripe: StripeSimulator, flow: Flow
    ) -> None:
        """A proxy that hands out another till's answer."""
        other = till.charge(attempt_id="other", flow=flow)
        till.processor.create(other)
        body = next(iter({**stripe.book.intents, **stripe.book.sessions}.values()))
        stripe.instead = Said.json(body)

        with pytest.raises(NoAnswerError):
            till.processor.create(till.charge(flow=flow))

    def test_in_fractions_of_a_currency_are_not_rounded(
        self, till: Till, stripe: StripeSimulator
    ) -> None:
        charge = till.created(till.charge(5, currency=Currency.of("ISK")))
        stripe.book.intents[charge.remote_id]["amount"] = 550

        with pytest.raises(NoAnswerError):
            till.processor.query(charge)

    def test_name_no_support_number_that_is_none(self, till: Till, stripe: StripeSimulator) -> None:
        charge = till.created()
        stripe.instead = Said.json(stripe.book.intents[charge.remote_id], Request_Id="req 1; drop")

        assert till.processor.query(charge).request_id == ""

    @pytest.mark.parametrize(
        "action",
        [
            None,
            "busy",
            {"status": "in_progress", "process_payment_intent": None},
            {"status": "in_progress", "process_payment_intent": {"payment_intent": 4}},
        ],
    )
    def test_of_a_reader_about_nothing_are_no_answer_about_the_payment(
        self, till: Till, stripe: StripeSimulator, action: object
    ) -> None:
        charge = till.handed()
        stripe.terminal.reader(READER)["action"] = action

        assert till.processor.query(charge).standing is Standing.CREATED

    def test_of_a_reader_may_hold_the_whole_intent(
        self, till: Till, stripe: StripeSimulator
    ) -> None:
        charge = till.handed()
        about = stripe.terminal.reader(READER)["action"]["process_payment_intent"]
        about["payment_intent"] = {"id": charge.remote_id}

        assert till.processor.query(charge).standing is Standing.WAITING

    def test_of_a_reader_in_no_known_state_prove_nothing(
        self, till: Till, stripe: StripeSimulator
    ) -> None:
        charge = till.handed()
        stripe.terminal.reader(READER)["action"]["status"] = "perhaps"

        with pytest.raises(NoAnswerError):
            till.processor.query(charge)


class TestWithoutReader:
    def test_takes_no_card(self, till: Till, stripe: StripeSimulator) -> None:
        with pytest.raises(ProcessorNotSetUpError, match="Reader is missing"):
            till.opened(reader="").create(till.charge())
        with pytest.raises(ProcessorNotSetUpError, match="Reader is missing"):
            till.opened(reader="").hand_over(till.created())

    def test_still_finds_and_ends_what_was_begun(self, till: Till, stripe: StripeSimulator) -> None:
        till.created()
        processor = till.opened(reader="")

        assert processor.query(till.charge()).standing is Standing.CREATED
        assert processor.cancel(till.charge()).standing is Standing.CANCELLED

    def test_shows_pages_to_phones(self, till: Till) -> None:
        processor = till.opened(reader="")

        assert processor.create(till.charge(flow=Flow.QR)).prompt
        assert "No card reader is set." in processor.check()
