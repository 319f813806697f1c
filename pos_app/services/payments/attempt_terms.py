"""What an attempt means for the tenders of its order, and what takes it back."""

from __future__ import annotations

from pos_app.domain.attempt import Attempt, AttemptKind, CardShown
from pos_app.domain.order import Order, put_tenders
from pos_app.domain.payment import PaymentState
from pos_app.domain.tender import Tender


def reversal_of(charge: Attempt, attempt_id: str, kind: AttemptKind) -> Attempt:
    """A new attempt that gives all of a charge back, to the same card."""
    return Attempt(
        attempt_id=attempt_id,
        kind=kind,
        order_id=charge.order_id,
        method=charge.method,
        processor=charge.processor,
        flow=charge.flow,
        amount=charge.amount,
        currency=charge.currency,
        staff_id=charge.staff_id,
        created_at=charge.created_at,
        reverses=charge.attempt_id,
        card=CardShown(charge.card.brand, charge.card.last4),
    )


def tender_of(attempt: Attempt) -> Tender:
    """What an approved attempt brings to its order, or gives back."""
    sign = 1 if attempt.kind is AttemptKind.CHARGE else -1
    card = attempt.card
    return Tender(
        attempt.method,
        sign * attempt.amount,
        reference=f"{card.brand} {card.last4}".strip(),
        attempt_id=attempt.attempt_id,
        refunds=attempt.reverses,
    )


def tenders_after(order: Order, done: Attempt) -> tuple[Tender, ...]:
    """An order's tenders once the money has moved: a part given back is not taken any more."""
    tenders = order.tenders
    kept = tuple(one for one in tenders if not done.reverses or one.attempt_id != done.reverses)
    # Only what gives something back has tenders for it; else that part was taken out before.
    is_out = len(kept) < len(tenders) or (bool(done.reverses) and not order.returns)
    return kept if is_out else (*kept, tender_of(done))


def bring(order: Order, done: Attempt) -> bool:
    """Give an order in memory what the store has given its draft; say whether it lacked that."""
    is_own = done.order_id == order.order_id and done.state is PaymentState.APPROVED
    if not is_own or done.kind is AttemptKind.REVERSAL or done.released_by is not None:
        return False
    if done.attempt_id in {one.attempt_id for one in order.tenders}:
        return False
    after = tenders_after(order, done)
    if after == order.tenders:
        return False
    put_tenders(order, after)
    return True
