"""What Stripe's objects say of a charge or a refund, in the words of the port."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from pos_app.adapters.payments.stripe import words
from pos_app.adapters.payments.stripe.amounts import from_stripe
from pos_app.adapters.payments.stripe.asking import Told, unreadable
from pos_app.domain.attempt import NO_CARD, CardShown, Standing
from pos_app.domain.card_number import masked
from pos_app.domain.money import Currency
from pos_app.services.payments.processor import Answer

_INTENTS: Final = {
    "requires_payment_method": Standing.CREATED,
    "requires_confirmation": Standing.WAITING,
    "requires_action": Standing.WAITING,
    "processing": Standing.WAITING,
    "requires_capture": Standing.AUTHORISED,
    "succeeded": Standing.DONE,
    "canceled": Standing.CANCELLED,
}
_AMOUNTS: Final = {Standing.AUTHORISED: "amount_capturable", Standing.DONE: "amount_received"}
_REFUNDS: Final = {
    "pending": Standing.WAITING,
    "requires_action": Standing.WAITING,
    "succeeded": Standing.DONE,
    "failed": Standing.DECLINED,
    "canceled": Standing.DECLINED,
}
_LAST4: Final = re.compile(r"\d{4}", re.ASCII)
_SHOWN_MAX: Final = 40
_LINES: Final = (
    ("Application", "application_preferred_name"),
    ("AID", "dedicated_file_name"),
    ("Verification", "cardholder_verification_method"),
    ("Authorisation", "authorization_code"),
)


def of_intent(told: Told, currency: Currency) -> Answer:
    """CREATED for one that waits for a card: whether it is asked for is the reader's to say.

    :raises NoAnswerError: if it is no payment intent, or in a state that Stripe does not have
    """
    told.require("payment_intent")
    standing = _INTENTS.get(told.text("status"))
    if standing is None:
        raise unreadable()
    return Answer(
        standing,
        remote_id=told.text("id"),
        amount=_told_amount(told, standing, currency),
        card=card_of(told.body.get("latest_charge")),
        reason="" if standing in _AMOUNTS else reason_of(told.body.get("last_payment_error")),
        request_id=told.request_id,
    )


def of_session(told: Told, currency: Currency) -> Answer:
    """Of a page that the customer's phone opens; what failed there may be tried there again."""
    told.require("checkout.session")
    intent = told.body.get("payment_intent")
    paid = intent if isinstance(intent, Mapping) else {"id": intent or ""}
    return Answer(
        _standing_of_session(told),
        remote_id=told.text("id"),
        capture_id=str(paid.get("id", "")),
        amount=amount_of(told.body, "amount_total", currency),
        prompt=told.text("url"),
        card=card_of(paid.get("latest_charge")),
        request_id=told.request_id,
    )


def of_refund(told: Told, currency: Currency) -> Answer:
    told.require("refund")
    standing = _REFUNDS.get(told.text("status"))
    if standing is None:
        raise unreadable()
    is_lost = standing is Standing.DECLINED
    return Answer(
        standing,
        remote_id=told.text("id"),
        amount=amount_of(told.body, "amount", currency),
        reason=words.of_failed_refund(told.text("failure_reason")) if is_lost else "",
        request_id=told.request_id,
    )


def amount_of(body: Mapping[str, Any], name: str, currency: Currency) -> int:
    """In the currency's own minor units.

    :raises NoAnswerError: if it is no amount, or in another currency
    """
    units = body.get(name)
    if type(units) is not int or body.get("currency") != currency.code.lower():
        raise unreadable()
    try:
        return from_stripe(units, currency)
    except ValueError as error:
        raise unreadable() from error


def reason_of(error: object) -> str:
    """Why a card was not taken; empty where nothing is said of that."""
    if not isinstance(error, Mapping):
        return ""
    return words.of_decline(str(error.get("decline_code") or error.get("code") or ""))


def card_of(charge: object) -> CardShown:
    """What a receipt may say of the card; the rest of what Stripe tells is let go."""
    details = charge.get("payment_method_details") if isinstance(charge, Mapping) else None
    if not isinstance(details, Mapping):
        return NO_CARD
    for kind in ("card_present", "interac_present", "card"):
        card = details.get(kind)
        if isinstance(card, Mapping):
            receipt = card.get("receipt")
            return CardShown(
                brand=shown(card.get("brand")),
                last4=_last4(card.get("last4")),
                lines=_lines(receipt if isinstance(receipt, Mapping) else {}),
            )
    return NO_CARD


def _told_amount(told: Told, standing: Standing, currency: Currency) -> int | None:
    """What is set aside or moved, where it says that; else what was asked for."""
    name = _AMOUNTS.get(standing, "amount")
    return amount_of(told.body, name, currency) if name in told.body else None


def _standing_of_session(told: Told) -> Standing:
    status, paid = told.text("status"), told.text("payment_status")
    if status not in {"open", "complete", "expired"} or paid not in {"paid", "unpaid"}:
        raise unreadable()
    if paid == "paid":
        return Standing.DONE
    return Standing.CANCELLED if status == "expired" else Standing.WAITING


def _lines(receipt: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    told = {name: shown(receipt.get(field)) for name, field in _LINES}
    told["Verification"] = words.of_verification(told["Verification"])
    return tuple((name, text) for name, text in told.items() if text)


def shown(value: object) -> str:
    """A short printable text with no card number in it; else nothing."""
    text = value.strip() if isinstance(value, str) else ""
    return masked(text[:_SHOWN_MAX]) if text.isprintable() else ""


def _last4(value: object) -> str:
    return value if isinstance(value, str) and _LAST4.fullmatch(value) else ""
