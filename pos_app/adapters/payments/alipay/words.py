"""What Alipay's codes mean to the people at the till."""

from __future__ import annotations

import re
from typing import Final

SAID_MAX: Final = 160
"""Characters of Alipay's own words that are kept."""

_SCAN_AGAIN = "the customer's code cannot be used: ask for a fresh one, and scan it again"
_OTHER_WAY = "choose another way to pay"
_ASK_ALIPAY = "ask Alipay about the shop's contract"
_OUR_DATA = "it does not accept what the till has sent"

WORDS: Final = {
    "ACQ.PAYMENT_AUTH_CODE_INVALID": _SCAN_AGAIN,
    "ACQ.PULL_MOBILE_CASHIER_FAIL": _SCAN_AGAIN,
    "ACQ.PAYMENT_FAIL": _SCAN_AGAIN,
    "ACQ.BUYER_BALANCE_NOT_ENOUGH": "the customer's balance is too low",
    "ACQ.BUYER_BANKCARD_BALANCE_NOT_ENOUGH": "the balance of the customer's card is too low",
    "ACQ.ERROR_BALANCE_PAYMENT_DISABLE": "the customer has switched paying from the balance off",
    "ACQ.BUYER_PAYMENT_AMOUNT_DAY_LIMIT_ERROR": "the customer's limit of the day is reached",
    "ACQ.BUYER_PAYMENT_AMOUNT_MONTH_LIMIT_ERROR": "the customer's limit of the month is reached",
    "ACQ.NO_PAYMENT_INSTRUMENTS_AVAILABLE": "the customer has nothing there to pay with",
    "ACQ.PAYMENT_REQUEST_HAS_RISK": f"it finds this payment risky: {_OTHER_WAY}",
    "ACQ.USER_FACE_PAYMENT_SWITCH_OFF": "the customer has switched paying by code off",
    "ACQ.BUYER_SELLER_EQUAL": "the customer's account is the shop's own",
    "ACQ.TRADE_BUYER_NOT_MATCH": "another customer has begun to pay this",
    "ACQ.TRADE_HAS_SUCCESS": "it is paid already",
    "ACQ.TRADE_HAS_CLOSE": "it is closed already",
    "ACQ.CONTEXT_INCONSISTENT": "it knows another payment under this number",
    "ACQ.INVALID_PARAMETER": _OUR_DATA,
    "ACQ.TOTAL_FEE_EXCEED": "the amount is above what it takes at once",
    "ACQ.EXIST_FORBIDDEN_WORD": "the order's text has a word that it forbids",
    "ACQ.INVALID_STORE_ID": _OUR_DATA,
    "ACQ.ACCESS_FORBIDDEN": f"the shop may not be paid in this way: {_ASK_ALIPAY}",
    "ACQ.PARTNER_ERROR": f"the shop's account is not right: {_ASK_ALIPAY}",
    "ACQ.SELLER_BEEN_BLOCKED": f"the shop's account is blocked: {_ASK_ALIPAY}",
    "ACQ.TRADE_NOT_EXIST": "it knows of no such payment",
    "ACQ.TRADE_CANCEL_TIME_OUT": "it is too old to be cancelled: give it back instead",
    "ACQ.CANCEL_NOT_ALLOWED": "it cannot be cancelled: give it back instead",
    "ACQ.SELLER_BALANCE_NOT_ENOUGH": "the balance of the shop's account is too low to give it back",
    "ACQ.REASON_TRADE_BEEN_FREEZEN": f"the payment is frozen: {_ASK_ALIPAY}",
    "ACQ.REASON_TRADE_REFUND_FEE_ERR": "it was given back already, or that is more than is left",
    "ACQ.REFUND_AMT_NOT_EQUAL_TOTAL": "that is more than is left to give back",
    "ACQ.DISCORDANT_REPEAT_REQUEST": "it knows another amount for this refund",
    "ACQ.TRADE_HAS_FINISHED": "the payment is too old to be given back",
    "ACQ.TRADE_STATUS_ERROR": "the payment is in no state to be given back",
    "ACQ.TRADE_NOT_ALLOW_REFUND": "this payment may not be given back",
    "ACQ.REFUND_FEE_ERROR": "this amount cannot be given back",
    "ACQ.NOT_ALLOW_PARTIAL_REFUND": "this payment can only be given back as a whole",
    "isv.invalid-signature": (
        "the signature does not fit: the app's private key in the settings is not the one whose "
        "public key was uploaded for this app ID"
    ),
    "isv.missing-signature-key": "no public key was uploaded for this app ID",
    "isv.invalid-app-id": "it knows no app with this app ID at this address: see the environment",
    "isv.invalid-timestamp": "the clock of this till is wrong",
    "isv.insufficient-isv-permissions": (
        "this app may not take payments face to face: sign that contract on the open platform"
    ),
}
_FAMILIES: Final = {
    "ACQ.MERCHANT_": f"the shop's account does not allow it: {_ASK_ALIPAY}",
    "ACQ.BEYOND_PER_RECEIPT_": "the amount is above what the shop may take at once",
    "aop.": f"the app is not authorised for this: {_ASK_ALIPAY}",
}
_CODE: Final = re.compile(r"[\w.-]{1,64}", re.ASCII)
_LONG_NUMBER: Final = re.compile(r"\d{13,}")


def explained(sub_code: str, said: str) -> str:
    """In words of ours where there are some, else in Alipay's, with the code for its support."""
    family = next((words for start, words in _FAMILIES.items() if sub_code.startswith(start)), "")
    words = WORDS.get(sub_code) or family or clean(said)
    code = named(sub_code)
    return f"{words} ({code})" if words and code else words or code or "it gives no reason"


def named(sub_code: str) -> str:
    """The code as long as it is one: the word of a stranger is not repeated."""
    return sub_code if _CODE.fullmatch(sub_code) else ""


def clean(said: str) -> str:
    """Alipay's own words for people, without a number that could be a customer's code."""
    shown = "".join(one if one.isprintable() else " " for one in said)
    return _LONG_NUMBER.sub("…", shown).strip()[:SAID_MAX]
