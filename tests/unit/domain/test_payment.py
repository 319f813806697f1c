from __future__ import annotations

import pytest

from pos_app.domain.payment import (
    NEXT_STATES,
    Payment,
    PaymentMethod,
    PaymentState,
    PaymentStateError,
    require_next,
)

INTENT, SENT, UNKNOWN = PaymentState.INTENT, PaymentState.SENT, PaymentState.UNKNOWN
ENDS = {PaymentState.APPROVED, PaymentState.DECLINED, PaymentState.CANCELLED}
STEPS = {
    (INTENT, SENT),
    (INTENT, PaymentState.CANCELLED),
    (SENT, UNKNOWN),
    *((SENT, end) for end in ENDS),
    *((UNKNOWN, end) for end in ENDS),
}


class TestPayment:
    def test_is_what_was_tendered_less_the_change(self) -> None:
        payment = Payment("p", PaymentMethod.CASH, 1_990, 2_000, 10, PaymentState.APPROVED)

        assert payment.amount == 1_990

    @pytest.mark.parametrize(("tendered", "change"), [(2_000, 9), (1_990, 10), (0, 0)])
    def test_refuses_amounts_that_do_not_add_up(self, tendered: int, change: int) -> None:
        with pytest.raises(AssertionError):
            Payment("p", PaymentMethod.CASH, 1_990, tendered, change, PaymentState.APPROVED)


class TestRequireNext:
    @pytest.mark.parametrize("wanted", PaymentState)
    @pytest.mark.parametrize("state", PaymentState)
    def test_lets_the_known_steps_pass_and_no_others(
        self, state: PaymentState, wanted: PaymentState
    ) -> None:
        if (state, wanted) in STEPS:
            require_next(state, wanted)
            return

        with pytest.raises(PaymentStateError) as refused:
            require_next(state, wanted)
        assert refused.value.values == {"state": state.value, "wanted": wanted.value}

    def test_never_leaves_an_end(self) -> None:
        assert {state for state, following in NEXT_STATES.items() if not following} == ENDS

    def test_asks_before_an_unknown_payment_is_sent_again(self) -> None:
        assert not NEXT_STATES[UNKNOWN] & {INTENT, SENT}
