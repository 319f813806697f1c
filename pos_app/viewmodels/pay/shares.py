"""Parts: what the guest at the counter owes, of equal shares or by the items that are theirs."""

from __future__ import annotations

from typing import Final

from pos_app.domain.cash import CashRounding
from pos_app.domain.tender import next_part

PARTS: Final = (2, 3, 4, 5, 6)


class Shares:
    """Without parts everything is due at once."""

    def __init__(self, cash: CashRounding) -> None:
        self._cash = cash
        self.clear()

    def clear(self) -> None:
        self.count = self._left = self._owed = 0
        self.rows: frozenset[int] = frozenset()
        """The lines of the order that this guest pays, by their places."""
        self.paid_rows: frozenset[int] = frozenset()

    def begin(self, count: int, remaining: int) -> None:
        self.count = self._left = count
        self._owed = next_part(remaining, count, self._cash)
        self.rows = frozenset()

    def begin_rows(self, rows: frozenset[int], amount: int, remaining: int) -> None:
        """This guest pays these lines, in coins that exist; what that rounds the others pay."""
        self.count, self.rows = 0, rows
        self._owed = min(self._cash.of(amount), remaining)
        self._left = 2 if self._owed < remaining else 1

    @property
    def number(self) -> int:
        """Which part it is, from 1."""
        return self.count - self._left + 1

    @property
    def owed(self) -> int:
        """What this guest has still to pay; 0 for the last one, who pays what is left."""
        return self._owed if self._left > 1 else 0

    def add(self, amount: int, remaining: int) -> None:
        """Whoever stands here gives so much more, or less if it is below 0, as far as it goes."""
        if self._left > 1:
            owed = self._owed + amount
            self._owed = min(owed if owed > 0 else self._owed, remaining)

    def paid(self, amount: int, remaining: int) -> None:
        """Go on to the next guest once this one has paid the whole share."""
        if not self._left:
            return
        self._owed -= amount
        if self._owed <= 0 and self.rows:
            self.paid_rows |= self.rows
            self.rows, self._left = frozenset(), 0
        elif self._owed <= 0 and self._left > 1:
            self._left -= 1
            self._owed = next_part(remaining, self._left, self._cash)
