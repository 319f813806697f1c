"""What the sheet of a count says: of each box, of the rolls in it, and in all."""

from __future__ import annotations

from PySide6.QtCore import QObject

from pos_app.domain.money import Currency, Money
from pos_app.services.ports import Formats
from pos_app.services.shifts.counting import CoinRolls
from pos_app.viewmodels.shifts.count_entry import CountEntry


class CountWords(QObject):
    def __init__(
        self, entry: CountEntry, rolls: CoinRolls, formats: Formats, currency: Currency
    ) -> None:
        super().__init__()
        self._entry = entry
        self._rolls = rolls
        self._formats = formats
        self._currency = currency

    @property
    def has_rolls(self) -> bool:
        return any(self._rolls.of(value) for value in self._entry.pieces)

    def names(self) -> tuple[str, ...]:
        """What each note and coin is worth, and the other sum, in the order of the boxes."""
        return (*(self.money(value) for value in self._entry.pieces), self.tr("Other"))

    def cells(self) -> tuple[str, ...]:
        *names, other = self.names()
        count = self._entry.count
        values = zip(names, self._entry.pieces, strict=True)
        counted = (f"{name} × {count.of(value)}" for name, value in values)
        return (*counted, f"{other} {self.money(count.other)}")

    def chosen(self) -> str:
        """What the chosen box is about; of rolls, how they add up."""
        entry = self._entry
        if entry.is_other:
            return self.tr("Vouchers, foreign coins: one sum")
        if not entry.rolled:
            return ""
        words = self._of_size(entry.rolled, entry.roll)
        loose = f" + {entry.loose}" if entry.loose else ""
        return f"{words}{loose} = {entry.rolled * entry.roll + entry.loose}"

    def roll(self) -> str:
        """What one more would be; nothing where the chosen one comes in none."""
        size = self._entry.roll
        if not size:
            return ""
        words = self.tr("Bag of {size}") if self._rolls.are_bags else self.tr("Roll of {size}")
        return words.format(size=size)

    def total(self) -> str:
        return self.money(self._entry.count.total)

    def money(self, minor: int) -> str:
        return self._formats.number(Money(minor, self._currency))

    def _of_size(self, many: int, size: int) -> str:
        words = (
            self.tr("%n bags of {size}", "", many)
            if self._rolls.are_bags
            else self.tr("%n rolls of {size}", "", many)
        )
        return words.format(size=size)
