"""The arithmetic of the domain written a second time, in fractions, to check the first against."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import ceil, floor

from pos_app.domain.rounding import Rounding
from pos_app.domain.tax import MILLION, Tax

HALF = Fraction(1, 2)


def rounded(exact: Fraction, rounding: Rounding) -> int:
    size = abs(exact)
    whole = {
        Rounding.HALF_UP: floor(size + HALF),
        Rounding.HALF_DOWN: ceil(size - HALF),
        Rounding.HALF_EVEN: round(size),
        Rounding.UP: ceil(size),
        Rounding.DOWN: floor(size),
    }[rounding]
    return whole if exact >= 0 else -whole


def taxes_on_net(net: Fraction, thousandths: int, taxes: Sequence[Tax]) -> list[Fraction]:
    """What each tax adds to a net price, one after the other."""
    found: list[Fraction] = []
    for tax in taxes:
        base = net + (sum(found) if tax.compound else 0)
        rated = base * tax.rate_millionths / MILLION
        found.append(rated + Fraction(tax.amount_minor * thousandths, 1_000))
    return found


def taxes_in_gross(gross: Fraction, thousandths: int, taxes: Sequence[Tax]) -> list[Fraction]:
    """What each tax holds of a gross price: the taxes on the net price that leads to it."""
    without_price = sum(taxes_on_net(Fraction(0), thousandths, taxes))
    per_unit_of_net = sum(taxes_on_net(Fraction(1), thousandths, taxes)) - without_price
    return taxes_on_net((gross - without_price) / (1 + per_unit_of_net), thousandths, taxes)
