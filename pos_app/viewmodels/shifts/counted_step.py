"""An amount that may be counted by notes and coins: what opening and closing a shift share."""

from __future__ import annotations

from PySide6.QtCore import QObject

from pos_app.domain.money import Currency, Money
from pos_app.domain.staff import StaffMember
from pos_app.services.ports import Formats
from pos_app.services.shifts.counting import Count
from pos_app.tasks.runner import TaskRunner
from pos_app.viewmodels.shared.amount_step import AmountStep
from pos_app.viewmodels.shifts.counting import CountModel


class CountedStep(AmountStep):
    def __init__(
        self,
        *,
        tasks: TaskRunner,
        formats: Formats,
        currency: Currency,
        count: CountModel,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(tasks=tasks, formats=formats, currency=currency, parent=parent)
        self.count = count
        self._pieces: Count | None = None

    @property
    def pieces(self) -> Count | None:
        """What was counted by notes and coins, unless a total was typed after all."""
        counted = self._pieces
        return counted if counted is not None and counted.total == self.minor else None

    def begin(self) -> None:
        self._pieces = None
        super().begin()

    def count_for(self, actor: StaffMember, shift: int) -> None:
        """On a sheet of its own; see CountModel.open."""
        self.count.open(actor, shift, take=self._take_count)

    def _take_count(self, count: Count) -> None:
        if self.takes_keys:
            self._pieces = count
            self._entry.set(Money(count.total, self._currency))
            self.amount_changed.emit(self.amount_text)
