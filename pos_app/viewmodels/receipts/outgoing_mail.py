"""The e-mails that are on their way: sent behind the screen, and in words when they cannot be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from pos_app.domain.errors import PosError
from pos_app.domain.receipt_kind import ReceiptKind
from pos_app.domain.staff import StaffMember
from pos_app.services.email_jobs import EmailJob, EmailQueries, EmailState
from pos_app.services.emailing.queueing import Emailing
from pos_app.services.emailing.sending import MailReport
from pos_app.services.ports import Formats
from pos_app.tasks.runner import TaskRunner
from pos_app.viewmodels.shared.words import words_for

LOOK_MS: Final = 10_000
COUNTED_MAX: Final = 500


@dataclass(frozen=True, slots=True)
class MailDesk:
    """What queues, what sends, and what is not sent yet."""

    emailing: Emailing
    emails: EmailQueries
    send: Callable[[], MailReport]
    wake: Callable[[], None]


@dataclass(frozen=True, slots=True)
class MailLanes:
    """One writes a job down, the other may wait for a mail server for as long as it takes."""

    writer: TaskRunner
    mail: TaskRunner


@dataclass(frozen=True, slots=True)
class _Look:
    report: MailReport
    unsent: Sequence[EmailJob]


class OutgoingMail(QObject):
    """Looks every few seconds for what is due, and at once for what has just been queued.

    Signals:
        told: Emitted with a sentence, and False: Ctrl+Z is not for it.
        noticed: Emitted with what is out of order, or nothing.
        changed: Emitted when something was queued, sent, refused or given up.
    """

    told = Signal(str, bool)
    noticed = Signal(str)
    changed = Signal()

    def __init__(
        self, *, desk: MailDesk, lanes: MailLanes, formats: Formats, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._lanes = lanes
        self._formats = formats
        self._is_looking = False
        self._is_stopped = False
        self._words = ""
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self.look)

    @Slot()
    def start(self) -> None:
        self._timer.start()
        self.look()

    @Slot()
    def stop(self) -> None:
        """The store is about to be let go."""
        self._is_stopped = True
        self._timer.stop()

    @Slot()
    def look(self) -> None:
        """Send what is due; a run that still waits for its server is not overtaken."""
        if not (self._is_looking or self._is_stopped):
            self._is_looking = True
            self._lanes.mail.submit(
                self._work_off, on_success=self._on_looked, on_failure=self._on_broken
            )

    @Slot()
    def wake(self) -> None:
        """Somebody has set the server up anew: try everything."""
        self._desk.wake()
        self.look()

    def queue(
        self,
        order_id: str,
        address: str,
        kind: ReceiptKind,
        *,
        actor: StaffMember,
        then: Callable[[str], None],
    ) -> None:
        """Write an e-mail down; `then` gets nothing, or the reason why it cannot be."""
        self._write(
            lambda: self._desk.emailing.queue(
                order_id=order_id, address=address, kind=kind, actor=actor
            ),
            then,
        )

    def readdress(
        self, job_id: int, address: str, *, actor: StaffMember, then: Callable[[str], None]
    ) -> None:
        """Try one that was refused or waits once more, to this address."""

        def work() -> int:
            self._desk.emailing.readdress(job_id=job_id, address=address, actor=actor)
            return job_id

        self._write(work, then)

    def _write(self, work: Callable[[], int], then: Callable[[str], None]) -> None:
        self._lanes.writer.submit(
            work,
            on_success=lambda _job: self._on_queued(then),
            on_failure=lambda error: then(words_for(error, self._formats)),
        )

    def _work_off(self) -> _Look:
        report = self._desk.send()
        return _Look(report, self._desk.emails.unsent(limit=COUNTED_MAX))

    def _on_queued(self, then: Callable[[str], None]) -> None:
        then("")
        self.told.emit(self.tr("The e-mail is on its way"), False)
        self.changed.emit()
        self.look()

    def _on_looked(self, look: _Look) -> None:
        self._is_looking = False
        if self._is_stopped:
            return
        report = look.report
        for job in report.sent[:1]:
            words = self.tr("E-mailed to {address}")
            self.told.emit(words.format(address=job.address), False)
        words = self._notice(look)
        if report.sent or report.refused or words != self._words:
            self.changed.emit()
        self._words = words
        self.noticed.emit(words)

    def _notice(self, look: _Look) -> str:
        refused = [job for job in look.unsent if job.state is EmailState.FAILED]
        error = look.report.error
        waiting = [job for job in look.unsent if job.state is EmailState.WAITING]
        stuck = [job for job in waiting if job.attempts or error]
        notices = []
        if stuck:
            why = words_for(error, self._formats) if error else stuck[0].last_error
            words = self.tr("E-mails wait for the mail server: {count}. {why}")
            notices.append(words.format(count=len(waiting), why=why))
        if refused:
            first = refused[0]
            words = self.tr("E-mail refused: {address}. {reply}. Find it with F9, then @")
            notices.append(words.format(address=first.address, reply=first.last_error))
        return "\n".join(notices)

    def _on_broken(self, error: PosError) -> None:
        self._is_looking = False
        self.noticed.emit(words_for(error, self._formats))
