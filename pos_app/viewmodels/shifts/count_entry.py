"""What is typed on the boxes of a count: notes and coins, rolls of them, and one other sum."""

from __future__ import annotations

from collections.abc import Sequence

from pos_app.domain.money import Currency, Money
from pos_app.services.shifts.counting import PIECES_MAX, CoinRolls, Count
from pos_app.viewmodels.shared.amount_entry import AmountEntry


class CountEntry:
    """The first digit replaces what stands in a box; what follows a roll lies beside it.

    The last place is the one of the other sum.
    """

    def __init__(
        self, pieces: Sequence[int], rolls: CoinRolls, currency: Currency, *, in_cents: bool
    ) -> None:
        self.pieces = tuple(sorted(pieces, reverse=True))
        self._rolls = rolls
        self._currency = currency
        self._other = AmountEntry(currency, in_cents=in_cents)
        self.count = Count()
        self.chosen = 0
        self._is_typed = False
        """Whether the loose ones were, since the box was chosen or a roll was counted."""
        self._is_rolled = False

    @property
    def places(self) -> int:
        return len(self.pieces) + 1

    @property
    def is_other(self) -> bool:
        return self.chosen == len(self.pieces)

    @property
    def roll(self) -> int:
        """How many are in a roll of what is chosen; 0 if it comes in none."""
        return 0 if self.is_other else self._rolls.of(self._value)

    @property
    def rolled(self) -> int:
        """How many rolls of it are counted."""
        if not self.roll:
            return 0
        # A draft may be older than the size of the roll.
        counted = self.count.rolls.get(self._value, 0)
        return min(counted, self.count.of(self._value) // self.roll)

    @property
    def loose(self) -> int:
        """How many of it are in no roll."""
        return self.count.of(self._value) - self.rolled * self.roll

    def start(self, count: Count) -> None:
        self.count = count
        self.choose(0)

    def choose(self, place: int) -> None:
        self.chosen = place
        self._is_typed = self._is_rolled = False
        self._other.preset(Money(self.count.other, self._currency))

    def press(self, key: str) -> None:
        """A digit, two zeros, or the point of the other sum; whatever else is ignored."""
        if self.is_other:
            self._other.press(key)
            self._take_other()
        elif key.isascii() and key.isdigit():
            loose = self.loose if self._is_typed else 0
            rolls = self.rolled if self._is_typed or self._is_rolled else 0
            self._is_typed = True
            self._set(int(f"{loose}{key}"), rolls)

    def roll_up(self) -> None:
        """So many rolls as was typed, or one more."""
        if not self.roll:
            return
        many, loose = (self.loose, 0) if self._is_typed and self.loose else (1, self.loose)
        self._is_typed, self._is_rolled = False, True
        self._set(loose, self.rolled + many)

    def backspace(self) -> None:
        """The last digit of the loose ones; when there are none, that of the rolls."""
        if self.is_other:
            self._other.backspace()
            self._take_other()
            return
        self._is_typed = True
        if self.loose:
            self._set(self.loose // 10, self.rolled)
        else:
            self._set(0, self.rolled // 10)

    def turn(self, place: int, by: int) -> None:
        """One more or less of a note or coin; never of the rolls."""
        if place != self.chosen:
            self.choose(place)
        if not self.is_other:
            self._set(max(0, self.loose + by), self.rolled)

    @property
    def _value(self) -> int:
        return self.pieces[self.chosen]

    def _set(self, loose: int, rolls: int) -> None:
        size = self.roll
        rolls = min(rolls, PIECES_MAX // size) if size else 0
        number = min(rolls * size + loose, PIECES_MAX)
        self.count = self.count.with_number(self._value, number, rolls=rolls)

    def _take_other(self) -> None:
        self.count = self.count.with_other(self._other.amount.minor)
