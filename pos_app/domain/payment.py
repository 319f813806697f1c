"""A payment: one tender against an order, and the states it may go through."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from pos_app.domain.errors import RefusedError


class PaymentStateError(RefusedError):
    code = "payment.state"
    text = "A payment that is {state} cannot become {wanted}."


class PaymentMethod(StrEnum):
    CASH = "cash"


class PaymentState(StrEnum):
    INTENT = "intent"
    SENT = "sent"
    APPROVED = "approved"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    UNKNOWN = "unknown"


NEXT_STATES: Final = {
    PaymentState.INTENT: {PaymentState.SENT, PaymentState.CANCELLED},
    PaymentState.SENT: {
        PaymentState.APPROVED,
        PaymentState.DECLINED,
        PaymentState.CANCELLED,
        PaymentState.UNKNOWN,
    },
    PaymentState.UNKNOWN: {
        PaymentState.APPROVED,
        PaymentState.DECLINED,
        PaymentState.CANCELLED,
    },
    PaymentState.APPROVED: set[PaymentState](),
    PaymentState.DECLINED: set[PaymentState](),
    PaymentState.CANCELLED: set[PaymentState](),
}


@dataclass(frozen=True, slots=True)
class Payment:
    """Amounts in minor units: tendered − change = amount."""

    payment_id: str
    method: str
    amount: int
    tendered: int
    change: int
    state: PaymentState

    def __post_init__(self) -> None:
        assert self.tendered - self.change == self.amount, self


def require_next(state: PaymentState, wanted: PaymentState) -> None:
    """Refuse a step that the payment states do not know.

    :raises PaymentStateError: if `wanted` does not follow `state`
    """
    if wanted not in NEXT_STATES[state]:
        raise PaymentStateError(state=state.value, wanted=wanted.value)
