"""Who may ask head office for what."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """Of a person at head office; each may do what the ones before it may.

    * `cashier`: their own orders
    * `manager`: one store
    * `head_office`: every store
    * `admin`: also people, terminals and keys
    """

    CASHIER = "cashier"
    MANAGER = "manager"
    HEAD_OFFICE = "head_office"
    ADMIN = "admin"

    def covers(self, other: Role) -> bool:
        order = list(Role)
        return order.index(self) >= order.index(other)

    @property
    def belongs_to_a_store(self) -> bool:
        return self in {Role.CASHIER, Role.MANAGER}


@dataclass(frozen=True, slots=True)
class PersonCaller:
    """A person whose token was accepted. `store_id` is None for whom no store bounds."""

    person_id: str
    name: str
    role: Role
    store_id: str | None

    def sees_store(self, store_id: str) -> bool:
        return self.store_id is None or self.store_id == store_id


@dataclass(frozen=True, slots=True)
class TerminalCaller:
    """A terminal whose token was accepted."""

    terminal_id: str
    code: str
    store_id: str
    epoch: int

    def sees_store(self, store_id: str) -> bool:
        return self.store_id == store_id


Caller = PersonCaller | TerminalCaller
