"""A plan for a refund: which of the tenders of an order get how much of it back."""

from __future__ import annotations

from collections.abc import Sequence

from pos_app.domain.giving_back import PaidPart, cash_to_give
from pos_app.domain.payment import PaymentMethod
from pos_app.domain.tender import CASH, Tender, TenderTerms


def plan_refund(
    parts: Sequence[PaidPart], due: int, *, terms: TenderTerms, later: int = 0, to: str = ""
) -> tuple[Tender, ...]:
    """Negative tenders for `due` minor units: never more of a payment than is left of it.

    What went elsewhere goes back there first, cash comes last. What they do not make up, as
    without a receipt, is cash that belongs to none.

    :param later: what may still come back another time, so that enough is left for it
    :param to: the way that all of it goes in place of those it came, which must be allowed
    """
    if not parts:
        whole = terms.cash.of(due) if _is_cash(to or CASH.code, terms) else due
        return (Tender(to or CASH.code, -whole),)
    tenders = []
    in_cash = [one for one in parts if _is_cash(to or one.method, terms)]
    for one in sorted(parts, key=lambda part: _rank(part.method, terms)):
        amount = min(one.left, due)
        if one not in in_cash and amount > 0:
            tenders.append(Tender(to or one.method, -amount, refunds=one.payment_id))
            due -= amount
    return (*tenders, *(_cash(in_cash, due, terms, later) if due > 0 else ()))


def _cash(
    parts: Sequence[PaidPart], due: int, terms: TenderTerms, later: int
) -> tuple[Tender, ...]:
    """The rest in coins; it may round to nothing, which settles it all the same."""
    coins, left = terms.cash, sum(one.left for one in parts)
    is_short = left < due - 2 * (coins.increment_minor - 1)
    is_cash = all(_is_cash(one.method, terms) for one in parts)
    amount = (
        coins.of(due)
        if is_short
        else cash_to_give(due, left=left, later=later, coins=coins, is_cash=is_cash)
    )
    tenders = []
    for one in sorted(parts, key=lambda part: part.left, reverse=True):
        part = min(one.left, amount)
        if due <= part < amount:
            # Only the last one is rounded, and no two are.
            part = amount = part // coins.increment_minor * coins.increment_minor
        if part > 0:
            tenders.append(Tender(CASH.code, -part, refunds=one.payment_id))
            amount -= part
            due -= part
    if amount > 0 or not tenders:
        tenders.append(Tender(CASH.code, -amount))
    return tuple(tenders)


def _rank(method: str, terms: TenderTerms) -> int:
    """What somebody else holds goes back to them; what the store holds itself comes after."""
    known = terms.methods.get(method)
    if known is not None and known.is_remote:
        return -1
    order = (PaymentMethod.CARD, PaymentMethod.OTHER, PaymentMethod.VOUCHER, PaymentMethod.ACCOUNT)
    return order.index(known.kind) if known is not None and known.kind in order else 0


def _is_cash(method: str, terms: TenderTerms) -> bool:
    known = terms.methods.get(method)
    return known is not None and known.gives_change
