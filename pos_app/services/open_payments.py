"""While money may still come for an order, nothing else is taken for it."""

from __future__ import annotations

from pos_app.domain.errors import RefusedError
from pos_app.domain.money import Money
from pos_app.services.ports import UnitOfWork


class PaymentOpenError(RefusedError):
    """A payment of this order is not decided: `amount`, `processor`."""

    code = "payment.open"
    text = (
        "{amount} of this order waits for {processor}'s answer. Wait for it or cancel it first; "
        "a manager may treat it as unpaid."
    )


def require_decided(uow: UnitOfWork, order_id: str) -> None:
    """:raises PaymentOpenError: if money may still come for this order from a processor"""
    for one in uow.attempts.undecided(order_id):
        if one.blocks:
            raise PaymentOpenError(
                amount=Money(one.amount, one.currency), processor=one.processor.title()
            )
