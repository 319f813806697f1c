"""What the till asks of PayPal: the bodies of its requests, and the names they are done once by."""

from __future__ import annotations

from typing import Final

from pos_app.adapters.payments.paypal.amounts import amount_of
from pos_app.services.payments.processor import Charge, Refund

DESCRIPTION_MAX: Final = 127
"""Characters that PayPal takes."""


def order_of(charge: Charge, *, page: str) -> dict[str, object]:
    """One unit without a breakdown, as PayPal adds that up by rules of its own.

    :raises AmountError: for an amount that PayPal cannot take
    """
    unit: dict[str, object] = {
        "amount": amount_of(charge.amount, charge.currency),
        "custom_id": charge.attempt_id,
    }
    if description := " ".join(charge.description.split())[:DESCRIPTION_MAX]:
        unit["description"] = description
    context = {
        "user_action": "PAY_NOW",
        "shipping_preference": "NO_SHIPPING",
        # Else the customer may pay by a cheque that clears, or does not, days later.
        "payment_method_preference": "IMMEDIATE_PAYMENT_REQUIRED",
        "return_url": page,
        "cancel_url": page,
    }
    return {
        "intent": "CAPTURE",
        "purchase_units": [unit],
        "payment_source": {"paypal": {"experience_context": context}},
    }


def refund_of(refund: Refund) -> dict[str, object]:
    """:raises AmountError: for an amount that PayPal cannot give back"""
    return {
        "amount": amount_of(refund.amount, refund.charge.currency),
        "custom_id": refund.attempt_id,
    }


def create_id(charge: Charge) -> str:
    return f"{charge.attempt_id}-create"


def capture_id(charge: Charge) -> str:
    return f"{charge.attempt_id}-capture"


def refund_id(refund: Refund) -> str:
    return f"{refund.attempt_id}-refund"
