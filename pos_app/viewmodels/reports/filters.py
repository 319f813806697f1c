"""What a report can be narrowed down to: whom, and which goods."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from pos_app.domain.staff import StaffMember

CATEGORIES_MAX: Final = 60


class People(Protocol):
    def listed(self) -> Sequence[StaffMember]: ...


class Categories(Protocol):
    def categories(self, limit: int) -> Sequence[str]: ...


@dataclass(frozen=True, slots=True)
class Filters:
    """Those that can be chosen; none is all of them."""

    cashiers: tuple[tuple[int, str], ...] = ()
    categories: tuple[str, ...] = ()

    @classmethod
    def read(cls, people: People, shelf: Categories) -> Filters:
        found = sorted(
            ((one.staff_id, one.name) for one in people.listed()), key=lambda one: one[1]
        )
        return cls(tuple(found), tuple(shelf.categories(CATEGORIES_MAX)))

    def name_of(self, cashier: int | None) -> str:
        return dict(self.cashiers).get(cashier, "") if cashier is not None else ""
