"""What every report must say, worked out from an export of the journal and nothing of the store."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from math import floor
from pathlib import Path
from typing import Any, Final

SOLD: Final = frozenset({"order", "refund"})
Entry = Mapping[str, Any]
Sums = tuple[int, int, int, int]
"""Orders, thousandths, tax and gross."""


def rounded(exact: Fraction) -> int:
    """Half away from zero."""
    whole = floor(abs(exact) + Fraction(1, 2))
    return whole if exact >= 0 else -whole


def ratio(part: int, whole: int) -> int | None:
    return rounded(Fraction(part, whole)) if whole else None


@dataclass(frozen=True, slots=True)
class Goods:
    """What is said of a product outside of the journal; costs in cents."""

    categories: Mapping[str, str]
    costs: Mapping[str, int | None]

    @classmethod
    def of(cls, *paths: Path) -> Goods:
        categories, costs = {"CUSTOM": ""}, dict[str, int | None]({"CUSTOM": None})
        for path in paths:
            with path.open(encoding="utf-8", newline="") as file:
                for row in csv.DictReader(file):
                    categories[row["sku"]] = row["category"]
                    costs[row["sku"]] = int(Fraction(row["cost"]) * 100) if row["cost"] else None
        return cls(categories, costs)


@dataclass(slots=True)
class _Sum:
    orders: set[str] = field(default_factory=set)
    quantity: int = 0
    tax: int = 0
    gross: int = 0

    @property
    def sums(self) -> Sums:
        return (len(self.orders), self.quantity, self.tax, self.gross)


class RawOrders:
    """The lines of an export, from the second on: `raw TAB hash TAB signature`."""

    def __init__(self, lines: Iterable[bytes], goods: Goods) -> None:
        self._entries: list[Entry] = [json.loads(line.split(b"\t")[0]) for line in lines]
        self._goods = goods

    def paid(self, since: date, until: date) -> Iterator[Entry]:
        for one in self._entries:
            if (
                one["kind"] in SOLD
                and since.isoformat() <= one["business_date"] <= until.isoformat()
            ):
                yield one

    def lines(
        self, since: date, until: date, *, cashier: int | None = None, category: str | None = None
    ) -> Iterator[tuple[Entry, Entry]]:
        for entry in self.paid(since, until):
            for item in entry["body"]["items"]:
                is_of = category in (None, self._goods.categories[item["sku"]])
                if cashier in (None, entry["user_id"]) and is_of:
                    yield entry, item

    def by(self, key: str, since: date, until: date, **only: Any) -> tuple[dict[str, Sums], Sums]:
        """The sums under each key, and those of all."""
        sums: defaultdict[str, _Sum] = defaultdict(_Sum)
        whole = _Sum()
        for entry, item in self.lines(since, until, **only):
            for one in (sums[self.key(key)(entry, item)], whole):
                if item["quantity"] > 0:
                    one.orders.add(entry["order_id"])
                one.quantity += item["quantity"]
                one.tax += item["tax"]
                one.gross += item["total"]
        return {name: one.sums for name, one in sums.items()}, whole.sums

    def key(self, key: str) -> Callable[[Entry, Entry], str]:
        def week(entry: Entry, _item: Entry) -> str:
            year, number, _ = date.fromisoformat(entry["business_date"]).isocalendar()
            return f"{year}-W{number:02}"

        return {
            "day": lambda entry, _item: str(entry["business_date"]),
            "week": week,
            "month": lambda entry, _item: str(entry["business_date"][:7]),
            "hour": lambda entry, _item: str(entry["body"]["completed_at"][11:13]),
            "product": lambda _entry, item: str(item["sku"]),
            "category": lambda _entry, item: self._goods.categories[item["sku"]],
            "cashier": lambda entry, _item: str(entry["user_id"]),
            "tax": lambda _entry, item: str(item["tax_class"]),
            "terminal": lambda entry, _item: str(entry["terminal_id"]),
        }[key]

    def payments(self, since: date, until: date) -> dict[str, int]:
        """What was paid in each way, without the tips, which go with the money in proportion."""
        sums: defaultdict[str, int] = defaultdict(int)
        for entry in self.paid(since, until):
            body, ways = entry["body"], defaultdict[str, int](int)
            for one in body["payments"]:
                ways[one["method"]] += one["amount"]
            tip, paid = body.get("tip", 0), sum(ways.values())
            exact = [
                Fraction(tip * amount, paid) if paid else Fraction() for amount in ways.values()
            ]
            parts = [floor(one) for one in exact]
            order = sorted(range(len(parts)), key=lambda i: (parts[i] - exact[i], i))
            for i in order[: tip - sum(parts)]:
                parts[i] += 1
            for (method, amount), part in zip(ways.items(), parts, strict=True):
                sums[method] += amount - part
        return dict(sums)

    def margin(
        self, key: str, since: date, until: date
    ) -> dict[str, tuple[int, int, int, int, int | None, int]]:
        """Quantity, net, cost, margin, its millionths, and the net of what has no cost.

        A product's cost is rounded once, for all that was sold of it.
        """
        products, _ = self.by("product", since, until)
        sums: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
        for sku, (_, quantity, tax, gross) in products.items():
            for name in (sku if key == "product" else self._goods.categories[sku], "total"):
                row, cost = sums[name], self._goods.costs[sku]
                row[0] += quantity
                row[1] += gross - tax
                if cost is None:
                    row[3] += gross - tax
                else:
                    row[2] += rounded(Fraction(cost * quantity, 1_000))
        return {
            name: (
                *(quantity, net, cost, net - unknown - cost),
                ratio((net - unknown - cost) * 1_000_000, net - unknown),
                unknown,
            )
            for name, (quantity, net, cost, unknown) in sums.items()
        }

    def changed(self, since: date, until: date) -> dict[str, set[str]]:
        """By cashier: the orders of which something was taken off, taken back or given up."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for entry in self._entries:
            if not since.isoformat() <= (entry["business_date"] or "") <= until.isoformat():
                continue
            is_changed = entry["kind"] == "order_cancel" or (
                entry["kind"] in SOLD
                and any(
                    one["quantity"] < 0 or one["discount"] > 0 for one in entry["body"]["items"]
                )
            )
            if is_changed:
                found[str(entry["user_id"])].add(entry["order_id"])
        return found

    def conduct(self, since: date, until: date) -> dict[str, list[int]]:
        """By cashier: discounts, refunds, voids, orders given up, and drawers opened."""
        sums: defaultdict[str, list[int]] = defaultdict(lambda: [0] * 9)
        for entry in self._entries:
            if not since.isoformat() <= (entry["business_date"] or "") <= until.isoformat():
                continue
            row = sums[str(entry["user_id"])] if entry["kind"] in CONDUCT else [0] * 9
            items = entry["body"].get("items", [])
            back = [one for one in items if one["quantity"] < 0]
            if entry["kind"] in SOLD:
                off = sum(one["discount"] for one in items if one["quantity"] > 0)
                void = [one for one in back if one["returns"]["reason"] == "void"]
                other = [one for one in back if one["returns"]["reason"] != "void"]
                for place, lines in ((2, other), (4, void)):
                    row[place] += bool(lines)
                    row[place + 1] -= sum(one["total"] for one in lines)
                row[0] += off > 0
                row[1] += off
            elif entry["kind"] == "order_cancel":
                row[6] += 1
                row[7] += sum(one["total"] for one in items)
            elif entry["kind"] == "no_sale":
                row[8] += 1
        return dict(sums)


CONDUCT: Final = SOLD | {"order_cancel", "no_sale"}
