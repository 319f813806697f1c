"""Use case: what a power cut, a kill or a dead line left undecided is settled without a person."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from pos_app.domain.attempt import Attempt, AttemptKind, Move
from pos_app.domain.errors import PosError
from pos_app.domain.order import Order, OrderState
from pos_app.domain.order_document import OrderDocument
from pos_app.domain.payment import PaymentState
from pos_app.domain.staff import StaffMember
from pos_app.services.order_drafts import readable
from pos_app.services.orders.checkout import Checkout
from pos_app.services.payment_attempts import AttemptQueries
from pos_app.services.payments.attempt_book import AttemptBook
from pos_app.services.payments.attempt_entries import StaffById
from pos_app.services.payments.charging import Charging
from pos_app.services.ports import DraftQueries

log = logging.getLogger(__name__)

# Where a customer who has gone may not be asked to pay any more.
_UNASKED = {Move.CREATE, Move.HAND_OVER, Move.WAIT}


@dataclass(frozen=True, slots=True)
class Resolved:
    """What came of one attempt; `trouble` in words if it stays as it is."""

    attempt: Attempt
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class RecoveringPorts:
    attempts: AttemptQueries
    drafts: DraftQueries
    staff: StaffById
    charging: Charging
    book: AttemptBook
    checkout: Checkout


class Recovering:
    def __init__(self, *, ports: RecoveringPorts) -> None:
        self._ports = ports

    def undecided(self) -> Sequence[Attempt]:
        """Oldest first."""
        return self._ports.attempts.undecided()

    def resolve(self, *, only: frozenset[str] | None = None) -> Sequence[Resolved]:
        """Settle what is undecided, one after the other; one that cannot be holds up no other.

        :param only: the ids of those that nobody else is at work on; None for all
        """
        left = [one for one in self.undecided() if only is None or one.attempt_id in only]
        resolved = [self._resolve(one) for one in left]
        # What came too late is given back at once.
        begun = [one for one in self.undecided() if one.kind is AttemptKind.REVERSAL]
        known = {one.attempt_id for one in left}
        return resolved + [self._resolve(one) for one in begun if one.attempt_id not in known]

    def complete(self, *, but: frozenset[str] = frozenset()) -> Sequence[OrderDocument]:
        """Finish every order that is paid in full by what has come from processors.

        :param but: the orders that stand on a screen, where their cashier finishes them
        """
        people = {one.staff_id: one for one in self._ports.staff.listed()}
        done = []
        for draft in self._ports.drafts.drafts():
            order = readable(draft)
            if order is None or order.order_id in but or order.state is not OrderState.CREATED:
                continue
            ids = [one.attempt_id for one in order.tenders if one.attempt_id]
            last = self._ports.attempts.get(ids[-1]) if ids else None
            actor = people.get(last.staff_id) if last is not None else None
            if actor is not None:
                done += self._finish(order, actor)
        return done

    def _resolve(self, attempt: Attempt) -> Resolved:
        charging = self._ports.charging
        try:
            if attempt.state is PaymentState.INTENT and attempt.kind is not AttemptKind.REVERSAL:
                # Never sent: whoever asked for it is not there any more.
                return Resolved(charging.stop(attempt.attempt_id))
            progress = charging.look(attempt.attempt_id)
            if progress.move in _UNASKED and attempt.kind is AttemptKind.CHARGE:
                attempt = self._ports.book.want_cancelled(progress.attempt)
                progress = charging.act(attempt.attempt_id, Move.CANCEL)
            if progress.move is not Move.WAIT:
                progress = charging.advance(attempt.attempt_id)
        except PosError as error:
            log.info("A payment stays undecided: %s", error)
            stored = self._ports.attempts.get(attempt.attempt_id) or attempt
            return Resolved(stored, str(error))
        return Resolved(progress.attempt)

    def _finish(self, order: Order, actor: StaffMember) -> list[OrderDocument]:
        checkout = self._ports.checkout
        try:
            if not checkout.is_settled(order):
                return []
            return [checkout.pay(order=order, tenders=order.tenders, actor=actor)]
        except PosError as error:
            log.info("A paid order waits to be finished: %s", error)
            return []
