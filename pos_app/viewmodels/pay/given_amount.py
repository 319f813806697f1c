"""The amount on the payment screen: preset with what is due, then what a person types over it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.money import Currency, Money
from pos_app.viewmodels.shared.amount_entry import AmountEntry


class GivenAmount(QObject):
    """Takes keys as long as it is not held.

    Signals:
        changed: Emitted after every key.
    """

    changed = Signal()

    def __init__(
        self, currency: Currency, *, in_cents: bool, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._currency = currency
        self._entry = AmountEntry(currency, in_cents=in_cents)
        self.is_held = False

    @property
    def minor(self) -> int:
        return self._entry.amount.minor

    @property
    def is_typed(self) -> bool:
        return self._entry.is_typed

    @Slot(bool)
    def hold(self, held: bool) -> None:
        self.is_held = held

    def preset(self, minor: int) -> None:
        self._entry.preset(Money(minor, self._currency))

    def set(self, minor: int) -> None:
        self._entry.set(Money(minor, self._currency))

    @Slot(str)
    def press(self, key: str) -> None:
        """A digit, "00" or a decimal separator; the first one replaces the preset."""
        if not self.is_held:
            self._entry.press(key)
            self.changed.emit()

    @Slot()
    def backspace(self) -> None:
        if not self.is_held:
            self._entry.backspace()
            self.changed.emit()

    @Slot()
    def plus(self) -> None:
        """What is typed next is added."""
        if not self.is_held:
            self._entry.plus()
            self.changed.emit()

    @Slot(int)
    def add(self, minor: int) -> None:
        """One of the add keys: a note laid on top."""
        if not self.is_held:
            self._entry.add(minor)
            self.changed.emit()
