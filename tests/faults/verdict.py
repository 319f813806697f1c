"""What a check can find: orders lost, doubled or halved, gaps, a broken chain, a damaged file."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    LOST = "lost"
    DOUBLED = "doubled"
    HALVED = "halved"
    GAP = "gaps"
    CHAIN = "chain"
    DAMAGE = "damage"


@dataclass(frozen=True, slots=True)
class Fault:
    kind: Kind
    detail: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.detail}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The numbers of the paid orders that were found, oldest first, and all that is wrong."""

    numbers: tuple[str, ...]
    faults: tuple[Fault, ...]

    @property
    def ok(self) -> bool:
        return not self.faults

    def kinds(self) -> set[Kind]:
        return {fault.kind for fault in self.faults}
