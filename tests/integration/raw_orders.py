"""What every report must say, worked out from an export of the journal and nothing of the store."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from functools import cached_property
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


def parts_of(whole: int, amounts: Sequence[int]) -> list[int]:
    """The whole in proportion to the amounts; what is left over goes to the largest remainders."""
    exact = [Fraction(whole * one, sum(amounts) or 1) for one in amounts]
    parts = [floor(one) for one in exact]
    if not sum(amounts):
        return [whole, *parts[1:]]
    order = sorted(range(len(parts)), key=lambda i: (parts[i] - exact[i], i))
    for i in order[: whole - sum(parts)]:
        parts[i] += 1
    return parts


def ratio(part: int, whole: int) -> int | None:
    return rounded(Fraction(part, whole)) if whole else None


@dataclass(frozen=True, slots=True)
class Goods:
    """What is said of a product outside of the journal; costs and prices in cents.

    `opening` is what was there before the first order, in thousandths.
    """

    categories: Mapping[str, str]
    costs: Mapping[str, int | None]
    names: Mapping[str, str]
    prices: Mapping[str, int]
    opening: Mapping[str, int]

    @classmethod
    def of(cls, *paths: Path) -> Goods:
        categories, costs = {"CUSTOM": ""}, dict[str, int | None]({"CUSTOM": None})
        names, prices, opening = dict[str, str](), dict[str, int](), dict[str, int]()
        for path in paths:
            with path.open(encoding="utf-8", newline="") as file:
                for row in csv.DictReader(file):
                    categories[row["sku"]] = row["category"]
                    costs[row["sku"]] = int(Fraction(row["cost"]) * 100) if row["cost"] else None
                    names[row["sku"]] = row["name"]
                    prices[row["sku"]] = int(Fraction(row["price"]) * 100)
                    opening[row["sku"]] = int(Fraction(row["stock"] or 0) * 1_000)
        return cls(categories, costs, names, prices, opening)


@dataclass(slots=True)
class _Sum:
    orders: set[str] = field(default_factory=set)
    quantity: int = 0
    tax: int = 0
    gross: int = 0

    @property
    def sums(self) -> Sums:
        return (len(self.orders), self.quantity, self.tax, self.gross)


def _is_after(entry: Entry, day: date, cut: int) -> bool:
    if entry["kind"] not in SOLD or entry["business_date"] != day.isoformat():
        return False
    local = datetime.fromisoformat(entry["body"]["completed_at"]).replace(tzinfo=None)
    return local > datetime.combine(day, time.min) + timedelta(seconds=cut)


class RawOrders:
    """The lines of an export, from the second on: `raw TAB hash TAB signature`."""

    def __init__(self, lines: Iterable[bytes], goods: Goods) -> None:
        self._entries: list[Entry] = [json.loads(line.split(b"\t")[0]) for line in lines]
        self._goods = goods

    @property
    def entries(self) -> Sequence[Entry]:
        """All of them, in the order of their making."""
        return self._entries

    def ended(self, day: date, cut: int) -> RawOrders:
        """The same, as if that business date had ended so many seconds after its midnight."""
        rest = [one for one in self._entries if not _is_after(one, day, cut)]
        found = RawOrders((), self._goods)
        found._entries = rest
        return found

    def paid(self, since: date, until: date) -> Iterator[Entry]:
        for one in self._entries:
            if (
                one["kind"] in SOLD
                and since.isoformat() <= one["business_date"] <= until.isoformat()
            ):
                yield one

    def tenders(self, entry: Entry) -> list[Entry]:
        """What an order was paid with after all: without what was taken back afterwards."""
        found = [*entry["body"]["payments"]]
        for one in self._entries:
            if one["kind"] == "tender_change" and one["order_id"] == entry["order_id"]:
                found += one["body"]["payments"]
        gone = {one["reverses"] for one in found if "reverses" in one}
        return [one for one in found if "reverses" not in one and one["id"] not in gone]

    def lines(
        self,
        since: date,
        until: date,
        *,
        cashier: int | None = None,
        category: str | None = None,
        method: str | None = None,
    ) -> Iterator[tuple[Entry, Entry]]:
        for entry in self.paid(since, until):
            if method is not None and method not in {one["method"] for one in self.tenders(entry)}:
                continue
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

    def payments(
        self, since: date, until: date, *, cashier: int | None = None
    ) -> dict[str, tuple[int, int, int]]:
        """Orders, tax and what was paid in each way.

        Tax and tips, which are no sale, go with the money in proportion.
        """
        sums: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
        for entry in self.paid(since, until):
            if cashier not in (None, entry["user_id"]):
                continue
            body, ways = entry["body"], defaultdict[str, int](int)
            for one in self.tenders(entry):
                ways[one["method"]] += one["amount"]
            called = sorted(ways) or [""]
            amounts = [ways[name] for name in called]
            tips = parts_of(body.get("tip", 0), amounts)
            taxes = parts_of(sum(one["tax"] for one in body["items"]), amounts)
            total = sum(one["total"] for one in body["items"])
            is_bought = any(one["quantity"] > 0 for one in body["items"])
            for name, amount, tax, tip in zip(called, amounts, taxes, tips, strict=True):
                row = sums[name]
                row[0] += total > 0 or (total == 0 and is_bought)
                row[1] += tax
                row[2] += amount - tip
        return {name: (orders, tax, gross) for name, (orders, tax, gross) in sums.items()}

    def tips(self, since: date, until: date) -> dict[str, tuple[int, int, int]]:
        """By cashier: how many, how much, and the cash of it; for days on which none came back."""
        sums: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
        for entry in self.paid(since, until):
            payments, tip = self.tenders(entry), entry["body"].get("tip", 0)
            if tip:
                ways = sorted({one["method"] for one in payments})
                paid = [sum(one["amount"] for one in payments if one["method"] == w) for w in ways]
                shares = dict(zip(ways, parts_of(tip, paid), strict=True))
                row = sums[str(entry["user_id"])]
                row[:] = (row[0] + 1, row[1] + tip, row[2] + shares.get("cash", 0))
        return {who: (orders, tip, cash) for who, (orders, tip, cash) in sums.items()}

    @cached_property
    def levels(self) -> dict[str, int]:
        """What is left of each product, in thousandths."""
        levels = dict(self._goods.opening)
        for _, item in self.lines(date.min, date.max):
            is_back = item["quantity"] > 0 or item["returns"]["restocks"]
            if item["sku"] in levels and is_back:
                levels[item["sku"]] -= item["quantity"]
        return levels

    def shelf(self, sku: str) -> tuple[int, int, int]:
        """What is left of a product, what that has cost, and what it would bring."""
        left = self.levels[sku]
        there, cost = max(left, 0), self._goods.costs[sku] or 0
        price = self._goods.prices[sku]
        worth = [rounded(Fraction(each * there, 1_000)) for each in (cost, price)]
        return left, worth[0], worth[1]

    def margin(
        self, key: str, since: date, until: date, **only: Any
    ) -> dict[str, tuple[int, int, int, int, int | None, int]]:
        """Quantity, net, cost, margin, its millionths, and the net of what has no cost.

        A product's cost is rounded once, for all that was sold of it.
        """
        products, _ = self.by("product", since, until, **only)
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
