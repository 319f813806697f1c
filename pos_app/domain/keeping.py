"""Whose an open order is, and what it is called while it waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Keeping:
    """No part of what is sold: undo leaves it alone, and no receipt shows it."""

    name: str = ""
    """Such as "blue jacket"; most orders have none."""
    held_at: datetime | None = None
    taken_by: int | None = None
    """Who took it over from whoever opened it."""
