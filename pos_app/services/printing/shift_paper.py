"""Print X and Z reports: what is printed again says so, and the journal knows of each Z."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from pos_app.domain.errors import UnavailableError
from pos_app.domain.journal import EntryKind
from pos_app.domain.shift_report import ShiftReport
from pos_app.domain.staff import StaffMember
from pos_app.services.journal.writing import Fact, JournalWriter
from pos_app.services.ports import NewUnitOfWork, Printer
from pos_app.services.printing.rows import Receipt
from pos_app.services.printing.shift_report import ShiftRenderer


class ReportNotPrintedError(UnavailableError):
    code = "report.not_printed"
    text = (
        "The report was not printed: the printer does not work. It is kept as it was. "
        "Check paper, cover and cable, then print it again."
    )


class ReportPrints(Protocol):
    def was_printed(self, number: int, *, after: int) -> bool:
        """Whether the journal knows of a print of this Z report, after the entry that filed it."""
        ...


@dataclass(frozen=True, slots=True)
class ShiftPaper:
    """Who may see a report has it already: nothing more is asked here."""

    renderer: ShiftRenderer
    printer: Printer
    new_uow: NewUnitOfWork
    journal: JournalWriter
    prints: ReportPrints

    def print(self, report: ShiftReport, *, actor: StaffMember) -> None:
        """An X report, or a Z report for the first time.

        :raises ReportNotPrintedError: if the printer does not take it
        """
        self._print(self.renderer.report(report))
        if report.is_final:
            self._note(report, EntryKind.PRINT, actor)

    def reprint(self, report: ShiftReport, *, actor: StaffMember) -> bool:
        """A report once more; say whether it is a copy: a Z report that was printed before.

        :raises ReportNotPrintedError: if the printer does not take it
        """
        filed, number = report.filed, report.shift.number
        if filed is None or not self.prints.was_printed(number, after=filed.seq):
            self.print(report, actor=actor)
            return False
        self._print(self.renderer.report(report, is_copy=True))
        self._note(report, EntryKind.REPRINT, actor)
        return True

    def _print(self, receipt: Receipt) -> None:
        try:
            self.printer.print_lines(name=receipt.name, lines=self.renderer.lines(receipt))
        except UnavailableError as error:
            raise ReportNotPrintedError from error

    def _note(self, report: ShiftReport, kind: EntryKind, actor: StaffMember) -> None:
        shift = report.shift
        body: dict[str, object] = {"form": "z", "number": shift.number}
        with self.new_uow() as uow:
            self.journal.append(
                uow.journal,
                Fact(
                    kind=kind,
                    actor=actor,
                    body=body,
                    shift_id=shift.shift_id,
                    business_date=shift.business_date,
                ),
            )
            uow.commit()
