"""Which orders stand behind a number of a report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Behind:
    """Business dates, both included; of the rest, what is None says nothing.

    `is_conduct`: something was taken off, taken back or given up.
    """

    first: date
    last: date
    hour: str | None = None
    cashier: int | None = None
    category: str | None = None
    sku: str | None = None
    tax_class: str | None = None
    method: str | None = None
    is_conduct: bool = False
    shift: int | None = None
