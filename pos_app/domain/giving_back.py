"""Money that goes back: how far one tender goes, and which payment of an order it belongs to."""

from __future__ import annotations

from dataclasses import dataclass

from pos_app.domain.cash import CashRounding, CashTaken
from pos_app.domain.errors import RefusedError
from pos_app.domain.money import Currency, Money


class GivenTooMuchError(RefusedError):
    code = "refund.too_much"
    text = "{given} is more than goes back: {due}. Nothing was given back."


class NotAllGivenError(RefusedError):
    code = "refund.not_all"
    text = "{due} goes back, and that is not {given}. Nothing was given back."


@dataclass(frozen=True, slots=True)
class PaidPart:
    """A payment in force as far as it is still there to be given back; amounts in minor units."""

    payment_id: str
    method: str
    amount: int
    given_back: int = 0

    @property
    def left(self) -> int:
        return max(self.amount - self.given_back, 0)


def give_back(
    remaining: int,
    given: int,
    *,
    coins: CashRounding | None,
    currency: Currency,
    is_last: bool = True,
) -> CashTaken:
    """What `given` does to `remaining`, which both are negative.

    :param coins: how cash is rounded; None for what is no cash. The last of it may come short of
        the exact amount by less than two coins, as parts of a payment never come to more than it
    :raises GivenTooMuchError: if it is more than that
    """
    due, money = -remaining, -given
    most = least = due
    if coins is not None:
        most = max(due, coins.of(due))
        least = due - 2 * (coins.increment_minor - 1) if is_last else due
    if not 0 <= money <= most:
        raise GivenTooMuchError(given=Money(money, currency), due=Money(due, currency))
    if money < least:
        return CashTaken(given, given, 0, 0, settles=False)
    return CashTaken(given, given, 0, due - money, settles=True)


def cash_to_give(due: int, *, left: int, later: int, coins: CashRounding, is_cash: bool) -> int:
    """How much cash goes back for `due`, in coins that exist, out of `left` of the payments.

    Less than is rounded to if the rest would no longer do for what may come back `later`.

    :param is_cash: whether it was paid in cash, so that the exact coins are there
    """
    step = coins.increment_minor
    rounded = coins.of(due)
    if is_cash and not later and left <= max(due, rounded):
        return left
    enough = max(left - later + step - 1, 0) // step * step
    return min(rounded, enough, left // step * step)
