"""What an order made at head office comes to: whole minor units, the tax of each class at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pos_app.head_office.services.catalogue.things import Tax

MILLION: Final = 1_000_000
THOUSAND: Final = 1_000


@dataclass(frozen=True, slots=True)
class Line:
    """`quantity` in thousandths, `price` in minor units for one."""

    sku: str
    name: str
    quantity: int
    price: int
    tax_class: str


@dataclass(frozen=True, slots=True)
class Priced:
    """`total` is what is paid for the line, its tax in it."""

    line: Line
    total: int
    tax: int


@dataclass(frozen=True, slots=True)
class TaxLine:
    tax_class: str
    tax: str
    rate_millionths: int
    net: int
    amount: int


@dataclass(frozen=True, slots=True)
class Sum:
    lines: tuple[Priced, ...]
    taxes: tuple[TaxLine, ...]

    @property
    def total(self) -> int:
        return sum(one.total for one in self.lines)

    @property
    def tax(self) -> int:
        return sum(one.tax for one in self.lines)


def priced(lines: Sequence[Line], classes: Mapping[str, Sequence[Tax]], *, inclusive: bool) -> Sum:
    """Add up as a till does: each line is rounded, then each class of taxes as a whole."""
    done: list[Priced] = []
    tax_lines: list[TaxLine] = []
    for tax_class in dict.fromkeys(line.tax_class for line in lines):
        group = [line for line in lines if line.tax_class == tax_class]
        amounts = [halved_up(line.quantity * line.price, THOUSAND) for line in group]
        pieces = sum(line.quantity for line in group)
        taxes = _shares(sum(amounts), pieces, classes.get(tax_class, ()), inclusive=inclusive)
        whole = sum(amount for _, amount in taxes)
        net = sum(amounts) - whole if inclusive else sum(amounts)
        tax_lines += [
            TaxLine(tax_class, one.code, one.rate_millionths, net, amount) for one, amount in taxes
        ]
        for line, amount, share in zip(group, amounts, split(whole, amounts), strict=True):
            done.append(Priced(line, amount if inclusive else amount + share, share))
    order = {id(line): place for place, line in enumerate(lines)}
    return Sum(tuple(sorted(done, key=lambda one: order[id(one.line)])), tuple(tax_lines))


def _shares(
    amount: int, pieces: int, taxes: Sequence[Tax], *, inclusive: bool
) -> list[tuple[Tax, int]]:
    """How much of each tax is in, or comes on, this amount."""
    fixed = {one.code: halved_up(one.amount_minor * pieces, THOUSAND) for one in taxes}
    rates = _rates(taxes)
    rate, whole_fixed = sum(rates.values()), sum(fixed.values())
    if inclusive:
        base = max(0, amount - whole_fixed)
        proportional = halved_up(base * rate, MILLION + rate)
    else:
        proportional = halved_up(amount * rate, MILLION)
    parts = split(proportional, [rates[one.code] for one in taxes])
    return [(one, fixed[one.code] + part) for one, part in zip(taxes, parts, strict=True)]


def _rates(taxes: Sequence[Tax]) -> dict[str, int]:
    """Millionths of the net; a compound one is also on the taxes before it."""
    rates: dict[str, int] = {}
    for one in taxes:
        base = MILLION + (sum(rates.values()) if one.compound else 0)
        rates[one.code] = halved_up(base * one.rate_millionths, MILLION)
    return rates


def halved_up(dividend: int, divisor: int) -> int:
    """Divide, and round a half away from zero."""
    sign = -1 if dividend < 0 else 1
    return sign * ((2 * abs(dividend) + divisor) // (2 * divisor))


def split(whole: int, weights: Sequence[int]) -> list[int]:
    """Spread without losing a unit: the largest remainders carry what is left."""
    total = sum(weights)
    if not total:
        return [whole, *([0] * (len(weights) - 1))] if weights else []
    parts = [whole * weight // total for weight in weights]
    by_rest = sorted(range(len(weights)), key=lambda at: -(whole * weights[at] % total))
    for place in by_rest[: whole - sum(parts)]:
        parts[place] += 1
    return parts
