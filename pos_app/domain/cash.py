"""Cash: rounding to the coins a country uses, change, and the notes a customer would hand over."""

from __future__ import annotations

from dataclasses import dataclass

from pos_app.domain.errors import InvalidInputError, RefusedError
from pos_app.domain.rounding import Rounding, divide

QUICK_AMOUNTS_MAX = 5


class NothingTenderedError(InvalidInputError):
    code = "payment.nothing_tendered"
    text = "Type how much cash the customer gave."


class TenderTooLargeError(RefusedError):
    code = "payment.tender_too_large"
    text = "{tendered} cash for {due} looks like a slip of the finger. Nothing was taken."


@dataclass(frozen=True, slots=True)
class CashRounding:
    """To which multiple of minor units a cash amount is rounded, and how."""

    increment_minor: int = 1
    rounding: Rounding = Rounding.HALF_UP

    def __post_init__(self) -> None:
        assert self.increment_minor > 0, self.increment_minor

    def of(self, minor: int) -> int:
        return divide(minor, self.increment_minor, self.rounding) * self.increment_minor


@dataclass(frozen=True, slots=True)
class CashTaken:
    """One cash tender in minor units: tendered − change = amount.

    When it settles the order, remaining + rounding = amount.
    """

    amount: int
    tendered: int
    change: int
    rounding: int
    settles: bool


def take_cash(remaining: int, tendered: int, cash_rounding: CashRounding) -> CashTaken:
    """Settle `remaining` minor units with `tendered` of cash.

    Only a tender that settles the order is rounded; one that covers the exact unrounded amount,
    but not the rounded one, is accepted as it is. A smaller tender pays a part.

    :raises NothingTenderedError: if nothing was given for what does not round to nothing
    """
    due = cash_rounding.of(remaining)
    if remaining >= 0 and (tendered < 0 or tendered == 0 < due):
        raise NothingTenderedError
    if tendered == remaining or remaining < tendered < due:
        return CashTaken(tendered, tendered, 0, tendered - remaining, settles=True)
    if tendered >= due:
        return CashTaken(due, tendered, tendered - due, due - remaining, settles=True)
    return CashTaken(tendered, tendered, 0, 0, settles=False)


def quick_amounts(due: int, *, steps: tuple[int, ...]) -> tuple[int, ...]:
    """The exact amount, then `due` rounded up to each step: the notes a person would give.

    Unique, ascending, at most five. `steps` are minor units, such as 100, 500, 1000, 2000.
    """
    amounts = {due} | {-(-due // step) * step for step in steps}
    return tuple(sorted(amount for amount in amounts if amount >= due))[:QUICK_AMOUNTS_MAX]
