"""Work off the e-mails that wait, each until the mail server has it or has refused it for good."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from pos_app.domain.card_number import masked
from pos_app.domain.errors import UnavailableError
from pos_app.domain.order_document import OrderDocument
from pos_app.services.email_jobs import EmailJob, EmailQueries, EmailState
from pos_app.services.emailing.ports import Mail, MailDelayedError, Mailer, MailRefusedError
from pos_app.services.ports import Clock, NewUnitOfWork
from pos_app.services.printing.cells import clean
from pos_app.services.printing.reprinting import OrderFinder, paid_order

JOBS_PER_RUN: Final = 20
FIRST_PAUSE: Final = timedelta(seconds=30)
LONGEST_PAUSE: Final = timedelta(hours=1)
REASON_LENGTH_MAX: Final = 200
_DOUBLINGS_MAX: Final = 7
_MS: Final = timedelta(milliseconds=1)


def pause_after(attempts: int) -> timedelta:
    """How long to wait after that many tries: 30 s, 1, 2, 4 … 32 minutes, then an hour."""
    return min(FIRST_PAUSE * (1 << min(attempts - 1, _DOUBLINGS_MAX)), LONGEST_PAUSE)


@dataclass(frozen=True, slots=True)
class MailReport:
    """How a run went; `error` is what stopped it, with words for the bar."""

    sent: tuple[EmailJob, ...] = ()
    refused: tuple[EmailJob, ...] = ()
    error: UnavailableError | None = None


@dataclass(frozen=True, slots=True)
class SendingPorts:
    emails: EmailQueries
    orders: OrderFinder
    new_uow: NewUnitOfWork
    clock: Clock
    open_mailer: Callable[[], Mailer]
    write: Callable[[EmailJob, OrderDocument], Mail]


class Sending:
    """Sends at least once: a job is marked sent after the server has taken it.

    When the machine stops between the two, or the server's last word is lost on the way, nobody
    can know whether the mail is on its way; then it is sent once more under the same Message-ID,
    by which a server may know it again, but need not. Rather twice than never.
    """

    def __init__(self, ports: SendingPorts) -> None:
        self._ports = ports
        self._failures = 0
        self._resume_ms = 0
        self._is_woken = True
        self._error: UnavailableError | None = None
        """What everything waits for, until the next try."""
        self._taken: dict[int, EmailJob] = {}
        """What the server has, and the store does not know of yet: never sent again from here."""

    def wake(self) -> None:
        """Somebody has mended something, or it is a new day: the next run tries everything."""
        self._failures = self._resume_ms = 0
        self._is_woken = True

    def work_off(self, *, limit: int = JOBS_PER_RUN) -> MailReport:
        """Send what is due, oldest first; stop when the server itself does not work.

        A mail server or disk that does not work is told in the report, never raised.
        """
        if self._ports.clock.monotonic_ms() < self._resume_ms:
            return MailReport(error=self._error)
        sent: list[EmailJob] = []
        refused: list[EmailJob] = []
        try:
            for job in tuple(self._taken.values()):
                self._mark_sent(job)
            due = self._due(limit)
            mailer = self._ports.open_mailer() if due else None
            for job in due:
                assert mailer is not None
                state = self._send(mailer, job)
                if state is not EmailState.WAITING:
                    (sent if state is EmailState.SENT else refused).append(job)
        except UnavailableError as error:
            self._pause(error)
            return MailReport(tuple(sent), tuple(refused), error)
        return MailReport(tuple(sent), tuple(refused))

    def _due(self, limit: int) -> Sequence[EmailJob]:
        now = self._ports.clock.now()
        if self._is_woken:
            self._is_woken = False
            now += LONGEST_PAUSE
        return self._ports.emails.due(now=now, limit=limit)

    def _send(self, mailer: Mailer, job: EmailJob) -> EmailState:
        """What has become of it.

        :raises UnavailableError: if no mail can be sent now, or the store does not work
        """
        try:
            document = paid_order(self._ports.orders, job.order_id)
            mailer.send(self._ports.write(job, document))
        except MailRefusedError as error:
            self._mark_failed(job, str(error.values["reply"]))
            return EmailState.FAILED
        except MailDelayedError as error:
            self._put_off(job, str(error.values["reply"]))
            return EmailState.WAITING
        except Exception as error:
            self._put_off(job, str(error))
            raise
        self._taken[job.job_id] = job
        self._mark_sent(job)
        self._failures = 0
        return EmailState.SENT

    def _pause(self, error: UnavailableError) -> None:
        self._failures += 1
        self._error = error
        pause = pause_after(self._failures) // _MS
        self._resume_ms = self._ports.clock.monotonic_ms() + pause

    def _mark_sent(self, job: EmailJob) -> None:
        with self._ports.new_uow() as uow:
            uow.emails.mark_sent(job.job_id)
            uow.commit()
        del self._taken[job.job_id]

    def _mark_failed(self, job: EmailJob, reason: str) -> None:
        with self._ports.new_uow() as uow:
            uow.emails.mark_failed(job.job_id, reason=_short(reason))
            uow.commit()

    def _put_off(self, job: EmailJob, reason: str) -> None:
        until = self._ports.clock.now() + pause_after(job.attempts + 1)
        with self._ports.new_uow() as uow:
            uow.emails.put_off(job.job_id, until=until, reason=_short(reason))
            uow.commit()


def _short(reason: str) -> str:
    """A server's words: on one line, with no card number, and no more than a line of them."""
    return masked(clean(reason))[:REASON_LENGTH_MAX]
