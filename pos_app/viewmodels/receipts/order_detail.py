"""One order that was found: its receipt as it was printed, how it was paid, what was e-mailed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.errors import PosError
from pos_app.domain.order_document import OrderDocument
from pos_app.domain.returning import returnable
from pos_app.domain.staff import StaffMember
from pos_app.services.email_jobs import EmailQueries
from pos_app.services.ports import Formats, OrderRow
from pos_app.services.printing.rendering import ReceiptRenderer
from pos_app.services.printing.reprinting import Reprinting
from pos_app.services.printing.spooling import Spooler, SpoolReport
from pos_app.services.return_records import ReturnQueries
from pos_app.services.shift_records import ShiftQueries
from pos_app.tasks.runner import TaskRunner
from pos_app.viewmodels.receipts.detail_returns import DetailReturns
from pos_app.viewmodels.receipts.detail_words import DetailText, DetailWords, Read, story_from
from pos_app.viewmodels.receipts.email_receipt import EmailReceipt
from pos_app.viewmodels.shared.paper import NO_PAPER, Paper
from pos_app.viewmodels.shared.words import words_for


class OrderReader(Protocol):
    def by_id(self, order_id: str) -> OrderDocument | None: ...


@dataclass(frozen=True, slots=True)
class DetailSources:
    orders: OrderReader
    emails: EmailQueries
    renderer: ReceiptRenderer
    returns: ReturnQueries
    shifts: ShiftQueries


@dataclass(frozen=True, slots=True)
class DetailDesk:
    """What can be done with an order that was found."""

    reprinting: Reprinting
    spooler: Spooler
    email: EmailReceipt


@dataclass(frozen=True, slots=True)
class DetailLanes:
    reader: TaskRunner
    printer: TaskRunner


class OrderDetail(QObject):
    """What its part of the screen shows and asks for; `returns` is what becomes of it.

    Signals:
        changed: Emitted with the DetailText, or None when nothing is highlighted.
        told: Emitted with a sentence, and False: Ctrl+Z is not for it.
        print_changed: Emitted with a sentence about the printer, and whether it is a problem.
    """

    changed = Signal(object)
    told = Signal(str, bool)
    print_changed = Signal(str, bool)

    def __init__(
        self,
        *,
        sources: DetailSources,
        desk: DetailDesk,
        lanes: DetailLanes,
        formats: Formats,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._sources = sources
        self._desk = desk
        self._lanes = lanes
        self._formats = formats
        self._words = DetailWords(formats, self)
        self._row: OrderRow | None = None
        self.text: DetailText | None = None
        self.returns = DetailReturns(self)
        self.actor: StaffMember | None = None

    def show(self, row: OrderRow | None) -> None:
        """Show the order of this row; what was asked for before is no longer wanted."""
        is_shown = row is not None and self._is_shown(row)
        self._row = row
        if not is_shown:
            self.text = None
        if row is None:
            self.changed.emit(None)
        elif not is_shown:
            self._read(row)

    @Slot()
    def refresh(self) -> None:
        """An e-mail of it may have been sent or refused."""
        if self._row is not None:
            self._read(self._row)

    @Slot()
    def reprint(self) -> None:
        """Print a copy, marked as one."""
        row, actor = self._printable()
        if row is not None and actor is not None:
            self._print(
                lambda: self._desk.reprinting.reprint(order_id=row.order_id, actor=actor),
                self.tr("Copy of {number} printed").format(number=row.number),
            )

    @Slot()
    def print_gift(self) -> None:
        """Print a receipt without prices."""
        row, actor = self._printable()
        if row is not None and actor is not None:
            self._print(
                lambda: self._desk.reprinting.print_gift(order_id=row.order_id, actor=actor),
                self.tr("Gift receipt of {number} printed").format(number=row.number),
            )

    @Slot()
    def email(self) -> None:
        row, actor = self._printable()
        if row is not None and row.number and actor is not None:
            self._desk.email.open(row.order_id, row.number, actor)

    @property
    def shown(self) -> tuple[str, DetailText] | None:
        """The id of the order that is shown, and what is said of it."""
        return (self._row.order_id, self.text) if self._row and self.text else None

    def _printable(self) -> tuple[OrderRow | None, StaffMember | None]:
        row = self._row
        if row is not None and row.number is None:
            self.told.emit(self.tr("This order was given up: it has no receipt"), False)
            return None, self.actor
        return row, self.actor

    def _print(self, ask: Callable[[], int], words: str) -> None:
        def work() -> SpoolReport:
            ask()
            return self._desk.spooler.work_off()

        self._lanes.printer.submit(
            work,
            on_success=lambda report: self._on_printed(report, words),
            on_failure=self._on_failure,
        )

    def _read(self, row: OrderRow) -> None:
        self._lanes.reader.submit(
            lambda: read_order(self._sources, row) if self._is_shown(row) else Read(),
            on_success=lambda read: self._on_read(row, read),
            on_failure=self._on_failure,
        )

    def _is_shown(self, row: OrderRow) -> bool:
        return self._row is not None and self._row.order_id == row.order_id

    def _on_read(self, row: OrderRow, read: Read) -> None:
        if read.document is not None and self._is_shown(row):
            self.text = self._words.of(read.document, read)
            self.changed.emit(self.text)

    def _on_printed(self, report: SpoolReport, words: str) -> None:
        problem = words_for(report.error, self._formats) if report.error is not None else ""
        self.print_changed.emit(problem, bool(problem))
        self.told.emit(problem or words, False)

    def _on_failure(self, error: PosError) -> None:
        self.told.emit(words_for(error, self._formats), False)


def read_order(sources: DetailSources, row: OrderRow) -> Read:
    """All that is told of it."""
    document = sources.orders.by_id(row.order_id)
    if document is None:
        return Read()
    number, shift = document.number, sources.shifts.current()
    lines = returnable(document, sources.returns.returned(number) if number else {})
    back = sources.returns.of(number) if number else ()
    return Read(
        document=document,
        emails=sources.emails.of_order(row.order_id),
        receipt=Paper.of(sources.renderer.lines(document)) if number else NO_PAPER,
        story=story_from(document, back),
        back=back,
        is_left=any(one.left for one in lines),
        is_of_this_shift=shift is not None and shift.shift_id == document.shift_id,
        restored=sources.returns.restored_after(number) if number else None,
    )
