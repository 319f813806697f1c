"""An order's totals: one pure function whose stored result everybody reads and nobody repeats."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache, partial
from math import gcd, lcm
from operator import add
from typing import Final, NamedTuple

from pos_app.domain.errors import InvalidInputError, RefusedError
from pos_app.domain.quantity import THOUSAND
from pos_app.domain.rounding import Rounding, divide, round_together, spread
from pos_app.domain.tax import Tax, TaxClass, TaxPolicy, TaxScope, fixed_amounts, rate_factors

BASIS_POINTS: Final = 10_000
MILLIONTHS_PER_BASIS_POINT: Final = 1_000_000 // BASIS_POINTS
ORDER_TOTAL_MINOR_MAX: Final = 10**14
RATES_KEPT: Final = 64
_PERCENT: Final = re.compile(r"(\d{1,3})\.?(\d{1,2})?", re.ASCII)


class DiscountOutOfRangeError(InvalidInputError):
    code = "discount.out_of_range"
    text = "A discount is at most 100 %, and never more than the price."


class PercentError(InvalidInputError):
    code = "discount.percent"
    text = "{value!r} is not a percentage: use 0 to 100, with at most two decimals."


class OrderTooLargeError(RefusedError):
    code = "order.too_large"
    text = "The total is larger than this till accepts. Split it into several orders."


class DiscountKind(StrEnum):
    PERCENT = "percent"
    AMOUNT = "amount"


@dataclass(frozen=True, slots=True)
class Discount:
    """A reduction: `value` is basis points (1,000 = 10 %) or minor units, by `kind`."""

    kind: DiscountKind
    value: int
    reason: str = ""

    def __post_init__(self) -> None:
        if self.value < 0 or (self.kind is DiscountKind.PERCENT and self.value > BASIS_POINTS):
            raise DiscountOutOfRangeError

    @classmethod
    def percent(cls, text: str, reason: str = "") -> Discount:
        """Read "10" or "7.5"; decimal point only.

        :raises PercentError: if it is no such number, or more than everything
        """
        found = _PERCENT.fullmatch(text.strip())
        value = int(found[1]) * 100 + int((found[2] or "").ljust(2, "0")) if found else -1
        if not 0 <= value <= BASIS_POINTS:
            raise PercentError(value=text)
        return cls(DiscountKind.PERCENT, value, reason)

    def of(self, amount: int, rounding: Rounding) -> int:
        """The reduction of an amount in minor units; never more than the amount itself."""
        if self.kind is DiscountKind.PERCENT:
            return divide(amount * self.value, BASIS_POINTS, rounding)
        reduction = self.value if amount >= 0 else -self.value
        if abs(reduction) > abs(amount):
            raise DiscountOutOfRangeError
        return reduction


class PricedLine(NamedTuple):
    """What `price_order` needs to know of an order item; amounts in minor units."""

    thousandths: int
    unit_price: int
    tax_class: str
    discount: Discount | None = None
    takes_order_discount: bool = True


class LineTotals(NamedTuple):
    """One item's stored amounts, in minor units. `total` is what the customer pays for it."""

    before_discount: int
    discount: int
    order_discount: int
    total: int
    tax: int

    @property
    def net(self) -> int:
        return self.total - self.tax


@dataclass(frozen=True, slots=True)
class TaxLine:
    """One tax of one tax class over the whole order, in minor units."""

    tax_class: str
    tax_code: str
    name: str
    rate_millionths: int
    net: int
    tax: int


@dataclass(frozen=True, slots=True)
class OrderTotals:
    """`tip` is settled with the order and is no part of its total; below 0 it goes back."""

    lines: tuple[LineTotals, ...]
    tax_lines: tuple[TaxLine, ...]
    discount: int
    tax: int
    total: int
    tip: int = 0

    @property
    def due(self) -> int:
        """What is settled, before cash is rounded."""
        return self.total + self.tip

    @property
    def net(self) -> int:
        return self.total - self.tax


class _Group(NamedTuple):
    """The items of one tax class that are rounded together.

    The unrounded taxes of each item, and of each tax, are integers over one denominator.
    """

    tax_class: TaxClass
    indexes: list[int]
    amount: int
    by_item: list[int]
    by_tax: list[int]
    denominator: int


_TaxSum = tuple[Tax, int, int]
"""A tax of a class, and what is net and what is tax by it so far."""


def price_order(
    lines: Sequence[PricedLine],
    *,
    tax_classes: dict[str, TaxClass],
    policy: TaxPolicy,
    discount: Discount | None = None,
) -> OrderTotals:
    """Compute every amount of an order.

    Line first: quantity × price rounded, line discount rounded, then the order discount spread
    by largest remainder over the lines that take it and are no returns, then tax per group.

    :raises DiscountOutOfRangeError: if a discount exceeds what it reduces
    :raises OrderTooLargeError: beyond 10^14 minor units
    """
    rounding = policy.rounding
    before = _costs(lines, rounding)
    _require_accepted(before)
    reductions = [
        line.discount.of(amount, rounding) if line.discount else 0
        for line, amount in zip(lines, before, strict=True)
    ]
    prices = [amount - cut for amount, cut in zip(before, reductions, strict=True)]
    shares = _order_discount_shares(lines, prices, discount, rounding)
    prices = [price - share for price, share in zip(prices, shares, strict=True)]
    taxes, tax_lines = _taxes(lines, prices, tax_classes, policy)
    # Inclusive prices hold the tax already; exclusive ones get it on top.
    finals = prices if policy.prices_include_tax else list(map(add, prices, taxes))
    _require_accepted(finals)
    return OrderTotals(
        lines=tuple(map(_line_totals, zip(before, reductions, shares, finals, taxes, strict=True))),
        tax_lines=tuple(tax_lines),
        discount=sum(reductions) + sum(shares),
        tax=sum(taxes),
        total=sum(finals),
    )


# Every scan prices every line: what is done for each of them is done without a call where it can.
_line_totals: Final = partial(tuple.__new__, LineTotals)


def _costs(lines: Sequence[PricedLine], rounding: Rounding) -> list[int]:
    exact = [line.thousandths * line.unit_price for line in lines]
    return [divide(one, THOUSAND, rounding) if one % THOUSAND else one // THOUSAND for one in exact]


def _require_accepted(amounts: list[int]) -> None:
    if sum(map(abs, amounts)) > ORDER_TOTAL_MINOR_MAX:
        raise OrderTooLargeError


def _order_discount_shares(
    lines: Sequence[PricedLine], prices: list[int], discount: Discount | None, rounding: Rounding
) -> list[int]:
    if discount is None:
        return [0] * len(prices)
    weights = [
        max(price, 0) if line.takes_order_discount else 0
        for line, price in zip(lines, prices, strict=True)
    ]
    if not any(weights):
        return weights
    return spread(discount.of(sum(weights), rounding), weights)


def _taxes(
    lines: Sequence[PricedLine],
    prices: list[int],
    tax_classes: dict[str, TaxClass],
    policy: TaxPolicy,
) -> tuple[list[int], list[TaxLine]]:
    """Return the tax of each line, and the tax lines by (tax class, tax) in first-seen order."""
    per_line = [0] * len(lines)
    found: dict[tuple[str, str], _TaxSum] = {}
    groups = _groups(lines, prices, tax_classes, policy)
    for group, tax in zip(groups, _rounded(groups, policy), strict=True):
        for index, share in zip(
            group.indexes, round_together(group.by_item, group.denominator, tax), strict=True
        ):
            per_line[index] = share
        net = group.amount - tax if policy.prices_include_tax else group.amount
        parts = round_together(group.by_tax, group.denominator, tax)
        for one, part in zip(group.tax_class.taxes, parts, strict=True):
            key = group.tax_class.code, one.code
            known = found.get(key)
            found[key] = (
                (one, known[1] + net, known[2] + part) if known is not None else (one, net, part)
            )
    return per_line, [_tax_line(tax_class, *sums) for (tax_class, _), sums in found.items()]


def _rounded(groups: list[_Group], policy: TaxPolicy) -> list[int]:
    """The tax of each group in whole minor units."""
    if policy.scope is not TaxScope.DOCUMENT:
        return [divide(sum(one.by_item), one.denominator, policy.rounding) for one in groups]
    common = lcm(*(one.denominator for one in groups))
    exact = [sum(one.by_item) * (common // one.denominator) for one in groups]
    return round_together(exact, common, divide(sum(exact), common, policy.rounding))


def _groups(
    lines: Sequence[PricedLine],
    prices: list[int],
    tax_classes: dict[str, TaxClass],
    policy: TaxPolicy,
) -> list[_Group]:
    if policy.scope is TaxScope.ITEM:
        together = [[index] for index in range(len(lines))]
    else:
        by_class: defaultdict[str, list[int]] = defaultdict(list)
        for index, line in enumerate(lines):
            by_class[line.tax_class].append(index)
        together = list(by_class.values())
    groups = []
    for indexes in together:
        tax_class = tax_classes[lines[indexes[0]].tax_class]
        rates, denominator = _exact_rates(tax_class.taxes, inclusive=policy.prices_include_tax)
        amounts = [prices[i] for i in indexes]
        counts = [lines[i].thousandths for i in indexes]
        amount, thousandths = sum(amounts), sum(counts)
        by_tax = [p * amount + q * thousandths for p, q in rates]
        p_all, q_all = sum([p for p, _ in rates]), sum([q for _, q in rates])
        by_item = [p_all * a + q_all * q for a, q in zip(amounts, counts, strict=True)]
        groups.append(_Group(tax_class, indexes, amount, by_item, by_tax, denominator))
    return groups


@lru_cache(RATES_KEPT)
def _exact_rates(
    taxes: tuple[Tax, ...], *, inclusive: bool
) -> tuple[tuple[tuple[int, int], ...], int]:
    """Return ((p1, q1), (p2, q2), …) and D: tax i is (pi × price + qi × thousandths) / D.

    With tax i = ai·net + bi, an inclusive amount G has net = (G − Σb) / (1 + Σa). In lowest terms:
    20 % of a gross price is 1 / 6 of it, and small integers are counted with in half the time.
    """
    scale, factors = rate_factors(taxes)
    fixed_scale, fixed = fixed_amounts(taxes, 1)
    if inclusive:
        gross_factor = scale + sum(factors)
        denominator = fixed_scale * gross_factor
        rates = [
            (factor * fixed_scale, part * gross_factor - factor * sum(fixed))
            for factor, part in zip(factors, fixed, strict=True)
        ]
    else:
        denominator, lift = fixed_scale, fixed_scale // scale
        rates = [(factor * lift, part) for factor, part in zip(factors, fixed, strict=True)]
    common = gcd(denominator, *(part for rate in rates for part in rate))
    return tuple((p // common, q // common) for p, q in rates), denominator // common


def _tax_line(tax_class: str, tax: Tax, net: int, amount: int) -> TaxLine:
    return TaxLine(
        tax_class=tax_class,
        tax_code=tax.code,
        name=tax.name,
        rate_millionths=tax.rate_millionths,
        net=net,
        tax=amount,
    )


def proration(total: int, *, sold: int, returned: int, already: int) -> int:
    """What `already + returned` of `sold` thousandths are worth, less what was given back before.

    Cumulative, so that the last return of a line brings it to exactly zero.
    """
    assert 0 <= already <= already + returned <= sold, (sold, returned, already)
    return divide(total * (already + returned), sold) - divide(total * already, sold)
