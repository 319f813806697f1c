"""Two threads at one attempt, in the orders that lose money if nobody minds them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pos_app.domain.attempt import Attempt, Move, Standing, Step
from pos_app.domain.money import Money
from pos_app.domain.payment import PaymentState
from pos_app.domain.product import Product
from pos_app.services.payments.charging import RefundReleasedError
from tests.fakes.catalogue import EUR
from tests.fakes.processors.memory import Fault
from tests.fakes.shop import FakeShop

REMOTE = ("card", "card", "", False, False, "fake", "reader")
TOTAL = 2_482


@pytest.fixture
def shop() -> FakeShop:
    shop = FakeShop(methods=(REMOTE,))
    shop.sells(Product(1, "CHAIR", "Chaise", Money(TOTAL, EUR), "STANDARD"), stock=9_000)
    shop.open_shift()
    return shop


@pytest.fixture
def attempt(shop: FakeShop) -> Attempt:
    return shop.charge(shop.order_of("CHAIR"), TOTAL)


def stored(shop: FakeShop, attempt: Attempt) -> Attempt:
    found = shop.attempt_queries.get(attempt.attempt_id)
    assert found is not None
    return found


class Between:
    """Another thread comes in between what this one has read and what it announces."""

    def __init__(self, shop: FakeShop, monkeypatch: pytest.MonkeyPatch) -> None:
        self._announce = shop.book.announce
        self.other: Callable[[], object] | None = None
        monkeypatch.setattr(shop.book, "announce", self._late)

    def _late(self, attempt: Attempt, move: Move, account: str) -> Attempt | None:
        other, self.other = self.other, None
        if other is not None:
            other()
        return self._announce(attempt, move, account)


@pytest.fixture
def between(shop: FakeShop, monkeypatch: pytest.MonkeyPatch) -> Between:
    return Between(shop, monkeypatch)


class TestTwoThreads:
    def test_ask_for_nothing_that_was_stopped_before_it_was_sent(
        self, shop: FakeShop, attempt: Attempt, between: Between
    ) -> None:
        between.other = lambda: shop.charging.stop(attempt.attempt_id)

        shop.charging.act(attempt.attempt_id, Move.CREATE)

        assert stored(shop, attempt).state is PaymentState.CANCELLED
        assert shop.processor.calls == []

    def test_never_hide_a_capture_behind_a_cancel(self, shop: FakeShop, attempt: Attempt) -> None:
        shop.charging.act(attempt.attempt_id, Move.CREATE)
        seen = stored(shop, attempt)
        shop.book.announce(seen, Move.CAPTURE)

        shop.book.announce(seen, Move.CANCEL)

        assert stored(shop, attempt).step is Step.CAPTURE

    def test_take_nothing_that_is_being_called_off(
        self, shop: FakeShop, attempt: Attempt, between: Between
    ) -> None:
        for move in (Move.CREATE, Move.HAND_OVER):
            shop.charging.act(attempt.attempt_id, move)
        between.other = lambda: shop.charging.stop(attempt.attempt_id)

        assert shop.charging.act(attempt.attempt_id, Move.CAPTURE).move is Move.WAIT

        assert "capture" not in shop.processor.calls
        assert shop.charging.advance(attempt.attempt_id).attempt.state is PaymentState.CANCELLED

    def test_call_nothing_off_that_the_other_has_sent(
        self, shop: FakeShop, attempt: Attempt, between: Between
    ) -> None:
        between.other = lambda: shop.charging.act(attempt.attempt_id, Move.CREATE)
        shop.processor.faults = [None, Fault.NOT_REACHED]

        assert shop.charging.act(attempt.attempt_id, Move.CREATE).move is Move.WAIT

        assert stored(shop, attempt).state is PaymentState.SENT
        assert shop.processor.calls == ["create"]


class TestReversal:
    @pytest.fixture
    def begun(self, shop: FakeShop, attempt: Attempt) -> Attempt:
        """Of money that came for a payment that was released."""
        shop.processor.customer = Standing.WAITING
        shop.charging.advance(attempt.attempt_id)
        shop.charging.release(attempt_id=attempt.attempt_id, actor=shop.owner)
        one = shop.processor.ledger[attempt.attempt_id]
        one.standing, one.captured = Standing.DONE, TOTAL
        shop.charging.look(attempt.attempt_id)
        (reversal,) = shop.attempt_queries.reversals(attempt.attempt_id)
        return reversal

    @pytest.mark.parametrize("fault", [Fault.NOT_REACHED, Fault.BUSY, Fault.REFUSED])
    def test_is_not_given_up_because_it_could_not_be_asked_for(
        self, shop: FakeShop, begun: Attempt, fault: Fault
    ) -> None:
        shop.processor.faults = [fault]
        shop.recovering.resolve()
        assert not stored(shop, begun).is_decided

        shop.recovering.resolve()

        assert shop.processor.moved == 0
        assert shop.recovering.undecided() == []

    def test_is_not_called_off_by_anybody(self, shop: FakeShop, begun: Attempt) -> None:
        shop.charging.stop(begun.attempt_id)
        with pytest.raises(RefundReleasedError):
            shop.charging.release(attempt_id=begun.attempt_id, actor=shop.owner)

        shop.recovering.resolve()

        assert shop.processor.moved == 0
