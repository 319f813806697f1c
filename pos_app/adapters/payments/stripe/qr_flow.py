"""The customer's phone: a page of Stripe's that it opens by QR code, good for one payment."""

from __future__ import annotations

from typing import Final

from pos_app.adapters.payments.stripe import answers, keys
from pos_app.adapters.payments.stripe.amounts import TITLE, to_stripe
from pos_app.adapters.payments.stripe.asking import StripeApi, after_sending, place, unreadable
from pos_app.adapters.payments.stripe.keys import Now
from pos_app.domain.attempt import Standing
from pos_app.services.payments.processor import Answer, Charge, ProcessorNotSetUpError

_SESSIONS: Final = "checkout/sessions"
_EXPAND: Final = {"expand": ["payment_intent.latest_charge"]}


class QrFlow:
    def __init__(self, api: StripeApi, page: str, now: Now) -> None:
        self._api = api
        self._page = page
        self._now = now

    def create(self, charge: Charge) -> Answer:
        """WAITING at once, with the address of the page.

        Only kinds of payment that are paid when the page says so: others take days.
        """
        if not self._page:
            raise ProcessorNotSetUpError(processor=TITLE, missing="Page after paying")
        amount = to_stripe(charge.amount, charge.currency)
        keys.require_repeatable(charge.created_at, self._now())
        metadata = {"attempt_id": charge.attempt_id, "order_id": charge.order_id}
        told = self._api.post(
            _SESSIONS,
            {
                "mode": "payment",
                "payment_method_types": ["card"],
                "line_items": [
                    {
                        "price_data": {
                            "currency": charge.currency.code.lower(),
                            "unit_amount": amount,
                            "product_data": {"name": charge.description},
                        },
                        "quantity": 1,
                    }
                ],
                "success_url": self._page,
                "client_reference_id": charge.order_id,
                "metadata": metadata,
                "payment_intent_data": {"metadata": metadata},
            },
            key=f"session-create:{charge.attempt_id}",
        )
        keys.require_amount(told, charge)
        answer = answers.of_session(told.done(), charge.currency)
        if keys.attempt_of(told.body) != charge.attempt_id:
            raise unreadable()
        return answer

    def hand_over(self, charge: Charge) -> Answer:
        """The screens show the code; Stripe need not be told."""
        return self.query(charge)

    def query(self, charge: Charge) -> Answer:
        remote_id = charge.remote_id or self._located(charge)
        return self._seen(charge, remote_id) if remote_id else Answer(Standing.ABSENT)

    def capture(self, charge: Charge) -> Answer:
        """The page does that itself."""
        return self.query(charge)

    def cancel(self, charge: Charge) -> Answer:
        remote_id = charge.remote_id or self._located(charge)
        if not remote_id:
            # Its address never came here, so that nobody has seen it.
            return Answer(Standing.CANCELLED)
        told = self._api.post(place("checkout", "sessions", remote_id, "expire"))
        if not told.code:
            told.require("checkout.session", remote_id)
            return answers.of_session(told, charge.currency)
        with after_sending():
            answer = self._seen(charge, remote_id)
        if answer.standing is Standing.WAITING and answer.prompt:
            raise told.refusal()
        return answer

    def intent_of(self, charge: Charge) -> str:
        """The payment intent by which a paid page is given back; empty for one not paid."""
        return charge.capture_id or self.query(charge).capture_id

    def _located(self, charge: Charge) -> str:
        return keys.located(
            self._api, charge, _SESSIONS, lambda: self.create(charge).remote_id, self._now
        )

    def _seen(self, charge: Charge, remote_id: str) -> Answer:
        told = self._api.get(place("checkout", "sessions", remote_id), _EXPAND)
        if told.is_missing:
            return Answer(Standing.ABSENT, request_id=told.request_id)
        told.done().require("checkout.session", remote_id)
        return answers.of_session(told, charge.currency)
