"""By items: which lines of the order the guest at the counter pays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.money import Currency, Money
from pos_app.services.ports import Formats
from pos_app.viewmodels.pay.pay_state import PayState


@dataclass(frozen=True, slots=True)
class ShareRow:
    """One line of the order; one that is paid already can be chosen no more."""

    name: str
    amount: str
    is_chosen: bool
    is_paid: bool


@dataclass(frozen=True, slots=True)
class ShareForm:
    """`at` is the highlighted row, `total` what the chosen ones come to."""

    rows: tuple[ShareRow, ...]
    at: int
    total: str
    can_take: bool


class ItemShare(QObject):
    """What its sheet shows and asks for.

    Signals:
        opened: Emitted with the ShareForm.
        shown: Emitted with it after every key.
        hidden: Emitted when the sheet is to go.
        taken: Emitted when this guest is to pay what was chosen.
    """

    opened = Signal(object)
    shown = Signal(object)
    hidden = Signal()
    taken = Signal()

    def __init__(
        self,
        state: PayState,
        *,
        formats: Formats,
        currency: Currency,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._state = state
        self._formats = formats
        self._currency = currency
        self._lines: Sequence[tuple[str, int]] = ()
        self._chosen: set[int] = set()
        self._at = 0

    @Slot()
    def open(self) -> None:
        """Ask for the lines of one guest, as long as anything is left to pay."""
        self._lines = self._state.lines()
        if self._lines and self._state.remaining > 0:
            self._chosen, self._at = set(), self._next_free()
            self.opened.emit(self._form())

    @Slot(int)
    def toggle(self, row: int) -> None:
        """This guest pays it, or does not."""
        if not 0 <= row < len(self._lines):
            return
        self._at = row
        if row not in self._paid and self._lines[row][1] > 0:
            self._chosen ^= {row}
        self.shown.emit(self._form())

    @Slot()
    def toggle_here(self) -> None:
        self.toggle(self._at)

    def move_by(self, rows: int) -> None:
        self._at = max(0, min(len(self._lines) - 1, self._at + rows))
        self.shown.emit(self._form())

    @Slot()
    def take(self) -> None:
        amount = self._amount()
        if amount <= 0:
            return
        self._state.shares.begin_rows(frozenset(self._chosen), amount, self._state.remaining)
        self.hidden.emit()
        self.taken.emit()

    @Slot()
    def leave(self) -> None:
        self.hidden.emit()

    @property
    def _paid(self) -> frozenset[int]:
        return self._state.shares.paid_rows

    def _next_free(self) -> int:
        free = (row for row in range(len(self._lines)) if row not in self._paid)
        return next(free, 0)

    def _amount(self) -> int:
        """Whoever takes the last lines pays what is left, and with it the tip."""
        if self._chosen and self._chosen >= set(range(len(self._lines))) - self._paid:
            return self._state.remaining
        return sum(self._lines[row][1] for row in self._chosen)

    def _form(self) -> ShareForm:
        amount = self._amount()
        return ShareForm(
            rows=tuple(
                ShareRow(name, self._number(minor), row in self._chosen, row in self._paid)
                for row, (name, minor) in enumerate(self._lines)
            ),
            at=self._at,
            total=self._formats.money(Money(amount, self._currency)),
            can_take=amount > 0,
        )

    def _number(self, minor: int) -> str:
        return self._formats.number(Money(minor, self._currency))
