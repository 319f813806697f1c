"""The Done screen's state: the change to give back, the receipt, and the way to the next order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from pos_app.domain.errors import PosError
from pos_app.domain.order_document import OrderDocument
from pos_app.domain.staff import StaffMember
from pos_app.domain.store import Receipts
from pos_app.services.ports import Formats
from pos_app.services.printing.spooling import SpoolReport
from pos_app.tasks.runner import TaskRunner
from pos_app.viewmodels.pay.done_text import DoneDesk, DoneWords, cash_out
from pos_app.viewmodels.shared.words import words_for

LEAVE_AFTER_MS: Final = 4_000


class DoneViewModel(QObject):
    """What its screen shows and asks for.

    Signals:
        changed: Emitted with the DoneText of the order just paid.
        print_changed: Emitted with a sentence about the printer, and whether it is a problem.
        stayed: Emitted when the screen no longer goes by itself.
        finished: Emitted to go on to the next order.
        email_asked: Emitted with the order's id, its number and who asks.
        change_asked: Emitted with the OrderDocument whose tender was wrong, and who asks.
        back_asked: Emitted with the id of the order that comes back; the next one is there by then.
    """

    changed = Signal(object)
    print_changed = Signal(str, bool)
    stayed = Signal()
    finished = Signal()
    email_asked = Signal(str, str, object)
    change_asked = Signal(object, object)
    back_asked = Signal(str)

    def __init__(
        self,
        *,
        desk: DoneDesk,
        tasks: TaskRunner,
        formats: Formats,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._tasks = tasks
        self._formats = formats
        self._words = DoneWords(desk, formats)
        self._document: OrderDocument | None = None
        self._actor: StaffMember | None = None
        self._receipt = Receipts.ALWAYS
        self._is_sale = True
        self._timer = QTimer(self, singleShot=True, interval=LEAVE_AFTER_MS)
        self._timer.timeout.connect(self.next)

    def show(self, document: OrderDocument, actor: StaffMember, receipt: Receipts) -> None:
        """Show an order that is on disk, and let its receipt print; the drawer opens first."""
        self._document, self._actor, self._receipt = document, actor, receipt
        spooler = self._desk.spooler
        if receipt is Receipts.ALWAYS:
            self._work(lambda: spooler.work_off(drawer_for=document.order_id))
        elif spooler.needs_drawer(document):
            self._work(spooler.open_drawer)
        if receipt is not Receipts.ASK and not cash_out(document):
            self._timer.start()
        text = self._words.text(document, receipt)
        self._is_sale = text.is_sale
        self.changed.emit(text)

    @Slot(object)
    def show_changed(self, document: OrderDocument) -> None:
        """The same order, paid otherwise: nothing is printed unless somebody asks."""
        if self._document is not None and self._document.order_id == document.order_id:
            self._document = document
            words = self.tr("Changed: print it again if it is wanted")
            self.changed.emit(self._words.text(document, self._receipt, words))

    @property
    def leaves_by_itself(self) -> bool:
        """Whether it will go on without anybody; where change is due, never."""
        return self._timer.isActive()

    @Slot()
    def print_again(self) -> None:
        """Print a copy, marked as one; or the receipt itself, if it was not wanted before."""
        is_first = self._receipt is not Receipts.ALWAYS
        reprinting = self._desk.reprinting

        def ask(order_id: str, actor: StaffMember) -> None:
            if is_first:
                reprinting.print_after_all(order_id=order_id, actor=actor)
            else:
                reprinting.reprint(order_id=order_id, actor=actor)

        self._print(ask)
        self._receipt = Receipts.ALWAYS

    @Slot()
    def print_gift(self) -> None:
        """Print a receipt without prices."""
        reprinting = self._desk.reprinting
        if self._is_sale:
            self._print(
                lambda order_id, actor: reprinting.print_gift(order_id=order_id, actor=actor)
            )

    @Slot()
    def email(self) -> None:
        self.stay()
        if self._document is not None and self._actor is not None:
            document = self._document
            self.email_asked.emit(document.order_id, document.number, self._actor)

    @Slot()
    def change_payment(self) -> None:
        """It was recorded as paid one way and was paid another."""
        self.stay()
        if self._is_sale and self._document is not None and self._actor is not None:
            self.change_asked.emit(self._document, self._actor)

    @Slot()
    def give_back(self) -> None:
        """All of it comes back: somebody has changed their mind at the counter."""
        self.stay()
        document = self._document
        if self._is_sale and document is not None:
            self.next()
            self.back_asked.emit(document.order_id)

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
        paid = self._document.order_id if self._document is not None else None
        self._work(lambda: self._desk.spooler.work_off(drawer_for=paid))

    def leave(self) -> None:
        """Somebody locks the till: nothing goes on by itself any more."""
        self.stay()
        self._document = None

    def _print(self, ask: Callable[[str, StaffMember], object]) -> None:
        """Ask for a print-out of this order, then print it."""
        self.stay()
        document, actor = self._document, self._actor
        if document is None or actor is None:
            return

        def work() -> SpoolReport:
            ask(document.order_id, actor)
            return self._desk.spooler.work_off()

        self._work(work)

    def _work(self, work: Callable[[], SpoolReport]) -> None:
        def fail(error: PosError) -> None:
            self.stay()
            self.print_changed.emit(words_for(error, self._formats), True)

        def tell(report: SpoolReport) -> None:
            if report.error is not None:
                fail(report.error)
            elif report.printed:
                self.print_changed.emit(self.tr("Receipt printed"), False)

        self._tasks.submit(work, on_success=tell, on_failure=fail)
