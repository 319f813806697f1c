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
    is_proof: bool = True
    """Not where the machine was too busy to tell: `command` then measures it in quiet."""

    @property
    def is_met(self) -> bool:
        return self.measured <= self.most
