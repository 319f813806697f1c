"""What of the counted cash stays in the drawer: the float again, or what somebody says."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.money import Currency, Money
from pos_app.domain.shift import Shift
from pos_app.services.ports import Formats
from pos_app.viewmodels.shared.amount_form import AmountForm


class Division(AmountForm):
    """What its sheet shows and asks for.

    Signals:
        opened: Emitted with the counted amount as text.
        amount_changed: Emitted with the amount as text.
        changed: Emitted when something else stays in the drawer.
    """

    opened = Signal(str)
    amount_changed = Signal(str)
    changed = Signal()

    def __init__(
        self, *, formats: Formats, currency: Currency, parent: QObject | None = None
    ) -> None:
        super().__init__(currency, in_cents=formats.in_cents, parent=parent)
        self._formats = formats
        self._currency = currency
        self._shift: Shift | None = None
        self._counted = 0
        self._said: int | None = None

    def begin(self, shift: Shift | None) -> None:
        """For another count: nobody has said anything yet."""
        self.leave()
        self._shift = shift
        self._said = None

    def left(self, counted: int) -> int:
        """What stays in the drawer of so much, in minor units; never more than there is."""
        if self._said is not None:
            return min(self._said, counted)
        return 0 if self._shift is None else self._shift.usual_left(counted)

    def open(self, counted: int) -> None:
        self._counted = counted
        self.is_open = True
        self._entry.preset(Money(self.left(counted), self._currency))
        self.opened.emit(self._money(counted))
        self._show()

    @Slot()
    def take(self) -> None:
        """What is typed stays in the drawer."""
        if not self.is_open:
            return
        wanted = self._entry.amount.minor
        if wanted > self._counted:
            words = self.tr("Only {counted} was counted: no more than that can stay.")
            self.refused.emit(words.format(counted=self._money(self._counted)))
            return
        self._said = wanted
        self.leave()
        self.changed.emit()

    def _show(self) -> None:
        self.amount_changed.emit(self._money(self._entry.amount.minor))

    def _money(self, minor: int) -> str:
        return self._formats.money(Money(minor, self._currency))
