"""One picture: its name, and how the till is brought there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.gui.driving import DrivenTill


@dataclass(frozen=True, slots=True)
class Shot:
    name: str
    arrange: Callable[[DrivenTill], None]
    is_watched: bool = True
    """Whether the till does all of it: neither a new look, which has a limit of its own, nor PINs
    of people whom the picture adds itself."""
