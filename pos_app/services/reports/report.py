"""What every report is: columns of a kind, rows, their sums, and what stands behind a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, NamedTuple

from pos_app.domain.errors import InvalidInputError
from pos_app.domain.rounding import divide

MILLION: Final = 1_000_000
THOUSAND: Final = 1_000
Cell = str | int | None
"""None where there is nothing to say: a margin of what has no cost, an average of no orders."""


class PeriodError(InvalidInputError):
    code = "report.period"
    text = "The period ends ({until}) before it begins ({since})."


class Kind(StrEnum):
    """What the cells of a column are."""

    TEXT = "text"
    DAY = "day"
    """An ISO date."""
    COUNT = "count"
    QUANTITY = "quantity"
    """Thousandths."""
    MONEY = "money"
    """Minor units."""
    SHARE = "share"
    """Millionths of the whole."""


class Column(NamedTuple):
    """`name` is the word of the program for it; `services/reports/titles.py` has the people's."""

    name: str
    kind: Kind


class Row(NamedTuple):
    """`key` is what the orders behind it are found by; empty where none are."""

    key: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Scope:
    """Business dates, both included; one cashier, category or way to pay only, if named.

    With a `cut`, its last day ends so many seconds after the midnight that began it.
    """

    since: date
    until: date
    cashier: int | None = None
    category: str | None = None
    cut: int | None = None
    method: str | None = None
    """Orders that were paid in this way, for a part of it at least."""

    def __post_init__(self) -> None:
        """:raises PeriodError: if it ends before it begins"""
        if self.until < self.since:
            raise PeriodError(since=self.since, until=self.until)

    @property
    def is_whole(self) -> bool:
        """Whether every order of the period is in it."""
        return self.is_of_all and self.cut is None

    @property
    def is_of_all(self) -> bool:
        """Of every cashier, category and way to pay."""
        return (self.cashier, self.category, self.method) == (None, None, None)


@dataclass(frozen=True, slots=True)
class Report:
    """`totals` has one cell for each column. `drill` says what the keys are: "" if nothing."""

    name: str
    by: str
    scope: Scope
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    totals: tuple[Cell, ...] = ()
    charted: str = ""
    """The column that is drawn; none if it is empty."""
    drill: str = ""

    def place(self, name: str) -> int:
        return [one.name for one in self.columns].index(name)

    def values(self, name: str) -> Sequence[Cell]:
        """The cells of one column, without its total."""
        place = self.place(name)
        return [row.cells[place] for row in self.rows]


def share(part: int, whole: int) -> int | None:
    """Millionths, rounded half away from zero; None of nothing."""
    return None if whole == 0 else per(part * MILLION, whole)


def per(amount: int, count: int) -> int | None:
    """Rounded half away from zero; None of nothing."""
    if count == 0:
        return None
    return divide(amount, count) if count > 0 else divide(-amount, -count)


def summed(rows: Sequence[Row], place: int) -> int:
    """What the whole numbers of one column add up to."""
    cells = (row.cells[place] for row in rows)
    return sum(cell for cell in cells if isinstance(cell, int))
