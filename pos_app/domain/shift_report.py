"""What a shift adds up to: the one document behind the X report and the Z report."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from pos_app.domain.shift import Shift


@dataclass(frozen=True, slots=True)
class MethodSum:
    """What was taken one way, less what was given back that way, in minor units."""

    method: str
    count: int
    amount: int


@dataclass(frozen=True, slots=True)
class TaxSum:
    """In minor units; a rate that changes within the shift has a line of its own."""

    tax_class: str
    tax_code: str
    name: str
    rate_millionths: int
    net: int
    tax: int


@dataclass(frozen=True, slots=True)
class ShiftSums:
    """What only the documents of a shift know; its own row keeps the rest. In minor units."""

    documents: int = 0
    """Orders and refunds with a number."""
    discounts: int = 0
    rounding: int = 0
    voids: int = 0
    """Orders that were given up."""
    void_total: int = 0
    first: str = ""
    last: str = ""
    """The receipt numbers that it begins and ends with."""
    methods: tuple[MethodSum, ...] = ()
    taxes: tuple[TaxSum, ...] = ()

    def plus(self, later: ShiftSums) -> ShiftSums:
        """With what came after it."""
        return ShiftSums(
            documents=self.documents + later.documents,
            discounts=self.discounts + later.discounts,
            rounding=self.rounding + later.rounding,
            voids=self.voids + later.voids,
            void_total=self.void_total + later.void_total,
            first=self.first or later.first,
            last=later.last or self.last,
            methods=_methods((*self.methods, *later.methods)),
            taxes=_taxes((*self.taxes, *later.taxes)),
        )

    @property
    def tax(self) -> int:
        return sum(one.tax for one in self.taxes)


@dataclass(frozen=True, slots=True)
class Filed:
    """The journal entry that holds a Z report: it is never altered."""

    seq: int
    hash: bytes


@dataclass(frozen=True, slots=True)
class ShiftReport:
    """X while the shift is open, Z once it is closed; `at` is when it was read, or closed."""

    shift: Shift
    sums: ShiftSums
    at: datetime
    opened_by: str
    closed_by: str = ""
    filed: Filed | None = None
    note: str = ""
    """What was said of the count."""

    @property
    def is_final(self) -> bool:
        return self.shift.closed_at is not None

    @property
    def gross(self) -> int:
        """What was sold less what came back, in minor units."""
        return self.shift.sales - self.shift.refunds


def _methods(rows: tuple[MethodSum, ...]) -> tuple[MethodSum, ...]:
    found: dict[str, MethodSum] = {}
    for row in rows:
        known = found.get(row.method, MethodSum(row.method, 0, 0))
        found[row.method] = MethodSum(
            row.method, known.count + row.count, known.amount + row.amount
        )
    return tuple(found[name] for name in sorted(found))


def _taxes(rows: tuple[TaxSum, ...]) -> tuple[TaxSum, ...]:
    found: dict[tuple[str, str, int, str], TaxSum] = {}
    for row in rows:
        key = (row.tax_class, row.tax_code, row.rate_millionths, row.name)
        known = found.get(key, replace(row, net=0, tax=0))
        found[key] = replace(row, net=known.net + row.net, tax=known.tax + row.tax)
    return tuple(found[key] for key in sorted(found))
