from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.attempt import Attempt, AttemptKind, Move, Standing, Wanted
from pos_app.domain.disk_space import OutOfRoomError
from pos_app.domain.errors import PosError
from pos_app.domain.money import Money
from pos_app.domain.order import Order
from pos_app.domain.payment import PaymentState
from pos_app.domain.product import Product
from pos_app.domain.staff import ApprovalNeededError
from pos_app.domain.tender import OverTenderedError, Tender
from pos_app.services.open_payments import PaymentCameError, PaymentOpenError, is_any_part_paid
from pos_app.services.payments.attempt_book import AmountDiffersError
from pos_app.services.payments.attempt_terms import bring, tender_of
from pos_app.services.payments.processor import (
    BusyError,
    NoAnswerError,
    NotReachedError,
    PaymentProcessor,
    ProcessorGoneError,
    ProcessorRefusedError,
    Purpose,
)
from pos_app.services.payments.tender_change import ProcessorTenderError
from tests.fakes.catalogue import EUR
from tests.fakes.processors.memory import VISA, Fault
from tests.fakes.shop import FakeShop

REMOTE = ("card", "card", "", False, False, "fake", "reader")
TEN = Tender("cash", 1_000)
TOTAL, REST = 2_482, 1_482
APPROVED, DECLINED = PaymentState.APPROVED, PaymentState.DECLINED
CANCELLED, UNKNOWN = PaymentState.CANCELLED, PaymentState.UNKNOWN


def a_shop() -> FakeShop:
    shop = FakeShop(methods=(REMOTE,))
    shop.sells(Product(1, "CHAIR", "Chaise", Money(TOTAL, EUR), "STANDARD"), stock=9_000)
    shop.open_shift()
    return shop


@pytest.fixture
def shop() -> FakeShop:
    return a_shop()


@pytest.fixture
def order(shop: FakeShop) -> Order:
    return shop.order_of("CHAIR")


def begin(shop: FakeShop, order: Order, amount: int = TOTAL) -> Attempt:
    method = shop.profile.tender_terms.method("card")
    return shop.charging.begin(order=order, method=method, amount=amount, actor=shop.cashier)


def names(shop: FakeShop, kind: str) -> list[tuple[int, int | None]]:
    """Who did it and who allowed it, by their ids."""
    return [(one["user_id"], one["approver_id"]) for one in shop.entries(kind)]


def test_any_order_is_known_that_is_paid_in_part_or_may_be(shop: FakeShop, order: Order) -> None:
    def is_any() -> bool:
        return is_any_part_paid(shop.draft_queries, shop.attempt_queries)

    assert not is_any()
    shop.tendering.take(order=order, tender=TEN, actor=shop.cashier)
    assert is_any()

    shop.tendering.remove(order=order, index=0, actor=shop.cashier)
    assert not is_any()
    attempt = begin(shop, order)
    assert is_any()

    shop.charging.release(attempt_id=attempt.attempt_id, actor=shop.owner)
    assert not is_any()


def stored(shop: FakeShop, attempt: Attempt) -> Attempt:
    found = shop.attempt_queries.get(attempt.attempt_id)
    assert found is not None
    return found


def kept_of(shop: FakeShop) -> Order:
    (kept,) = shop.drafting.open_orders()
    return kept


def kinds_of(shop: FakeShop) -> list[str]:
    return [one.kind for one in shop.store.tables.entries if one.kind.startswith("payment_")]


class TestCharging:
    def test_moves_the_money_and_puts_it_into_the_order(self, shop: FakeShop, order: Order) -> None:
        attempt = begin(shop, order)

        done = shop.charging.advance(attempt.attempt_id).attempt

        assert done.state is APPROVED
        assert (done.remote_id, done.card) == (f"pi_{attempt.attempt_id}", VISA)
        assert shop.processor.moved == TOTAL
        assert kept_of(shop).tenders == (tender_of(done),)
        assert tender_of(done).reference == "Visa 4242"
        assert kinds_of(shop) == ["payment_intent", "payment_sent", "payment_approved"]
        assert shop.verdict().ok

    def test_is_on_disk_before_anything_is_asked(self, shop: FakeShop, order: Order) -> None:
        states: list[PaymentState] = []
        attempt = begin(shop, order)
        assert shop.processor.calls == []
        shop.processor.on_call = lambda: states.append(stored(shop, attempt).state)

        shop.charging.advance(attempt.attempt_id)

        assert set(states) == {PaymentState.SENT}

    def test_pays_the_order_with_what_came(self, shop: FakeShop, order: Order) -> None:
        attempt = begin(shop, order)
        shop.charging.advance(attempt.attempt_id)

        (document,) = shop.recovering.complete()

        (payment,) = document.payments
        assert (payment.payment_id, payment.amount) == (attempt.attempt_id, TOTAL)
        assert shop.recovering.complete() == []

    def test_of_a_rest_leaves_the_first_part_as_it_was(self, shop: FakeShop, order: Order) -> None:
        shop.tendering.take(order=order, tender=TEN, actor=shop.cashier)
        attempt = begin(shop, order, REST)
        done = shop.charging.advance(attempt.attempt_id).attempt

        assert kept_of(shop).tenders == (TEN, tender_of(done))

    def test_of_more_than_is_left_is_refused(self, shop: FakeShop, order: Order) -> None:
        with pytest.raises(OverTenderedError):
            begin(shop, order, TOTAL + 1)
        assert shop.store.tables.attempts == {}

    def test_waits_for_the_customer(self, shop: FakeShop, order: Order) -> None:
        shop.processor.customer = Standing.WAITING
        attempt = begin(shop, order)

        assert shop.charging.advance(attempt.attempt_id).move is Move.WAIT
        assert stored(shop, attempt).state is PaymentState.SENT
        shop.processor.pays(attempt.attempt_id)
        assert shop.charging.advance(attempt.attempt_id).attempt.state is APPROVED

    def test_that_is_declined_leaves_the_order_open(self, shop: FakeShop, order: Order) -> None:
        shop.processor.customer = Standing.DECLINED
        attempt = begin(shop, order)

        done = shop.charging.advance(attempt.attempt_id).attempt

        assert (done.state, done.reason) == (DECLINED, "The card was declined.")
        assert shop.processor.ledger[attempt.attempt_id].standing is Standing.CANCELLED
        assert kept_of(shop).tenders == ()
        shop.processor.customer = Standing.AUTHORISED
        again = begin(shop, order)
        assert again.attempt_id != attempt.attempt_id
        assert shop.charging.advance(again.attempt_id).attempt.state is APPROVED

    @pytest.mark.parametrize(
        ("fault", "kind"),
        [
            (Fault.NOT_REACHED, NotReachedError),
            (Fault.BUSY, BusyError),
            (Fault.REFUSED, ProcessorRefusedError),
        ],
    )
    def test_that_never_came_there_is_cancelled(
        self, shop: FakeShop, order: Order, fault: Fault, kind: type[PosError]
    ) -> None:
        attempt = begin(shop, order)
        shop.processor.faults = [fault]

        with pytest.raises(kind):
            shop.charging.advance(attempt.attempt_id)

        assert stored(shop, attempt).state is CANCELLED
        assert shop.processor.ledger == {}

    def test_is_told_on_a_full_disk_that_the_money_came(
        self, shop: FakeShop, order: Order, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def release() -> bool:
            shop.store.refusal = None
            return True

        attempt = begin(shop, order)
        shop.charging.act(attempt.attempt_id, Move.CREATE)
        one = shop.processor.ledger[attempt.attempt_id]
        one.standing, one.captured = Standing.DONE, TOTAL
        monkeypatch.setattr(shop.disk, "release_reserve", release)
        shop.store.refusal = OutOfRoomError()

        assert shop.charging.look(attempt.attempt_id).attempt.state is APPROVED

    def test_that_this_till_could_not_send_is_cancelled(
        self, shop: FakeShop, order: Order, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def gone(_name: str, _purpose: Purpose) -> PaymentProcessor:
            raise ProcessorGoneError(processor="fake")

        attempt = begin(shop, order)
        monkeypatch.setattr(shop.calls, "_processors", gone)

        with pytest.raises(ProcessorGoneError):
            shop.charging.advance(attempt.attempt_id)

        assert stored(shop, attempt).state is CANCELLED

    def test_without_an_answer_is_unknown_and_asked_about_first(
        self, shop: FakeShop, order: Order
    ) -> None:
        attempt = begin(shop, order)
        shop.processor.faults = [None, None, Fault.REPLY_LOST]  # the capture's
        with pytest.raises(NoAnswerError):
            shop.charging.advance(attempt.attempt_id)
        assert stored(shop, attempt).state is UNKNOWN
        shop.processor.calls.clear()

        assert shop.charging.advance(attempt.attempt_id).attempt.state is APPROVED

        assert shop.processor.calls == ["query"]
        assert shop.processor.moved == TOTAL

    def test_in_doubt_is_not_cancelled_by_a_line_that_is_dead_afterwards(
        self, shop: FakeShop, order: Order
    ) -> None:
        attempt = begin(shop, order)
        shop.processor.faults = [Fault.LOST_ON_THE_WAY, None, Fault.NOT_REACHED]
        with pytest.raises(NoAnswerError):
            shop.charging.advance(attempt.attempt_id)
        with pytest.raises(NotReachedError):
            shop.charging.advance(attempt.attempt_id)

        assert stored(shop, attempt).state is UNKNOWN

    def test_that_was_declined_and_then_paid_after_all_is_taken(
        self, shop: FakeShop, order: Order
    ) -> None:
        shop.processor.customer = Standing.DECLINED
        attempt = begin(shop, order)
        shop.charging.act(attempt.attempt_id, Move.CREATE)
        one = shop.processor.ledger[attempt.attempt_id]
        one.standing, one.captured = Standing.DONE, TOTAL

        done = shop.charging.act(attempt.attempt_id, Move.DECLINE).attempt

        assert done.state is APPROVED

    def test_is_decided_once(self, shop: FakeShop, order: Order) -> None:
        attempt = begin(shop, order)
        shop.charging.act(attempt.attempt_id, Move.CREATE)
        stale = stored(shop, attempt)
        shop.charging.advance(attempt.attempt_id)
        done, kinds, tenders = stored(shop, attempt), kinds_of(shop), kept_of(shop).tenders

        assert shop.book.doubt(stale, "another thread heard nothing") == done
        assert shop.book.want_cancelled(stale) == done
        assert shop.book.decide(stale, CANCELLED) == done

        assert stored(shop, attempt) == done
        assert (kinds_of(shop), kept_of(shop).tenders) == (kinds, tenders)

    def test_keeps_what_two_threads_have_learned(self, shop: FakeShop, order: Order) -> None:
        attempt = begin(shop, order)
        shop.charging.act(attempt.attempt_id, Move.CREATE)
        seen = stored(shop, attempt)

        shop.charging.stop(attempt.attempt_id)
        shop.book.doubt(seen, "it takes too long")

        both = stored(shop, attempt)
        assert (both.wanted, both.state) == (Wanted.CANCELLED, UNKNOWN)

    def test_of_another_amount_is_never_approved(self, shop: FakeShop, order: Order) -> None:
        attempt = begin(shop, order)
        shop.charging.act(attempt.attempt_id, Move.CREATE)
        shop.processor.ledger[attempt.attempt_id].amount = TOTAL - 1

        with pytest.raises(AmountDiffersError):
            shop.charging.advance(attempt.attempt_id)

        assert stored(shop, attempt).state is UNKNOWN


class TestOpenPayment:
    """While money may still come for an order."""

    @pytest.fixture
    def waiting(self, shop: FakeShop, order: Order) -> Attempt:
        shop.processor.customer = Standing.WAITING
        attempt = begin(shop, order)
        shop.charging.advance(attempt.attempt_id)
        return attempt

    def test_keeps_other_payments_out(self, shop: FakeShop, order: Order, waiting: Attempt) -> None:
        with pytest.raises(PaymentOpenError):
            begin(shop, order)
        with pytest.raises(PaymentOpenError):
            shop.checkout.pay_cash(order=order, tendered=TOTAL, actor=shop.cashier)
        with pytest.raises(PaymentOpenError):
            shop.tendering.take(order=order, tender=TEN, actor=shop.cashier)
        with pytest.raises(PaymentOpenError):
            shop.cancelling.cancel(order=order, actor=shop.cashier)
        assert order.tenders == ()
        assert shop.store.tables.orders == {}

    def test_keeps_the_shift_open(self, shop: FakeShop, waiting: Attempt) -> None:
        with pytest.raises(PaymentOpenError):
            shop.shifts.close(actor=shop.cashier, counted=0)

        shop.charging.release(attempt_id=waiting.attempt_id, actor=shop.owner)
        shop.shifts.close(actor=shop.cashier, counted=0)

    def test_that_has_come_is_not_paid_a_second_time_by_whoever_has_not_seen_it(
        self, shop: FakeShop, order: Order, waiting: Attempt
    ) -> None:
        shop.processor.pays(waiting.attempt_id)
        shop.charging.advance(waiting.attempt_id)

        with pytest.raises(PaymentCameError):
            shop.checkout.pay_cash(order=order, tendered=TOTAL, actor=shop.cashier)
        with pytest.raises(PaymentCameError):
            shop.cancelling.cancel(order=order, actor=shop.cashier)

        assert shop.store.tables.orders == {}
        assert len(shop.recovering.complete()) == 1

    def test_is_not_rewritten_as_another_way_to_pay(
        self, shop: FakeShop, order: Order, waiting: Attempt
    ) -> None:
        shop.processor.pays(waiting.attempt_id)
        shop.charging.advance(waiting.attempt_id)
        (document,) = shop.recovering.complete()

        with pytest.raises(ProcessorTenderError):
            shop.correct(document, "cash")

    def test_is_cancelled_by_asking_the_processor(self, shop: FakeShop, waiting: Attempt) -> None:
        shop.charging.stop(waiting.attempt_id)

        assert shop.charging.advance(waiting.attempt_id).attempt.state is CANCELLED
        assert shop.processor.ledger[waiting.attempt_id].standing is Standing.CANCELLED

    def test_that_is_cancelled_too_late_is_taken(
        self, shop: FakeShop, order: Order, waiting: Attempt
    ) -> None:
        shop.processor.pays(waiting.attempt_id)
        shop.charging.act(waiting.attempt_id, Move.CAPTURE)
        shop.charging.stop(waiting.attempt_id)

        assert shop.charging.advance(waiting.attempt_id).attempt.state is APPROVED
        assert shop.processor.moved == TOTAL

    def test_needs_a_manager_to_be_released(
        self, shop: FakeShop, order: Order, waiting: Attempt
    ) -> None:
        with pytest.raises(ApprovalNeededError):
            shop.charging.release(attempt_id=waiting.attempt_id, actor=shop.cashier)

        shop.charging.release(attempt_id=waiting.attempt_id, actor=shop.owner)

        shop.checkout.pay_cash(order=order, tendered=TOTAL, actor=shop.cashier)
        assert kinds_of(shop)[-1] == "payment_released"

    def test_that_was_released_never_comes_into_its_order(
        self, shop: FakeShop, order: Order, waiting: Attempt
    ) -> None:
        shop.charging.release(attempt_id=waiting.attempt_id, actor=shop.owner)
        one = shop.processor.ledger[waiting.attempt_id]
        one.standing, one.captured = Standing.DONE, TOTAL

        settle_all(shop)

        assert kept_of(shop).tenders == ()
        check(shop)

    def test_that_was_released_is_given_back_when_it_comes(
        self, shop: FakeShop, order: Order, waiting: Attempt
    ) -> None:
        shop.charging.release(attempt_id=waiting.attempt_id, actor=shop.owner)
        shop.checkout.pay_cash(order=order, tendered=TOTAL, actor=shop.cashier)
        one = shop.processor.ledger[waiting.attempt_id]
        one.standing, one.captured = Standing.DONE, TOTAL

        shop.recovering.resolve()

        (reversal,) = shop.attempt_queries.reversals(waiting.attempt_id)
        assert (reversal.kind, reversal.state) == (AttemptKind.REVERSAL, APPROVED)
        assert shop.processor.moved == 0
        assert shop.recovering.undecided() == []


class TestBackingOut:
    """Both names stand in the journal: of who lets go of the money, and of who has allowed it."""

    def test_of_what_is_asked_cancels_it(self, shop: FakeShop, order: Order) -> None:
        shop.processor.customer = Standing.WAITING
        attempt = begin(shop, order)
        shop.charging.advance(attempt.attempt_id)

        off = shop.charging.back_out(
            attempt_id=attempt.attempt_id, actor=shop.cashier, approver=shop.owner
        )

        assert off.wanted is Wanted.CANCELLED
        assert names(shop, "payment_backed_out") == [(shop.cashier.staff_id, shop.owner.staff_id)]
        assert shop.charging.advance(attempt.attempt_id).attempt.state is CANCELLED

    def test_before_it_was_asked_ends_it(self, shop: FakeShop, order: Order) -> None:
        attempt = begin(shop, order)

        off = shop.charging.back_out(attempt_id=attempt.attempt_id, actor=shop.cashier)

        assert off.state is CANCELLED

    def test_of_what_is_paid_by_then_writes_nothing(self, shop: FakeShop, order: Order) -> None:
        attempt = begin(shop, order)
        paid = shop.charging.advance(attempt.attempt_id).attempt

        off = shop.charging.back_out(
            attempt_id=attempt.attempt_id, actor=shop.cashier, approver=shop.owner
        )

        assert off == paid
        assert names(shop, "payment_backed_out") == []

    def test_of_what_was_declined_keeps_the_names_alone(self, shop: FakeShop, order: Order) -> None:
        shop.processor.customer = Standing.DECLINED
        attempt = begin(shop, order)
        done = shop.charging.advance(attempt.attempt_id).attempt

        own = shop.charging.back_out(
            attempt_id=attempt.attempt_id, actor=shop.cashier, approver=shop.cashier
        )

        assert own == done
        assert names(shop, "payment_backed_out") == [(shop.cashier.staff_id, None)]

    def test_of_what_goes_back_is_not_done(self, shop: FakeShop, order: Order) -> None:
        """It would stay owed for ever, even before it was asked for."""
        shop.processor.customer = Standing.WAITING
        charge = shop.charging.advance(begin(shop, order).attempt_id).attempt
        shop.charging.release(attempt_id=charge.attempt_id, actor=shop.owner)
        one = shop.processor.ledger[charge.attempt_id]
        one.standing, one.captured = Standing.DONE, TOTAL
        shop.charging.look(charge.attempt_id)
        (reversal,) = shop.attempt_queries.reversals(charge.attempt_id)
        assert reversal.state is PaymentState.INTENT

        same = shop.charging.back_out(attempt_id=reversal.attempt_id, actor=shop.cashier)

        assert same == reversal
        assert names(shop, "payment_backed_out") == []


class TestRefunding:
    @pytest.fixture
    def charge(self, shop: FakeShop, order: Order) -> Attempt:
        attempt = begin(shop, order, REST)
        done = shop.charging.advance(attempt.attempt_id).attempt
        assert bring(order, done)
        return done

    def test_gives_a_part_back_before_the_order_is_paid(
        self, shop: FakeShop, order: Order, charge: Attempt
    ) -> None:
        refund = shop.charging.begin_refund(
            order=order,
            charge_id=charge.attempt_id,
            amount=REST,
            actor=shop.cashier,
            approver=shop.owner,
        )

        assert names(shop, "payment_intent")[-1] == (shop.cashier.staff_id, shop.owner.staff_id)
        assert shop.charging.advance(refund.attempt_id).attempt.state is APPROVED

        assert kept_of(shop).tenders == ()
        assert shop.processor.moved == 0

    def test_is_done_once_when_the_answer_is_lost(
        self, shop: FakeShop, order: Order, charge: Attempt
    ) -> None:
        refund = shop.charging.begin_refund(
            order=order, charge_id=charge.attempt_id, amount=REST, actor=shop.cashier
        )
        shop.processor.faults = [Fault.REPLY_LOST]
        with pytest.raises(NoAnswerError):
            shop.charging.advance(refund.attempt_id)

        shop.recovering.resolve()

        assert stored(shop, refund).state is APPROVED
        assert shop.processor.moved == 0

    def test_of_more_than_is_left_is_declined(
        self, shop: FakeShop, order: Order, charge: Attempt
    ) -> None:
        shop.processor.ledger[charge.attempt_id].refunded["at the processor's own pages"] = 1
        refund = shop.charging.begin_refund(
            order=order, charge_id=charge.attempt_id, amount=REST, actor=shop.owner
        )

        assert shop.charging.advance(refund.attempt_id).attempt.state is DECLINED
        assert len(kept_of(shop).tenders) == 1


class Killed(BaseException):
    """The plug is pulled: nothing of the program goes on."""


class Plug:
    """Pulled after so many commits and calls, counted on either side of each."""

    def __init__(self, shop: FakeShop, point: int) -> None:
        self._left = point
        self.is_pulled = False
        shop.processor.on_call = shop.store.on_commit = self._tick

    def _tick(self) -> None:
        self._left -= 1
        if self._left < 0:
            self.is_pulled = True
            raise Killed


def run_until_killed(shop: FakeShop, order: Order, *, stop: bool) -> None:
    try:
        attempt = begin(shop, order)
        if stop:
            shop.charging.act(attempt.attempt_id, Move.CREATE)
            shop.charging.stop(attempt.attempt_id)
        shop.charging.advance(attempt.attempt_id)
        shop.recovering.complete()
    except (Killed, PosError):
        pass


def believed(shop: FakeShop) -> int:
    """Minor units that the till says it has from the processor."""
    open_ones = [one for order in shop.drafting.open_orders() for one in order.tenders]
    paid = [one for order in shop.store.tables.orders.values() for one in order.payments]
    return sum(one.tendered for one in open_ones if one.attempt_id) + sum(
        one.amount for one in paid if one.method == "card"
    )


def settle_all(shop: FakeShop) -> None:
    shop.store.on_commit = shop.processor.on_call = lambda: None
    shop.processor.faults = []
    shop.recovering = shop.new_charging()
    for _ in range(3):
        shop.recovering.resolve()
        shop.recovering.complete()


def check(shop: FakeShop) -> None:
    assert shop.recovering.undecided() == []
    assert believed(shop) == shop.processor.moved
    for one in shop.processor.ledger.values():
        assert one.captured in (0, one.amount)
    for document in shop.store.tables.orders.values():
        total = document.totals.total + document.rounding
        assert sum(one.amount for one in document.payments) == total
    assert shop.verdict().ok


POINTS = 60


def advance(shop: FakeShop, attempt: Attempt) -> None:
    shop.charging.advance(attempt.attempt_id)


def look(shop: FakeShop, attempt: Attempt) -> None:
    shop.charging.look(attempt.attempt_id)


def stop(shop: FakeShop, attempt: Attempt) -> None:
    shop.charging.stop(attempt.attempt_id)


def release(shop: FakeShop, attempt: Attempt) -> None:
    shop.charging.release(attempt_id=attempt.attempt_id, actor=shop.owner)


def pay(shop: FakeShop, attempt: Attempt) -> None:
    if attempt.attempt_id in shop.processor.ledger:
        shop.processor.pays(attempt.attempt_id)


def forget(shop: FakeShop, attempt: Attempt) -> None:
    shop.drafting.forget(attempt.order_id)


ACTS = (advance, advance, look, stop, release, pay, forget)


class TestRecovering:
    @pytest.mark.parametrize("stop", [False, True])
    @pytest.mark.parametrize("customer", [Standing.AUTHORISED, Standing.DECLINED, Standing.WAITING])
    def test_settles_what_was_killed_anywhere(self, customer: Standing, *, stop: bool) -> None:
        points = 0
        for point in range(POINTS):
            shop = a_shop()
            shop.processor.customer = customer
            order = shop.order_of("CHAIR")
            plug = Plug(shop, point)
            run_until_killed(shop, order, stop=stop)
            points += plug.is_pulled
            settle_all(shop)
            check(shop)
        assert 5 < points < POINTS, points

    @given(
        faults=st.lists(st.none() | st.sampled_from(Fault), max_size=12),
        customer=st.sampled_from([Standing.AUTHORISED, Standing.DECLINED, Standing.WAITING]),
        point=st.integers(0, 2 * POINTS),
        acts=st.lists(st.sampled_from(ACTS), max_size=6),
    )
    def test_believes_the_ledger_after_any_faults_and_acts(
        self,
        faults: list[Fault | None],
        customer: Standing,
        point: int,
        acts: list[Callable[[FakeShop, Attempt], object]],
    ) -> None:
        shop = a_shop()
        shop.processor.customer, shop.processor.faults = customer, list(faults)
        order = shop.order_of("CHAIR")
        Plug(shop, point)

        try:
            attempt = begin(shop, order)
            for act in (advance, *acts):
                with suppress(PosError):
                    act(shop, attempt)
        except Killed:
            pass

        settle_all(shop)
        check(shop)

    def test_gives_back_what_came_for_an_order_that_is_gone(
        self, shop: FakeShop, order: Order
    ) -> None:
        attempt = begin(shop, order)
        shop.processor.faults = [None, None, Fault.REPLY_LOST]
        with pytest.raises(NoAnswerError):
            shop.charging.advance(attempt.attempt_id)
        shop.drafting.forget(order.order_id)

        settle_all(shop)

        check(shop)
        assert shop.processor.moved == 0

    def test_leaves_what_somebody_is_at_work_on(self, shop: FakeShop, order: Order) -> None:
        shop.processor.customer = Standing.WAITING
        attempt = begin(shop, order)
        shop.charging.advance(attempt.attempt_id)

        assert shop.recovering.resolve(only=frozenset()) == []

        assert stored(shop, attempt).state is PaymentState.SENT

    def test_says_why_it_could_not(self, shop: FakeShop, order: Order) -> None:
        shop.processor.customer = Standing.WAITING
        attempt = begin(shop, order)
        shop.charging.advance(attempt.attempt_id)
        shop.processor.faults = [Fault.NOT_REACHED]

        (resolved,) = shop.recovering.resolve()

        assert "cannot be reached" in resolved.trouble
        assert resolved.attempt == stored(shop, attempt)

    def test_finishes_the_others_beside_an_order_that_cannot_be_settled(
        self, shop: FakeShop
    ) -> None:
        for _ in range(2):
            attempt = begin(shop, shop.order_of("CHAIR"))
            shop.charging.advance(attempt.attempt_id)
        first = min(shop.store.tables.drafts.values(), key=lambda one: one.order_id)
        strange = replace(first, body=first.body.replace('"method":"card"', '"method":"gone"'))
        shop.store.tables.drafts[first.order_id] = strange

        (document,) = shop.recovering.complete()

        assert document.order_id != first.order_id

    def test_waits_for_a_shift_to_finish_an_order(self, shop: FakeShop, order: Order) -> None:
        attempt = begin(shop, order)
        shop.charging.advance(attempt.attempt_id)
        shift = replace(shop.store.tables.shifts[1], closed_at=shop.clock.now(), counted=0)
        shop.store.tables.shifts[1] = shift

        assert shop.recovering.complete() == []
        shop.open_shift()

        assert len(shop.recovering.complete()) == 1
