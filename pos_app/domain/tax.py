"""Taxes: what is charged on an item, and the policy by which an order's taxes are rounded."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from pos_app.domain.rounding import Rounding

MILLION: Final = 1_000_000
RATE_MILLIONTHS_MAX: Final = 10 * MILLION
TAXES_PER_CLASS_MAX: Final = 8


@dataclass(frozen=True, slots=True)
class Tax:
    """One tax: a rate of the price, or a fixed amount per unit sold (`rate_millionths` 0).

    `rate_millionths` is exact: 8.875 % is 88,750. A compound tax is charged on the price
    plus the taxes that stand before it in its class.
    """

    code: str
    name: str
    rate_millionths: int = 0
    amount_minor: int = 0
    compound: bool = False

    def __post_init__(self) -> None:
        assert 0 <= self.rate_millionths <= RATE_MILLIONTHS_MAX, self.rate_millionths
        assert not (self.rate_millionths and self.amount_minor), self.code
        assert self.amount_minor >= 0, self.amount_minor


@dataclass(frozen=True, slots=True)
class TaxClass:
    """What a product is for tax, and the taxes charged on it, in order."""

    code: str
    name: str
    taxes: tuple[Tax, ...] = ()


class TaxScope(StrEnum):
    """Where tax is rounded: once per tax class of the order, on every item, or once in all."""

    GROUP = "group"
    ITEM = "item"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class TaxPolicy:
    """How an order's prices and taxes are read; stored on the order."""

    prices_include_tax: bool = True
    scope: TaxScope = TaxScope.GROUP
    rounding: Rounding = Rounding.HALF_UP


def rate_factors(taxes: tuple[Tax, ...]) -> tuple[int, tuple[int, ...]]:
    """Return (D, (a1, a2, …)): tax i is ai/D of the net price, compounding included."""
    denominator = MILLION ** max(1, sum(1 for tax in taxes if tax.rate_millionths))
    factors: list[int] = []
    for tax in taxes:
        base = denominator + (sum(factors) if tax.compound else 0)
        factors.append(base * tax.rate_millionths // MILLION)
    return denominator, tuple(factors)


def fixed_amounts(taxes: tuple[Tax, ...], thousandths: int) -> tuple[int, tuple[int, ...]]:
    """Return (D, (b1, b2, …)): the part bi/D of tax i that does not depend on the price.

    A fixed amount is per unit sold; a compound rate after it is charged on it as well.
    """
    rates = max(1, sum(1 for tax in taxes if tax.rate_millionths))
    denominator = 1_000 * MILLION**rates
    amounts: list[int] = []
    for tax in taxes:
        amount = tax.amount_minor * thousandths * (denominator // 1_000)
        if tax.compound and tax.rate_millionths:
            amount += sum(amounts) * tax.rate_millionths // MILLION
        amounts.append(amount)
    return denominator, tuple(amounts)
