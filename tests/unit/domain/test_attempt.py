from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.attempt import (
    DECIDED,
    Attempt,
    AttemptKind,
    Flow,
    Move,
    Standing,
    Wanted,
    next_move,
)
from pos_app.domain.money import Currency
from pos_app.domain.payment import PaymentState

CHARGE, REFUND = AttemptKind.CHARGE, AttemptKind.REFUND
BACK = (REFUND, AttemptKind.REVERSAL)
SENT, UNKNOWN, INTENT = PaymentState.SENT, PaymentState.UNKNOWN, PaymentState.INTENT
SAFE = {Move.QUERY, Move.WAIT, Move.APPROVE, Move.DECLINE, Move.GIVE_UP}
"""What asks the processor for no money."""


def an_attempt(
    kind: AttemptKind = CHARGE,
    state: PaymentState = SENT,
    wanted: Wanted = Wanted.DONE,
    released_by: int | None = None,
) -> Attempt:
    return Attempt(
        attempt_id="attempt-1",
        kind=kind,
        order_id="order-1",
        method="card",
        processor="stripe",
        flow=Flow.READER,
        amount=100,
        currency=Currency.of("EUR"),
        staff_id=1,
        created_at=datetime(2026, 11, 25, tzinfo=UTC),
        state=state,
        wanted=wanted,
        released_by=released_by,
    )


ATTEMPTS = st.builds(
    an_attempt,
    st.sampled_from(AttemptKind),
    st.sampled_from(PaymentState),
    st.sampled_from(Wanted),
)


class TestNextMove:
    @pytest.mark.parametrize(
        ("standing", "move"),
        [
            (Standing.ABSENT, Move.CREATE),
            (Standing.CREATED, Move.HAND_OVER),
            (Standing.WAITING, Move.WAIT),
            (Standing.AUTHORISED, Move.CAPTURE),
            (Standing.DONE, Move.APPROVE),
            (Standing.DECLINED, Move.DECLINE),
            (Standing.CANCELLED, Move.GIVE_UP),
            (None, Move.QUERY),
        ],
    )
    def test_of_a_charge_follows_where_it_stands(
        self, standing: Standing | None, move: Move
    ) -> None:
        assert next_move(an_attempt(), standing) is move

    @pytest.mark.parametrize(
        ("standing", "move"),
        [
            (Standing.ABSENT, Move.REFUND),
            (Standing.WAITING, Move.APPROVE),
            (Standing.DONE, Move.APPROVE),
            (Standing.DECLINED, Move.DECLINE),
            (Standing.CANCELLED, Move.GIVE_UP),
            (None, Move.QUERY),
        ],
    )
    @pytest.mark.parametrize("kind", BACK)
    def test_of_a_refund_follows_where_it_stands(
        self, kind: AttemptKind, standing: Standing | None, move: Move
    ) -> None:
        assert next_move(an_attempt(kind), standing) is move

    def test_of_what_was_not_sent_asks_nobody_first(self) -> None:
        assert next_move(an_attempt(state=INTENT), None) is Move.CREATE
        assert next_move(an_attempt(REFUND, state=INTENT), None) is Move.REFUND
        given_up = an_attempt(state=INTENT, wanted=Wanted.CANCELLED)
        assert next_move(given_up, None) is Move.GIVE_UP

    @given(ATTEMPTS)
    def test_moves_no_money_in_doubt_before_it_has_asked(self, attempt: Attempt) -> None:
        if attempt.state is not INTENT:
            assert next_move(attempt, None) in SAFE

    @given(ATTEMPTS, st.sampled_from(Standing))
    def test_takes_no_money_that_is_not_wanted_any_more(
        self, attempt: Attempt, standing: Standing
    ) -> None:
        if attempt.kind is CHARGE and attempt.wanted is Wanted.CANCELLED:
            forbidden = {Move.CREATE, Move.HAND_OVER, Move.CAPTURE}
            assert next_move(attempt, standing) not in forbidden

    @given(ATTEMPTS, st.none() | st.sampled_from(Standing))
    def test_of_what_is_decided_is_nothing(
        self, attempt: Attempt, standing: Standing | None
    ) -> None:
        if attempt.state in DECIDED:
            assert next_move(attempt, standing) is Move.WAIT

    @given(ATTEMPTS)
    def test_never_denies_money_that_was_moved(self, attempt: Attempt) -> None:
        if attempt.state in {PaymentState.SENT, PaymentState.UNKNOWN}:
            assert next_move(attempt, Standing.DONE) is Move.APPROVE


class TestAttempt:
    @pytest.mark.parametrize("state", PaymentState)
    def test_blocks_its_order_until_it_is_decided_or_released(self, state: PaymentState) -> None:
        assert an_attempt(state=state).blocks == (state not in DECIDED)
        assert not an_attempt(state=state, released_by=1).blocks
        assert not an_attempt(AttemptKind.REVERSAL, state=state).blocks
