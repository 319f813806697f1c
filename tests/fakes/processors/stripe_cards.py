"""The cards for tests that Stripe names, and what they do at a simulated reader."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final


@dataclass(frozen=True, slots=True)
class Card:
    number: str
    brand: str = "visa"
    decline: str = ""
    code: str = "card_declined"
    verification: str = "signature"
    kind: str = "card_present"


VISA: Final = "4242424242424242"
DECLINED: Final = "4000000000000002"
NO_MONEY: Final = "4000000000009995"
LOST: Final = "4000000000009987"
STOLEN: Final = "4000000000009979"
EXPIRED: Final = "4000000000000069"
INTERAC: Final = "4506445006931933"

CARDS: Final = {
    card.number: card
    for card in (
        Card(VISA),
        Card("5555555555554444", "mastercard"),
        Card("378282246310005", "amex"),
        Card("6011111111111117", "discover"),
        Card("3566002020360505", "jcb"),
        Card("6200000000000005", "unionpay"),
        Card("4001007020000002", verification="offline_pin"),
        Card("4001000360000005", verification="online_pin"),
        Card(INTERAC, "interac", kind="interac_present", verification="online_pin"),
        Card(DECLINED, decline="generic_decline"),
        Card(NO_MONEY, decline="insufficient_funds"),
        Card(LOST, decline="lost_card"),
        Card(STOLEN, decline="stolen_card"),
        Card(EXPIRED, decline="expired_card", code="expired_card"),
        Card("4000000000000119", decline="processing_error", code="processing_error"),
    )
}
ENDINGS: Final = {
    1: "call_issuer",
    2: "offline_pin_required",
    3: "online_or_offline_pin_required",
    5: "generic_decline",
    55: "incorrect_pin",
    65: "withdrawal_count_limit_exceeded",
    75: "pin_try_exceeded",
}
"""By the last two digits of an amount, where a standard card pays it."""


def details_of(card: Card) -> dict[str, Any]:
    """As a charge tells them; a card number is never among them."""
    shown = {"brand": card.brand, "last4": card.number[-4:], "funding": "credit"}
    if card.kind == "card":
        return {"type": "card", "card": shown}
    receipt = {
        "application_preferred_name": f"{card.brand.title()} Credit",
        "dedicated_file_name": "A0000000031010",
        "authorization_code": "123456",
        "cardholder_verification_method": card.verification,
        "application_cryptogram": "F6E3D2C1B0A99887",
    }
    return {"type": card.kind, card.kind: shown | {"receipt": receipt}}
