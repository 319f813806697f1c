"""Work off the print jobs that orders left behind; no order ever waits for a printer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from pos_app.domain.errors import UnavailableError
from pos_app.domain.order_document import OrderDocument
from pos_app.domain.tender import CASH
from pos_app.services.ports import NewUnitOfWork, Printer
from pos_app.services.print_jobs import PrintJob, PrintJobQueries
from pos_app.services.print_lines import Line
from pos_app.services.printing.receipt import NoReceiptError, receipt_name

JOBS_PER_RUN: Final = 20


@dataclass(frozen=True, slots=True)
class SpoolReport:
    """How a run went; `error` is what stopped it, with words for the banner."""

    printed: int
    failed: int
    error: UnavailableError | None = None

    @property
    def reason(self) -> str:
        return str(self.error) if self.error else ""


class Spooler:
    """Prints at least once: a job is marked done after its print-out, in a transaction of its own.

    If the machine stops between the two, the same lines come out again at the next run. A file
    printer then only replaces the file; on paper a second, equal receipt is better than none.
    """

    def __init__(
        self,
        *,
        jobs: PrintJobQueries,
        new_uow: NewUnitOfWork,
        printer: Printer,
        render: Callable[[PrintJob], list[Line]],
        drawer_methods: frozenset[str] = frozenset({CASH.code}),
    ) -> None:
        self._jobs = jobs
        self._new_uow = new_uow
        self._printer = printer
        self._render = render
        self._drawer_methods = drawer_methods

    def work_off(self, *, limit: int = JOBS_PER_RUN, drawer_for: str | None = None) -> SpoolReport:
        """Print what waits, oldest first, and stop at the first failure; the rest stays waiting.

        :param drawer_for: the order that somebody stands at the drawer for; no other opens it

        A printer, disk or drawer that does not work is told in the report, never raised.
        """
        printed = 0
        try:
            for job in self._jobs.waiting(limit=limit):
                # At the sale itself only: other jobs may come when nobody stands at the drawer.
                is_sale = job.copy == 0 and job.document.order_id == drawer_for
                failure = self._print(job, opens_drawer=is_sale and self.needs_drawer(job.document))
                if failure is not None:
                    self._mark_failed(job, failure)
                    return SpoolReport(printed, 1, failure)
                self._mark_done(job)
                printed += 1
        except UnavailableError as error:
            # The store refused, not the printer: the job stays as it was, and is told.
            return SpoolReport(printed, 1, error)
        return SpoolReport(printed, 0)

    def needs_drawer(self, document: OrderDocument) -> bool:
        """Whether something was paid in a way that goes into the drawer."""
        return any(
            one.method in self._drawer_methods and one.tendered != 0 for one in document.tenders
        )

    def open_drawer(self) -> SpoolReport:
        """For an order that prints nothing; trouble is told in the report, never raised."""
        try:
            self._printer.open_drawer()
        except UnavailableError as error:
            return SpoolReport(0, 1, error)
        return SpoolReport(0, 0)

    def _print(self, job: PrintJob, *, opens_drawer: bool) -> UnavailableError | None:
        number = job.document.number
        if number is None:
            raise NoReceiptError
        lines = self._render(job)
        try:
            if opens_drawer:
                self._printer.open_drawer()
            name = receipt_name(number, job.copy, job.kind)
            self._printer.print_lines(name=name, lines=lines)
        except UnavailableError as error:
            return error
        return None

    def _mark_done(self, job: PrintJob) -> None:
        with self._new_uow() as uow:
            uow.print_jobs.mark_done(job.job_id)
            uow.commit()

    def _mark_failed(self, job: PrintJob, failure: UnavailableError) -> None:
        with self._new_uow() as uow:
            uow.print_jobs.mark_failed(job.job_id, reason=str(failure))
            uow.commit()
