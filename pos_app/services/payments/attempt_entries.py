"""What the journal says of an attempt at a payment processor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from pos_app.domain.attempt import Attempt
from pos_app.domain.journal import EntryKind
from pos_app.domain.payment import PaymentState
from pos_app.domain.staff import StaffMember
from pos_app.services.journal.bodies import said
from pos_app.services.journal.writing import Fact, JournalWriter
from pos_app.services.ports import UnitOfWork


class StaffById(Protocol):
    def listed(self) -> Sequence[StaffMember]: ...


KINDS = {
    PaymentState.INTENT: EntryKind.PAYMENT_INTENT,
    PaymentState.SENT: EntryKind.PAYMENT_SENT,
    PaymentState.APPROVED: EntryKind.PAYMENT_APPROVED,
    PaymentState.DECLINED: EntryKind.PAYMENT_DECLINED,
    PaymentState.CANCELLED: EntryKind.PAYMENT_CANCELLED,
    PaymentState.UNKNOWN: EntryKind.PAYMENT_UNKNOWN,
}


class AttemptEntries:
    def __init__(self, *, journal: JournalWriter, staff: StaffById) -> None:
        self._journal = journal
        self._staff = staff

    def state(self, uow: UnitOfWork, attempt: Attempt, approver: StaffMember | None = None) -> None:
        """It is in this state from now on; the actor is whoever had begun it."""
        people = {one.staff_id: one for one in self._staff.listed()}
        actor = people.get(attempt.staff_id)
        order_id = _order_of(attempt)
        body, other = attempt_body(attempt), _other(actor, approver)
        self._append(uow, Fact(KINDS[attempt.state], actor, body, other, order_id=order_id))

    def backed_out(
        self, uow: UnitOfWork, attempt: Attempt, actor: StaffMember, approver: StaffMember | None
    ) -> None:
        body, order_id, other = attempt_body(attempt), _order_of(attempt), _other(actor, approver)
        kind = EntryKind.PAYMENT_BACKED_OUT
        self._append(uow, Fact(kind, actor, body, other, order_id=order_id))

    def released(
        self, uow: UnitOfWork, attempt: Attempt, actor: StaffMember, approver: StaffMember | None
    ) -> None:
        body, order_id = attempt_body(attempt), attempt.order_id
        kind = EntryKind.PAYMENT_RELEASED
        self._append(uow, Fact(kind, actor, body, approver, order_id=order_id))

    def by_hand(
        self, uow: UnitOfWork, attempt: Attempt, actor: StaffMember, approver: StaffMember | None
    ) -> None:
        body, order_id = attempt_body(attempt), _order_of(attempt)
        kind = EntryKind.PAYMENT_BY_HAND
        self._append(uow, Fact(kind, actor, body, approver, order_id=order_id))

    def _append(self, uow: UnitOfWork, fact: Fact) -> None:
        shift = uow.shifts.current()
        if shift is not None:
            fact = replace(fact, shift_id=shift.shift_id, business_date=shift.business_date)
        self._journal.append(uow.journal, fact)


def _order_of(attempt: Attempt) -> str | None:
    return None if attempt.is_trial else attempt.order_id


def _other(actor: StaffMember | None, approver: StaffMember | None) -> StaffMember | None:
    """Nobody, where it was the own PIN of who acts that was typed."""
    is_own = actor is not None and approver is not None and actor.staff_id == approver.staff_id
    return None if is_own else approver


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
            trial=attempt.is_trial,
            reason=attempt.reason,
            request_id=attempt.request_id,
        ),
    }
