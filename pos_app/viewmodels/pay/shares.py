"""Equal parts: how many guests still pay, and how much the one at the counter owes."""

from __future__ import annotations

from typing import Final

from pos_app.domain.cash import CashRounding
from pos_app.domain.tender import next_part

PARTS: Final = (2, 3, 4, 5, 6)


class Shares:
    """Without parts everything is due at once."""

    def __init__(self, cash: CashRounding) -> None:
        self._cash = cash
        self.count = 0
        self._left = 0
        self._owed = 0

    def clear(self) -> None:
        self.count = self._left = self._owed = 0

    def begin(self, count: int, remaining: int) -> None:
        self.count = self._left = count
        self._owed = next_part(remaining, count, self._cash)

    @property
    def number(self) -> int:
        """Which part it is, from 1."""
        return self.count - self._left + 1

    @property
    def owed(self) -> int:
        """What this guest has still to pay; 0 for the last one, who pays what is left."""
        return self._owed if self._left > 1 else 0

    def paid(self, amount: int, remaining: int) -> None:
        """Go on to the next guest once this one has paid the whole share."""
        if not self._left:
            return
        self._owed -= amount
        if self._owed <= 0 and self._left > 1:
            self._left -= 1
            self._owed = next_part(remaining, self._left, self._cash)
