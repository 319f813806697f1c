"""What is said of selling: orders, discounts, payments, the drawer and its shifts, receipts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pos_app.services.activity.saying import Group, How, Saying, body

_NUMBER: Final = ("number", How.TEXT)
_AMOUNT: Final = body("amount", How.MONEY)
_PROCESSOR: Final = body("processor", How.CODE)
_ASKED: Final = {"amount": _AMOUNT, "processor": _PROCESSOR}
_LINE: Final = {"quantity": body("quantity", How.QUANTITY), "name": body("name")}
_OFF: Final = body("after", How.OFF)
_WAS_OFF: Final = body("before", How.OFF)
_SHIFT: Final = body("number")

ORDERS: Final[Mapping[str, Saying]] = {
    "order": Saying(
        Group.SALES,
        "{who} sold for {total}, receipt {number}",
        {"total": body("total", How.MONEY), "number": _NUMBER},
    ),
    "refund": Saying(
        Group.REFUNDS,
        "{who} gave back {total}, receipt {number}",
        {"total": body("total", How.BACK), "number": _NUMBER},
        reason="body.items.0.returns.words",
    ),
    "refund.void": Saying(
        Group.VOIDS,
        "{who} voided {order} of {total}, receipt {number}",
        {
            "order": body("items.0.returns.order"),
            "total": body("total", How.BACK),
            "number": _NUMBER,
        },
        reason="body.items.0.returns.words",
    ),
    "order_cancel": Saying(
        Group.VOIDS,
        "{who} gave up an order of {total}",
        {"total": body("total", How.MONEY)},
        reason="body.reason",
    ),
    "item_void": Saying(
        Group.VOIDS, "{who} took {quantity} × {name} out of an order", {**_LINE, "amount": _AMOUNT}
    ),
    "item_void.back": Saying(
        Group.VOIDS, "{who} put {quantity} × {name} back into an order", {**_LINE}
    ),
    "discount": Saying(
        Group.DISCOUNTS,
        "{who} gave {off} off {name}",
        {"off": _OFF, "name": body("name")},
        reason="body.after.reason",
    ),
    "discount.off": Saying(
        Group.DISCOUNTS,
        "{who} took the discount of {off} off {name} again",
        {"off": _WAS_OFF, "name": body("name")},
    ),
    "discount.order": Saying(
        Group.DISCOUNTS, "{who} gave {off} off a whole order", {"off": _OFF}, "body.after.reason"
    ),
    "discount.order.off": Saying(
        Group.DISCOUNTS, "{who} took the discount of {off} off a whole order again",
        {"off": _WAS_OFF},
    ),
    "price_override": Saying(
        Group.DISCOUNTS,
        "{who} changed the price of {name} in an order from {before} to {after}",
        {
            "name": body("name"),
            "before": body("before", How.MONEY),
            "after": body("after", How.MONEY),
        },
    ),
    "custom_item": Saying(
        Group.SALES,
        "{who} put {quantity} × {name}, which is not in the catalogue, into an order for {amount}",
        {**_LINE, "amount": _AMOUNT},
    ),
    "order_taken_over": Saying(
        Group.SALES,
        "{who} took over an order of {person}",
        {"person": body("order_taken_over_from", How.PERSON)},
    ),
}  # fmt: skip
PAYMENTS: Final[Mapping[str, Saying]] = {
    "payment_intent": Saying(Group.PAYMENTS, "{who} began to ask {processor} for {amount}", _ASKED),
    "payment_sent": Saying(Group.PAYMENTS, "{who} asked {processor} for {amount}", _ASKED),
    "payment_approved": Saying(Group.PAYMENTS, "{processor} took {amount} for {who}", _ASKED),
    "payment_declined": Saying(
        Group.PAYMENTS, "{processor} declined {amount} for {who}", _ASKED, "body.reason"
    ),
    "payment_cancelled": Saying(
        Group.PAYMENTS, "A payment of {amount} by {processor} for {who} was cancelled", _ASKED
    ),
    "payment_cancelled.part": Saying(
        Group.PAYMENTS,
        "{who} gave {amount} back that an open order was paid with",
        {"amount": body("payment.tendered", How.MONEY)},
    ),
    "payment_unknown": Saying(
        Group.PAYMENTS, "{processor} gave no answer about {amount} for {who}", _ASKED
    ),
    "payment_backed_out": Saying(
        Group.PAYMENTS, "{who} backed out of a payment of {amount} by {processor}", _ASKED
    ),
    "payment_released": Saying(
        Group.PAYMENTS, "{who} treated a payment of {amount} by {processor} as unpaid", _ASKED
    ),
    "payment_by_hand": Saying(
        Group.PAYMENTS, "{who} gave {amount} back by hand that {processor} keeps", _ASKED
    ),
    "payment_intent.back": Saying(
        Group.PAYMENTS, "{amount} is to go back through {processor} for {who}", _ASKED
    ),
    "payment_sent.back": Saying(
        Group.PAYMENTS, "{processor} was asked to give {amount} back for {who}", _ASKED
    ),
    "payment_approved.back": Saying(
        Group.PAYMENTS, "{processor} gave {amount} back for {who}", _ASKED
    ),
    "payment_intent.trial": Saying(
        Group.PAYMENTS, "{who} began a test payment of {amount} by {processor}", _ASKED
    ),
    "payment_sent.trial": Saying(
        Group.PAYMENTS, "{who} asked {processor} for a test payment of {amount}", _ASKED
    ),
    "payment_approved.trial": Saying(
        Group.PAYMENTS, "{processor} took the test payment of {amount} for {who}", _ASKED,
        "body.remote_id",
    ),
    "payment_declined.trial": Saying(
        Group.PAYMENTS, "{processor} declined a test payment of {amount} for {who}", _ASKED,
        "body.reason",
    ),
    "payment_cancelled.trial": Saying(
        Group.PAYMENTS, "A test payment of {amount} by {processor} for {who} was cancelled", _ASKED,
        "body.reason",
    ),
    "payment_approved.trial_back": Saying(
        Group.PAYMENTS, "{processor} refunded the test payment of {amount} for {who}", _ASKED,
        "body.remote_id",
    ),
    "payment_declined.trial_back": Saying(
        Group.PAYMENTS, "{processor} would not refund the test payment of {amount} for {who}",
        _ASKED, "body.reason",
    ),
    "tender_change": Saying(
        Group.PAYMENTS,
        "{who} changed how {number} was paid: {after} and not {before}",
        {
            "number": _NUMBER,
            "before": body("payments.0.method", How.CODE),
            "after": body("payments.1.method", How.CODE),
        },
    ),
}  # fmt: skip
DRAWER: Final[Mapping[str, Saying]] = {
    "no_sale": Saying(
        Group.NO_SALE, "{who} opened the drawer without a sale", reason="body.reason"
    ),
    "cash_in": Saying(
        Group.CASH, "{who} put {amount} into the drawer", {"amount": _AMOUNT}, "body.reason"
    ),
    "cash_out": Saying(
        Group.CASH, "{who} took {amount} out of the drawer", {"amount": _AMOUNT}, "body.reason"
    ),
    "shift_open": Saying(
        Group.SHIFTS,
        "{who} opened shift {shift} with {float} in the drawer",
        {"shift": _SHIFT, "float": body("float", How.MONEY)},
    ),
    "count": Saying(
        Group.SHIFTS,
        "{who} counted {counted} in the drawer of shift {shift}",
        {"counted": body("counted", How.MONEY), "shift": _SHIFT},
    ),
    "count.seen": Saying(
        Group.SHIFTS,
        "{who} looked at what should be in the drawer of shift {shift}",
        {"shift": _SHIFT},
    ),
    "shift_close": Saying(
        Group.SHIFTS,
        "{who} closed shift {shift}: counted {counted}, expected {expected}",
        {
            "shift": _SHIFT,
            "counted": body("counted", How.MONEY),
            "expected": body("expected", How.MONEY),
        },
        "body.note",
    ),
    "day_close": Saying(Group.SHIFTS, "{who} closed the books of a day"),
    "month_close": Saying(Group.SHIFTS, "{who} closed the books of a month"),
    "year_close": Saying(Group.SHIFTS, "{who} closed the books of a year"),
}
RECEIPTS: Final[Mapping[str, Saying]] = {
    "print": Saying(Group.RECEIPTS, "{who} printed receipt {number}", {"number": _NUMBER}),
    "print.gift": Saying(
        Group.RECEIPTS, "{who} printed a gift receipt of {number}", {"number": _NUMBER}
    ),
    "print.email": Saying(Group.RECEIPTS, "{who} e-mailed receipt {number}", {"number": _NUMBER}),
    "print.z": Saying(
        Group.RECEIPTS, "{who} printed the Z report of shift {shift}", {"shift": _SHIFT}
    ),
    "reprint": Saying(
        Group.RECEIPTS,
        "{who} printed receipt {number} again, copy {copy}",
        {"number": _NUMBER, "copy": body("copy")},
    ),
    "reprint.z": Saying(
        Group.RECEIPTS, "{who} printed the Z report of shift {shift} again", {"shift": _SHIFT}
    ),
}
