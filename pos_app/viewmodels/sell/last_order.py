"""The order before this one: a line about it on the empty screen, and its receipt once more."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.errors import PosError
from pos_app.domain.money import Money
from pos_app.domain.order_document import OrderDocument
from pos_app.domain.staff import StaffMember
from pos_app.services.ports import Formats
from pos_app.services.printing.reprinting import Reprinting
from pos_app.services.printing.spooling import Spooler, SpoolReport
from pos_app.tasks.runner import TaskRunner
from pos_app.viewmodels.shared.words import words_for


class LatestOrder(Protocol):
    def latest(self) -> OrderDocument | None: ...


class LastOrderViewModel(QObject):
    """What its line shows and asks for.

    Signals:
        changed: Emitted with the line about the last order, or nothing.
        told: Emitted with a sentence about its printing.
    """

    changed = Signal(str)
    told = Signal(str, bool)

    def __init__(
        self,
        *,
        orders: LatestOrder,
        reprinting: Reprinting,
        spooler: Spooler,
        tasks: TaskRunner,
        formats: Formats,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._orders = orders
        self._reprinting = reprinting
        self._spooler = spooler
        self._tasks = tasks
        self._formats = formats
        self._document: OrderDocument | None = None

    @Slot()
    def load(self) -> None:
        """Look it up once, after a start."""
        if self._document is None:
            self._tasks.submit(
                self._orders.latest, on_success=self._on_found, on_failure=self._on_failure
            )

    def show(self, document: OrderDocument) -> None:
        self._document = document
        paid = Money(document.paid, document.currency)
        change = sum(one.change for one in document.payments)
        text = self.tr("Last: {number}, {paid}").format(
            number=document.number, paid=self._formats.money(paid)
        )
        if change:
            given_back = self._formats.number(Money(change, document.currency))
            text += self.tr(", change {change}").format(change=given_back)
        self.changed.emit(text)

    def reprint(self, actor: StaffMember) -> None:
        """Print a copy, marked as one."""
        document = self._document
        if document is None:
            self.told.emit(self.tr("There is no receipt to print yet"), False)
            return
        self._tasks.submit(
            lambda: self._print(document.order_id, actor),
            on_success=self._on_printed,
            on_failure=self._on_failure,
        )

    def _print(self, order_id: str, actor: StaffMember) -> SpoolReport:
        self._reprinting.reprint(order_id=order_id, actor=actor)
        return self._spooler.work_off()

    def _on_found(self, document: OrderDocument | None) -> None:
        if document is not None and self._document is None:
            self.show(document)

    def _on_printed(self, report: SpoolReport) -> None:
        if report.error is not None:
            self._on_failure(report.error)
        else:
            self.told.emit(self.tr("Receipt printed again"), False)

    def _on_failure(self, error: PosError) -> None:
        self.told.emit(words_for(error, self._formats), False)
