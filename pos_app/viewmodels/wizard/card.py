"""How large things are on a screen: told by a bank card, which everybody has at hand."""

from __future__ import annotations

from typing import Final

from pos_app.viewmodels.look import SCALES

CARD_MM: Final = 85.6
"""How wide ISO/IEC 7810 has made every one of them."""
PIXELS_PER_MM: Final = 96 / 25.4
"""Of the screens that the sizes were drawn for."""
CARDS: Final = range(80, 211)
"""How wide it can be drawn, in per cent of what it is on such a screen."""


def card_pixels(card: int) -> int:
    return round(CARD_MM * PIXELS_PER_MM * card / 100)


def scale_for(card: int, *, most: int = SCALES[-1]) -> int:
    """The scale at which things are as large as on the screens that they were drawn for."""
    return min((one for one in SCALES if one <= most), key=lambda one: abs(one - card))
