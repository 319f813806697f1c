"""The Done screen's state: the change to give back, the receipt, and the way to the next order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from pos_app.domain.errors import PosError
from pos_app.domain.money import Money
from pos_app.domain.order_document import OrderDocument
from pos_app.domain.staff import StaffMember
from pos_app.services.ports import Formats
from pos_app.services.printing.rendering import ReceiptRenderer
from pos_app.services.printing.reprinting import Reprinting
from pos_app.services.printing.spooling import Spooler, SpoolReport
from pos_app.tasks.runner import TaskRunner
from pos_app.viewmodels.shared.words import words_for

LEAVE_AFTER_MS: Final = 4_000


@dataclass(frozen=True, slots=True)
class DoneText:
    """`change` is empty when nothing goes back."""

    change: str
    tendered: str
    total: str
    number: str
    receipt: str


class DoneViewModel(QObject):
    """What its screen shows and asks for.

    Signals:
        changed: Emitted with the DoneText of the order just paid.
        print_changed: Emitted with a sentence about the printer, and whether it is a problem.
        stayed: Emitted when the screen no longer goes by itself.
        finished: Emitted to go on to the next order.
    """

    changed = Signal(object)
    print_changed = Signal(str, bool)
    stayed = Signal()
    finished = Signal()

    def __init__(
        self,
        *,
        renderer: ReceiptRenderer,
        spooler: Spooler,
        reprinting: Reprinting,
        tasks: TaskRunner,
        formats: Formats,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._renderer = renderer
        self._spooler = spooler
        self._reprinting = reprinting
        self._tasks = tasks
        self._formats = formats
        self._document: OrderDocument | None = None
        self._actor: StaffMember | None = None
        self._timer = QTimer(self, singleShot=True, interval=LEAVE_AFTER_MS)
        self._timer.timeout.connect(self.next)

    def show(self, document: OrderDocument, actor: StaffMember) -> None:
        """Show an order that is on disk, and let its receipt print."""
        self._document, self._actor = document, actor
        if not any(one.change for one in document.payments):
            self._timer.start()
        self.changed.emit(self.text())
        self._work_off()

    @property
    def leaves_by_itself(self) -> bool:
        """Whether it will go on without anybody; where change is due, never."""
        return self._timer.isActive()

    def text(self) -> DoneText:
        document = self._document
        assert document is not None
        change = sum(one.change for one in document.payments)
        tendered = sum(one.tendered for one in document.payments)
        paid = document.totals.total + document.rounding
        return DoneText(
            change=self._money(change) if change else "",
            tendered=self._money(tendered),
            total=self._money(paid),
            number=document.number or "",
            receipt=self._renderer.text(document),
        )

    @Slot()
    def print_again(self) -> None:
        """Print a copy, marked as one."""
        self.stay()
        document, actor = self._document, self._actor
        if document is None or actor is None:
            return
        self._tasks.submit(
            lambda: self._reprinting.reprint(order_id=document.order_id, actor=actor),
            on_success=lambda _copy: self._work_off(),
            on_failure=self._on_failure,
        )

    @Slot()
    def stay(self) -> None:
        """Any touch keeps the screen."""
        self._timer.stop()
        self.stayed.emit()

    @Slot()
    def next(self) -> None:
        self._timer.stop()
        if self._document is not None:
            self._document = None
            self.finished.emit()

    @Slot()
    def retry_print(self) -> None:
        self.stay()
        self._work_off()

    def leave(self) -> None:
        """Somebody locks the till: nothing goes on by itself any more."""
        self.stay()
        self._document = None

    def _work_off(self) -> None:
        paid = self._document.order_id if self._document is not None else None
        self._tasks.submit(
            lambda: self._spooler.work_off(drawer_for=paid),
            on_success=self._on_printed,
            on_failure=self._on_failure,
        )

    def _on_printed(self, report: SpoolReport) -> None:
        if report.error is not None:
            self.stay()
            self.print_changed.emit(words_for(report.error, self._formats), True)
        elif report.printed:
            self.print_changed.emit(self.tr("Receipt printed"), False)

    def _on_failure(self, error: PosError) -> None:
        self.print_changed.emit(words_for(error, self._formats), True)

    def _money(self, minor: int) -> str:
        assert self._document is not None
        return self._formats.number(Money(minor, self._document.currency))
