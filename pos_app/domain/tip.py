"""Tips: what a customer gives on top of the total. No sale: no tax, no discount, no stock."""

from __future__ import annotations

from typing import Final

from pos_app.domain.cash import CashRounding
from pos_app.domain.errors import InvalidInputError, RefusedError
from pos_app.domain.money import AMOUNT_MINOR_MAX, Currency, Money
from pos_app.domain.pricing import BASIS_POINTS
from pos_app.domain.rounding import divide

TIP_SHARES: Final = (500, 1_000, 1_500)
"""What is usual, in basis points of the total."""


class TipOutOfRangeError(InvalidInputError):
    code = "tip.out_of_range"
    text = "A tip lies between 0 and {largest}. Nothing was changed."


class TipLargeError(RefusedError):
    code = "tip.large"
    text = "{tip} is more than the order itself ({total}). Nothing was changed yet."


class NothingToTipError(RefusedError):
    code = "tip.nothing_to_pay"
    text = "A tip goes with something that is paid: this order has nothing to pay."


class TipTakenError(RefusedError):
    code = "tip.taken"
    text = (
        "More was taken for this order than it comes to with that tip. The tip is as it was: "
        "give a part back first."
    )


def tip_due(given: int, back: int, *, total: int, buys: bool) -> int:
    """What is settled beside a total, all in minor units; below 0 it goes back.

    A tip counts only where something is paid, and goes back only where nothing is bought.

    :param given: what the customer gives on top
    :param back: the tip of a receipt that comes back whole
    """
    if total > 0:
        return given
    return -back if total < 0 and not buys else 0


def usual_tips(total: int, coins: CashRounding) -> tuple[tuple[int, int], ...]:
    """The usual shares in basis points, each with what it is of the total in coins that exist."""
    amounts = {share: coins.of(divide(max(total, 0) * share, BASIS_POINTS)) for share in TIP_SHARES}
    return tuple((share, amount) for share, amount in amounts.items() if amount)


def check_tip(tip: int, *, total: int, currency: Currency, is_sure: bool) -> None:
    """Refuse what no customer gives on top of `total`.

    :param is_sure: whether it was said twice, for it may be more than the order itself then
    :raises TipOutOfRangeError: if no tip is such an amount
    :raises NothingToTipError: if nothing is to be paid
    :raises TipLargeError: if it looks like a slip of the finger
    """
    if not 0 <= tip <= AMOUNT_MINOR_MAX:
        raise TipOutOfRangeError(largest=Money(AMOUNT_MINOR_MAX, currency))
    if tip and total <= 0:
        raise NothingToTipError
    if tip > max(total, 0) and not is_sure:
        raise TipLargeError(tip=Money(tip, currency), total=Money(total, currency))
