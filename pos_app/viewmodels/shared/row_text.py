"""One row of a list of things to choose from, ready to be painted."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RowText:
    """`key` says which one it is."""

    key: int
    name: str
    middle: str = ""
    right: str = ""
