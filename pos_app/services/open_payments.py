"""While money may still come for an order, or has come unseen, nothing else is done with it."""

from __future__ import annotations

from collections.abc import Sequence

from pos_app.domain.attempt import Attempt, AttemptKind
from pos_app.domain.errors import RefusedError
from pos_app.domain.money import Money
from pos_app.domain.order import Order
from pos_app.domain.payment import Payment, PaymentState
from pos_app.domain.tender import Tender, TenderTerms
from pos_app.services.order_drafts import tenders_in
from pos_app.services.payment_attempts import AttemptQueries
from pos_app.services.ports import Draft, DraftQueries, UnitOfWork
from pos_app.services.processor_titles import title_of


class PaymentOpenError(RefusedError):
    """A payment of an order is not decided: `amount`, `processor`."""

    code = "payment.open"
    text = (
        "{amount} waits for {processor}'s answer. Wait for it or cancel it first; a manager may "
        "treat it as unpaid. Nothing was changed."
    )


class PaymentCameError(RefusedError):
    """The store knows of money for this order that the screen does not show yet."""

    code = "payment.came"
    text = (
        "{amount} has come for this order through {processor} meanwhile. Nothing was changed: "
        "lock the till and sign in again to see it."
    )


class PaymentWentError(RefusedError):
    """The screen shows money that the store knows to be given back."""

    code = "payment.went"
    text = (
        "{amount} of this order has gone back meanwhile. Nothing was changed: lock the till and "
        "sign in again to see it."
    )


class NotTakenError(RefusedError):
    code = "payment.not_taken"
    text = (
        "{processor} has not taken {amount} for this order, so it is not written down as paid. "
        "Nothing was changed: take it at the till, or another way."
    )


class OrderPaidError(RefusedError):
    code = "order.paid_meanwhile"
    text = (
        "This order was paid in full meanwhile, by what came from a payment processor. Nothing "
        "was changed: lock the till and sign in again; F9 finds it."
    )


def require_settled(uow: UnitOfWork, order: Order) -> None:
    """Refuse to go on with an order that a processor has a say in.

    :raises PaymentOpenError: if money may still come for it
    :raises OrderPaidError: if that was finished without it
    :raises PaymentCameError: if money has come that is not among its tenders
    :raises PaymentWentError: if money has gone back that still is
    """
    attempts = uow.attempts.of_order(order.order_id)
    if not attempts:
        return
    require_decided(attempts)
    if uow.orders.is_recorded(order.order_id):
        raise OrderPaidError
    seen = _attempts_of(order.tenders)
    there = {one.attempt_id: one for one in _in_force(attempts)}
    for one in there.values():
        if one.attempt_id not in seen:
            raise PaymentCameError(amount=one.money, processor=title_of(one.processor))
    for tender in order.tenders:
        if tender.attempt_id and tender.attempt_id not in there:
            raise PaymentWentError(amount=Money(abs(tender.tendered), order.currency))


def require_taken(
    uow: UnitOfWork, order: Order, payments: Sequence[Payment], terms: TenderTerms
) -> None:
    """What a processor takes is written down as paid once it has.

    :raises NotTakenError: if it has not
    """
    remote = [one for one in payments if one.amount > 0 and terms.method(one.method).is_remote]
    if not remote:
        return
    there = {one.attempt_id: one.amount for one in _in_force(uow.attempts.of_order(order.order_id))}
    for one in remote:
        if there.get(one.payment_id) != one.amount:
            raise NotTakenError(
                processor=title_of(terms.method(one.method).processor),
                amount=Money(one.amount, order.currency),
            )


def has_all(uow: UnitOfWork, draft: Draft) -> bool:
    """Whether its tenders are what processors have brought to its order, and no more."""
    attempts = uow.attempts.of_order(draft.order_id)
    there = {one.attempt_id for one in _in_force(attempts)}
    return not attempts or there == _attempts_of(tenders_in(draft))


def is_any_part_paid(drafts: DraftQueries, attempts: AttemptQueries) -> bool:
    """Whether money was taken for any order that is open, or may still come for one."""
    return any(map(tenders_in, drafts.drafts())) or any(one.blocks for one in attempts.undecided())


def is_needed(uow: UnitOfWork, order_id: str) -> bool:
    """Whether the money of a processor would be lost with an order.

    What comes for an order that is gone is given back; a refund can be written down nowhere else.
    """
    attempts = uow.attempts.of_order(order_id)
    refunds = [one for one in attempts if one.kind is AttemptKind.REFUND]
    return bool(_in_force(attempts)) or not all(one.is_decided for one in refunds)


def require_decided(attempts: Sequence[Attempt]) -> None:
    """:raises PaymentOpenError: if one of them may still bring money"""
    for one in attempts:
        if one.blocks:
            raise PaymentOpenError(amount=one.money, processor=title_of(one.processor))


def _attempts_of(tenders: Sequence[Tender]) -> set[str]:
    return {one.attempt_id for one in tenders if one.attempt_id}


def _in_force(attempts: Sequence[Attempt]) -> list[Attempt]:
    """What brought or took money for this order, and was not taken back in it."""
    moved = [one for one in attempts if one.state is PaymentState.APPROVED]
    charges = {
        one.attempt_id
        for one in moved
        if one.kind is AttemptKind.CHARGE and one.released_by is None
    }
    refunds = [one for one in moved if one.kind is AttemptKind.REFUND]
    taken_back = {one.reverses for one in refunds}
    return [
        one
        for one in moved
        if one.attempt_id in charges - taken_back
        or (one in refunds and one.reverses not in charges)
    ]
