"""What Stripe's codes mean, in words for the people at the till."""

from __future__ import annotations

import re
from typing import Final

DECLINED: Final = "the card was declined"
_NO_MONEY: Final = "there is not enough money on the card's account"
_LIMIT: Final = "the card has reached its limit"
_PIN: Final = "the PIN was wrong"
_NEEDS_PIN: Final = "the card must be put into the reader, and its PIN entered"
_OTHER_CARD: Final = "the card cannot pay this"
_LATER: Final = "the card's bank cannot be reached; trying again may help"

# Whatever is not here is told as no more than declined: that a card is lost, stolen or under
# suspicion is no word to say across a counter.
_DECLINES: Final = {
    "authentication_required": _NEEDS_PIN,
    "call_issuer": "the card's bank declines; its owner may call the bank",
    "card_not_supported": _OTHER_CARD,
    "card_velocity_exceeded": _LIMIT,
    "currency_not_supported": "the card does not pay in this currency",
    "duplicate_transaction": "the card's bank takes it for one that was paid already",
    "expired_card": "the card has expired",
    "incorrect_pin": _PIN,
    "insufficient_funds": _NO_MONEY,
    "invalid_amount": "the card does not take this amount",
    "invalid_pin": _PIN,
    "issuer_not_available": _LATER,
    "not_permitted": _OTHER_CARD,
    "offline_pin_required": _NEEDS_PIN,
    "online_or_offline_pin_required": _NEEDS_PIN,
    "pin_try_exceeded": "the PIN was wrong too often",
    "processing_error": _LATER,
    "reenter_transaction": _LATER,
    "service_not_allowed": _OTHER_CARD,
    "testmode_decline": "a card for tests cannot pay money",
    "transaction_not_allowed": _OTHER_CARD,
    "try_again_later": _LATER,
    "withdrawal_count_limit_exceeded": _LIMIT,
}

_READER: Final = {
    "terminal_reader_busy": "the card reader is at work: it may be updating, or a card is in it",
    "terminal_reader_offline": "the card reader is not connected: check its power and its network",
    "terminal_reader_timeout": "the card reader has not said that it got it",
    "terminal_reader_hardware_fault": "the card reader has a fault: restart it",
    "terminal_reader_invalid_location_for_payment": (
        "the card reader stands at a place in Stripe's settings that cannot take this currency"
    ),
}

_REFUNDS: Final = {
    "amount_too_large": "it is more than is left of that payment",
    "balance_insufficient": "there is not enough money on your Stripe account",
    "charge_already_refunded": "that payment was given back already",
    "charge_disputed": "the customer has disputed that payment at the bank",
    "charge_not_refundable": "that payment cannot be given back this way",
    "insufficient_funds": "there is not enough money on your Stripe account",
    "refund_disputed_payment": "the customer has disputed that payment at the bank",
}

_FAILED_REFUNDS: Final = {
    "charge_for_pending_refund_disputed": "the customer has disputed that payment at the bank",
    "expired_or_canceled_card": "the card is no longer valid",
    "insufficient_funds": "there is not enough money on your Stripe account",
    "merchant_request": "it was called back",
}

_VERIFIED: Final = {
    "approval": "by the device",
    "none": "none",
    "offline_pin": "PIN",
    "offline_pin_and_signature": "PIN and signature",
    "online_pin": "PIN",
    "signature": "signature",
}

_CODE: Final = re.compile(r"[a-z_]{1,60}(\[([a-z_]{1,30}|\d{1,2})\]){0,4}", re.ASCII)


def of_decline(code: str) -> str:
    return _DECLINES.get(code, DECLINED)


def of_refund(code: str) -> str:
    """Why this cannot be given back; empty where the code says no such thing."""
    return _REFUNDS.get(code, "")


def of_failed_refund(code: str) -> str:
    return _FAILED_REFUNDS.get(code, "the card's bank has sent it back")


def of_verification(method: str) -> str:
    """How a card's holder was made sure of; empty where that is not told."""
    return _VERIFIED.get(method, "")


def of_refusal(code: str, parameter: str) -> str:
    """Its own message is for developers, and may name what must not be told."""
    if code in _READER:
        return _READER[code]
    what = f" ({parameter})" if _CODE.fullmatch(parameter) else ""
    if code == "resource_missing":
        return f"it does not know what it was asked about{what}"
    return f"it answers {code if _CODE.fullmatch(code) else 'with an error'}{what}"
