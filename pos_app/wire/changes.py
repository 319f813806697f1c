"""Head office to terminal: what was edited there, in an order that never skips a late commit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

PAGE_MAX: Final = 500
"""Changes in one page."""


class Subject(StrEnum):
    """What a change is about, and what its key is.

    * `product`: the sku; body `name, category, price (minor units), cost or null, tax_class,
      unit, oversell, active, age_limit or null, open_price or null, barcodes (list of texts)`
    * `tax`: the code; body `name, rate_millionths, amount_minor, compound`
    * `tax_class`: the code; body `name, taxes (codes in order)`
    * `staff`: head office's id of the person; body `name, role, active`. A new person has no
      PIN until a manager gives one at the terminal.
    * `setting`: the setting's name; body `value` (text)
    * `stock`: the sku; body `elsewhere` (thousandths): the sum of all movements in this store
      that this terminal did not make
    """

    PRODUCT = "product"
    TAX = "tax"
    TAX_CLASS = "tax_class"
    STAFF = "staff"
    SETTING = "setting"
    STOCK = "stock"


@dataclass(frozen=True, slots=True)
class Change:
    """The newest state of one thing. `body` is None where it was deleted (a tombstone).

    `version` grows with every edit of the thing; a lower one never replaces a higher one.
    """

    subject: Subject
    key: str
    version: int
    body: Mapping[str, object] | None


@dataclass(frozen=True, slots=True)
class Page:
    """`cursor` is opaque and goes with the changes into one transaction of the terminal.

    `left` is about how many changes follow, for a progress bar; 0 when this page is the last.
    """

    changes: Sequence[Change]
    cursor: str
    left: int
