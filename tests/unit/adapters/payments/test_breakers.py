from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta

import pybreaker
import pytest

from pos_app.adapters.payments import breakers as breakers_module
from pos_app.adapters.payments.breakers import FAILURES_MAX, RESET_S, Breakers, GuardedProcessor
from pos_app.domain.attempt import Flow, Standing
from pos_app.domain.errors import PosError
from pos_app.domain.money import Currency
from pos_app.services.payments.processor import (
    AmountError,
    Answer,
    BusyError,
    Charge,
    NoAnswerError,
    NotReachedError,
    ProcessorRefusedError,
    Purpose,
    Refund,
    RestingError,
)
from tests.fakes.payment_processor import ScriptedProcessor, kind_of
from tests.fakes.system import MORNING

CHARGE = Charge(
    attempt_id="attempt-1",
    order_id="order-1",
    amount=1_299,
    currency=Currency.of("EUR"),
    flow=Flow.QR,
    description="Order 1",
    created_at=MORNING,
)
REFUND = Refund(attempt_id="attempt-2", amount=500, charge=CHARGE, created_at=MORNING)
MOVES_MONEY = [Purpose.CHARGE, Purpose.REVERSAL]
Call = Callable[[GuardedProcessor], object]
CALLS: dict[str, Call] = {
    "create": lambda one: one.create(CHARGE),
    "hand_over": lambda one: one.hand_over(CHARGE),
    "query": lambda one: one.query(CHARGE),
    "capture": lambda one: one.capture(CHARGE),
    "cancel": lambda one: one.cancel(CHARGE),
    "refund": lambda one: one.refund(REFUND),
    "query_refund": lambda one: one.query_refund(REFUND),
    "listed": lambda one: list(one.listed(MORNING, MORNING + timedelta(days=1))),
    "check": lambda one: one.check(),
}


def raising(error: PosError) -> Callable[[], None]:
    def act() -> None:
        raise error

    return act


SILENT = raising(NoAnswerError(processor="Acme Pay", reason="it takes too long"))
AWAY = raising(NotReachedError(processor="Acme Pay", reason="there is no connection to it"))
BUSY = raising(BusyError(processor="Acme Pay", reason="it was asked too often"))
REFUSED = raising(ProcessorRefusedError(processor="Acme Pay", reason="the key is not known"))
AMOUNT = raising(AmountError(processor="Acme Pay", amount="0.01", reason="it is too small"))


class Bench:
    """A scripted processor behind breakers with a clock of their own."""

    def __init__(self) -> None:
        self.seconds = 1_000.0
        self.breakers = Breakers(monotonic=lambda: self.seconds)
        self.processor = ScriptedProcessor()

    def guarded(self, purpose: Purpose = Purpose.CHARGE) -> GuardedProcessor:
        kind = kind_of(lambda _config: self.processor)
        return GuardedProcessor(self.processor, kind=kind, purpose=purpose, breakers=self.breakers)

    def fail(self, times: int, purpose: Purpose = Purpose.CHARGE) -> None:
        self.processor.acts = [SILENT] * times
        for _ in range(times):
            with pytest.raises(NoAnswerError):
                self.guarded(purpose).query(CHARGE)
        self.processor.asked.clear()


@pytest.fixture
def bench() -> Bench:
    return Bench()


class TestClosed:
    @pytest.mark.parametrize("name", CALLS)
    def test_lets_every_call_through(self, bench: Bench, name: str) -> None:
        CALLS[name](bench.guarded())

        assert bench.processor.asked == [name]

    def test_hands_the_answer_on(self, bench: Bench) -> None:
        bench.processor.answer = Answer(Standing.DECLINED, reason="Insufficient funds")

        assert bench.guarded().query(CHARGE) is bench.processor.answer

    @pytest.mark.parametrize("silence", [SILENT, AWAY])
    def test_opens_after_five_calls_without_an_answer(
        self, bench: Bench, silence: Callable[[], None]
    ) -> None:
        bench.processor.acts = [silence] * FAILURES_MAX
        for _ in range(FAILURES_MAX):
            assert not bench.breakers.state("acme").is_open
            # The last one too may have come there, and says so itself.
            with pytest.raises((NoAnswerError, NotReachedError)) as caught:
                bench.guarded().create(CHARGE)
            assert not isinstance(caught.value, RestingError)

        assert bench.breakers.state("acme").is_open
        assert FAILURES_MAX == 5

    @pytest.mark.parametrize("answer", [BUSY, REFUSED, AMOUNT, lambda: None])
    def test_stays_so_whatever_it_answers(self, bench: Bench, answer: Callable[[], None]) -> None:
        bench.processor.answer = Answer(Standing.DECLINED)
        for _ in range(2 * FAILURES_MAX):
            bench.processor.acts = [answer]
            try:
                bench.guarded().create(CHARGE)
            except PosError:
                assert answer in (BUSY, REFUSED, AMOUNT)

        assert not bench.breakers.state("acme").is_open
        assert len(bench.processor.asked) == 2 * FAILURES_MAX

    @pytest.mark.parametrize("answer", [BUSY, REFUSED, lambda: None])
    def test_counts_anew_after_an_answer(self, bench: Bench, answer: Callable[[], None]) -> None:
        bench.fail(FAILURES_MAX - 1)
        bench.processor.acts = [answer]
        try:
            bench.guarded().create(CHARGE)
        except PosError:
            assert answer in (BUSY, REFUSED)
        bench.fail(FAILURES_MAX - 1)

        assert not bench.breakers.state("acme").is_open


class TestOpen:
    @pytest.mark.parametrize("name", CALLS)
    def test_sends_nothing_and_says_when_it_tries_again(self, bench: Bench, name: str) -> None:
        bench.fail(FAILURES_MAX)
        bench.seconds += 6.5

        with pytest.raises(RestingError) as caught:
            CALLS[name](bench.guarded())

        assert str(caught.value) == (
            "Acme Pay is not answering; trying again in 24 s. Nothing was charged. "
            "Cash still works."
        )
        assert isinstance(caught.value, NotReachedError)
        assert bench.processor.asked == []

    def test_counts_down_for_the_screen(self, bench: Bench) -> None:
        bench.fail(FAILURES_MAX)
        shown = []
        for passed in (0.0, 0.5, 9.5, 19.0, 0.5, 0.5):
            bench.seconds += passed
            shown.append(bench.breakers.state("acme").seconds_left)

        assert shown == [30, 30, 20, 1, 1, 0]
        assert not bench.breakers.state("acme").is_open

    @pytest.mark.parametrize("hours", [-5, 5])
    def test_does_not_care_about_the_wall_clock(
        self, bench: Bench, monkeypatch: pytest.MonkeyPatch, hours: int
    ) -> None:
        class Shifted(breakers_module.datetime):  # type: ignore[name-defined, misc]
            @classmethod
            def now(cls, tz: object = None) -> object:
                return super().now(tz) + timedelta(hours=hours)

        bench.fail(FAILURES_MAX)
        monkeypatch.setattr(pybreaker, "datetime", Shifted)
        monkeypatch.setattr(breakers_module, "datetime", Shifted)
        with pytest.raises(RestingError):
            bench.guarded().create(CHARGE)
        bench.seconds += RESET_S
        bench.guarded().create(CHARGE)

        assert bench.processor.asked == ["check", "create"]

    def test_is_of_one_processor_and_one_purpose(self, bench: Bench) -> None:
        bench.fail(FAILURES_MAX)

        bench.guarded(Purpose.QUERY).query(CHARGE)
        bench.guarded(Purpose.REVERSAL).refund(REFUND)

        assert bench.processor.asked == ["query", "refund"]
        assert not bench.breakers.state("acme", Purpose.QUERY).is_open
        assert not bench.breakers.state("other").is_open

    def test_ends_when_the_processor_is_set_up_anew(self, bench: Bench) -> None:
        bench.fail(FAILURES_MAX)

        bench.breakers.forget("acme")
        bench.guarded().create(CHARGE)

        assert bench.processor.asked == ["create"]


class TestHalfOpen:
    @pytest.fixture
    def due(self, bench: Bench) -> Bench:
        for purpose in Purpose:
            bench.fail(FAILURES_MAX, purpose)
        bench.seconds += RESET_S
        return bench

    @pytest.mark.parametrize("purpose", MOVES_MONEY)
    def test_asks_whether_it_answers_before_money_moves(self, due: Bench, purpose: Purpose) -> None:
        due.guarded(purpose).create(CHARGE)
        due.guarded(purpose).create(CHARGE)

        assert due.processor.asked == ["check", "create", "create"]
        assert not due.breakers.state("acme", purpose).is_open

    @pytest.mark.parametrize("purpose", MOVES_MONEY)
    @pytest.mark.parametrize("silence", [SILENT, AWAY])
    def test_has_sent_nothing_that_moves_money_if_it_does_not(
        self, due: Bench, purpose: Purpose, silence: Callable[[], None]
    ) -> None:
        due.processor.acts = [silence]

        with pytest.raises(NotReachedError):
            due.guarded(purpose).refund(REFUND)

        assert due.processor.asked == ["check"]
        assert due.breakers.state("acme", purpose).seconds_left == 30

    def test_opens_again_if_the_money_then_gets_no_answer(self, due: Bench) -> None:
        due.processor.acts = [lambda: None, SILENT]

        with pytest.raises(NoAnswerError):
            due.guarded().create(CHARGE)

        assert due.breakers.state("acme").is_open

    def test_is_a_query_itself_where_that_is_asked(self, due: Bench) -> None:
        due.guarded(Purpose.QUERY).query(CHARGE)

        assert due.processor.asked == ["query"]

    def test_is_one_check_where_that_is_asked(self, due: Bench) -> None:
        assert due.guarded().check() == "It answers."

        assert due.processor.asked == ["check"]

    def test_hands_on_that_its_key_is_refused(self, due: Bench) -> None:
        due.processor.acts = [REFUSED]

        with pytest.raises(ProcessorRefusedError):
            due.guarded().create(CHARGE)

        assert due.processor.asked == ["check"]


class TestHang:
    def test_of_a_charge_holds_up_no_query_and_no_screen(self, bench: Bench) -> None:
        hangs, goes_on = threading.Event(), threading.Event()

        def hang() -> None:
            hangs.set()
            assert goes_on.wait(5)

        bench.processor.acts = [hang]
        charge = threading.Thread(target=lambda: bench.guarded().create(CHARGE))
        charge.start()
        assert hangs.wait(5)

        bench.guarded(Purpose.QUERY).query(CHARGE)
        state = bench.breakers.state("acme")
        goes_on.set()
        charge.join()

        assert bench.processor.asked == ["create", "query"]
        assert not state.is_open
