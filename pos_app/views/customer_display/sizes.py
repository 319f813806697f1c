"""How large things are on the customer's screen: in proportion to it, whatever size it has."""

from __future__ import annotations

from typing import Final

from PySide6.QtGui import QFont, QFontMetrics

from pos_app.views.shared.theme import Theme

LANDSCAPE: Final = (800, 480)
"""The screen that one unit is a pixel on."""
PORTRAIT: Final = (480, 800)
READING_SCALES: Final = (0.9, 1.5)
"""How far the lines go along with the size that is chosen for the till."""


class Sizes:
    """A unit is a pixel on a screen of 800 by 480, and more on a larger one."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self._unit = 1.0
        self.is_upright = False

    def fit(self, width: int, height: int) -> None:
        """Take the size of the screen."""
        self.is_upright = width < height
        across, down = PORTRAIT if self.is_upright else LANDSCAPE
        self._unit = max(min(width / across, height / down), 0.5)

    def px(self, units: int) -> int:
        return round(units * self._unit)

    def reading(self, units: int) -> int:
        """Of what is read line by line: it grows with the till's own scale, and fewer fit."""
        least, most = READING_SCALES
        return round(units * self._unit * max(least, min(self.theme.scale, most)))

    def token(self, pixels: int) -> int:
        """The size that the theme makes so many pixels of."""
        return max(round(pixels / self.theme.scale), 1)

    def font(self, pixels: int, weight: int) -> QFont:
        return self.theme.font((self.token(pixels), weight))

    def metrics(self, pixels: int, weight: int) -> QFontMetrics:
        return self.theme.metrics((self.token(pixels), weight))
