"""Digits typed on the sell screen: a count by `*`, a code by Enter, a quantity by F3."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.quantity import Quantity
from pos_app.services.ports import Formats
from pos_app.viewmodels.shared.decimal_sign import decimal_mark

TYPED_MAX: Final = 20
PLAIN: Final = "{digits}"


class TypedDigits(QObject):
    """What waits to be used: either digits, or the count that `12*` made of them.

    Signals:
        changed: Emitted with the chip beside the search: "12", "3 ×", or nothing.
    """

    changed = Signal(str)

    def __init__(self, *, formats: Formats, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._formats = formats
        self._digits = ""
        self._count: Quantity | None = None
        self._form = PLAIN

    @property
    def digits(self) -> str:
        return self._digits

    @property
    def chip(self) -> str:
        if self._digits:
            written = self._digits.replace(".", decimal_mark(self._formats))
            return self._form.format(digits=written)
        return f"{self._formats.quantity(self._count)} ×" if self._count is not None else ""

    @Slot(str)
    def press(self, key: str) -> None:
        """A digit or a decimal separator."""
        if len(self._digits) < TYPED_MAX:
            self._set(self._digits + ("." if key == "," else key))

    @Slot()
    def erase(self) -> None:
        self._set(self._digits[:-1])

    @Slot()
    def clear(self) -> None:
        self._count = None
        self._set("")

    def show_as(self, form: str) -> None:
        """What the digits are for: "{digits} %"."""
        self._form = form
        self._set(self._digits)

    def make_count(self) -> None:
        """`*`: the digits count the next scan or tap.

        :raises InvalidInputError: if they are no quantity; they are gone then
        """
        digits = self.take_digits()
        if digits:
            self.count(Quantity.parse(digits))

    def count(self, quantity: Quantity | None) -> None:
        """Let this many of it be added next."""
        self._count = quantity
        self.changed.emit(self.chip)

    def take_count(self) -> Quantity | None:
        """The count for what is added now; it serves once."""
        count = self._count
        self.clear()
        return count

    def take_digits(self) -> str:
        digits = self._digits
        self._set("")
        return digits

    def _set(self, digits: str) -> None:
        self._digits = digits
        self.changed.emit(self.chip)
