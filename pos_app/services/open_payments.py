"""While money may still come for an order, or has come unseen, nothing else is done with it."""

from __future__ import annotations

from collections.abc import Sequence

from pos_app.domain.attempt import Attempt, AttemptKind
from pos_app.domain.errors import RefusedError
from pos_app.domain.money import Money
from pos_app.domain.order import Order
from pos_app.domain.payment import PaymentState
from pos_app.services.ports import UnitOfWork


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
    """
    attempts = uow.attempts.of_order(order.order_id)
    if not attempts:
        return
    require_decided(attempts)
    if uow.orders.is_recorded(order.order_id):
        raise OrderPaidError
    seen = {one.attempt_id for one in order.tenders}
    for one in _in_force(attempts):
        if one.attempt_id not in seen:
            raise PaymentCameError(
                amount=Money(one.amount, one.currency), processor=one.processor.title()
            )


def require_decided(attempts: Sequence[Attempt]) -> None:
    """:raises PaymentOpenError: if one of them may still bring money"""
    for one in attempts:
        if one.blocks:
            raise PaymentOpenError(
                amount=Money(one.amount, one.currency), processor=one.processor.title()
            )


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
