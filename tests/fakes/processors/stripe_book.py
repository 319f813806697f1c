"""The payments of the simulated Stripe: intents, their charges, refunds, and pages for phones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from tests.fakes.processors.ledger import Ledger
from tests.fakes.processors.stripe_cards import CARDS, VISA, Card, details_of
from tests.fakes.processors.stripe_objects import (
    Form,
    Object,
    StripeError,
    amount_in,
    invalid,
    metadata_in,
    missing,
    require_known,
    required,
    values_in,
)

LAPSES_AFTER: Final = timedelta(days=2)
_INTENT: Final = {"amount", "currency", "payment_method_types", "capture_method", "metadata"}
_SESSION: Final = {
    *("mode", "payment_method_types", "line_items", "success_url", "client_reference_id"),
    *("metadata", "payment_intent_data", "expires_at"),
}
_CANCELLABLE: Final = {
    "requires_payment_method",
    "requires_capture",
    "requires_confirmation",
    "requires_action",
}


class Book:
    def __init__(self, ledger: Ledger, now: Callable[[], datetime]) -> None:
        self.intents: dict[str, Object] = {}
        self.charges: dict[str, Object] = {}
        self.refunds: dict[str, Object] = {}
        self.sessions: dict[str, Object] = {}
        self.refund_status = "succeeded"
        """What a new refund is at first; pending ones are moved on by hand."""
        self._ledger = ledger
        self._now = now

    def create_intent(self, form: Form) -> Object:
        require_known(form, _INTENT)
        types = values_in(form, "payment_method_types")
        if "card_present" not in types:
            raise invalid("parameter_missing", "payment_method_types")
        return self._add_intent(
            amount=amount_in(form, "amount"),
            currency=required(form, "currency"),
            capture_method=form.get("capture_method", "automatic_async"),
            metadata=metadata_in(form),
            payment_method_types=types,
        )

    def intent(self, intent_id: str, param: str = "intent") -> Object:
        if intent_id not in self.intents:
            raise missing(param)
        intent = self.intents[intent_id]
        age = self._now().timestamp() - intent["created"]
        if intent["status"] == "requires_capture" and age > LAPSES_AFTER.total_seconds():
            self._release(intent)
        return intent

    def authorise(self, intent: Object, card: Card) -> None:
        """Set the money aside; move it at once where the card or the intent is made so."""
        charge = {
            "id": f"ch_{len(self.charges) + 1:06}",
            "object": "charge",
            "created": int(self._now().timestamp()),
            "amount": intent["amount"],
            "amount_captured": 0,
            "amount_refunded": 0,
            "currency": intent["currency"],
            "captured": False,
            "status": "succeeded",
            "payment_intent": intent["id"],
            "metadata": dict(intent["metadata"]),
            "payment_method_details": details_of(card),
        }
        self.charges[charge["id"]] = charge
        intent |= {
            "latest_charge": charge["id"],
            "last_payment_error": None,
            "status": "requires_capture",
            "amount_capturable": intent["amount"],
        }
        if intent["capture_method"] != "manual" or card.kind == "interac_present":
            self._capture(intent)

    def decline(self, intent: Object, *, code: str, decline: str) -> None:
        error = {"type": "card_error", "code": code, "decline_code": decline}
        intent |= {"status": "requires_payment_method", "last_payment_error": error}

    def capture(self, intent_id: str, form: Form) -> Object:
        require_known(form, {"amount_to_capture"})
        intent = self.intent(intent_id)
        if intent["status"] != "requires_capture":
            raise StripeError(400, "payment_intent_unexpected_state")
        self._capture(intent)
        return intent

    def cancel(self, intent_id: str, form: Form) -> Object:
        require_known(form, {"cancellation_reason"})
        intent = self.intent(intent_id)
        if intent["status"] not in _CANCELLABLE:
            raise StripeError(400, "payment_intent_unexpected_state")
        self._release(intent)
        return intent

    def refund(self, form: Form) -> Object:
        require_known(form, {"payment_intent", "charge", "amount", "reason", "metadata"})
        intent = self.intent(required(form, "payment_intent"), "payment_intent")
        charge = self.charges.get(intent["latest_charge"] or "")
        if charge is None or not charge["captured"]:
            raise StripeError(400, "charge_not_refundable")
        left = charge["amount_captured"] - charge["amount_refunded"]
        amount = amount_in(form, "amount") if "amount" in form else left
        if not left:
            raise StripeError(400, "charge_already_refunded")
        if amount > left:
            raise StripeError(400, "amount_too_large", param="amount")
        charge["amount_refunded"] += amount
        refund = {
            "id": f"re_{len(self.refunds) + 1:06}",
            "object": "refund",
            "created": int(self._now().timestamp()),
            "amount": amount,
            "currency": charge["currency"],
            "status": self.refund_status,
            "failure_reason": None,
            "payment_intent": intent["id"],
            "charge": charge["id"],
            "metadata": metadata_in(form),
        }
        self.refunds[refund["id"]] = refund
        attempt = refund["metadata"].get("attempt_id", "")
        self._ledger.add(attempt, -amount, charge["currency"], refund["id"])
        return refund

    def fail_refund(self, refund_id: str, reason: str) -> None:
        """The card's bank has sent it back, days later."""
        refund = self.refunds[refund_id]
        refund |= {"status": "failed", "failure_reason": reason}
        self.charges[refund["charge"]]["amount_refunded"] -= refund["amount"]
        self._ledger.moves = [one for one in self._ledger.moves if one.remote_id != refund_id]

    def create_session(self, form: Form) -> Object:
        require_known(form, _SESSION)
        if required(form, "mode") != "payment":
            raise invalid("parameter_missing", "mode")
        price = "line_items[0][price_data]"
        required(form, f"{price}[product_data][name]")
        required(form, "success_url")
        session_id = f"cs_test_{len(self.sessions) + 1:06}"
        session = {
            "id": session_id,
            "object": "checkout.session",
            "created": int(self._now().timestamp()),
            "amount_total": amount_in(form, f"{price}[unit_amount]"),
            "currency": required(form, f"{price}[currency]"),
            "status": "open",
            "payment_status": "unpaid",
            "payment_intent": None,
            "url": f"https://checkout.stripe.example/c/pay/{session_id}",
            "client_reference_id": form.get("client_reference_id"),
            "metadata": metadata_in(form),
            "_intent_metadata": metadata_in(form, "payment_intent_data[metadata]"),
        }
        self.sessions[session_id] = session
        return session

    def session(self, session_id: str) -> Object:
        if session_id not in self.sessions:
            raise missing("session")
        return self.sessions[session_id]

    def expire_session(self, session_id: str, form: Form) -> Object:
        require_known(form, ())
        session = self.session(session_id)
        if session["status"] != "open":
            raise StripeError(400, "checkout_session_not_open")
        session |= {"status": "expired", "url": None}
        return session

    def pay_session(self, session_id: str, number: str = VISA, *, settles: bool = True) -> None:
        """The customer pays on the phone; some kinds of payment settle days later."""
        session = self.sessions[session_id]
        assert session["status"] == "open", session
        session |= {"status": "complete", "url": None}
        intent = self._add_intent(
            amount=session["amount_total"],
            currency=session["currency"],
            capture_method="automatic",
            metadata=session["_intent_metadata"],
            payment_method_types=["card"],
        )
        session["payment_intent"] = intent["id"]
        if settles:
            session["payment_status"] = "paid"
            self.authorise(intent, replace(CARDS[number], kind="card"))

    def _add_intent(self, **fields: object) -> Object:
        intent: Object = {
            "id": f"pi_{len(self.intents) + 1:06}",
            "object": "payment_intent",
            "created": int(self._now().timestamp()),
            "status": "requires_payment_method",
            "amount_capturable": 0,
            "amount_received": 0,
            "latest_charge": None,
            "last_payment_error": None,
            **fields,
        }
        self.intents[intent["id"]] = intent
        return intent

    def _capture(self, intent: Object) -> None:
        amount = intent["amount_capturable"]
        intent |= {"status": "succeeded", "amount_capturable": 0, "amount_received": amount}
        charge = self.charges[intent["latest_charge"]]
        charge |= {"captured": True, "amount_captured": amount}
        attempt = intent["metadata"].get("attempt_id", "")
        self._ledger.add(attempt, amount, intent["currency"], intent["id"])

    def _release(self, intent: Object) -> None:
        """Stripe notes the release of what was set aside as a refund of a charge not captured."""
        if intent["status"] == "requires_capture":
            charge = self.charges[intent["latest_charge"]]
            charge["amount_refunded"] = charge["amount"]
            refund_id = f"re_{len(self.refunds) + 1:06}"
            self.refunds[refund_id] = {
                "id": refund_id,
                "object": "refund",
                "created": int(self._now().timestamp()),
                "amount": charge["amount"],
                "currency": charge["currency"],
                "status": "succeeded",
                "payment_intent": intent["id"],
                "charge": charge["id"],
                "metadata": {},
            }
        intent |= {"status": "canceled", "amount_capturable": 0}
