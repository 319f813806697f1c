"""Amounts and numbers as Alipay writes them: yuan with two places, and ids without hyphens."""

from __future__ import annotations

import re
from typing import Final

from pos_app.domain.errors import InvalidInputError
from pos_app.domain.money import Currency, Money
from pos_app.services.payments.processor import AmountError

CNY: Final = Currency.of("CNY")
FEN_MIN: Final = 1
FEN_MAX: Final = 100_000_000_00
_NUMBER: Final = re.compile(r"\w{1,64}", re.ASCII)


class NoAmountError(ValueError):
    """What came in place of an amount of money."""


def cannot_take(amount: int, currency: Currency) -> str:
    """Why it cannot be charged, unless it is Chinese yuan, from 0.01 to 100,000,000."""
    if currency != CNY:
        return "it takes Chinese yuan only"
    if not FEN_MIN <= amount <= FEN_MAX:
        return "it takes from 0.01 to 100000000.00 CNY"
    return ""


def require_payable(processor: str, amount: int, currency: Currency) -> None:
    """:raises AmountError: if it cannot be charged"""
    if reason := cannot_take(amount, currency):
        raise AmountError(processor=processor, amount=Money(amount, currency), reason=reason)


def yuan(fen: int) -> str:
    return Money(fen, CNY).plain()


def fen(said: object) -> int:
    """What an answer names in yuan.

    :raises NoAmountError: if it is none
    """
    if not isinstance(said, str):
        raise NoAmountError("it is no amount")
    try:
        amount = Money.parse(said, CNY).minor
    except InvalidInputError as error:
        raise NoAmountError("it is no amount") from error
    if amount < 0:
        raise NoAmountError("it is below nothing")
    return amount


def number_of(attempt_id: str) -> str:
    """An attempt's id as an out_trade_no or out_request_no: letters, digits and underscores."""
    number = attempt_id.replace("-", "_")
    assert _NUMBER.fullmatch(number), f"{attempt_id} cannot be a number at Alipay"
    return number
