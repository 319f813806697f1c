"""The key and the card's number: where they must never turn up."""

from __future__ import annotations

import logging

import pytest

from pos_app.domain.attempt import NO_CARD, Flow
from pos_app.domain.errors import PosError
from pos_app.services.payments.processor import ProcessorConfig
from tests.fakes.processors import stripe_cards as cards
from tests.fakes.processors.faults import Fault
from tests.fakes.processors.stripe import KEY, StripeSimulator
from tests.fakes.processors.stripe_objects import StripeError
from tests.unit.adapters.payments.stripe.test_trouble import SILENT
from tests.unit.adapters.payments.stripe.till import HASTY, Till, config_of

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

CANARY = KEY[8:]


def whole(error: BaseException | None) -> str:
    """The error with all that it came from, as a traceback tells it."""
    told = []
    while error is not None:
        told += [str(error), repr(error), repr(getattr(error, "values", ""))]
        error = error.__cause__ or error.__context__
    return "\n".join(told)


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.DEBUG)
    return caplog


class TestKey:
    def test_stays_out_of_logs_and_objects(
        self, till: Till, stripe: StripeSimulator, logged: pytest.LogCaptureFixture
    ) -> None:
        charge = till.paid()
        till.processor.refund(till.refund(charge))
        till.created(till.charge(flow=Flow.QR, attempt_id="page"))
        till.processor.check()

        assert CANARY not in logged.text
        assert "POST /v1/payment_intents" in logged.text
        for one in (till.processor, *vars(till.processor).values()):
            assert CANARY not in repr(one)
        assert CANARY not in repr(config_of(stripe, {}))
        assert all(CANARY in one.headers["authorization"] for one in stripe.asked)

    @pytest.mark.parametrize("fault", [*SILENT, Fault.HANG, Fault.SLOW, Fault.TOO_MANY])
    def test_stays_out_of_what_goes_wrong(
        self,
        till: Till,
        stripe: StripeSimulator,
        logged: pytest.LogCaptureFixture,
        fault: Fault,
    ) -> None:
        charge = till.created()
        stripe.faults.plan("query", fault)

        with pytest.raises(PosError) as raised:
            till.opened(HASTY).query(charge)

        assert CANARY not in whole(raised.value) + logged.text

    def test_stays_out_where_it_is_not_known(
        self, till: Till, stripe: StripeSimulator, logged: pytest.LogCaptureFixture
    ) -> None:
        stripe.key = f"{KEY}2"

        with pytest.raises(PosError) as raised:
            till.processor.check()

        assert CANARY not in whole(raised.value) + logged.text

    def test_stays_out_of_a_right_that_lacks(
        self, till: Till, stripe: StripeSimulator, logged: pytest.LogCaptureFixture
    ) -> None:
        """Stripe's own message names the key."""
        stripe.lacking.add("terminal")

        with pytest.raises(PosError) as raised:
            till.processor.check()

        assert CANARY not in whole(raised.value) + logged.text

    def test_stays_out_where_it_cannot_be_used(self, till: Till) -> None:
        with pytest.raises(PosError) as raised:
            till.opened(key=f"{KEY} ü")

        assert CANARY not in whole(raised.value)

    def test_stays_out_of_the_settings_when_they_are_shown(self) -> None:
        assert CANARY not in repr(ProcessorConfig({"key": KEY}))


class TestCards:
    def test_are_shown_by_their_last_digits_alone(
        self, till: Till, stripe: StripeSimulator, logged: pytest.LogCaptureFixture
    ) -> None:
        charge = till.authorised()
        details = stripe.book.charges["ch_000001"]["payment_method_details"]["card_present"]
        details |= {"last4": cards.VISA, "brand": f"visa {cards.VISA}"}
        details["receipt"] |= {"application_preferred_name": cards.VISA, "dedicated_file_name": 4}

        card = till.processor.query(charge).card

        assert cards.VISA not in repr(card) + logged.text
        assert card.last4 == ""

    @pytest.mark.parametrize(
        "details", [None, [], {"card_present": None}, {"card_present": {"receipt": []}}]
    )
    def test_are_not_shown_where_they_are_not_told(
        self, till: Till, stripe: StripeSimulator, details: object
    ) -> None:
        charge = till.authorised()
        stripe.book.charges["ch_000001"]["payment_method_details"] = details

        assert till.processor.query(charge).card == NO_CARD

    def test_are_not_named_by_an_error(
        self, till: Till, stripe: StripeSimulator, logged: pytest.LogCaptureFixture
    ) -> None:
        problem = StripeError(400, "bad", param=cards.VISA, message=f"card {cards.VISA}")
        stripe.plan_problem("create", problem)

        with pytest.raises(PosError) as raised:
            till.created()

        assert cards.VISA not in whole(raised.value) + logged.text
