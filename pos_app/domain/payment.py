"""A payment: one tender against an order, and the states it may go through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from pos_app.domain.errors import RefusedError


class PaymentStateError(RefusedError):
    code = "payment.state"
    text = "A payment that is {state} cannot become {wanted}."


class PaymentMethod(StrEnum):
    """The kinds of ways to pay that need no remote party; a store may have several of one kind."""

    CASH = "cash"
    CARD = "card"
    ACCOUNT = "account"
    VOUCHER = "voucher"
    OTHER = "other"


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
    reference: str = ""
    """What the terminal or the voucher shows, such as the last four digits; never a card number."""
    reverses: str = ""
    """The id of the payment that this one takes back."""
    refunds: str = ""
    """The id of the payment, of another order, that this one gives back a part of."""
    change_seq: int | None = None
    """The journal entry that added it later; None for what the order was paid with at first."""

    def __post_init__(self) -> None:
        assert self.tendered - self.change == self.amount, self


def in_force(payments: Sequence[Payment]) -> tuple[Payment, ...]:
    """The approved ones that were not taken back: how an order is paid, as it stands now."""
    reversed_ids = {one.reverses for one in payments}
    return tuple(
        one
        for one in payments
        if one.state is PaymentState.APPROVED
        and not one.reverses
        and one.payment_id not in reversed_ids
    )


def cash_of(payments: Sequence[Payment]) -> int:
    """What they bring into the drawer, in minor units; what they take back counts against it."""
    return sum(
        one.amount
        for one in payments
        if one.method == PaymentMethod.CASH and one.state is PaymentState.APPROVED
    )


def require_next(state: PaymentState, wanted: PaymentState) -> None:
    """Refuse a step that the payment states do not know.

    :raises PaymentStateError: if `wanted` does not follow `state`
    """
    if wanted not in NEXT_STATES[state]:
        raise PaymentStateError(state=state.value, wanted=wanted.value)
