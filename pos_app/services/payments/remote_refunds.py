"""Use case: what goes back through a payment processor has gone before it is written as given."""

from __future__ import annotations

from collections.abc import Sequence

from pos_app.domain.attempt import Attempt, Move
from pos_app.domain.errors import RefusedError, UnavailableError
from pos_app.domain.order import Order
from pos_app.domain.payment import PaymentState
from pos_app.domain.staff import StaffMember
from pos_app.domain.tender import Tender, TenderTerms
from pos_app.services.orders.return_limits import ReturnLimits
from pos_app.services.payments.attempt_terms import bring
from pos_app.services.payments.charging import Charging
from pos_app.services.processor_titles import title_of


class RefundDeclinedError(RefusedError):
    code = "refund.declined"
    text = "{processor} does not give it back: {reason} Nothing went back; choose another way."


class RefundWaitsError(UnavailableError):
    code = "refund.waits"
    text = (
        "{processor} has not said yet whether it has given {amount} back. The return is kept "
        "open; `pos-app payments resolve` asks again and finishes it."
    )


class RemoteRefunds:
    def __init__(self, *, charging: Charging, terms: TenderTerms, limits: ReturnLimits) -> None:
        self._charging = charging
        self._terms = terms
        self._limits = limits

    def still_to_go(self, order: Order, plan: Sequence[Tender]) -> tuple[Tender, ...]:
        """Those of a plan that a processor has to move first, and has not yet."""
        gone = {one.refunds for one in order.tenders}
        return tuple(
            one
            for one in plan
            if one.tendered < 0
            and self._terms.method(one.method).is_remote
            and one.refunds not in gone
        )

    def with_what_went(self, order: Order, plan: Sequence[Tender]) -> tuple[Tender, ...]:
        """The plan, with what has gone back already as it went."""
        gone = {one.refunds for one in order.tenders if one.refunds}
        return (*order.tenders, *(one for one in plan if one.refunds not in gone))

    def begin(self, *, order: Order, tender: Tender, actor: StaffMember) -> Attempt:
        """Put on disk that this is about to be given back, and the order with it.

        :raises NoSuchAttemptError: if no processor has brought that payment
        :raises ReturnMuchError: if it is too much for the day, and nobody has allowed that
        """
        if not order.tenders:
            self._limits.require_out(order, actor=actor)
        return self._charging.begin_refund(
            order=order, charge_id=tender.refunds, amount=-tender.tendered, actor=actor
        )

    def give_back(self, *, order: Order, plan: Sequence[Tender], actor: StaffMember) -> None:
        """Have all of it moved that processors hold; the order has it among its tenders then.

        :raises RefundDeclinedError: if one of them will not
        :raises UnavailableError: if one has not answered; it is not lost, and asked again later
        """
        for tender in self.still_to_go(order, plan):
            attempt = self.begin(order=order, tender=tender, actor=actor)
            done = self._charging.advance(attempt.attempt_id)
            if done.move is not Move.WAIT or not done.attempt.is_decided:
                raise RefundWaitsError(processor=title_of(attempt.processor), amount=attempt.money)
            if done.attempt.state is not PaymentState.APPROVED:
                raise RefundDeclinedError(
                    processor=title_of(attempt.processor),
                    reason=done.attempt.reason or "it says no.",
                )
            bring(order, done.attempt)
