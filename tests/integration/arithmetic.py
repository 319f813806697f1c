"""What baskets cost, worked out a second time with fractions and nothing of the program."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import floor
from pathlib import Path
from typing import Final

# France, prices with the tax in them.
RATES: Final = {"STANDARD": Fraction(20, 100), "REDUCED": Fraction("5.5") / 100}


@dataclass(frozen=True, slots=True)
class Sums:
    """Orders, pieces, tax and gross; amounts in cents."""

    orders: int
    pieces: int
    tax: int
    gross: int


@dataclass(slots=True)
class Sold:
    """What the baskets add up to, under every key of a report."""

    orders: int = 0
    totals: list[int] = field(default_factory=list)
    _sums: dict[tuple[str, str], list[int]] = field(default_factory=dict)
    _orders: Counter[tuple[str, str]] = field(default_factory=Counter)

    def by(self, dimension: str) -> dict[str, Sums]:
        return {
            key: Sums(self._orders[of, key], *sums)
            for (of, key), sums in self._sums.items()
            if of == dimension
        }

    @property
    def whole(self) -> Sums:
        [sums] = self.by("all").values()
        return sums

    def add(self, basket: Sequence[str], products: dict[str, dict[str, str]]) -> None:
        pieces = Counter(basket)
        lines = [(products[barcode], count) for barcode, count in pieces.items()]
        prices = [cents(product["price"]) * count for product, count in lines]
        taxes = [0] * len(lines)
        for tax_class, rate in RATES.items():
            group = [i for i, (one, _) in enumerate(lines) if one["tax_class"] == tax_class]
            exact = [prices[i] * rate / (1 + rate) for i in group]
            for i, tax in zip(group, rounded_together(exact), strict=True):
                taxes[i] = tax
        touched = set()
        for (product, count), price, tax in zip(lines, prices, taxes, strict=True):
            for place in (
                ("all", ""),
                ("product", product["sku"]),
                ("category", product["category"]),
                ("tax", product["tax_class"]),
            ):
                touched.add(place)
                sums = self._sums.setdefault(place, [0, 0, 0])
                sums[0] += count
                sums[1] += tax
                sums[2] += price
        self._orders.update(touched)
        self.orders += 1
        self.totals.append(sum(prices))


def cents(price: str) -> int:
    exact = Decimal(price) * 100
    assert exact == int(exact)
    return int(exact)


def half_up(exact: Fraction) -> int:
    number = Decimal(exact.numerator) / Decimal(exact.denominator)
    # A quotient that is no exact half is far enough from one for 28 digits to tell.
    return int(number.quantize(Decimal(1), ROUND_HALF_UP))


def rounded_together(exact: Sequence[Fraction]) -> list[int]:
    """To the sum of all, rounded: by largest remainder; of equals, the first gets the cent."""
    parts = [floor(part) for part in exact]
    order = sorted(range(len(parts)), key=lambda i: (parts[i] - exact[i], i))
    for i in order[: half_up(sum(exact, Fraction())) - sum(parts)]:
        parts[i] += 1
    return parts


def read_products(path: Path) -> dict[str, dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return {row["barcode"]: row for row in csv.DictReader(file)}


def read_baskets(path: Path) -> list[list[str]]:
    return [line.split() for line in path.read_text(encoding="ascii").splitlines()]


def sold(baskets: Iterable[Sequence[str]], products: dict[str, dict[str, str]]) -> Sold:
    result = Sold()
    for basket in baskets:
        result.add(basket, products)
    return result
