"""Write down each step of an attempt, before what it announces and after what came of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pos_app.domain.attempt import Attempt, AttemptKind, Move, Step, Wanted
from pos_app.domain.errors import NotFoundError, RefusedError
from pos_app.domain.money import Money
from pos_app.domain.order import Order
from pos_app.domain.payment import Payment, PaymentState, require_next
from pos_app.domain.shift import NoShiftError
from pos_app.domain.staff import StaffMember
from pos_app.domain.tax import TaxClass
from pos_app.services.journal.writing import JournalWriter
from pos_app.services.last_room import even_if_full
from pos_app.services.open_payments import require_settled
from pos_app.services.orders.giving_back import GivingBack
from pos_app.services.payments.attempt_effects import AttemptEffects
from pos_app.services.payments.attempt_entries import AttemptEntries, StaffById
from pos_app.services.payments.processor import Answer
from pos_app.services.ports import Clock, Disk, Ids, NewUnitOfWork, UnitOfWork
from pos_app.services.processor_titles import title_of


class NoSuchAttemptError(NotFoundError):
    code = "attempt.unknown"
    text = "There is no payment {attempt} at a processor here."


class AmountDiffersError(RefusedError):
    code = "attempt.amount_differs"
    text = (
        "{processor} says {theirs} where {ours} was asked for. Nothing was recorded as paid; call "
        "its support with {remote_id}."
    )


@dataclass(frozen=True, slots=True)
class BookPorts:
    new_uow: NewUnitOfWork
    journal: JournalWriter
    clock: Clock
    ids: Ids
    disk: Disk
    staff: StaffById


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
        self._entries = AttemptEntries(journal=ports.journal, staff=ports.staff)
        self._effects = AttemptEffects(
            entries=self._entries, clock=ports.clock, ids=ports.ids, tax_classes=tax_classes
        )

    def begin(self, attempt: Attempt, order: Order, approver: StaffMember | None = None) -> None:
        """Put the intent on disk, and with it the order that it is for.

        :raises NoShiftError: if what it pays could not be written down afterwards
        :raises PaymentOpenError: if another attempt for this order is not decided
        :raises OrderGoneError: if the order was paid or given up meanwhile
        """
        self._require_recordable(attempt, order)
        even_if_full(self._ports.disk, lambda: self._begin(attempt, order, approver))

    def begin_trial(self, attempt: Attempt) -> None:
        """Put on disk what is asked for no order: once it is paid, its reversal is begun."""
        assert attempt.is_trial, attempt
        even_if_full(self._ports.disk, lambda: self._begin(attempt, None))

    def get(self, attempt_id: str) -> Attempt:
        """:raises NoSuchAttemptError: if there is none"""
        with self._ports.new_uow() as uow:
            return _stored(uow, attempt_id)

    def announce(self, attempt: Attempt, move: Move, account: str = "") -> Attempt | None:
        """Put on disk that this is about to be asked of the processor, and of which account.

        None if another thread has begun it since it was read, decided it or called it off, whose
        cancel counts on nothing being asked after it: then it is not asked.
        """
        is_first = attempt.state is PaymentState.INTENT
        with self._ports.new_uow() as uow:
            stored = _stored(uow, attempt.attempt_id)
            if stored.is_decided or _is_off(stored, move):
                return None
            if is_first and stored.state is not PaymentState.INTENT:
                return None
            announced = replace(
                stored,
                state=PaymentState.SENT if is_first else stored.state,
                step=_step(stored, move),
                handed=stored.handed + (move is Move.HAND_OVER),
                sent_at=stored.sent_at or self._ports.clock.now(),
                account=stored.account or account,
            )
            uow.attempts.save(announced)
            if announced.state is not stored.state:
                self._entries.state(uow, announced)
            uow.commit()
        return announced

    def note(self, attempt: Attempt, answer: Answer) -> Attempt:
        """Keep what the processor has said, without deciding anything.

        :raises AmountDiffersError: if it speaks of another amount; that is kept as well
        """
        changes: dict[str, object] = {
            "remote_id": answer.remote_id or attempt.remote_id,
            "capture_id": answer.capture_id or attempt.capture_id,
            "card": answer.card if answer.card.last4 else attempt.card,
            "reason": answer.reason or attempt.reason,
            "request_id": answer.request_id or attempt.request_id,
        }
        # The money may have moved already: what the disk has in reserve is for it.
        known = even_if_full(self._ports.disk, lambda: self._change(attempt, **changes))
        if answer.amount is not None and answer.amount != attempt.amount:
            error = AmountDiffersError(
                processor=title_of(attempt.processor),
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

    def back_out(
        self, attempt: Attempt, *, actor: StaffMember, approver: StaffMember | None
    ) -> Attempt:
        """Keep who lets go of it; what is not decided is not wanted any more.

        One that is paid by now, and money on its way back, stay as they are.
        """
        with self._ports.new_uow() as uow:
            stored = _stored(uow, attempt.attempt_id)
            is_reversal = stored.kind is AttemptKind.REVERSAL
            if is_reversal or stored.state is PaymentState.APPROVED:
                return stored
            off = stored if stored.is_decided else replace(stored, wanted=Wanted.CANCELLED)
            uow.attempts.save(off)
            self._entries.backed_out(uow, off, actor, approver)
            uow.commit()
        return off

    def release(
        self, attempt: Attempt, *, actor: StaffMember, approver: StaffMember | None
    ) -> Attempt:
        """The order is free for another payment; what comes of this one is given back."""
        by = approver or actor
        with self._ports.new_uow() as uow:
            stored = _stored(uow, attempt.attempt_id)
            if stored.is_decided:
                return stored
            released = replace(stored, wanted=Wanted.CANCELLED, released_by=by.staff_id)
            uow.attempts.save(released)
            self._entries.released(uow, released, actor, approver)
            uow.commit()
        return released

    def decide(self, attempt: Attempt, state: PaymentState, reason: str = "") -> Attempt:
        """Close it for good, with what follows for its order, in one transaction."""
        return even_if_full(self._ports.disk, lambda: self._decide(attempt, state, reason))

    def _require_recordable(self, attempt: Attempt, order: Order) -> None:
        """Move no money for what would be refused once it has moved; nothing is written here."""
        with self._ports.new_uow() as uow:
            charge = uow.attempts.get(attempt.reverses) if attempt.reverses else None
            if charge is not None and charge.order_id == order.order_id:
                return  # it is taken out of the order again, at any time
            shift = uow.shifts.current()
            if shift is None:
                raise NoShiftError
            shift.require_usable(self._ports.journal.trust.believed(self._ports.clock.now()))
            back = () if charge is None else (_payment_of(attempt),)
            GivingBack(order, back, shift).require_recordable(uow)

    def _begin(
        self, attempt: Attempt, order: Order | None, approver: StaffMember | None = None
    ) -> None:
        with self._ports.new_uow() as uow:
            if order is not None:
                require_settled(uow, order)
            uow.attempts.add(attempt)
            self._entries.state(uow, attempt, approver)
            if order is not None:
                self._effects.keep(uow, order)
            uow.commit()

    def _change(self, attempt: Attempt, **changes: object) -> Attempt:
        """Write what is new of it; what another thread has decided meanwhile stays."""
        changed = replace(attempt, **changes)  # type: ignore[arg-type]  # fields by name
        if changed == attempt:
            return attempt
        with self._ports.new_uow() as uow:
            stored = _stored(uow, attempt.attempt_id)
            if stored.is_decided:
                return stored
            merged = _merged(stored, attempt, changed)
            uow.attempts.save(merged)
            if merged.state is not stored.state:
                require_next(stored.state, merged.state)
                self._entries.state(uow, merged)
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
            self._entries.state(uow, done)
            if state is PaymentState.APPROVED:
                self._effects.follow(uow, done)
            uow.commit()
        return done


def _step(attempt: Attempt, move: Move) -> Step:
    """A cancel hides no capture: what may still take the money is the last that counts."""
    is_hidden = move is Move.CANCEL and attempt.step is Step.CAPTURE
    return attempt.step if is_hidden else STEPS[move]


def _payment_of(refund: Attempt) -> Payment:
    back = -refund.amount
    return Payment(
        *(refund.attempt_id, refund.method, back, back, 0, PaymentState.APPROVED),
        refunds=refund.reverses,
    )


def _is_off(attempt: Attempt, move: Move) -> bool:
    """Whether a charge is not wanted any more, so that all that is asked for is its end."""
    is_end = move is Move.CANCEL or attempt.kind is not AttemptKind.CHARGE
    return attempt.wanted is Wanted.CANCELLED and not is_end


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
