"""Use case: money moves through a payment processor, once, whatever answers or does not."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from typing import Final

from pos_app.domain.attempt import (
    Attempt,
    AttemptKind,
    Flow,
    Move,
    Standing,
    Wanted,
    next_move,
)
from pos_app.domain.errors import PosError, RefusedError
from pos_app.domain.order import Order, put_tenders
from pos_app.domain.payment import PaymentState
from pos_app.domain.staff import Approval, Permission, StaffMember
from pos_app.domain.tax import TaxClass
from pos_app.domain.tender import Tender, TenderMethod, settle
from pos_app.services.payments.attempt_book import AttemptBook
from pos_app.services.payments.attempt_terms import reversal_of
from pos_app.services.payments.processor import Answer, NoAnswerError
from pos_app.services.payments.processor_calls import ProcessorCalls
from pos_app.services.ports import Clock, Ids, ReadProfile

log = logging.getLogger(__name__)

MOVES_MAX: Final = 8
"""In one go; more would be two processors telling each other something."""
_ENDS: Final = {
    Move.APPROVE: PaymentState.APPROVED,
    Move.DECLINE: PaymentState.DECLINED,
    Move.GIVE_UP: PaymentState.CANCELLED,
}


class RefundReleasedError(RefusedError):
    code = "refund.released"
    text = (
        "This money may have gone back already, so it cannot be given back another way. Nothing "
        "was changed: `pos-app payments resolve` asks again and finishes it."
    )


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an attempt has come, and what is next about it."""

    attempt: Attempt
    move: Move = Move.WAIT
    prompt: str = ""
    """What the customer's phone is to scan, if that was told just now."""


@dataclass(frozen=True, slots=True)
class ChargingPorts:
    book: AttemptBook
    calls: ProcessorCalls
    clock: Clock
    ids: Ids


class Charging:
    """Asks a processor and writes down what came of it; a thread for each purpose may do so.

    `look` asks where it stands, `act` does what is next; both may be repeated at any time.
    """

    def __init__(
        self, *, ports: ChargingPorts, profile: ReadProfile, tax_classes: dict[str, TaxClass]
    ) -> None:
        self._ports = ports
        self._book = ports.book
        self._profile = profile
        self._tax_classes = tax_classes

    def begin(
        self, *, order: Order, method: TenderMethod, amount: int, actor: StaffMember
    ) -> Attempt:
        """Put on disk that this much of an order is about to be asked for.

        :param amount: in minor units, at most what is left to pay
        :raises PosError: if the order cannot take it; then nothing was asked
        """
        actor.require(Permission.SELL)
        due = order.calculate_total(self._tax_classes).due
        tender = Tender(method.code, amount)
        settle(due, (*order.tenders, tender), self._profile().tender_terms)
        attempt = Attempt(
            attempt_id=self._ports.ids.new(),
            kind=AttemptKind.CHARGE,
            order_id=order.order_id,
            method=method.code,
            processor=method.processor,
            flow=Flow(method.flow),
            amount=amount,
            currency=self._profile().currency,
            staff_id=actor.staff_id,
            created_at=self._ports.clock.now(),
        )
        put_tenders(order, order.tenders)  # a newer revision, for its draft goes along
        self._book.begin(attempt, order)
        return attempt

    def begin_refund(
        self,
        *,
        order: Order,
        charge_id: str,
        amount: int,
        actor: StaffMember,
        approver: StaffMember | None = None,
    ) -> Attempt:
        """Put on disk that this much of a charge is about to be given back.

        :param order: what it is given back for: a return, or the open order it was taken for
        :param approver: who has allowed it, if anybody was asked
        :raises PosError: if it cannot be; then nothing was asked
        """
        actor.require(Permission.SELL)
        charge = self._book.get(charge_id)
        is_whole = amount == charge.amount
        assert is_whole or charge.order_id != order.order_id, "a tender is taken out whole"
        refund = replace(
            reversal_of(charge, self._ports.ids.new(), AttemptKind.REFUND),
            order_id=order.order_id,
            amount=amount,
            staff_id=actor.staff_id,
            created_at=self._ports.clock.now(),
        )
        put_tenders(order, order.tenders)
        self._book.begin(refund, order, approver)
        return refund

    def look(self, attempt_id: str) -> Progress:
        """Ask where it stands, and decide what can be decided; nothing is asked for.

        :raises UnavailableError: if the processor does not answer; then all is as it was
        """
        attempt = self._book.get(attempt_id)
        if attempt.is_decided or attempt.state is PaymentState.INTENT:
            return Progress(attempt, next_move(attempt, None))
        return self._take(attempt, self._ports.calls.query(attempt))

    def act(self, attempt_id: str, move: Move, *, customer_code: str = "") -> Progress:
        """Do what was said to be next, announced on disk first.

        :param customer_code: what the customer's phone shows, for the flow that needs it
        :raises UnavailableError: if there is no answer; the attempt says what is known
        """
        attempt = self._book.get(attempt_id)
        if attempt.is_decided:
            return Progress(attempt)
        if move in _ENDS:
            return Progress(self._end(attempt, move))
        account = self._ports.calls.account(attempt)
        announced = self._book.announce(attempt, move, account)
        if announced is None:
            return Progress(self._book.get(attempt_id))
        # Nobody is there to begin a reversal once more: it is asked for until there is an answer.
        is_first = attempt.state is PaymentState.INTENT
        is_given_up = is_first and attempt.kind is not AttemptKind.REVERSAL
        attempt = announced
        try:
            answer = self._ports.calls.make(attempt, move, customer_code=customer_code)
        except NoAnswerError as error:
            self._book.doubt(attempt, str(error))
            raise
        except PosError as error:
            if is_given_up:
                # It was never asked before, and has not come there now: nothing can have moved.
                self._book.decide(attempt, PaymentState.CANCELLED, str(error))
            raise
        return self._take(attempt, answer)

    def advance(self, attempt_id: str, *, customer_code: str = "") -> Progress:
        """Look and act until somebody else is to do something, or it is decided."""
        progress = self.look(attempt_id)
        for _ in range(MOVES_MAX):
            if progress.move is Move.WAIT:
                break
            move = progress.move
            if move is Move.QUERY:
                progress = self.look(attempt_id)
            else:
                progress = self.act(attempt_id, move, customer_code=customer_code)
            if progress.move is move:
                break  # it has changed nothing: once more a little later
        return progress

    def stop(self, attempt_id: str) -> Attempt:
        """It is not wanted any more; whether it can still be stopped, the next look says."""
        attempt = self._book.get(attempt_id)
        if attempt.wanted is Wanted.CANCELLED or attempt.kind is AttemptKind.REVERSAL:
            return attempt
        return self._ended_if_unasked(self._book.want_cancelled(attempt))

    def back_out(
        self, *, attempt_id: str, actor: StaffMember, approver: StaffMember | None = None
    ) -> Attempt:
        """The same when somebody wants it, or leaves what was declined: the journal has the names.

        :param approver: who has allowed it, if anybody was asked
        """
        actor.require(Permission.SELL)
        attempt = self._book.get(attempt_id)
        if attempt.kind is AttemptKind.REVERSAL:
            return attempt
        return self._ended_if_unasked(self._book.back_out(attempt, actor=actor, approver=approver))

    def release(
        self, *, attempt_id: str, actor: StaffMember, approval: Approval | None = None
    ) -> Attempt:
        """Treat it as unpaid before the processor has answered; what comes of it is given back.

        :raises NotAllowedError: if the actor may not
        :raises RefundReleasedError: for money that goes back: nobody could take it again
        """
        if self._book.get(attempt_id).kind is not AttemptKind.CHARGE:
            raise RefundReleasedError
        approver = actor.require(Permission.RELEASE_PAYMENT, approval=approval)
        return self._book.release(self._book.get(attempt_id), actor=actor, approver=approver)

    def _ended_if_unasked(self, attempt: Attempt) -> Attempt:
        if attempt.state is PaymentState.INTENT:
            return self._book.decide(attempt, PaymentState.CANCELLED)
        return attempt

    def _take(self, attempt: Attempt, answer: Answer) -> Progress:
        attempt = self._book.note(attempt, answer)
        move = next_move(attempt, answer.standing)
        if move in _ENDS:
            return Progress(self._end(attempt, move))
        return Progress(attempt, move, answer.prompt)

    def _end(self, attempt: Attempt, move: Move) -> Attempt:
        if move is Move.DECLINE and attempt.kind is AttemptKind.CHARGE:
            move = self._made_sure(attempt)
        return self._book.decide(attempt, _ENDS[move])

    def _made_sure(self, attempt: Attempt) -> Move:
        """Have what was declined closed at the processor too, so that no second try can pay it."""
        try:
            answer = self._ports.calls.make(attempt, Move.CANCEL)
        except PosError as error:
            log.info("A declined payment was not closed: %s", error)
            return Move.DECLINE
        return Move.APPROVE if answer.standing is Standing.DONE else Move.DECLINE
