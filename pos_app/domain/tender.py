"""Tenders: what is given for an order, one after the other, and when they settle it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pos_app.domain.card_number import require_no_card
from pos_app.domain.cash import (
    CashRounding,
    CashTaken,
    NothingTenderedError,
    TenderTooLargeError,
    take_cash,
)
from pos_app.domain.errors import InvalidInputError, RefusedError
from pos_app.domain.giving_back import give_back
from pos_app.domain.money import Currency, Money
from pos_app.domain.payment import PaymentMethod
from pos_app.domain.rounding import Rounding, divide

TENDERS_MAX: Final = 12
REFERENCE_LENGTH_MAX: Final = 40
METHOD_NAME_LENGTH_MAX: Final = 24


class OverTenderedError(RefusedError):
    code = "payment.over_tendered"
    text = "Change is given on cash only: at most {most} this way. Nothing was taken."


class AmountNeededError(InvalidInputError):
    code = "payment.amount_needed"
    text = "Type how much is paid this way."


class NothingLeftError(RefusedError):
    code = "payment.nothing_left"
    text = "This order is paid in full: there is nothing left to take."


class TooManyTendersError(RefusedError):
    code = "payment.too_many"
    text = "An order is paid in at most {most} parts. Remove one first."


class MethodUnknownError(RefusedError):
    code = "payment.method_unknown"
    text = "This store does not take {method!r}."


class CustomerNeededError(RefusedError):
    code = "payment.customer_needed"
    text = "On account needs a customer: choose who it is first. Nothing was taken."


class ReferenceTooLongError(InvalidInputError):
    code = "payment.reference_too_long"
    text = "A reference has at most {most} characters."


@dataclass(frozen=True, slots=True)
class TenderMethod:
    """A way to pay that a store takes; `code` is what is stored, `name` what people read."""

    code: str
    kind: PaymentMethod
    name: str = ""
    opens_drawer: bool = False
    asks_reference: bool = False
    processor: str = ""
    """The payment processor that moves the money; empty where people do."""
    flow: str = ""
    """How the customer comes in, where a processor has several ways."""

    @property
    def fields(self) -> tuple[str, str, str, bool, bool, str, str]:
        """As a store's settings keep them."""
        return (
            *(self.code, self.kind.value, self.name),
            *(self.opens_drawer, self.asks_reference, self.processor, self.flow),
        )

    @property
    def is_remote(self) -> bool:
        return bool(self.processor)

    @property
    def gives_change(self) -> bool:
        return self.kind is PaymentMethod.CASH


CASH: Final = TenderMethod("cash", PaymentMethod.CASH, opens_drawer=True)
CARD: Final = TenderMethod("card", PaymentMethod.CARD)
BY_HAND: Final = {
    one.code: one
    for one in (
        CARD,
        TenderMethod("voucher", PaymentMethod.VOUCHER, opens_drawer=True),
        TenderMethod("account", PaymentMethod.ACCOUNT),
        TenderMethod("other", PaymentMethod.OTHER),
    )
}
"""What a store can take beside cash without a payment processor, by code and in order."""


@dataclass(frozen=True, slots=True)
class Tender:
    """What is given one way, in minor units.

    With a `part` it pays no more than that, and gives change on what is over: one guest's share.
    """

    method: str
    tendered: int
    part: int = 0
    reference: str = ""
    attempt_id: str = ""
    """The attempt at a payment processor that has brought it."""
    refunds: str = ""
    """The id of the payment that it gives back; then `tendered` is negative."""


@dataclass(frozen=True, slots=True)
class TenderTerms:
    """How a store settles orders: its ways to pay, its money and its smallest coin."""

    methods: Mapping[str, TenderMethod]
    cash: CashRounding
    currency: Currency
    largest_note: int = 0
    """In minor units; 0 where it is not known."""

    def method(self, code: str) -> TenderMethod:
        """:raises MethodUnknownError: if the store does not take it"""
        if code not in self.methods:
            raise MethodUnknownError(method=code)
        return self.methods[code]


@dataclass(frozen=True, slots=True)
class Settlement:
    """How far the tenders go; once nothing remains, Σ amount = due + rounding."""

    taken: tuple[CashTaken, ...]
    remaining: int
    rounding: int
    is_settled: bool


def settle(due: int, tenders: Sequence[Tender], terms: TenderTerms) -> Settlement:
    """Take one tender after the other off what is due; only cash that settles is rounded.

    Of less than nothing they are given back instead, and negative.

    :raises PosError: for a tender that this order cannot take
    """
    if len(tenders) > TENDERS_MAX:
        raise TooManyTendersError(most=TENDERS_MAX)
    taken: list[CashTaken] = []
    remaining, rounding, is_settled = due, 0, False
    for number, tender in enumerate(tenders, start=1):
        if is_settled:
            raise NothingLeftError
        if due < 0:
            one = _give(remaining, tender, terms, is_last=number == len(tenders))
        else:
            one = take(remaining, tender, terms)
        # Nobody hands over a note that is not needed: then it was a slip of the finger.
        if terms.largest_note and one.change >= terms.largest_note:
            raise TenderTooLargeError(
                tendered=Money(one.tendered, terms.currency),
                due=Money(one.amount, terms.currency),
            )
        taken.append(one)
        remaining += one.rounding - one.amount
        rounding += one.rounding
        is_settled = one.settles
    return Settlement(tuple(taken), remaining, rounding, is_settled)


def take(remaining: int, tender: Tender, terms: TenderTerms) -> CashTaken:
    """What one tender pays of `remaining`.

    :raises OverTenderedError: if more is given than is due, and not in cash
    :raises NothingTenderedError, AmountNeededError: if nothing is given
    """
    method = terms.method(tender.method)
    check_reference(tender.reference)
    if method.gives_change:
        return _take_cash(remaining, tender, terms.cash)
    if tender.tendered > remaining:
        raise OverTenderedError(most=Money(remaining, terms.currency))
    if tender.tendered < 0 or tender.tendered == 0 < remaining:
        raise AmountNeededError
    return CashTaken(tender.tendered, tender.tendered, 0, 0, settles=tender.tendered == remaining)


def _give(remaining: int, tender: Tender, terms: TenderTerms, *, is_last: bool) -> CashTaken:
    check_reference(tender.reference)
    coins = terms.cash if terms.method(tender.method).gives_change else None
    return give_back(
        remaining, tender.tendered, coins=coins, currency=terms.currency, is_last=is_last
    )


def _take_cash(remaining: int, tender: Tender, cash: CashRounding) -> CashTaken:
    if not 0 < tender.part < remaining:
        return take_cash(remaining, tender.tendered, cash)
    if tender.tendered <= 0:
        raise NothingTenderedError
    amount = min(tender.tendered, tender.part)
    return CashTaken(amount, tender.tendered, tender.tendered - amount, 0, settles=False)


def require_customer(
    customer_id: int | None, tenders: Sequence[Tender], terms: TenderTerms
) -> None:
    """Somebody must be known who owes what is put on account.

    :raises CustomerNeededError: if nobody is
    """
    kinds = {terms.method(one.method).kind for one in tenders}
    if PaymentMethod.ACCOUNT in kinds and customer_id is None:
        raise CustomerNeededError


def next_part(remaining: int, parts: int, cash: CashRounding) -> int:
    """The share of the next of `parts` guests, in coins that exist; the last one gets the rest."""
    assert parts > 0, parts
    if parts == 1:
        return remaining
    step = cash.increment_minor
    return min(divide(remaining, parts * step, Rounding.HALF_UP) * step, remaining)


def check_reference(reference: str) -> None:
    """Refuse what must not be kept.

    :raises CardNumberError: if a card number stands in it
    :raises ReferenceTooLongError: if it is too long
    """
    if len(reference) > REFERENCE_LENGTH_MAX:
        raise ReferenceTooLongError(most=REFERENCE_LENGTH_MAX)
    require_no_card(reference, field_is_code=False)
