"""A card at the reader: a payment intent that the till hands to the reader and captures.

Capture and cancel go without a key. An intent can be captured or cancelled once, however often
that is asked; and Stripe keeps a failure of its own under a key for a day, so that under one the
money would stay set aside for as long.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from pos_app.adapters.payments.stripe import answers, keys, reader, words
from pos_app.adapters.payments.stripe.amounts import TITLE, to_stripe
from pos_app.adapters.payments.stripe.asking import (
    StripeApi,
    Told,
    after_sending,
    place,
    unreadable,
)
from pos_app.adapters.payments.stripe.keys import Now
from pos_app.adapters.payments.stripe.reader import Reader, Showing, Stage
from pos_app.domain.attempt import Standing
from pos_app.services.payments.processor import Answer, BusyError, Charge

_INTENTS: Final = "payment_intents"
_TYPES: Final = {"CAD": ("card_present", "interac_present")}
_INVALID_STATE: Final = "intent_invalid_state"


class ReaderFlow:
    def __init__(self, api: StripeApi, reader: Reader, now: Now) -> None:
        self._api = api
        self._reader = reader
        self._now = now

    def create(self, charge: Charge) -> Answer:
        """CREATED; nobody is asked for anything before it is handed over."""
        self._reader.require()
        amount = to_stripe(charge.amount, charge.currency)
        keys.require_repeatable(charge.created_at, self._now())
        told = self._api.post(
            _INTENTS,
            {
                "amount": amount,
                "currency": charge.currency.code.lower(),
                "payment_method_types": _TYPES.get(charge.currency.code, ("card_present",)),
                "capture_method": "manual",
                "metadata": {"attempt_id": charge.attempt_id, "order_id": charge.order_id},
            },
            key=f"pi-create:{charge.attempt_id}",
        )
        keys.require_amount(told, charge)
        answer = answers.of_intent(told.done(), charge.currency)
        if keys.attempt_of(told.body) != charge.attempt_id:
            raise unreadable()
        return answer

    def hand_over(self, charge: Charge) -> Answer:
        self._reader.require()
        remote_id = charge.remote_id or self._located(charge)
        if not remote_id:
            return Answer(Standing.ABSENT)
        told = self._reader.hand(remote_id, key=f"handoff:{charge.attempt_id}:{charge.handed}")
        if told.is_replayed or told.code == _INVALID_STATE:
            # How things were then, or not what was thought: only the intent knows how they are.
            return self._seen_after(charge, remote_id)
        if told.code in {reader.BUSY, reader.OFFLINE}:
            raise BusyError(processor=TITLE, reason=words.of_refusal(told.code, ""))
        waiting = Answer(Standing.WAITING, remote_id=remote_id, request_id=told.request_id)
        if told.code == reader.NOT_HEARD:
            return replace(waiting, reason=words.of_refusal(told.code, ""))
        if told.is_missing:
            if "intent" in told.parameter:
                return Answer(Standing.ABSENT, request_id=told.request_id)
            raise reader.unknown_reader()
        now = reader.showing(told.done().require("terminal.reader"), remote_id)
        if now is not None and now.stage is Stage.ASKING:
            return waiting
        return self._seen_after(charge, remote_id)

    def query(self, charge: Charge) -> Answer:
        remote_id = charge.remote_id or self._located(charge)
        return self._seen(charge, remote_id, was_handed=charge.handed > 0)

    def capture(self, charge: Charge) -> Answer:
        told = self._api.post(place(_INTENTS, charge.remote_id, "capture"))
        if not told.code:
            return self._intent(told, charge, charge.remote_id)
        answer = self._seen_after(charge, charge.remote_id)
        if answer.standing is Standing.AUTHORISED:
            raise told.refusal()
        return answer

    def cancel(self, charge: Charge) -> Answer:
        """The reader first: what it goes on asking for, somebody may still pay."""
        remote_id = charge.remote_id or self._located(charge)
        if not remote_id:
            # It was never handed over without an id, and without that nobody can pay it.
            return Answer(Standing.ABSENT if charge.handed else Standing.CANCELLED)
        if charge.handed and not self._reader.let_go(remote_id):
            return Answer(Standing.WAITING, remote_id=remote_id, reason="the card is being charged")
        return self._ended(charge, remote_id)

    def _located(self, charge: Charge) -> str:
        return keys.located(
            self._api, charge, _INTENTS, lambda: self.create(charge).remote_id, self._now
        )

    def _seen_after(self, charge: Charge, remote_id: str) -> Answer:
        with after_sending():
            return self._seen(charge, remote_id, was_handed=True)

    def _seen(self, charge: Charge, remote_id: str, *, was_handed: bool) -> Answer:
        """Where it stands, as the intent has it, and the reader where that waits for a card."""
        if not remote_id:
            return Answer(Standing.ABSENT)
        told = self._looked_up(remote_id)
        if told.is_missing:
            return Answer(Standing.ABSENT, request_id=told.request_id)
        answer = self._intent(told, charge, remote_id)
        if answer.standing is Standing.CANCELLED and answer.reason:
            return replace(answer, standing=Standing.DECLINED)
        if answer.standing is not Standing.CREATED or not was_handed:
            return answer
        return self._waited_for(charge, answer)

    def _waited_for(self, charge: Charge, answer: Answer) -> Answer:
        """Of one that waits for a card: whether the customer is asked, or has failed.

        A try that has failed is cancelled before that is told, so that it cannot be paid later.
        """
        now = self._reader.showing(answer.remote_id)
        if now is None:
            if not answer.reason:
                return answer
            now = Showing(Stage.FAILED)
        is_ahead = now.stage is Stage.PASSED and not answer.reason
        if is_ahead or now.stage in {Stage.ASKING, Stage.UNKNOWN}:
            return replace(answer, standing=Standing.WAITING, reason=now.reason)
        ended = self._ended(charge, answer.remote_id)
        if ended.standing is not Standing.CANCELLED:
            return ended
        standing = Standing.CANCELLED if now.stage is Stage.CANCELLED else Standing.DECLINED
        reason = now.reason or answer.reason or words.DECLINED
        return replace(ended, standing=standing, reason=reason)

    def _ended(self, charge: Charge, remote_id: str) -> Answer:
        """Cancel the intent; where that is too late, say how it stands instead."""
        told = self._api.post(place(_INTENTS, remote_id, "cancel"))
        if not told.code:
            return self._intent(told, charge, remote_id)
        if told.is_missing:
            return Answer(Standing.ABSENT, request_id=told.request_id)
        with after_sending():
            answer = self._intent(self._looked_up(remote_id).done(), charge, remote_id)
        if answer.standing not in {Standing.CREATED, Standing.AUTHORISED}:
            return answer
        if told.code == reader.BUSY:
            return replace(answer, standing=Standing.WAITING)
        raise told.refusal()

    def _looked_up(self, remote_id: str) -> Told:
        told = self._api.get(place(_INTENTS, remote_id), {"expand": ["latest_charge"]})
        return told if told.is_missing else told.done()

    def _intent(self, told: Told, charge: Charge, remote_id: str) -> Answer:
        return answers.of_intent(told.require("payment_intent", remote_id), charge.currency)
