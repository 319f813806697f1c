"""Trades: what Alipay knows of a charge, and what its not knowing it means.

The number of a trade is ours from the start, so that it can always be asked about. What Alipay has
never heard of may still come: a payment that was sent and is late, or a code on the screen that
nobody has scanned yet. Only when neither can be is it over for certain.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from pos_app.adapters.payments.alipay.amounts import NoAmountError, fen, number_of
from pos_app.adapters.payments.alipay.gateway import NOT_EXIST, QUERY, Gateway, Said
from pos_app.domain.attempt import Flow, Standing
from pos_app.services.payments.processor import (
    Answer,
    BusyError,
    Charge,
    NoAnswerError,
    NotReachedError,
    ProcessorRefusedError,
)

CODE_LIVES: Final = timedelta(minutes=1)
"""What the customer's phone shows pays no longer than this, however late it comes there."""
QR_LIVES: Final = timedelta(minutes=5)
QR_SENT_WITHIN: Final = timedelta(minutes=1)
"""After the charge was begun; later no code is asked for, so that its end is known."""
CANCELLED_WITHIN: Final = timedelta(hours=24)
"""Of the charge; later Alipay cancels nothing any more."""
_STANDINGS: Final = {
    "WAIT_BUYER_PAY": Standing.WAITING,
    "TRADE_SUCCESS": Standing.DONE,
    "TRADE_FINISHED": Standing.DONE,
    "TRADE_CLOSED": Standing.CANCELLED,
}


class Trades:
    def __init__(self, gateway: Gateway, *, now: Callable[[], datetime]) -> None:
        self._gateway = gateway
        self._now = now

    def query(self, charge: Charge) -> Answer:
        found = self.known(charge) or self._unheard_of(charge)
        is_paid = found.standing is Standing.DONE
        if is_paid and charge.is_cancelling and self._age(charge) < CANCELLED_WITHIN:
            # A cancel that is still on its way would give the money back after it was believed.
            reason = "It was paid while it was being cancelled: it is given back."
            return answer(charge, Standing.WAITING, reason=reason)
        return found

    def known(self, charge: Charge) -> Answer | None:
        """Where it stands, or None if Alipay knows of no such trade now."""
        said = self._gateway.ask(QUERY, name_of(charge))
        if said.sub_code == NOT_EXIST:
            return None
        if not said.is_done:
            raise self._gateway.refused(said)
        standing = _STANDINGS.get(said.text("trade_status"))
        if standing is None:
            raise self._gateway.unproven("its answer has an unknown status")
        if standing is Standing.DONE:
            return self.paid(charge, said)
        self.require_same(charge, said)
        return answer(charge, standing)

    def paid(self, charge: Charge, said: Said) -> Answer:
        self.require_same(charge, said)
        return replace(
            answer(charge, Standing.DONE),
            capture_id=said.text("trade_no"),
            amount=amount_in(said, "total_amount", self._gateway),
        )

    def require_same(self, charge: Charge, said: Said) -> None:
        """A signature proves who says it, and not what it answers.

        :raises NoAnswerError: if it is about another one
        """
        if said.text("out_trade_no") != number_of(charge.attempt_id):
            raise self._gateway.unproven("its answer is about another payment")

    def is_over(self, charge: Charge) -> bool:
        """Whether nothing can be paid any more of what Alipay does not know."""
        life = CODE_LIVES if charge.flow is Flow.CODE else QR_SENT_WITHIN + QR_LIVES
        return self._age(charge) >= life

    def can_show(self, charge: Charge) -> bool:
        """Whether a code for the screen may still be asked for."""
        return self._age(charge) <= QR_SENT_WITHIN

    def _unheard_of(self, charge: Charge) -> Answer:
        if charge.flow is Flow.CODE:
            return answer(charge, Standing.ABSENT)
        if self.is_over(charge):
            reason = "Nobody has scanned the code, and it has run out."
            return answer(charge, Standing.CANCELLED, reason=reason)
        was_shown = bool(charge.remote_id)
        can_ask_again = not was_shown and self.can_show(charge)
        return answer(charge, Standing.ABSENT if can_ask_again else Standing.WAITING)

    def _age(self, charge: Charge) -> timedelta:
        return self._now() - charge.created_at


@contextmanager
def after_sending() -> Iterator[None]:
    """Around a look at what a request has done: that the look fails does not undo the request."""
    try:
        yield
    except (NotReachedError, BusyError, ProcessorRefusedError) as error:
        processor, reason = (error.values[name] for name in ("processor", "reason"))
        raise NoAnswerError(processor=processor, reason=reason) from error


def answer(charge: Charge, standing: Standing, *, reason: str = "") -> Answer:
    return Answer(standing, number_of(charge.attempt_id), reason=reason)


def name_of(charge: Charge) -> dict[str, str]:
    return {"out_trade_no": number_of(charge.attempt_id)}


def amount_in(said: Said, field: str, gateway: Gateway) -> int:
    """:raises NoAnswerError: if there is none"""
    try:
        return fen(said.fields.get(field))
    except NoAmountError as error:
        raise gateway.unproven("there is no amount in its answer") from error
