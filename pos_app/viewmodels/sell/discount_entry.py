"""What is typed and chosen for a discount: so many per cent or an amount, and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.money import Currency, Money
from pos_app.domain.pricing import MILLIONTHS_PER_BASIS_POINT, Discount, DiscountKind
from pos_app.services.ports import Formats
from pos_app.viewmodels.shared.amount_entry import AmountEntry

# A hundredth of a per cent is a basis point, as a cent is of a euro.
_PER_CENT: Final = Currency("XXX", 2)


class DiscountEntry(QObject):
    """`reason` is the place of the chosen one, -1 for none.

    Signals:
        changed: Emitted after every key and choice.
    """

    changed = Signal()

    def __init__(
        self,
        *,
        currency: Currency,
        reasons: Sequence[str],
        formats: Formats,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._currency = currency
        self._formats = formats
        self._amount = AmountEntry(_PER_CENT)
        self.reasons = tuple(reasons)
        self.reason = -1
        self.is_percent = True

    @property
    def value(self) -> str:
        amount = self._amount.amount
        if self.is_percent:
            return self._formats.percent(amount.minor * MILLIONTHS_PER_BASIS_POINT)
        return self._formats.money(amount)

    def discount(self) -> Discount:
        """:raises DiscountOutOfRangeError: for more than everything"""
        kind = DiscountKind.PERCENT if self.is_percent else DiscountKind.AMOUNT
        reason = self.reasons[self.reason] if self.reason >= 0 else ""
        return Discount(kind, self._amount.amount.minor, reason)

    def begin(self, given: Discount | None) -> None:
        """From what stands already, which the first digit replaces."""
        self.is_percent = given is None or given.kind is DiscountKind.PERCENT
        self._amount = self._entry()
        self.reason = -1
        if given is not None:
            self._amount.preset(Money(given.value, self._measure))
            if given.reason in self.reasons:
                self.reason = self.reasons.index(given.reason)

    def take(self, typed: Discount) -> None:
        """What was typed before: the reason that stands already stays."""
        self.is_percent = typed.kind is DiscountKind.PERCENT
        self._amount = self._entry()
        self._amount.preset(Money(typed.value, self._measure))

    def _entry(self) -> AmountEntry:
        in_cents = self._formats.in_cents and not self.is_percent
        return AmountEntry(self._measure, in_cents=in_cents)

    @Slot()
    def turn_kind(self) -> None:
        self.measure(is_percent=not self.is_percent)

    def measure(self, *, is_percent: bool) -> None:
        """In per cent or as an amount; what was typed is typed anew."""
        if is_percent != self.is_percent:
            self.is_percent = is_percent
            self._amount = self._entry()
        self.changed.emit()

    @Slot(int)
    def choose(self, reason: int) -> None:
        """Chosen twice, it is none."""
        if 0 <= reason < len(self.reasons):
            self.reason = -1 if reason == self.reason else reason
            self.changed.emit()

    def step(self, by: int) -> None:
        """The next reason, or the one before."""
        if self.reasons:
            at = self.reason if self.reason >= 0 else (-1 if by > 0 else 0)
            self.reason = (at + by) % len(self.reasons)
            self.changed.emit()

    @Slot(str)
    def press(self, key: str) -> None:
        self._amount.press(key)
        self.changed.emit()

    @Slot()
    def backspace(self) -> None:
        self._amount.backspace()
        self.changed.emit()

    @property
    def _measure(self) -> Currency:
        return _PER_CENT if self.is_percent else self._currency
