"""Write down each step of an attempt, before what it announces and after what came of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from pos_app.domain.attempt import Attempt, AttemptKind, Move, Step, Wanted
from pos_app.domain.errors import NotFoundError, RefusedError
from pos_app.domain.journal import EntryKind
from pos_app.domain.money import Money
from pos_app.domain.order import Order, OrderState, put_tenders
from pos_app.domain.payment import PaymentState, require_next
from pos_app.domain.staff import StaffMember
from pos_app.domain.tax import TaxClass
from pos_app.services.journal.bodies import said
from pos_app.services.journal.writing import Fact, JournalWriter
from pos_app.services.last_room import even_if_full
from pos_app.services.open_payments import require_decided
from pos_app.services.order_drafts import draft_of, readable
from pos_app.services.orders.drafting import OrderGoneError
from pos_app.services.payments.attempt_terms import reversal_of, tenders_after
from pos_app.services.payments.processor import Answer
from pos_app.services.ports import Clock, Disk, Ids, NewUnitOfWork, UnitOfWork


class NoSuchAttemptError(NotFoundError):
    code = "attempt.unknown"
    text = "There is no payment {attempt} at a processor here."


class AmountDiffersError(RefusedError):
    code = "attempt.amount_differs"
    text = (
        "{processor} says {theirs} where {ours} was asked for. Nothing was recorded as paid; call "
        "its support with {remote_id}."
    )


class StaffById(Protocol):
    def listed(self) -> Sequence[StaffMember]: ...


@dataclass(frozen=True, slots=True)
class BookPorts:
    new_uow: NewUnitOfWork
    journal: JournalWriter
    clock: Clock
    ids: Ids
    disk: Disk
    staff: StaffById


_KINDS = {
    PaymentState.INTENT: EntryKind.PAYMENT_INTENT,
    PaymentState.SENT: EntryKind.PAYMENT_SENT,
    PaymentState.APPROVED: EntryKind.PAYMENT_APPROVED,
    PaymentState.DECLINED: EntryKind.PAYMENT_DECLINED,
    PaymentState.CANCELLED: EntryKind.PAYMENT_CANCELLED,
    PaymentState.UNKNOWN: EntryKind.PAYMENT_UNKNOWN,
}
STEPS = {
    Move.CREATE: Step.CREATE,
    Move.HAND_OVER: Step.HAND_OVER,
    Move.CAPTURE: Step.CAPTURE,
    Move.CANCEL: Step.CANCEL,
    Move.REFUND: Step.REFUND,
}


class AttemptBook:
    """Every change of an attempt, each in one transaction with what follows from it."""

    def __init__(self, *, ports: BookPorts, tax_classes: dict[str, TaxClass]) -> None:
        self._ports = ports
        self._tax_classes = tax_classes

    def begin(self, attempt: Attempt, order: Order | None) -> None:
        """Put the intent on disk, and with it the order that it is for.

        :raises PaymentOpenError: if another attempt for this order is not decided
        :raises OrderGoneError: if the order was paid or given up meanwhile
        """
        even_if_full(self._ports.disk, lambda: self._begin(attempt, order))

    def get(self, attempt_id: str) -> Attempt:
        """:raises NoSuchAttemptError: if there is none"""
        with self._ports.new_uow() as uow:
            return _stored(uow, attempt_id)

    def announce(self, attempt: Attempt, move: Move) -> Attempt:
        """Put on disk that this is about to be asked of the processor."""
        state = PaymentState.SENT if attempt.state is PaymentState.INTENT else attempt.state
        now = self._ports.clock.now()
        return self._change(
            attempt,
            state=state,
            step=STEPS[move],
            handed=attempt.handed + (move is Move.HAND_OVER),
            sent_at=attempt.sent_at or now,
        )

    def note(self, attempt: Attempt, answer: Answer) -> Attempt:
        """Keep what the processor has said, without deciding anything.

        :raises AmountDiffersError: if it speaks of another amount; that is kept as well
        """
        known = self._change(
            attempt,
            remote_id=answer.remote_id or attempt.remote_id,
            capture_id=answer.capture_id or attempt.capture_id,
            card=answer.card if answer.card.last4 else attempt.card,
            reason=answer.reason or attempt.reason,
            request_id=answer.request_id or attempt.request_id,
        )
        if answer.amount is not None and answer.amount != attempt.amount:
            error = AmountDiffersError(
                processor=attempt.processor,
                theirs=Money(answer.amount, attempt.currency),
                ours=Money(attempt.amount, attempt.currency),
                remote_id=known.remote_id,
            )
            self.doubt(known, str(error))
            raise error
        return known

    def doubt(self, attempt: Attempt, reason: str) -> Attempt:
        """It may have come there, and nobody knows what came of it."""
        return self._change(attempt, state=PaymentState.UNKNOWN, reason=reason)

    def want_cancelled(self, attempt: Attempt) -> Attempt:
        return self._change(attempt, wanted=Wanted.CANCELLED)

    def release(
        self, attempt: Attempt, *, actor: StaffMember, approver: StaffMember | None
    ) -> Attempt:
        """The order is free for another payment; what comes of this one is given back."""
        by = approver or actor
        released = replace(attempt, wanted=Wanted.CANCELLED, released_by=by.staff_id)
        fact = self._fact(released, EntryKind.PAYMENT_RELEASED)
        fact = replace(fact, actor=actor, approver=approver)
        return self._save(attempt, released, said_of=lambda _stored: fact)

    def decide(self, attempt: Attempt, state: PaymentState, reason: str = "") -> Attempt:
        """Close it for good, with what follows for its order, in one transaction.

        Money that came for an order that is gone, or for a payment that was released, is given
        back by a reversal that is begun here.
        """
        return even_if_full(self._ports.disk, lambda: self._decide(attempt, state, reason))

    def _begin(self, attempt: Attempt, order: Order | None) -> None:
        with self._ports.new_uow() as uow:
            require_decided(uow, attempt.order_id)
            uow.attempts.add(attempt)
            self._append(uow, self._fact(attempt, _KINDS[attempt.state]))
            if order is not None:
                self._keep(uow, order)
            uow.commit()

    def _change(self, attempt: Attempt, **changes: object) -> Attempt:
        changed = replace(attempt, **changes)  # type: ignore[arg-type]  # fields by name
        if changed == attempt:
            return attempt
        return self._save(attempt, changed, said_of=lambda stored: self._step(stored, changed))

    def _step(self, stored: Attempt, changed: Attempt) -> Fact | None:
        """What the journal says of a change: nothing, unless it is one of state."""
        if changed.state is stored.state:
            return None
        require_next(stored.state, changed.state)
        return self._fact(changed, _KINDS[changed.state])

    def _save(
        self, before: Attempt, after: Attempt, *, said_of: Callable[[Attempt], Fact | None]
    ) -> Attempt:
        """Write what is new of it; what another thread has decided meanwhile stays."""
        with self._ports.new_uow() as uow:
            stored = _stored(uow, before.attempt_id)
            if stored.is_decided:
                return stored
            merged = _merged(stored, before, after)
            uow.attempts.save(merged)
            fact = said_of(stored)
            if fact is not None:
                self._append(uow, fact)
            uow.commit()
        return merged

    def _decide(self, attempt: Attempt, state: PaymentState, reason: str) -> Attempt:
        with self._ports.new_uow() as uow:
            stored = _stored(uow, attempt.attempt_id)
            if stored.is_decided:
                return stored
            require_next(stored.state, state)
            done = replace(
                stored,
                state=state,
                decided_at=self._ports.clock.now(),
                reason=reason or stored.reason,
            )
            uow.attempts.save(done)
            self._append(uow, self._fact(done, _KINDS[state]))
            if state is PaymentState.APPROVED:
                self._follow(uow, done)
            uow.commit()
        return done

    def _follow(self, uow: UnitOfWork, done: Attempt) -> None:
        """What money that has moved means for its order."""
        if done.kind is AttemptKind.REVERSAL:
            return
        draft = uow.drafts.draft(done.order_id)
        order = readable(draft) if draft is not None else None
        if done.kind is AttemptKind.CHARGE and (order is None or done.released_by is not None):
            self._reverse(uow, done)
        elif order is not None:
            if order.state is OrderState.HELD:
                order.resume()  # there is money in it now: it is for the screen again
            put_tenders(order, tenders_after(order.tenders, done))
            self._keep(uow, order)

    def _reverse(self, uow: UnitOfWork, charge: Attempt) -> None:
        reversal = reversal_of(charge, self._ports.ids.new(), AttemptKind.REVERSAL)
        reversal = replace(reversal, created_at=self._ports.clock.now())
        uow.attempts.add(reversal)
        self._append(uow, self._fact(reversal, EntryKind.PAYMENT_INTENT))

    def _keep(self, uow: UnitOfWork, order: Order) -> None:
        total = order.calculate_total(self._tax_classes).total
        if not uow.drafts.save(draft_of(order, total=total)):
            raise OrderGoneError

    def _append(self, uow: UnitOfWork, fact: Fact) -> None:
        shift = uow.shifts.current()
        if shift is not None:
            fact = replace(fact, shift_id=shift.shift_id, business_date=shift.business_date)
        self._ports.journal.append(uow.journal, fact)

    def _fact(self, attempt: Attempt, kind: EntryKind) -> Fact:
        actor = next(
            (one for one in self._ports.staff.listed() if one.staff_id == attempt.staff_id), None
        )
        return Fact(kind, actor, attempt_body(attempt), order_id=attempt.order_id)


def attempt_body(attempt: Attempt) -> dict[str, object]:
    """What the journal says of an attempt: never a code, a key or a number of a card."""
    return {
        "attempt": attempt.attempt_id,
        "attempt_kind": attempt.kind.value,
        "processor": attempt.processor,
        "method": attempt.method,
        "amount": attempt.amount,
        "currency": attempt.currency.code,
        **said(
            remote_id=attempt.remote_id,
            reverses=attempt.reverses,
            reason=attempt.reason,
            request_id=attempt.request_id,
        ),
    }


def _stored(uow: UnitOfWork, attempt_id: str) -> Attempt:
    found = uow.attempts.get(attempt_id)
    if found is None:
        raise NoSuchAttemptError(attempt=attempt_id)
    return found


def _merged(stored: Attempt, before: Attempt, after: Attempt) -> Attempt:
    """Only what was changed here: a cancel or another answer may have come in between."""
    changes = {
        name: getattr(after, name)
        for name in Attempt.__slots__
        if getattr(after, name) != getattr(before, name)
    }
    return replace(stored, **changes)
