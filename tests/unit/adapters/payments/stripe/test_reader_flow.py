"""A card at the reader, against the simulated Stripe: every state and every error of a reader."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from pos_app.domain.attempt import Standing
from pos_app.domain.money import Currency
from pos_app.services.payments.processor import (
    AmountError,
    BusyError,
    NoAnswerError,
    ProcessorRefusedError,
)
from tests.fakes.processors import stripe_cards as cards
from tests.fakes.processors.faults import Fault
from tests.fakes.processors.stripe import StripeSimulator
from tests.fakes.processors.stripe_objects import StripeError
from tests.fakes.processors.stripe_terminal import READER
from tests.unit.adapters.payments.stripe.till import ATTEMPT, Till

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


class TestPaying:
    def test_goes_from_created_to_done(self, till: Till, stripe: StripeSimulator) -> None:
        created = till.processor.create(till.charge())
        charge = replace(till.charge(), remote_id=created.remote_id, handed=1)
        waiting = till.processor.hand_over(charge)
        asked = till.processor.query(charge)
        stripe.terminal.present()
        authorised = till.processor.query(charge)
        before = stripe.ledger.captured()
        done = till.processor.capture(charge)

        assert [one.standing for one in (created, waiting, asked, authorised, done)] == [
            Standing.CREATED,
            Standing.WAITING,
            Standing.WAITING,
            Standing.AUTHORISED,
            Standing.DONE,
        ]
        assert (before, stripe.ledger.captured(ATTEMPT)) == (0, 1250)
        assert {one.remote_id for one in (created, waiting, authorised, done)} == {"pi_000001"}
        assert [one.amount for one in (created, authorised, done)] == [1250] * 3
        assert done.request_id.startswith("req_")

    def test_shows_what_a_receipt_needs_of_the_card(self, till: Till) -> None:
        charge = till.authorised(number="4001007020000002")

        card = till.processor.query(charge).card

        assert (card.brand, card.last4) == ("visa", "0002")
        assert card.lines == (
            ("Application", "Visa Credit"),
            ("AID", "A0000000031010"),
            ("Verification", "PIN"),
            ("Authorisation", "123456"),
        )

    def test_takes_a_card_that_is_charged_at_once(
        self, till: Till, stripe: StripeSimulator
    ) -> None:
        charge = till.handed(till.charge(currency=Currency.of("CAD")))
        stripe.terminal.present(number=cards.INTERAC)

        answer = till.processor.query(charge)

        assert answer.standing is Standing.DONE
        assert answer.card.brand == "interac"
        assert till.processor.cancel(charge).standing is Standing.DONE

    def test_never_asks_for_a_tip(self, till: Till, stripe: StripeSimulator) -> None:
        till.handed()

        form = stripe.asked[-1].form()
        assert form["process_config[skip_tipping]"] == "true"
        assert form["process_config[enable_customer_cancellation]"] == "true"

    def test_pays_in_a_currency_that_stripe_counts_otherwise(
        self, till: Till, stripe: StripeSimulator
    ) -> None:
        charge = till.paid(till.charge(5, currency=Currency.of("ISK")))

        assert till.processor.query(charge).amount == 5
        assert stripe.ledger.captured() == 500

    def test_names_the_version_it_speaks(self, till: Till, stripe: StripeSimulator) -> None:
        till.created()

        assert stripe.asked[0].headers["stripe-version"] == "2026-10-28.endive"

    @pytest.mark.parametrize("status", ["requires_confirmation", "requires_action", "processing"])
    def test_waits_while_stripe_works(
        self, till: Till, stripe: StripeSimulator, status: str
    ) -> None:
        charge = till.handed()
        stripe.book.intents[charge.remote_id]["status"] = status

        assert till.processor.query(charge).standing is Standing.WAITING

    def test_trusts_no_state_that_stripe_does_not_have(
        self, till: Till, stripe: StripeSimulator
    ) -> None:
        charge = till.created()
        stripe.book.intents[charge.remote_id]["status"] = "paid"

        with pytest.raises(NoAnswerError):
            till.processor.query(charge)

    def test_takes_no_other_currency_for_its_own(self, till: Till, stripe: StripeSimulator) -> None:
        charge = till.created()
        stripe.book.intents[charge.remote_id]["currency"] = "usd"

        with pytest.raises(NoAnswerError):
            till.processor.query(charge)

    def test_invents_no_amount_where_none_is_told(
        self, till: Till, stripe: StripeSimulator
    ) -> None:
        charge = till.paid()
        del stripe.book.intents[charge.remote_id]["amount_received"]

        answer = till.processor.query(charge)

        assert (answer.standing, answer.amount) == (Standing.DONE, None)

    def test_lapses_when_it_is_captured_too_late(self, till: Till, stripe: StripeSimulator) -> None:
        charge = till.authorised()
        stripe.pass_time(timedelta(days=3))

        assert till.processor.capture(charge).standing is Standing.CANCELLED
        assert stripe.ledger.captured() == 0


class TestCreating:
    @pytest.mark.parametrize(
        ("code", "words"), [("amount_too_small", "less than"), ("amount_too_large", "more than")]
    )
    def test_says_which_amounts_stripe_does_not_take(
        self, till: Till, stripe: StripeSimulator, code: str, words: str
    ) -> None:
        stripe.plan_problem("create", StripeError(400, code, param="amount"))

        with pytest.raises(AmountError, match=f"12.50 EUR: it is {words} Stripe takes"):
            till.processor.create(till.charge())

    def test_makes_one_of_two_requests(self, till: Till, stripe: StripeSimulator) -> None:
        charge = till.charge()

        names = {till.processor.create(charge).remote_id for _ in range(2)}

        assert names == set(stripe.book.intents)

    def test_trusts_no_answer_about_another_attempt(
        self, till: Till, stripe: StripeSimulator
    ) -> None:
        stripe.faults.plan("create", Fault.WRONG)

        with pytest.raises(NoAnswerError):
            till.processor.create(till.charge())

    def test_is_not_repeated_when_stripe_may_have_forgotten_it(
        self, till: Till, stripe: StripeSimulator
    ) -> None:
        charge = till.charge()
        till.processor.create(charge)
        stripe.pass_time(timedelta(hours=25))

        with pytest.raises(ProcessorRefusedError, match="too long ago"):
            till.processor.create(charge)

        assert len(stripe.book.intents) == 1

    def test_is_not_repeated_where_the_clock_was_set_back(
        self, till: Till, stripe: StripeSimulator
    ) -> None:
        charge = replace(till.charge(), created_at=stripe.now() + timedelta(days=3))

        with pytest.raises(ProcessorRefusedError, match="too long ago"):
            till.processor.create(charge)

    def test_tells_a_key_that_was_used_for_something_else(
        self, till: Till, expected_warnings: list[str]
    ) -> None:
        expected_warnings.append("another request under this key")
        till.created()

        with pytest.raises(ProcessorRefusedError, match="in another way"):
            till.processor.create(till.charge(999))

    def test_waits_for_a_request_that_still_runs(self, till: Till, stripe: StripeSimulator) -> None:
        stripe.in_use.add(f"pi-create:{ATTEMPT}")

        with pytest.raises(BusyError):
            till.processor.create(till.charge())


class TestHandingOver:
    @pytest.mark.parametrize(
        ("code", "words"),
        [("terminal_reader_busy", "at work"), ("terminal_reader_offline", "not connected")],
    )
    def test_says_that_the_reader_cannot(
        self, till: Till, stripe: StripeSimulator, code: str, words: str
    ) -> None:
        charge = replace(till.created(), handed=1)
        stripe.plan_problem("hand_over", StripeError(400, code))

        with pytest.raises(BusyError, match=words):
            till.processor.hand_over(charge)

    @pytest.mark.parametrize(
        ("code", "words"),
        [
            ("terminal_reader_hardware_fault", "has a fault"),
            ("terminal_reader_invalid_location_for_payment", "cannot take this currency"),
            ("something_new", "answers something_new"),
            ("Something <new> 4242424242424242", "answers with an error"),
        ],
    )
    def test_says_that_stripe_refuses(
        self, till: Till, stripe: StripeSimulator, code: str, words: str
    ) -> None:
        charge = replace(till.created(), handed=1)
        stripe.plan_problem("hand_over", StripeError(400, code))

        with pytest.raises(ProcessorRefusedError, match=words):
            till.processor.hand_over(charge)

    @pytest.mark.parametrize("has_it", [False, True])
    def test_waits_where_the_reader_may_have_got_it(
        self, till: Till, stripe: StripeSimulator, *, has_it: bool
    ) -> None:
        charge = replace(till.created(), handed=1)
        problem = StripeError(400, "terminal_reader_timeout")
        stripe.plan_problem("hand_over", problem, is_done=has_it)

        told = till.processor.hand_over(charge)
        seen = till.processor.query(charge)

        assert told.standing is Standing.WAITING
        assert "has not said" in told.reason
        assert seen.standing is (Standing.WAITING if has_it else Standing.CREATED)

    def test_says_how_it_is_now_and_not_how_it_was_then(
        self, till: Till, stripe: StripeSimulator
    ) -> None:
        charge = till.authorised()

        answer = till.processor.hand_over(charge)

        assert answer.standing is Standing.AUTHORISED

    def test_asks_anew_only_when_it_is_told_to(self, till: Till, stripe: StripeSimulator) -> None:
        charge = till.handed()
        stripe.terminal.restart()

        again = till.processor.hand_over(charge)
        anew = till.processor.hand_over(replace(charge, handed=2))

        assert (again.standing, anew.standing) == (Standing.CREATED, Standing.WAITING)

    def test_finds_that_it_is_paid_already(self, till: Till, stripe: StripeSimulator) -> None:
        charge = till.authorised()

        answer = till.processor.hand_over(replace(charge, handed=2))

        assert answer.standing is Standing.AUTHORISED

    def test_sees_a_card_that_was_quicker_than_the_answer(
        self, till: Till, stripe: StripeSimulator
    ) -> None:
        charge = replace(till.created(), handed=1)
        stripe.terminal.process(READER, {"payment_intent": charge.remote_id})
        stripe.terminal.present()

        assert till.processor.hand_over(charge).standing is Standing.AUTHORISED

    def test_knows_of_no_such_payment(self, till: Till) -> None:
        charge = replace(till.charge(), remote_id="pi_gone", handed=1)

        assert till.processor.hand_over(charge).standing is Standing.ABSENT

    def test_knows_of_no_such_reader(self, till: Till) -> None:
        charge = replace(till.created(), handed=1)

        with pytest.raises(ProcessorRefusedError, match="no such card reader"):
            till.opened(reader="tmr_gone").hand_over(charge)

    def test_finds_the_payment_whose_name_was_lost(self, till: Till) -> None:
        till.created()

        answer = till.processor.hand_over(replace(till.charge(), handed=1))

        assert (answer.standing, answer.remote_id) == (Standing.WAITING, "pi_000001")


class TestFailing:
    @pytest.mark.parametrize(
        ("number", "words"),
        [
            (cards.DECLINED, "the card was declined"),
            (cards.NO_MONEY, "there is not enough money on the card's account"),
            (cards.EXPIRED, "the card has expired"),
            ("4000000000000119", "the card's bank cannot be reached; trying again may help"),
            (cards.LOST, "the card was declined"),
            (cards.STOLEN, "the card was declined"),
        ],
    )
    @pytest.mark.parametrize("tells", [True, False])
    def test_says_why_but_never_that_a_card_is_stolen(
        self, till: Till, stripe: StripeSimulator, number: str, words: str, *, tells: bool
    ) -> None:
        stripe.terminal.tells_declines = tells
        charge = till.authorised(number=number)

        answer = till.processor.query(charge)

        assert (answer.standing, answer.reason) == (Standing.DECLINED, words)

    @pytest.mark.parametrize("ending", sorted(cards.ENDINGS))
    def test_declines_by_the_endings_of_the_sandbox(
        self, till: Till, stripe: StripeSimulator, ending: int
    ) -> None:
        stripe.terminal.endings = True
        charge = till.authorised(till.charge(1000 + ending))

        assert till.processor.query(charge).standing is Standing.DECLINED

    def test_can_no_longer_be_paid(self, till: Till, stripe: StripeSimulator) -> None:
        charge = till.authorised(number=cards.DECLINED)

        till.processor.query(charge)
        again = till.processor.query(charge)
        handed = till.processor.hand_over(replace(charge, handed=2))

        assert stripe.book.intents[charge.remote_id]["status"] == "canceled"
        assert again.standing is Standing.DECLINED
        assert handed.standing is Standing.DECLINED
        assert till.processor.cancel(charge).standing is Standing.CANCELLED

    def test_is_seen_without_the_reader(self, till: Till, stripe: StripeSimulator) -> None:
        charge = till.authorised(number=cards.NO_MONEY)
        stripe.terminal.restart()

        answer = till.processor.query(charge)

        assert answer.standing is Standing.DECLINED
        assert "not enough money" in answer.reason

    def test_is_not_said_before_it_is_certain(self, till: Till, stripe: StripeSimulator) -> None:
        charge = till.authorised(number=cards.DECLINED)
        stripe.faults.plan("cancel", Fault.LOST)

        with pytest.raises(NoAnswerError):
            till.processor.query(charge)

        assert till.processor.query(charge).standing is Standing.DECLINED

    def test_gives_way_to_a_card_that_comes_in_between(
        self, till: Till, stripe: StripeSimulator
    ) -> None:
        """Another till of the shop hands the same reader the intent again."""
        charge = till.authorised(number=cards.DECLINED)

        def begin() -> None:
            stripe.terminal.process(READER, {"payment_intent": charge.remote_id})
            stripe.terminal.begin()

        stripe.before["cancel"] = begin

        assert till.processor.query(charge).standing is Standing.WAITING
        stripe.terminal.finish()
        assert till.processor.query(charge).standing is Standing.AUTHORISED

    def test_is_the_customers_own_wish(self, till: Till, stripe: StripeSimulator) -> None:
        charge = till.handed()
        stripe.terminal.customer_cancels()

        answer = till.processor.query(charge)

        assert answer.standing is Standing.CANCELLED
        assert "customer has cancelled" in answer.reason
        assert stripe.book.intents[charge.remote_id]["status"] == "canceled"

    @pytest.mark.parametrize("is_paid", [True, False])
    def test_is_not_believed_of_a_reader_that_lost_its_link(
        self, till: Till, stripe: StripeSimulator, *, is_paid: bool
    ) -> None:
        charge = till.handed()
        stripe.terminal.lose_link(is_paid=is_paid)

        answer = till.processor.query(charge)

        assert answer.standing is (Standing.AUTHORISED if is_paid else Standing.WAITING)
        assert till.processor.cancel(charge).standing is Standing.CANCELLED
        assert stripe.ledger.captured() == 0

    def test_is_not_taken_from_another_payment_at_the_reader(
        self, till: Till, stripe: StripeSimulator
    ) -> None:
        charge = till.handed()
        other = till.handed(till.charge(attempt_id="other"))
        stripe.terminal.present(number=cards.DECLINED)

        assert till.processor.query(charge).standing is Standing.CREATED
        assert till.processor.query(other).standing is Standing.DECLINED

    def test_waits_where_the_reader_is_ahead_of_the_intent(
        self, till: Till, stripe: StripeSimulator
    ) -> None:
        charge = till.handed()
        stripe.terminal.readers[READER]["action"]["status"] = "succeeded"

        assert till.processor.query(charge).standing is Standing.WAITING

    def test_is_no_matter_of_a_reader_that_is_gone(self, till: Till) -> None:
        charge = till.handed()

        answer = till.opened(reader="tmr_gone").query(charge)

        assert answer.standing is Standing.CREATED


class TestCapturing:
    def test_moves_the_money_once(self, till: Till, stripe: StripeSimulator) -> None:
        charge = till.authorised()

        answers = [till.processor.capture(charge) for _ in range(2)]

        assert {one.standing for one in answers} == {Standing.DONE}
        assert stripe.ledger.captured() == 1250

    @pytest.mark.parametrize("fault", [Fault.ERROR_AFTER, Fault.LOST, Fault.RESET_AFTER])
    def test_is_done_though_nothing_was_heard(
        self, till: Till, stripe: StripeSimulator, fault: Fault
    ) -> None:
        charge = till.authorised()
        stripe.faults.plan("capture", fault)
        with pytest.raises(NoAnswerError):
            till.processor.capture(charge)

        assert till.processor.query(charge).standing is Standing.DONE
        assert stripe.ledger.captured() == 1250

    def test_is_not_held_up_by_a_failure_that_stripe_keeps(
        self, till: Till, stripe: StripeSimulator
    ) -> None:
        charge = till.authorised()
        stripe.plan_problem("capture", StripeError(500, "", kind="api_error"))
        with pytest.raises(NoAnswerError):
            till.processor.capture(charge)

        assert till.processor.capture(charge).standing is Standing.DONE

    def test_says_that_it_came_too_late(self, till: Till, stripe: StripeSimulator) -> None:
        charge = till.authorised()
        till.processor.cancel(charge)

        assert till.processor.capture(charge).standing is Standing.CANCELLED

    def test_is_refused_for_reasons_of_its_own(self, till: Till, stripe: StripeSimulator) -> None:
        charge = till.authorised()
        stripe.plan_problem("capture", StripeError(400, "account_invalid"))

        with pytest.raises(ProcessorRefusedError, match="account_invalid"):
            till.processor.capture(charge)

    def test_is_in_doubt_where_the_look_after_it_does_not_arrive(
        self, till: Till, stripe: StripeSimulator
    ) -> None:
        charge = till.paid()
        stripe.faults.plan("query", Fault.TOO_MANY)

        with pytest.raises(NoAnswerError):
            till.processor.capture(charge)


class TestCancelling:
    def test_stops_the_reader_and_the_intent(self, till: Till, stripe: StripeSimulator) -> None:
        charge = till.handed()

        answer = till.processor.cancel(charge)

        assert answer.standing is Standing.CANCELLED
        assert stripe.terminal.readers[READER]["action"] is None
        assert till.processor.cancel(charge).standing is Standing.CANCELLED

    def test_leaves_another_payment_at_the_reader(
        self, till: Till, stripe: StripeSimulator
    ) -> None:
        charge = till.handed()
        other = till.handed(till.charge(attempt_id="other"))

        till.processor.cancel(charge)

        assert till.processor.query(other).standing is Standing.WAITING

    def test_waits_while_the_card_is_charged(self, till: Till, stripe: StripeSimulator) -> None:
        charge = till.handed()
        stripe.terminal.begin()

        during = till.processor.cancel(charge)
        stripe.terminal.finish()
        after = till.processor.cancel(charge)

        assert (during.standing, after.standing) == (Standing.WAITING, Standing.CANCELLED)
        assert stripe.ledger.captured() == 0

    def test_releases_what_was_set_aside(self, till: Till, stripe: StripeSimulator) -> None:
        charge = till.authorised()

        assert till.processor.cancel(charge).standing is Standing.CANCELLED
        assert stripe.ledger.moves == []

    def test_says_that_it_is_paid(self, till: Till, stripe: StripeSimulator) -> None:
        charge = till.paid()

        answer = till.processor.cancel(charge)

        assert (answer.standing, answer.amount) == (Standing.DONE, 1250)

    def test_needs_no_reader_to_be_certain(self, till: Till, stripe: StripeSimulator) -> None:
        charge = till.handed()
        stripe.terminal.readers[READER]["status"] = "offline"

        assert till.processor.cancel(charge).standing is Standing.CANCELLED

    def test_cannot_prove_it_of_a_payment_that_is_not_there(self, till: Till) -> None:
        charge = replace(till.charge(), remote_id="pi_of_another_account", handed=1)

        assert till.processor.cancel(charge).standing is Standing.ABSENT

    @pytest.mark.parametrize(
        ("code", "standing"), [("terminal_reader_busy", Standing.WAITING), ("odd", None)]
    )
    def test_is_not_said_to_be_done_where_stripe_refuses(
        self, till: Till, stripe: StripeSimulator, code: str, standing: Standing | None
    ) -> None:
        charge = till.created()
        stripe.plan_problem("cancel", StripeError(400, code))

        if standing is None:
            with pytest.raises(ProcessorRefusedError):
                till.processor.cancel(charge)
        else:
            assert till.processor.cancel(charge).standing is standing


class TestLostNames:
    """What becomes of a charge whose name the till never heard."""

    @pytest.mark.parametrize("fault", [Fault.LOST, Fault.RESET_BEFORE, Fault.LATE])
    def test_are_asked_for_under_the_same_key(
        self, till: Till, stripe: StripeSimulator, fault: Fault
    ) -> None:
        stripe.faults.plan("create", fault)
        with pytest.raises(NoAnswerError):
            till.processor.create(till.charge())

        answer = till.processor.query(till.charge())
        stripe.deliver_late()

        assert (answer.standing, answer.remote_id) == (Standing.CREATED, "pi_000001")
        assert len(stripe.book.intents) == 1

    def test_are_found_in_the_list_where_stripe_keeps_its_failure(
        self, till: Till, stripe: StripeSimulator
    ) -> None:
        stripe.faults.plan("create", Fault.ERROR_AFTER)
        with pytest.raises(NoAnswerError):
            till.processor.create(till.charge())

        answer = till.processor.query(till.charge())

        assert (answer.standing, answer.remote_id) == (Standing.CREATED, "pi_000001")

    def test_are_found_in_a_list_of_many_pages(self, till: Till, stripe: StripeSimulator) -> None:
        charge = till.charge()
        till.created(charge)
        for number in range(120):
            till.created(till.charge(attempt_id=f"other-{number}"))
        stripe.pass_time(timedelta(hours=21))

        answer = till.processor.query(charge)

        assert (answer.standing, answer.remote_id) == (Standing.CREATED, "pi_000001")
        assert [one.path for one in stripe.asked[-4:]] == [
            *["/v1/payment_intents"] * 3,
            "/v1/payment_intents/pi_000001",
        ]

    def test_are_absent_where_the_list_has_none(self, till: Till, stripe: StripeSimulator) -> None:
        charge = till.charge()
        stripe.pass_time(timedelta(hours=21))

        assert till.processor.query(charge).standing is Standing.ABSENT
        assert till.processor.hand_over(charge).standing is Standing.ABSENT
        assert till.processor.cancel(charge).standing is Standing.CANCELLED
        assert stripe.book.intents == {}

    def test_can_be_cancelled(self, till: Till, stripe: StripeSimulator) -> None:
        stripe.faults.plan("create", Fault.LOST)
        with pytest.raises(NoAnswerError):
            till.processor.create(till.charge())

        assert till.processor.cancel(till.charge()).standing is Standing.CANCELLED
        assert stripe.book.intents["pi_000001"]["status"] == "canceled"

    def test_are_not_proven_where_it_was_handed_over(
        self, till: Till, stripe: StripeSimulator
    ) -> None:
        charge = replace(till.charge(), handed=1)
        stripe.pass_time(timedelta(hours=21))

        assert till.processor.cancel(charge).standing is Standing.ABSENT

    def test_a_payment_that_stripe_does_not_know_is_absent(self, till: Till) -> None:
        charge = replace(till.charge(), remote_id="pi_gone")

        assert till.processor.query(charge).standing is Standing.ABSENT
