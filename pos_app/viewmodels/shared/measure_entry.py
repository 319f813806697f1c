"""What a person types as a weight or a length: up to three decimals, the first key replaces."""

from __future__ import annotations

from typing import Final

from pos_app.domain.quantity import Quantity

WHOLE_DIGITS_MAX: Final = 5
DECIMALS_MAX: Final = 3
SEPARATORS: Final = frozenset({".", ","})


class MeasureEntry:
    def __init__(self, preset: Quantity | None = None) -> None:
        self._preset = preset
        self._typed = ""

    @property
    def is_typed(self) -> bool:
        return bool(self._typed)

    @property
    def quantity(self) -> Quantity:
        if not self._typed:
            return self._preset or Quantity(0)
        return Quantity.parse(self._typed.rstrip("."))

    @property
    def text(self) -> str:
        """What stands in the field, as it was typed."""
        return self._typed or (str(self._preset) if self._preset else "0")

    def press(self, key: str) -> None:
        """A digit or a separator; what makes no measure is ignored."""
        if key in SEPARATORS:
            if "." not in self._typed:
                self._typed = (self._typed or "0") + "."
            return
        whole, point, decimals = self._typed.partition(".")
        fits = len(decimals) < DECIMALS_MAX if point else len(whole) < WHOLE_DIGITS_MAX
        if key.isascii() and key.isdigit() and len(key) == 1 and fits:
            self._typed = key if self._typed == "0" else self._typed + key

    def backspace(self) -> None:
        """Take back the last key, or what stood there before the first."""
        self._preset = None if not self._typed else self._preset
        self._typed = self._typed[:-1]
        if not self._typed:
            self._preset = None
