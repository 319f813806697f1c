"""Use case: an order was recorded as paid one way and was paid another; nothing is edited."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol

from pos_app.domain.errors import NotFoundError, RefusedError
from pos_app.domain.journal import EntryKind
from pos_app.domain.order_document import OrderDocument
from pos_app.domain.payment import Payment, PaymentState
from pos_app.domain.staff import Permission, StaffMember
from pos_app.domain.store import StoreProfile
from pos_app.domain.tender import Tender, TenderMethod, check_reference, require_customer
from pos_app.services.journal.bodies import payment_body
from pos_app.services.journal.writing import Fact, JournalWriter
from pos_app.services.ports import Clock, Ids, NewUnitOfWork


class PaidOrderUnknownError(NotFoundError):
    code = "tender_change.no_order"
    text = "There is no paid order {order}."


class TenderGoneError(RefusedError):
    code = "tender_change.gone"
    text = "This payment was changed already."


class SameTenderError(RefusedError):
    code = "tender_change.same"
    text = "It is recorded that way already."


class ProcessorTenderError(RefusedError):
    code = "tender_change.processor"
    text = (
        "A payment processor moved this money, so no other way to pay can be written in its "
        "place. Give it back as a refund. Nothing was changed."
    )


class GivenBackError(RefusedError):
    code = "tender_change.given_back"
    text = "Money was given back on this payment: how it was paid can no longer be changed."


class ShiftOverError(RefusedError):
    code = "tender_change.shift_over"
    text = "{number} belongs to a shift that is closed: its payment can no longer be changed."


class OrderFinder(Protocol):
    def by_id(self, order_id: str) -> OrderDocument | None: ...


@dataclass(frozen=True, slots=True)
class Correction:
    """Which payment of which order was in truth made by `method`."""

    order_id: str
    payment_id: str
    method: str
    reference: str = ""


@dataclass(frozen=True, slots=True)
class TenderChangePorts:
    orders: OrderFinder
    new_uow: NewUnitOfWork
    journal: JournalWriter
    clock: Clock
    ids: Ids


class TenderChange:
    def __init__(self, *, ports: TenderChangePorts, profile: StoreProfile) -> None:
        self._ports = ports
        self._terms = profile.tender_terms

    def change(self, *, correction: Correction, actor: StaffMember) -> OrderDocument:
        """Take the payment back and put one of the same amount in its place, in the same shift.

        :raises PaidOrderUnknownError, TenderGoneError: if there is nothing to change
        :raises RefusedError: for a way that the store does not take, or a shift that is over
        """
        actor.require(Permission.CHANGE_TENDER)
        method = self._terms.method(correction.method)
        check_reference(correction.reference)
        if method.is_remote:
            raise ProcessorTenderError
        # Read here, in the lane that writes: nobody else changes it meanwhile.
        document = self._ports.orders.by_id(correction.order_id)
        if document is None or document.number is None:
            raise PaidOrderUnknownError(order=correction.order_id)
        wrong = _payment(document, correction.payment_id)
        require_customer(document.customer_id, (Tender(method.code, wrong.amount),), self._terms)
        if wrong.amount < 0:
            raise GivenBackError
        if (wrong.method, wrong.reference) == (method.code, correction.reference):
            raise SameTenderError
        return self._record(document, self._pair(wrong, method, correction.reference), actor)

    def _pair(
        self, wrong: Payment, method: TenderMethod, reference: str
    ) -> tuple[Payment, Payment]:
        new = self._ports.ids.new
        back = replace(
            wrong,
            payment_id=new(),
            amount=-wrong.amount,
            tendered=-wrong.tendered,
            change=-wrong.change,
            reverses=wrong.payment_id,
        )
        right = Payment(
            new(), method.code, wrong.amount, wrong.amount, 0, PaymentState.APPROVED, reference
        )
        return back, right

    def _record(
        self, document: OrderDocument, pair: tuple[Payment, Payment], actor: StaffMember
    ) -> OrderDocument:
        now = self._ports.clock.now()
        with self._ports.new_uow() as uow:
            shift = uow.shifts.current()
            if shift is None or shift.shift_id != document.shift_id:
                raise ShiftOverError(number=document.number)
            if uow.attempts.get(pair[0].reverses) is not None:
                raise ProcessorTenderError
            if uow.orders.returns.was_given_back(pair[0].reverses):
                raise GivenBackError
            entry = self._ports.journal.append(
                uow.journal,
                Fact(
                    kind=EntryKind.TENDER_CHANGE,
                    actor=actor,
                    body={"payments": [payment_body(one) for one in pair]},
                    order_id=document.order_id,
                    number=document.number,
                    shift_id=document.shift_id,
                    business_date=document.business_date,
                ),
            )
            added = tuple(replace(one, change_seq=entry.seq) for one in pair)
            uow.orders.change_tender(document, added, at=now)
            uow.commit()
        return replace(document, payments=(*document.payments, *added))


def _payment(document: OrderDocument, payment_id: str) -> Payment:
    for one in document.tenders:
        if one.payment_id == payment_id:
            return one
    raise TenderGoneError
