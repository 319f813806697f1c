"""The payment screen's state: what is due, what was given, and what goes back."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.cash import (
    CashRounding,
    CashTaken,
    NothingTenderedError,
    quick_amounts,
    take_cash,
)
from pos_app.domain.errors import PosError
from pos_app.domain.money import Money
from pos_app.domain.order import Order
from pos_app.domain.order_document import OrderDocument
from pos_app.domain.shift import NoShiftError
from pos_app.domain.staff import StaffMember
from pos_app.domain.store import StoreProfile
from pos_app.services.orders.checkout import Checkout
from pos_app.services.ports import Formats
from pos_app.tasks.runner import TaskRunner
from pos_app.viewmodels.shared.amount_entry import AmountEntry
from pos_app.viewmodels.shared.words import words_for


@dataclass(frozen=True, slots=True)
class PayText:
    """Everything the screen shows, ready; empty texts are left out."""

    total: str
    rounding: str
    due: str
    given: str
    missing: str
    change: str
    is_enough: bool


class PayViewModel(QObject):
    """What its screen shows and asks for.

    Signals:
        changed: Emitted with the PayText after every key.
        quick_amounts_changed: Emitted with the texts of the quick amounts, the exact one first.
        busy_changed: Emitted while the order is being written.
        refused: Emitted with a sentence; the order is as it was.
        paid: Emitted with the OrderDocument once it is on disk.
        left: Emitted to go back to the order.
        shift_needed: Emitted when no shift is open that could take the payment.
    """

    changed = Signal(object)
    quick_amounts_changed = Signal(object)
    busy_changed = Signal(bool)
    refused = Signal(str)
    paid = Signal(object)
    left = Signal()
    shift_needed = Signal()

    def __init__(
        self,
        *,
        checkout: Checkout,
        tasks: TaskRunner,
        formats: Formats,
        profile: StoreProfile,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._checkout = checkout
        self._tasks = tasks
        self._formats = formats
        self._profile = profile
        self._currency = profile.currency
        self._entry = AmountEntry(self._currency)
        self._order: Order | None = None
        self._actor: StaffMember | None = None
        self._total = Money.zero(self._currency)
        self._due = Money.zero(self._currency)
        self._quick: tuple[int, ...] = ()
        self.quick_amounts: tuple[str, ...] = ()
        self.add_amounts = tuple(
            (step, _note(Money(step, self._currency), formats)) for step in self._profile.steps[1:]
        )
        """The notes that the add keys lay on top, smallest first: minor units and text."""
        self._busy = False

    @property
    def busy(self) -> bool:
        return self._busy

    def start(self, order: Order, actor: StaffMember, *, total: int) -> None:
        """Show an order's payment; the whole remainder is preset, nothing is taken yet."""
        self._order, self._actor = order, actor
        self._total = Money(total, self._currency)
        self._due = Money(self._checkout.cash_due(order), self._currency)
        self._quick = quick_amounts(self._due.minor, steps=self._profile.steps)
        self._entry.preset(self._due)
        self.quick_amounts = tuple(self._number(minor) for minor in self._quick)
        self.quick_amounts_changed.emit(self.quick_amounts)
        self.changed.emit(self.text())

    @Slot(str)
    def press(self, key: str) -> None:
        """A digit, "00" or a decimal separator; the first one replaces the preset."""
        if not self._busy:
            self._entry.press(key)
            self.changed.emit(self.text())

    @Slot()
    def backspace(self) -> None:
        if not self._busy:
            self._entry.backspace()
            self.changed.emit(self.text())

    @Slot()
    def plus(self) -> None:
        """What is typed next is added."""
        if not self._busy:
            self._entry.plus()
            self.changed.emit(self.text())

    @Slot(int)
    def add(self, minor: int) -> None:
        if not self._busy:
            self._entry.add(minor)
            self.changed.emit(self.text())

    @Slot(int)
    def take_quick(self, index: int) -> None:
        """A quick amount covers what is due, so it is taken at once."""
        if not self._busy and index < len(self._quick):
            self._entry.set(Money(self._quick[index], self._currency))
            self.changed.emit(self.text())
            self.take()

    @Slot()
    def take(self) -> None:
        """Take the cash: the order is paid when `paid` is emitted, not before."""
        if self._busy or self._order is None or self._actor is None:
            return
        self._set_busy(busy=True)
        order, actor, tendered = self._order, self._actor, self._entry.amount.minor
        self._tasks.submit(
            lambda: self._checkout.pay_cash(order=order, tendered=tendered, actor=actor),
            on_success=self._on_paid,
            on_failure=self._on_refused,
        )

    @Slot()
    def back(self) -> None:
        if not self._busy:
            self.left.emit()

    def text(self) -> PayText:
        given, total = self._entry.amount, self._total
        taken = _taken(total.minor, given.minor, self._profile.cash)
        is_enough = taken is not None and taken.settles
        due = taken.amount if taken is not None and is_enough else self._due.minor
        rounding = due - total.minor
        return PayText(
            total=self._formats.money(total),
            rounding=self._number(rounding) if rounding else "",
            due=self._formats.money(Money(due, self._currency)),
            given=self._formats.number(given),
            missing="" if is_enough else self._number(due - given.minor),
            change=self._number(taken.change) if taken is not None else self._number(0),
            is_enough=is_enough,
        )

    def _on_paid(self, document: OrderDocument) -> None:
        self._set_busy(busy=False)
        self._order = None
        self.paid.emit(document)

    def _on_refused(self, error: PosError) -> None:
        self._set_busy(busy=False)
        if isinstance(error, NoShiftError):
            self.shift_needed.emit()
        else:
            self.refused.emit(words_for(error, self._formats))

    def _set_busy(self, *, busy: bool) -> None:
        self._busy = busy
        self.busy_changed.emit(busy)

    def _number(self, minor: int) -> str:
        return self._formats.number(Money(minor, self._currency))


def _note(step: Money, formats: Formats) -> str:
    """A note as people say it: +20, not +20.00."""
    whole, rest = divmod(step.minor, 10**step.currency.minor_digits)
    return f"+{formats.number(step)}" if rest else f"+{whole}"


def _taken(total: int, given: int, rounding: CashRounding) -> CashTaken | None:
    """What the till would do with that much cash; None if it is nothing at all."""
    try:
        return take_cash(total, given, rounding)
    except NothingTenderedError:
        return None
