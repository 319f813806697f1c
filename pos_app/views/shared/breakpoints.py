"""What changes with the size of the window; sizes in token pixels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtWidgets import QWidget

from pos_app.views.shared.theme import Theme

MEDIUM_FROM: Final = 1_200
LARGE_FROM: Final = 1_700
TALL_FROM: Final = 900
SIDE_BY_SIDE_FROM: Final = 1_024
"""Below it the order and the products do not fit beside each other."""
WINDOW_MIN: Final = (720, 720)
FITS: Final = (SIDE_BY_SIDE_FROM, 720)
"""What the screens need at least, side by side."""
FITS_IN_ONE_COLUMN: Final = (720, 1_000)


@dataclass(frozen=True, slots=True)
class Shape:
    """`columns` of the product grid; `keeps_keypad`: there is room for it all the time.

    In one column the order and the products take turns, and `order_width` is nothing.
    """

    order_width: int
    columns: int
    keeps_keypad: bool = False
    is_one_column: bool = False
    is_wide: bool = True


def shape_of(width: int, height: int) -> Shape:
    if width < min(height, MEDIUM_FROM) or width < SIDE_BY_SIDE_FROM:
        return Shape(0, 4, is_one_column=True, is_wide=False)
    if width >= LARGE_FROM:
        return Shape(560, 6, keeps_keypad=height >= TALL_FROM)
    if width >= MEDIUM_FROM:
        return Shape(480, 5)
    return Shape(420, 3, is_wide=False)


def shape_in(window: QWidget, theme: Theme) -> Shape:
    """The shape of a window at the scale of its theme."""
    return shape_of(round(window.width() / theme.scale), round(window.height() / theme.scale))


def scale_max(window: QWidget) -> float:
    """The largest scale at which everything still fits into a window."""
    width, height = FITS_IN_ONE_COLUMN if window.width() < window.height() else FITS
    return min(window.width() / width, window.height() / height)
