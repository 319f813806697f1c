"""An attempt at a payment processor: what the till wants, how far it went, and what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from pos_app.domain.money import Currency, Money
from pos_app.domain.payment import PaymentState


class AttemptKind(StrEnum):
    """A permanent on-disk format: a name is never changed or reused."""

    CHARGE = "charge"
    REFUND = "refund"
    """Somebody gives it back: a part that was taken, or a returned item's price."""
    REVERSAL = "reversal"
    """The till gives it back: money that came for an order that was gone, or released."""
    BY_HAND = "by_hand"
    """Somebody has given back past the processor what it would not reverse; `reason` says how."""


class Flow(StrEnum):
    """How the customer comes in: a permanent on-disk format."""

    READER = "reader"
    """A card reader asks for the card."""
    QR = "qr"
    """The customer's phone scans what the screens show."""
    CODE = "code"
    """The till scans what the customer's phone shows."""


class Wanted(StrEnum):
    """What the till wants to come of it: a permanent on-disk format."""

    DONE = "done"
    CANCELLED = "cancelled"


class Step(StrEnum):
    """The last thing that was announced, and so may have happened: a permanent on-disk format."""

    CREATE = "create"
    HAND_OVER = "hand_over"
    CAPTURE = "capture"
    CANCEL = "cancel"
    REFUND = "refund"


class Standing(StrEnum):
    """Where it stands at the processor, in the processor's own words."""

    ABSENT = "absent"
    """The processor knows of no such thing."""
    CREATED = "created"
    """It knows of it, and asks nobody to pay."""
    WAITING = "waiting"
    """The customer is being asked, or a refund is on its way."""
    AUTHORISED = "authorised"
    """The money is set aside, and not moved yet."""
    DONE = "done"
    """The money is moved."""
    DECLINED = "declined"
    CANCELLED = "cancelled"


class Move(StrEnum):
    """What the till does next about an attempt."""

    CREATE = "create"
    HAND_OVER = "hand_over"
    CAPTURE = "capture"
    CANCEL = "cancel"
    REFUND = "refund"
    QUERY = "query"
    WAIT = "wait"
    APPROVE = "approve"
    DECLINE = "decline"
    GIVE_UP = "give_up"
    """It is cancelled, and nothing was moved."""


@dataclass(frozen=True, slots=True)
class CardShown:
    """What a receipt may say of a card; never its number."""

    brand: str = ""
    last4: str = ""
    lines: tuple[tuple[str, str], ...] = ()
    """What the card's network wants printed: (name, value)."""


NO_CARD: Final = CardShown()


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try to charge or to give back through a processor; `amount` in minor units, above 0.

    Its id becomes the id of the payment, and every key that keeps a repeated request from moving
    the money twice comes from it.
    """

    attempt_id: str
    kind: AttemptKind
    order_id: str
    method: str
    processor: str
    flow: Flow
    amount: int
    currency: Currency
    staff_id: int
    created_at: datetime
    state: PaymentState = PaymentState.INTENT
    step: Step = Step.CREATE
    wanted: Wanted = Wanted.DONE
    remote_id: str = ""
    """The processor's name for it, as soon as it is known."""
    capture_id: str = ""
    """The processor's name for the money moved, where that has one of its own."""
    handed: int = 0
    """How often it was handed to the customer on purpose."""
    reverses: str = ""
    """Of a refund: the attempt that it takes back."""
    sent_at: datetime | None = None
    decided_at: datetime | None = None
    card: CardShown = NO_CARD
    reason: str = ""
    """The processor's last words about it, for people."""
    request_id: str = ""
    """The processor's name for the last request, for its support."""
    account: str = ""
    """Which of the processor's accounts it was asked of, as far as that is told; no secret."""
    released_by: int | None = None
    """Who has said to treat it as unpaid before the processor had answered."""

    @property
    def money(self) -> Money:
        return Money(self.amount, self.currency)

    @property
    def is_decided(self) -> bool:
        return self.state in DECIDED

    @property
    def is_trial(self) -> bool:
        """Whether it is for no order, and only tries the processor: it names its charge instead."""
        return self.order_id == (self.reverses or self.attempt_id)

    @property
    def blocks(self) -> bool:
        """Whether its order takes no other payment before it is decided."""
        is_ours = self.kind is AttemptKind.REVERSAL or self.released_by is not None
        return not (self.is_decided or is_ours or self.is_trial)


def is_owed(attempt: Attempt, of_its_order: Sequence[Attempt]) -> bool:
    """Whether a processor has refused for good to reverse it, and nothing has come after that.

    :param of_its_order: every attempt of that order, oldest first
    """
    is_refused = attempt.is_decided and attempt.state is not PaymentState.APPROVED
    if attempt.kind is not AttemptKind.REVERSAL or not is_refused:
        return False
    same = [one for one in of_its_order if one.reverses == attempt.reverses]
    return same[-1].attempt_id == attempt.attempt_id


DECIDED = frozenset({PaymentState.APPROVED, PaymentState.DECLINED, PaymentState.CANCELLED})


def next_move(attempt: Attempt, standing: Standing | None) -> Move:
    """What to do about an attempt, given where it stands; None where that is not known.

    Asking comes before acting: what was sent once is repeated only when the processor says that
    it has not come.
    """
    if attempt.is_decided:
        return Move.WAIT
    if attempt.kind is not AttemptKind.CHARGE:
        return _next_of_refund(attempt, standing)
    if attempt.state is PaymentState.INTENT:
        return Move.CREATE if attempt.wanted is Wanted.DONE else Move.GIVE_UP
    if standing is None:
        return Move.QUERY
    return _ENDS.get(standing) or _next_of_charge(attempt, standing)


_ENDS = {
    Standing.DONE: Move.APPROVE,
    Standing.DECLINED: Move.DECLINE,
    Standing.CANCELLED: Move.GIVE_UP,
}


def _next_of_charge(attempt: Attempt, standing: Standing) -> Move:
    if attempt.wanted is Wanted.CANCELLED:
        return Move.CANCEL
    if standing is Standing.AUTHORISED:
        return Move.CAPTURE
    if standing is Standing.ABSENT:
        return Move.CREATE
    if standing is Standing.CREATED:
        return Move.HAND_OVER
    return Move.WAIT


def _next_of_refund(attempt: Attempt, standing: Standing | None) -> Move:
    if attempt.state is PaymentState.INTENT:
        return Move.REFUND if attempt.wanted is Wanted.DONE else Move.GIVE_UP
    if standing is None:
        return Move.QUERY
    if standing is Standing.ABSENT:
        return Move.REFUND
    # A refund on its way is the processor's to bring home; day close looks at it again.
    return Move.APPROVE if standing is Standing.WAITING else _ENDS.get(standing, Move.WAIT)
