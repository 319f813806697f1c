"""A step in which one amount is typed and then recorded: what opening and closing a shift share."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.errors import PosError
from pos_app.domain.money import Currency, Money
from pos_app.services.ports import Formats
from pos_app.tasks.runner import TaskRunner
from pos_app.viewmodels.shared.amount_entry import AmountEntry
from pos_app.viewmodels.shared.decimal_sign import decimal_sign
from pos_app.viewmodels.shared.words import words_for

T = TypeVar("T")


class AmountStep(QObject):
    """Keys are taken until the amount is on its way to disk.

    Signals:
        amount_changed: Emitted with the amount as text.
        refused: Emitted with a sentence.
    """

    amount_changed = Signal(str)
    refused = Signal(str)

    def __init__(
        self,
        *,
        tasks: TaskRunner,
        formats: Formats,
        currency: Currency,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._formats = formats
        self._currency = currency
        self._entry = AmountEntry(currency, in_cents=formats.in_cents)
        self.decimal_sign = decimal_sign(currency, formats)
        self.is_busy = False

    @property
    def amount_text(self) -> str:
        return self._formats.money(self._entry.amount)

    @property
    def minor(self) -> int:
        """The amount in minor units."""
        return self._entry.amount.minor

    @property
    def takes_keys(self) -> bool:
        return not self.is_busy

    @Slot(str)
    def press(self, key: str) -> None:
        """A digit, a decimal separator or "00"."""
        if self.takes_keys:
            self._entry.press(key)
            self.amount_changed.emit(self.amount_text)

    @Slot()
    def backspace(self) -> None:
        if self.takes_keys:
            self._entry.backspace()
            self.amount_changed.emit(self.amount_text)

    def begin(self) -> None:
        """Start from nothing."""
        self._entry.preset(Money.zero(self._currency))
        self.amount_changed.emit(self.amount_text)

    def record(self, work: Callable[[], T], on_success: Callable[[T], None]) -> None:
        """Do it in the lane; meanwhile nothing else is taken."""

        def succeed(result: T) -> None:
            self.is_busy = False
            on_success(result)

        self.is_busy = True
        self._tasks.submit(work, on_success=succeed, on_failure=self._on_refused)

    def _on_refused(self, error: PosError) -> None:
        self.is_busy = False
        self.refused.emit(words_for(error, self._formats))
