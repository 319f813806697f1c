"""Which lines of a paid order come back, and how much of each, as it is chosen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.quantity import ONE, Quantity
from pos_app.domain.returning import ReturnableLine
from pos_app.services.orders.returning import Line
from pos_app.viewmodels.shared.measure_entry import MeasureEntry


@dataclass(frozen=True, slots=True)
class Choice:
    """A line that was bought with its deposit, if it has one; what comes back in thousandths."""

    line: ReturnableLine
    deposit: ReturnableLine | None
    chosen: int = 0

    @property
    def worth(self) -> int:
        """What comes back of it gives, in minor units."""
        below = self.deposit.worth_of(self.chosen) if self.deposit and self.chosen else 0
        return (self.line.worth_of(self.chosen) if self.chosen else 0) + below

    @property
    def step(self) -> int:
        """One piece; what is measured comes whole, unless it is typed how much."""
        return self.line.left if self.line.line.item.unit.is_measured else ONE.thousandths


def worth_of(choices: Iterable[Choice]) -> int:
    """What all of it gives back, in minor units."""
    return sum(one.worth for one in choices)


def has_all(choices: Iterable[Choice]) -> bool:
    return all(one.chosen == one.line.left for one in choices)


class ChosenLines(QObject):
    """One line is highlighted: digits and the keys of quantities are for it.

    Signals:
        changed: Emitted after every choice.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[tuple[ReturnableLine, ReturnableLine | None]] = []
        self._chosen: dict[int, int] = {}
        self._entry = MeasureEntry()
        self.current = 0

    def begin(self, lines: Sequence[ReturnableLine]) -> None:
        """Nothing comes back yet, unless there is only one line that can."""
        below = [*lines[1:], None]
        self._lines = [
            (one, next_one if next_one is not None and next_one.line.item.is_deposit else None)
            for one, next_one in zip(lines, below, strict=True)
            if not one.line.item.is_deposit
        ]
        self._chosen = dict.fromkeys(range(len(self._lines)), 0)
        self._entry = MeasureEntry()
        left = [place for place, (one, _) in enumerate(self._lines) if one.left]
        self.current = left[0] if left else 0
        if len(left) == 1:
            self._chosen[self.current] = self._lines[self.current][0].left

    @property
    def choices(self) -> tuple[Choice, ...]:
        return tuple(
            Choice(line, deposit, self._chosen[place])
            for place, (line, deposit) in enumerate(self._lines)
        )

    def wanted(self) -> tuple[Line, ...]:
        return tuple(
            Line(one.line.position, Quantity(one.chosen)) for one in self.choices if one.chosen
        )

    def select(self, place: int) -> None:
        """Highlight a line, at most the first or last."""
        self.current = max(0, min(len(self._lines) - 1, place))
        self._entry = MeasureEntry()
        self.changed.emit()

    @Slot()
    def tick(self) -> None:
        """All that is left of the highlighted line, or nothing of it."""
        choice = self.choices[self.current]
        self._put(0 if choice.chosen else choice.line.left)

    @Slot()
    def tick_all(self) -> None:
        """Everything that is left; once more is nothing."""
        none = has_all(self.choices)
        self._chosen = {
            place: 0 if none else line.left for place, (line, _) in enumerate(self._lines)
        }
        self._entry = MeasureEntry()
        self.changed.emit()

    def step(self, steps: int) -> None:
        """One more or one less of the highlighted line."""
        choice = self.choices[self.current]
        self._put(choice.chosen + steps * choice.step)

    def add(self, product_id: int) -> bool:
        """One more of a line with this product, and say whether there was one left."""
        for place, choice in enumerate(self.choices):
            item = choice.line.line.item
            if item.product_id == product_id and choice.chosen < choice.line.left:
                self.current = place
                self._put(choice.chosen + choice.step)
                return True
        return False

    @Slot(str)
    def press(self, key: str) -> None:
        """How much of the highlighted line: at most what is left, and no part of a piece."""
        self._entry.press(key)
        self._use_typed()

    @Slot()
    def backspace(self) -> None:
        self._entry.backspace()
        self._use_typed()

    def _use_typed(self) -> None:
        line, typed = self._lines[self.current][0], self._entry.quantity.thousandths
        if not line.line.item.unit.is_measured:
            typed -= typed % ONE.thousandths
        self._set(typed)

    def _put(self, thousandths: int) -> None:
        self._entry = MeasureEntry()
        self._set(thousandths)

    def _set(self, thousandths: int) -> None:
        self._chosen[self.current] = max(0, min(thousandths, self._lines[self.current][0].left))
        self.changed.emit()
