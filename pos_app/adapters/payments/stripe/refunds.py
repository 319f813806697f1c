"""Money given back, and what Stripe lists as moved."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from pos_app.adapters.payments.stripe import answers, keys, words
from pos_app.adapters.payments.stripe.amounts import TITLE, to_stripe
from pos_app.adapters.payments.stripe.asking import StripeApi, Told, place, unreadable
from pos_app.adapters.payments.stripe.keys import Now, attempt_of
from pos_app.domain.attempt import Standing
from pos_app.domain.money import Currency, InvalidCurrencyError
from pos_app.services.payments.processor import (
    Answer,
    Charge,
    Listed,
    ProcessorRefusedError,
    Refund,
)

_LOST: Final = frozenset({"failed", "canceled"})
_DECLINED: Final = 402


class Refunds:
    def __init__(self, api: StripeApi, intent_of: Callable[[Charge], str], now: Now) -> None:
        """:param intent_of: the payment intent of a charge; empty where it has none"""
        self._api = api
        self._intent_of = intent_of
        self._now = now

    def refund(self, refund: Refund) -> Answer:
        amount = to_stripe(refund.amount, refund.charge.currency)
        keys.require_repeatable(refund.created_at, self._now())
        intent = self._intent_of(refund.charge)
        if not intent:
            raise ProcessorRefusedError(processor=TITLE, reason="it knows no such payment")
        told = self._api.post(
            "refunds",
            {
                "payment_intent": intent,
                "amount": amount,
                "metadata": {"attempt_id": refund.attempt_id},
            },
            key=f"refund:{refund.attempt_id}",
        )
        if told.code:
            return _declined(told)
        return self._answered(told, refund)

    def query(self, refund: Refund) -> Answer:
        if not refund.remote_id:
            return self._found(refund)
        told = self._api.get(place("refunds", refund.remote_id))
        if told.is_missing:
            return Answer(Standing.ABSENT, request_id=told.request_id)
        return self._answered(told.done().require("refund", refund.remote_id), refund)

    def listed(self, since: datetime, until: datetime) -> Iterator[Listed]:
        times = keys.window(since, until)
        for charge in self._api.all("charges", {"created": times}):
            if charge.get("status") != "failed":
                yield _taken(charge)
        expand = ["data.charge"]
        for refund in self._api.all("refunds", {"created": times, "expand": expand}):
            if refund.get("status") not in _LOST and not _only_released(refund):
                yield _given_back(refund)

    def _found(self, refund: Refund) -> Answer:
        """Looked for among those of its charge; ABSENT is proven, as the list is complete."""
        intent = self._intent_of(refund.charge)
        if not intent:
            return Answer(Standing.ABSENT)
        for one in self._api.all("refunds", {"payment_intent": intent}):
            if attempt_of(one) == refund.attempt_id:
                return self._answered(Told(one), refund)
        return Answer(Standing.ABSENT)

    def _answered(self, told: Told, refund: Refund) -> Answer:
        answer = answers.of_refund(told, refund.charge.currency)
        if attempt_of(told.body) != refund.attempt_id:
            raise unreadable()
        return answer


def _declined(told: Told) -> Answer:
    """:raises ProcessorRefusedError: if that says nothing about the money"""
    reason = words.of_refund(told.code)
    if told.status == _DECLINED:
        reason = reason or words.of_decline(told.decline or told.code)
    if not reason:
        raise told.refusal()
    return Answer(Standing.DECLINED, reason=reason, request_id=told.request_id)


def _taken(charge: Mapping[str, Any]) -> Listed:
    is_done = charge.get("captured") is True
    return _listed(charge, "amount_captured" if is_done else "amount", is_done=is_done, sign=1)


def _given_back(refund: Mapping[str, Any]) -> Listed:
    return _listed(refund, "amount", is_done=refund.get("status") == "succeeded", sign=-1)


def _only_released(refund: Mapping[str, Any]) -> bool:
    """Whether it stands for money that was set aside and never taken."""
    charge = refund.get("charge")
    return isinstance(charge, Mapping) and charge.get("captured") is False


def _listed(body: Mapping[str, Any], amount: str, *, is_done: bool, sign: int) -> Listed:
    try:
        currency = Currency.of(str(body.get("currency")).upper())
        at = datetime.fromtimestamp(body["created"], UTC)
        is_refund = sign < 0
        remote_id = body["id"] if is_refund else body.get("payment_intent") or body["id"]
    except (InvalidCurrencyError, KeyError, TypeError, ValueError, OSError) as error:
        raise unreadable() from error
    return Listed(
        remote_id=str(remote_id),
        attempt_id=attempt_of(body),
        amount=sign * answers.amount_of(body, amount, currency),
        currency=currency.code,
        at=at,
        is_done=is_done,
    )
