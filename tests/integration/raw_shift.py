"""What the report of a shift must say, worked out from an export of the journal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from tests.integration.raw_orders import SOLD, Entry, RawOrders


class RawShift:
    """One shift by its number; amounts in minor units."""

    def __init__(self, raw: RawOrders, number: int) -> None:
        (opening,) = (
            one
            for one in raw.entries
            if one["kind"] == "shift_open" and one["body"]["number"] == number
        )
        self._float: int = opening["body"]["float"]
        self._entries = [one for one in raw.entries if one["shift_id"] == opening["shift_id"]]
        self._bodies = [one["body"] for one in self._entries if one["kind"] in SOLD]
        self._payments = [
            payment
            for one in self._entries
            if one["kind"] in SOLD | {"tender_change"}
            for payment in one["body"]["payments"]
        ]

    @property
    def expected(self) -> int:
        """The cash that must lie in the drawer."""
        cash: int = sum(one["amount"] for one in self._payments if one["method"] == "cash")
        return self._float + cash + self._sum("cash_in") - self._sum("cash_out")

    def report(self) -> dict[str, Any]:
        """Under the names that `pos-app shift z` gives it."""
        bodies = self._bodies
        lines = [item["total"] for body in bodies for item in body["items"] if not back(item)]
        returns = [item["total"] for body in bodies for item in body["items"] if back(item)]
        given_up = [one["body"] for one in self._of("order_cancel")]
        numbers = [one["number"] for one in self._entries if one["kind"] in SOLD]
        return {
            "float": self._float,
            "sales": sum(lines),
            "refunds": -sum(returns),
            "tips": sum(body.get("tip", 0) for body in bodies),
            "cash_in": self._sum("cash_in"),
            "cash_out": self._sum("cash_out"),
            "expected": self.expected,
            "orders": len(list(self._of("order"))),
            "no_sales": len(list(self._of("no_sale"))),
            "discounts": sum(body["discount"] for body in bodies),
            "rounding": sum(body["rounding"] for body in bodies),
            "voids": len(given_up),
            "void_total": sum(body["total"] for body in given_up),
            "receipts": {"first": numbers[0], "last": numbers[-1]},
            "payments": payments(self._payments),
            "taxes": taxes(bodies),
        }

    def _of(self, kind: str) -> Iterator[Entry]:
        return (one for one in self._entries if one["kind"] == kind)

    def _sum(self, kind: str) -> int:
        return sum(one["body"]["amount"] for one in self._of(kind))


def back(item: Entry) -> bool:
    return bool(item["quantity"] < 0)


def payments(tenders: Iterable[Entry]) -> dict[str, tuple[int, int]]:
    """By the way to pay: how many, and how much."""
    sums: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
    for one in tenders:
        sums[one["method"]][0] += -1 if "reverses" in one else 1
        sums[one["method"]][1] += one["amount"]
    return {name: (count, amount) for name, (count, amount) in sums.items()}


def taxes(bodies: Iterable[Entry]) -> dict[tuple[str, str], tuple[int, int]]:
    """By the class and the rate in per cent: net and tax."""
    sums: defaultdict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for body in bodies:
        for one in body["taxes"]:
            rate = Decimal(one["rate_millionths"]) / 10_000
            row = sums[one["tax_class"], f"{rate:f}"]
            row[0] += one["net"]
            row[1] += one["amount"]
    return {key: (net, tax) for key, (net, tax) in sums.items()}
