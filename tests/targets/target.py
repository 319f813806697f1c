"""A target of the screens: what it must be at most, and what it was here and now."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Target:
    """`number` is the one of ux.md, section 6; `measured` must be at most `most`."""

    number: str
    what: str
    measured: float
    most: float
    unit: str = ""
    command: str = "make targets"
    note: str = ""

    @property
    def is_met(self) -> bool:
        return self.measured <= self.most
