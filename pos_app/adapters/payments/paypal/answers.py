"""What an order, a capture and a refund at PayPal mean to the till."""

from __future__ import annotations

from typing import Final

from pos_app.adapters.payments.http import Reply
from pos_app.adapters.payments.paypal.amounts import minor_of
from pos_app.adapters.payments.paypal.fields import Fields, read
from pos_app.adapters.payments.paypal.issues import debug_id_of, link_of
from pos_app.domain.attempt import Standing
from pos_app.services.payments.processor import Answer, Charge, Refund

# Money moves with a capture only: an order that is COMPLETED says nothing by itself.
_UNCAPTURED: Final = {
    "CREATED": Standing.WAITING,
    "SAVED": Standing.WAITING,
    "PAYER_ACTION_REQUIRED": Standing.WAITING,
    "APPROVED": Standing.AUTHORISED,
    "VOIDED": Standing.CANCELLED,
}
_CAPTURES: Final = {
    "COMPLETED": Standing.DONE,
    # It was taken; that it was given back since is told by refunds of their own.
    "PARTIALLY_REFUNDED": Standing.DONE,
    "REFUNDED": Standing.DONE,
    "PENDING": Standing.WAITING,
    "DECLINED": Standing.DECLINED,
    "FAILED": Standing.DECLINED,
}
_REFUNDS: Final = {
    "COMPLETED": Standing.DONE,
    "PENDING": Standing.WAITING,
    "FAILED": Standing.DECLINED,
    "CANCELLED": Standing.DECLINED,
}
_STRONGEST: Final = (Standing.DONE, Standing.WAITING, Standing.DECLINED)
_WHY: Final = {
    "BUYER_COMPLAINT": "the customer has complained about it",
    "CHARGEBACK": "the customer's bank has taken it back",
    "ECHECK": "it is paid from a bank account, which takes days",
    "INTERNATIONAL_WITHDRAWAL": "accept it on PayPal's site",
    "PENDING_REVIEW": "PayPal is looking at it",
    "RECEIVING_PREFERENCE_MANDATES_MANUAL_ACTION": "accept it on PayPal's site",
    "REFUNDED": "it was given back",
    "TRANSACTION_APPROVED_AWAITING_FUNDING": "the customer's money has not come yet",
    "UNILATERAL": "your PayPal account cannot take it yet",
    "VERIFICATION_REQUIRED": "your PayPal account is not verified",
}


def of_order(reply: Reply, charge: Charge) -> Answer:
    """:raises NoAnswerError: if it is not an order of this attempt, or in no state known here"""
    return read(reply, lambda order: _order(order, charge, debug_id_of(reply)))


def of_capture(reply: Reply, charge: Charge) -> Answer:
    """:raises NoAnswerError: as `of_order`"""
    return read(
        reply, lambda capture: _captures([capture], charge, charge.remote_id, debug_id_of(reply))
    )


def of_refund(reply: Reply, refund: Refund) -> Answer:
    """:raises NoAnswerError: as `of_order`"""
    return read(reply, lambda answer: _refund(answer, refund, debug_id_of(reply)))


def _order(order: Fields, charge: Charge, request_id: str) -> Answer:
    units = order.each("purchase_units")
    if len(units) != 1:
        raise ValueError("not an order of this till")
    unit = units[0]
    _require_ours(unit, charge.attempt_id)
    order_id = order.text("id")
    captures = unit.inner("payments").each("captures") if "payments" in unit else []
    if captures:
        return _captures(captures, charge, order_id, request_id)
    standing = _known(order, _UNCAPTURED)
    return Answer(
        standing,
        remote_id=order_id,
        amount=minor_of(unit.inner("amount"), charge.currency) if "amount" in unit else None,
        prompt=link_of(order) if standing is Standing.WAITING else "",
        request_id=request_id,
    )


def _captures(captures: list[Fields], charge: Charge, order_id: str, request_id: str) -> Answer:
    """After a try that was declined there may be another: the one that moved money counts."""
    for one in captures:
        _require_ours(one, charge.attempt_id)
    ranked = [(_known(one, _CAPTURES), one) for one in captures]
    standing, capture = min(ranked, key=lambda pair: _STRONGEST.index(pair[0]))
    taken = [one for stands, one in ranked if stands is Standing.DONE] or [capture]
    return Answer(
        standing,
        remote_id=order_id,
        capture_id=capture.text("id"),
        amount=sum(minor_of(one.inner("amount"), charge.currency) for one in taken),
        reason="" if standing is Standing.DONE else _why(capture),
        request_id=request_id,
    )


def _refund(answer: Fields, refund: Refund, request_id: str) -> Answer:
    _require_ours(answer, refund.attempt_id, refund.charge.attempt_id)
    standing = _known(answer, _REFUNDS)
    currency = refund.charge.currency
    return Answer(
        standing,
        remote_id=answer.text("id"),
        amount=minor_of(answer.inner("amount"), currency) if "amount" in answer else None,
        reason="" if standing is Standing.DONE else _why(answer),
        request_id=request_id,
    )


def _known(answer: Fields, table: dict[str, Standing]) -> Standing:
    status = answer.text("status")
    if status not in table:
        raise ValueError(f"{status} is no state known here")
    return table[status]


def _why(answer: Fields) -> str:
    details = answer.inner("status_details") if "status_details" in answer else Fields({})
    given = details.text("reason") if "reason" in details else ""
    refused = answer.text("status") in {"DECLINED", "FAILED", "CANCELLED"}
    return _WHY.get(given, "PayPal has refused it" if refused else "PayPal has not finished it")


def _require_ours(answer: Fields, *attempt_ids: str) -> None:
    if "custom_id" in answer and answer.text("custom_id") not in attempt_ids:
        raise ValueError("it belongs to another attempt")
