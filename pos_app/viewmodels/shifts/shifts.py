"""The shift screens' state: open with a float, close with a count."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QElapsedTimer, QObject, Signal, Slot

from pos_app.domain.errors import PosError
from pos_app.domain.money import Currency, Money
from pos_app.domain.shift import Shift
from pos_app.domain.staff import Decision, Permission, StaffMember
from pos_app.services.ports import Formats
from pos_app.services.shifts.shift_service import ShiftService
from pos_app.tasks.runner import TaskRunner
from pos_app.viewmodels.shared.amount_entry import AmountEntry
from pos_app.viewmodels.shared.words import words_for

DOUBLE_TAP_MS: Final = 400


class OpenShiftViewModel(QObject):
    """What its screen shows and asks for.

    Signals:
        amount_changed: Emitted with the float as text.
        refused: Emitted with a sentence.
        opened: Emitted when the shift is on disk.
    """

    amount_changed = Signal(str)
    refused = Signal(str)
    opened = Signal()

    def __init__(
        self,
        *,
        shifts: ShiftService,
        tasks: TaskRunner,
        formats: Formats,
        currency: Currency,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._shifts = shifts
        self._tasks = tasks
        self._formats = formats
        self._currency = currency
        self._entry = AmountEntry(currency)
        self._actor: StaffMember | None = None
        self.is_busy = False

    @property
    def amount_text(self) -> str:
        return self._formats.money(self._entry.amount)

    def start(self, actor: StaffMember) -> None:
        self._actor = actor
        self._entry.preset(Money.zero(self._currency))
        self.amount_changed.emit(self.amount_text)

    @Slot(str)
    def press(self, key: str) -> None:
        """A digit, a decimal separator or "00"."""
        if not self.is_busy:
            self._entry.press(key)
            self.amount_changed.emit(self.amount_text)

    @Slot()
    def backspace(self) -> None:
        self._entry.backspace()
        self.amount_changed.emit(self.amount_text)

    @Slot()
    def open(self) -> None:
        if self.is_busy or self._actor is None:
            return
        self.is_busy = True
        actor, amount = self._actor, self._entry.amount.minor
        self._tasks.submit(
            lambda: self._shifts.open(actor=actor, opening_float=amount),
            on_success=self._on_opened,
            on_failure=self._on_refused,
        )

    def _on_opened(self, _shift: Shift) -> None:
        self.is_busy = False
        self.opened.emit()

    def _on_refused(self, error: PosError) -> None:
        self.is_busy = False
        self.refused.emit(words_for(error, self._formats))


class CloseShiftViewModel(QObject):
    """What its screen shows and asks for.

    Signals:
        started: Emitted when a count begins.
        amount_changed: Emitted with the count as text.
        refused: Emitted with a sentence.
        closed: Emitted with (counted, expected, difference) as texts, or nothing where not shown.
        left: Emitted when the person goes back, or on after the close.
    """

    started = Signal()
    amount_changed = Signal(str)
    refused = Signal(str)
    closed = Signal(str, str, str)
    left = Signal(bool)

    def __init__(
        self,
        *,
        shifts: ShiftService,
        tasks: TaskRunner,
        formats: Formats,
        currency: Currency,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._shifts = shifts
        self._tasks = tasks
        self._formats = formats
        self._currency = currency
        self._entry = AmountEntry(currency)
        self._actor: StaffMember | None = None
        self.is_busy = False
        self._is_closed = False
        self._closed = QElapsedTimer()
        self.summary = ""

    @property
    def amount_text(self) -> str:
        return self._formats.money(self._entry.amount)

    def start(self, actor: StaffMember) -> None:
        self._actor = actor
        self._is_closed = False
        self._entry.preset(Money.zero(self._currency))
        current = self._shifts.current()
        self.summary = (
            self.tr("Shift {number}, {day}: %n orders", "", current.orders).format(
                number=current.number, day=self._formats.date(current.business_date)
            )
            if current
            else ""
        )
        self.started.emit()
        self.amount_changed.emit(self.amount_text)

    @Slot(str)
    def press(self, key: str) -> None:
        if not (self._is_closed or self.is_busy):
            self._entry.press(key)
            self.amount_changed.emit(self.amount_text)

    @Slot()
    def backspace(self) -> None:
        if not (self._is_closed or self.is_busy):
            self._entry.backspace()
            self.amount_changed.emit(self.amount_text)

    @Slot()
    def close(self) -> None:
        """Close with the count; after that, go on."""
        if self._is_closed:
            self.left.emit(True)
            return
        if self.is_busy or self._actor is None:
            return
        self.is_busy = True
        actor, counted = self._actor, self._entry.amount.minor
        self._tasks.submit(
            lambda: self._shifts.close(actor=actor, counted=counted),
            on_success=self._on_closed,
            on_failure=self._on_refused,
        )

    @Slot()
    def tap(self) -> None:
        """The same by touch; the second half of a double tap must not skip the result."""
        if not self._is_closed or self._closed.elapsed() >= DOUBLE_TAP_MS:
            self.close()

    @Slot()
    def back(self) -> None:
        if not self.is_busy:
            self.left.emit(self._is_closed)

    def _on_closed(self, shift: Shift) -> None:
        self.is_busy = False
        self._is_closed = True
        self._closed.start()
        assert self._actor is not None
        counted = self._money(shift.counted or 0)
        # The count was blind; whoever may see what was expected learns the difference now.
        if self._actor.decide(Permission.SEE_EXPECTED) is Decision.ALLOWED:
            self.closed.emit(
                counted, self._money(shift.expected), self._money(shift.difference or 0)
            )
        else:
            self.closed.emit(counted, "", "")

    def _on_refused(self, error: PosError) -> None:
        self.is_busy = False
        self.refused.emit(words_for(error, self._formats))

    def _money(self, minor: int) -> str:
        return self._formats.money(Money(minor, self._currency))
