"""What PayPal says when it does not do something: told by its issue, never by its prose."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from pos_app.adapters.payments.http import Reply
from pos_app.adapters.payments.paypal.fields import Fields, read
from pos_app.services.payments.processor import NoAnswerError, ProcessorRefusedError

DEBUG_ID: Final = "paypal-debug-id"
_CODE: Final = re.compile(r"[A-Z0-9_]{1,64}")
_ID: Final = re.compile(r"[A-Za-z0-9-]{1,64}")
_NOT_FOUND: Final = 404
_LINKS: Final = frozenset({"payer-action", "approve", "redirect"})

ALREADY_CAPTURED: Final = "ORDER_ALREADY_CAPTURED"
IN_PROGRESS: Final = frozenset({"ORDER_COMPLETION_IN_PROGRESS", "PREVIOUS_REQUEST_IN_PROGRESS"})
UNPAID: Final = {
    "ORDER_NOT_APPROVED": "the customer has not agreed yet",
    "PAYER_ACTION_REQUIRED": "the customer has to confirm it once more",
}
DECLINES: Final = {
    "INSTRUMENT_DECLINED": "the customer's bank or card has refused",
    "PAYER_CANNOT_PAY": "the customer cannot pay this with PayPal",
    "TRANSACTION_REFUSED": "PayPal has refused this payment",
    "PAYMENT_DENIED": "PayPal has refused this payment",
    "CARD_EXPIRED": "the customer's card has expired",
    "REDIRECT_PAYER_FOR_ALTERNATE_FUNDING": "the customer must choose another card or account",
    "PAYER_ACCOUNT_RESTRICTED": "the customer's PayPal account is restricted",
    "PAYER_ACCOUNT_LOCKED_OR_CLOSED": "the customer's PayPal account is closed",
    "TRANSACTION_LIMIT_EXCEEDED": "it is more than the customer's PayPal account allows",
    "MAX_NUMBER_OF_PAYMENT_ATTEMPTS_EXCEEDED": "it was tried too often; start again",
    "ORDER_EXPIRED": "the customer took too long; start again",
    "COMPLIANCE_VIOLATION": "PayPal's rules forbid it; look at your PayPal account",
    "PAYEE_ACCOUNT_RESTRICTED": "your PayPal account is restricted; look at it on PayPal's site",
    "PAYEE_ACCOUNT_LOCKED_OR_CLOSED": "your PayPal account is locked or closed",
    "PAYEE_BLOCKED_TRANSACTION": "the settings of your PayPal account block this payment",
}
"""Of a capture: nothing was moved, and asking for the same once more changes nothing."""
REFUND_DECLINES: Final = {
    "CAPTURE_FULLY_REFUNDED": "all of it was given back already",
    "REFUND_AMOUNT_EXCEEDED": "it is more than what is left to give back",
    "REFUND_TIME_LIMIT_EXCEEDED": "it was paid too long ago for PayPal to give it back",
    "REFUND_NOT_ALLOWED": "PayPal does not allow this payment to be given back",
    "REFUND_CAPTURE_CURRENCY_MISMATCH": "it was paid in another currency",
    "REFUND_FAILED_INSUFFICIENT_FUNDS": "there is not enough money in your PayPal account",
    "PARTIAL_REFUND_NOT_ALLOWED": "PayPal gives this payment back as a whole only",
    "MAX_NUMBER_OF_REFUNDS_EXCEEDED": "it was given back in parts too often",
    "TRANSACTION_DISPUTED": "the customer disputes this payment; answer that on PayPal's site",
    "REFUND_NOT_PERMITTED_DUE_TO_CHARGEBACK": "the customer's bank has taken it back already",
    "PENDING_CAPTURE": "PayPal has not finished taking this payment; try again later",
}
AMOUNTS: Final = {
    "CURRENCY_NOT_SUPPORTED": "your account does not take this currency",
    "INVALID_CURRENCY_CODE": "your account does not take this currency",
    "DECIMALS_NOT_SUPPORTED": "it takes no decimals in this currency",
    "DECIMAL_PRECISION": "it has too many decimals",
    "MAX_VALUE_EXCEEDED": "it is too much for one payment",
    "CANNOT_BE_ZERO_OR_NEGATIVE": "it must be more than nothing",
}
_OTHERS: Final = {
    "AUTHENTICATION_FAILURE": "it does not know this client ID with this secret",
    "INVALID_ACCOUNT_STATUS": "your PayPal account is not active",
    "NOT_AUTHORIZED": "this PayPal app has no right to do that",
    "PERMISSION_DENIED": "this PayPal app has no right to do that",
    "CONSENT_NEEDED": "the PayPal account has not let this app do that",
    "INVALID_RESOURCE_ID": "it knows of no such payment",
    "RESOURCE_NOT_FOUND": "it knows of no such payment",
    "DUPLICATE_INVOICE_ID": "a payment with this number was made already",
}
_WORDS: Final = _OTHERS | AMOUNTS | UNPAID | DECLINES | REFUND_DECLINES


@dataclass(frozen=True, slots=True)
class Problem:
    """`issue` is the fine code where there is one, else the coarse one."""

    processor: str
    status: int
    issue: str
    debug_id: str = ""
    link: str = ""
    """Where it sends the customer; empty where nowhere."""

    @property
    def is_absent(self) -> bool:
        """Whether PayPal itself says so: a page of somebody else's with this status is none."""
        return self.status == _NOT_FOUND

    @property
    def words(self) -> str:
        return _WORDS.get(self.issue, "it gives no reason that this till knows")

    def refusal(self) -> ProcessorRefusedError | NoAnswerError:
        """The error to raise where nothing better is known of it."""
        if self.issue in IN_PROGRESS:
            return NoAnswerError(processor=self.processor, reason="it is still at work on it")
        told = ", ".join(filter(None, [self.issue, self.debug_id and f"debug id {self.debug_id}"]))
        return ProcessorRefusedError(processor=self.processor, reason=f"{self.words} ({told})")


def problem_of(reply: Reply) -> Problem:
    """:raises NoAnswerError: if the answer is not in PayPal's shape, so that it proves nothing"""
    return read(reply, lambda answer: _problem(reply, answer))


def debug_id_of(reply: Reply) -> str:
    """PayPal's name for the request, for its support; empty where it has given none."""
    found = _ID.fullmatch(reply.headers.get(DEBUG_ID, ""))
    return found.group() if found else ""


def link_of(answer: Fields) -> str:
    """Where the customer agrees to pay: an address that a phone can open safely, or empty."""
    for one in answer.each("links"):
        href = one.text("href")
        if one.text("rel") in _LINKS and href.startswith("https://"):
            return href
    return ""


def _problem(reply: Reply, answer: Fields) -> Problem:
    name = _code(answer.text("name"))
    told = [one for one in answer.each("details") if "issue" in one]
    issue = _code(told[0].text("issue")) if told else name
    debug_id = answer.text("debug_id") if "debug_id" in answer else ""
    return Problem(
        processor=reply.processor,
        status=reply.status,
        issue=issue,
        debug_id=debug_id if _ID.fullmatch(debug_id) else debug_id_of(reply),
        link=link_of(answer),
    )


def _code(text: str) -> str:
    if not _CODE.fullmatch(text):
        raise ValueError("no code of PayPal's")
    return text
