"""What changes with the size of the window; sizes in token pixels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

MEDIUM_FROM: Final = 1_200
LARGE_FROM: Final = 1_700
TALL_FROM: Final = 900
WINDOW_MIN: Final = (1_024, 720)


@dataclass(frozen=True, slots=True)
class Shape:
    """`columns` of the product grid; `keeps_keypad`: there is room for it all the time."""

    order_width: int
    columns: int
    keeps_keypad: bool


def shape_of(width: int, height: int) -> Shape:
    if width >= LARGE_FROM:
        return Shape(560, 7, keeps_keypad=height >= TALL_FROM)
    if width >= MEDIUM_FROM:
        return Shape(480, 5, keeps_keypad=False)
    return Shape(420, 3, keeps_keypad=False)
