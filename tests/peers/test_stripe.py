"""Stripe's language as two others understand it, which nobody here wrote: `make test-peers`.

localstripe knows payment intents, captures and refunds, but no card readers, no keys for
repeated requests and no pages for phones; its charges are listed in another way. It takes no
restricted key. stripe-stateful-mock knows what becomes of a request under a key, but no payment
intents: there the layer below is tried, by way of charges.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final
from uuid import uuid4

import pytest

from pos_app.adapters.payments.stripe import words
from pos_app.adapters.payments.stripe.asking import StripeApi
from pos_app.adapters.payments.stripe.form import Value
from pos_app.adapters.payments.stripe.kind import KIND
from pos_app.adapters.payments.stripe.processor import StripeProcessor
from pos_app.domain.attempt import Flow, Move, Standing
from pos_app.domain.money import Currency
from pos_app.domain.payment import PaymentState
from pos_app.services.payments.processor import (
    BusyError,
    Charge,
    NoAnswerError,
    ProcessorConfig,
    ProcessorRefusedError,
    Refund,
)
from tests.fakes.shop import FakeShop
from tests.matrix.managing import ACME, trials_of
from tests.peers.stripe_peers import localstripe, stateful_mock

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

KEY: Final = "sk_test_12345"


def config_of(base: str) -> ProcessorConfig:
    return ProcessorConfig({"key": KEY, "reader": "tmr_none", "base": base})


def charge_of(amount: int, source: str = "tok_visa") -> dict[str, Value]:
    metadata = {"attempt_id": "a"}
    return {"amount": amount, "currency": "eur", "source": source, "metadata": metadata}


def confirm(intents: ProcessorConfig, remote_id: str) -> None:
    """In place of the reader, which this peer does not have."""
    api, path = StripeApi(intents), f"payment_intents/{remote_id}"
    api.post(path, {"payment_method": "pm_card_visa"}).done()
    api.post(f"{path}/confirm").done()


@pytest.fixture(scope="module")
def intents(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ProcessorConfig]:
    with localstripe(tmp_path_factory.mktemp("localstripe")) as base:
        yield config_of(base)


@pytest.fixture(scope="module")
def keys() -> Iterator[StripeApi]:
    with stateful_mock() as base:
        yield StripeApi(config_of(base))


class TestPayments:
    @pytest.fixture
    def stripe(self, intents: ProcessorConfig) -> StripeProcessor:
        return StripeProcessor(intents)

    @pytest.fixture
    def charge(self, stripe: StripeProcessor) -> Charge:
        """Created there, and waiting for a card."""
        charge = Charge(
            attempt_id=str(uuid4()),
            order_id=str(uuid4()),
            amount=1250,
            currency=Currency.of("EUR"),
            flow=Flow.READER,
            description="Shop",
            created_at=datetime.now(UTC),
        )
        answer = stripe.create(charge)
        assert (answer.standing, answer.amount) == (Standing.CREATED, 1250)
        return replace(charge, remote_id=answer.remote_id)

    @pytest.fixture
    def authorised(self, intents: ProcessorConfig, charge: Charge) -> Charge:
        confirm(intents, charge.remote_id)
        return charge

    def test_are_made_captured_and_given_back(
        self, stripe: StripeProcessor, authorised: Charge
    ) -> None:
        seen = stripe.query(authorised)
        answers = [stripe.capture(authorised), stripe.capture(authorised)]
        refund = Refund(str(uuid4()), 500, authorised, datetime.now(UTC))
        before = stripe.query_refund(refund)
        given_back = stripe.refund(refund)
        found = stripe.query_refund(refund)
        known = stripe.query_refund(replace(refund, remote_id=given_back.remote_id))

        assert seen.standing is Standing.AUTHORISED
        assert {one.standing for one in answers} == {Standing.DONE}
        assert stripe.cancel(authorised).standing is Standing.DONE
        assert before.standing is Standing.ABSENT
        assert (given_back.standing, given_back.amount) == (Standing.DONE, 500)
        assert found.remote_id == known.remote_id == given_back.remote_id

    def test_of_a_trial_are_made_and_given_back(self, intents: ProcessorConfig) -> None:
        shop = FakeShop()
        stripe = StripeProcessor(intents, now=shop.clock.now)
        shop.processors = lambda _name, _purpose: stripe
        shop.recovering = shop.new_charging()
        kind = replace(ACME, flows=(Flow.READER,), cannot_take=KIND.cannot_take)
        trials = trials_of(shop, kind)

        charge = trials.begin(actor=shop.owner, kind=kind)
        charge = shop.charging.act(charge.attempt_id, Move.CREATE).attempt
        confirm(intents, charge.remote_id)
        paid = shop.charging.advance(charge.attempt_id).attempt
        back = shop.charging.advance(trials.reversal(paid).attempt_id).attempt

        assert (paid.state, back.state) == (PaymentState.APPROVED, PaymentState.APPROVED)
        assert paid.money.plain() == back.money.plain() == "0.50"
        assert back.remote_id.startswith("re_")

    def test_are_found_by_their_attempt(self, stripe: StripeProcessor, charge: Charge) -> None:
        """Asked for again, this peer makes a second one: it knows no keys."""
        answer = stripe.query(charge)

        assert (answer.standing, answer.remote_id) == (Standing.CREATED, charge.remote_id)

    @pytest.mark.parametrize("state", ["charge", "authorised"])
    def test_are_cancelled_once(
        self, stripe: StripeProcessor, state: str, request: pytest.FixtureRequest
    ) -> None:
        charge: Charge = request.getfixturevalue(state)

        answers = [stripe.cancel(charge), stripe.cancel(charge), stripe.query(charge)]

        assert {one.standing for one in answers} == {Standing.CANCELLED}

    def test_that_are_not_there_are_not_told_by_a_bare_404(
        self, stripe: StripeProcessor, charge: Charge
    ) -> None:
        """This peer leaves the code out; Stripe does so for an address that it does not have."""
        with pytest.raises(ProcessorRefusedError):
            stripe.query(replace(charge, remote_id="pi_gone"))

    def test_are_refused_without_the_right_key(self, intents: ProcessorConfig) -> None:
        wrong = replace(intents, values={**intents.values, "key": "rk_test_12345"})

        with pytest.raises(ProcessorRefusedError, match="does not accept the key"):
            StripeProcessor(wrong).check()


class TestKeys:
    def ask(
        self, keys: StripeApi, key: str, *, amount: int = 1250, source: str = "tok_visa"
    ) -> tuple[str, bool, str, str]:
        told = keys.post("charges", charge_of(amount, source), key=key)
        return told.text("id"), told.is_replayed, told.code, told.decline

    def test_have_the_first_answer_again(self, keys: StripeApi) -> None:
        key = str(uuid4())

        first, second, other = (self.ask(keys, one) for one in (key, key, str(uuid4())))

        assert first[0] == second[0] != other[0]
        assert (first[1], second[1]) == (False, True)

    def test_are_refused_for_another_request(
        self, keys: StripeApi, expected_warnings: list[str]
    ) -> None:
        expected_warnings.append("another request under this key")
        key = str(uuid4())
        self.ask(keys, key)

        with pytest.raises(ProcessorRefusedError, match="in another way"):
            self.ask(keys, key, amount=1)

    def test_keep_a_failure_too(self, keys: StripeApi) -> None:
        """Which is why the capture of an intent carries none."""
        key, source = str(uuid4()), f"tok_500|tok_visa|{uuid4()}"

        for _ in range(2):
            with pytest.raises(NoAnswerError):
                self.ask(keys, key, source=source)

        assert self.ask(keys, str(uuid4()), source=source)[0].startswith("ch_")

    def test_are_not_kept_for_one_who_asks_too_often(self, keys: StripeApi) -> None:
        with pytest.raises(BusyError):
            self.ask(keys, str(uuid4()), source="tok_429")

    def test_keep_a_decline_with_its_reason(self, keys: StripeApi) -> None:
        source = "tok_chargeDeclinedInsufficientFunds"

        _, _, code, decline = self.ask(keys, str(uuid4()), source=source)

        assert (code, decline) == ("card_declined", "insufficient_funds")
        assert "not enough money" in words.of_decline(decline)


class TestMoney:
    def test_is_not_given_back_beyond_what_was_taken(self, keys: StripeApi) -> None:
        charge = keys.post("charges", charge_of(1250), key=str(uuid4())).done().text("id")

        told = keys.post("refunds", {"charge": charge, "amount": 1251}, key=str(uuid4()))

        assert told.code
        with pytest.raises(ProcessorRefusedError):
            told.done()

    def test_of_an_unknown_charge_is_missing(self, keys: StripeApi) -> None:
        told = keys.get("charges/ch_gone")

        assert told.is_missing
        assert told.code == "resource_missing"
