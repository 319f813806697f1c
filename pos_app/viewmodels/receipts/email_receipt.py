"""To whom a receipt is e-mailed: a few keys, since most addresses end alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.email_address import domain_of
from pos_app.domain.errors import PosError
from pos_app.domain.receipt_kind import ReceiptKind
from pos_app.domain.staff import StaffMember
from pos_app.services.email_jobs import EmailJob, EmailQueries, EmailState
from pos_app.tasks.runner import TaskRunner
from pos_app.viewmodels.receipts.outgoing_mail import OutgoingMail
from pos_app.viewmodels.shared.sheet_model import SheetModel

CHIPS: Final = 4
REMEMBERED: Final = 300


@dataclass(frozen=True, slots=True)
class EmailForm:
    """`domains` are offered as buttons; `problem` says why an earlier try came to nothing."""

    number: str
    address: str
    domains: tuple[str, ...]
    problem: str = ""
    is_gift: bool = False


@dataclass(frozen=True, slots=True)
class _Known:
    addresses: Sequence[str]
    jobs: Sequence[EmailJob]


class EmailReceipt(SheetModel):
    """What its sheet shows and asks for; opened from the Done screen and from an order found.

    Signals:
        opened: Emitted with the EmailForm to fill in.
        changed: Emitted with it when it is known what was typed before.
        refused: Emitted with the reason why it cannot be sent so.
    """

    opened = Signal(object)
    changed = Signal(object)
    refused = Signal(str)

    def __init__(
        self,
        *,
        mail: OutgoingMail,
        emails: EmailQueries,
        tasks: TaskRunner,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._mail = mail
        self._emails = emails
        self._tasks = tasks
        self._order_id = ""
        self._failed: EmailJob | None = None
        self._actor: StaffMember | None = None
        self._domains: tuple[str, ...] = ()
        self.form = EmailForm("", "", ())
        self.is_busy = False

    def open(
        self,
        order_id: str,
        number: str,
        actor: StaffMember,
        *,
        address: str = "",
        kind: ReceiptKind = ReceiptKind.RECEIPT,
    ) -> None:
        """Ask for the address; a customer's own one stands there already."""
        self._order_id, self._actor, self._failed = order_id, actor, None
        self.is_open, self.is_busy = True, False
        is_gift = kind is ReceiptKind.GIFT
        self.form = EmailForm(number, address, self._domains, is_gift=is_gift)
        self.opened.emit(self.form)
        self._tasks.submit(
            lambda: _Known(
                self._emails.recent_addresses(limit=REMEMBERED), self._emails.of_order(order_id)
            ),
            on_success=lambda known: self._on_known(order_id, known),
            on_failure=self._on_unknown,
        )

    @Slot()
    def toggle_gift(self) -> None:
        form = self.form
        self.form = EmailForm(
            form.number, form.address, form.domains, form.problem, is_gift=not form.is_gift
        )
        self.changed.emit(self.form)

    def completed(self, text: str, chip: int) -> str:
        """What was typed, with the domain of that button behind it."""
        if chip >= len(self.form.domains):
            return text
        return f"{text.partition('@')[0]}@{self.form.domains[chip]}"

    def send(self, address: str) -> None:
        """Put it on its way, or the one that was refused once more to where it should go."""
        actor, failed = self._actor, self._failed
        if actor is None or not self.is_open or self.is_busy:
            return
        self.is_busy = True
        kind = ReceiptKind.GIFT if self.form.is_gift else ReceiptKind.RECEIPT
        if failed is not None and failed.kind is kind:
            self._mail.readdress(failed.job_id, address, actor=actor, then=self._on_written)
        else:
            self._mail.queue(self._order_id, address, kind, actor=actor, then=self._on_written)

    def _on_known(self, order_id: str, known: _Known) -> None:
        counted = Counter(domain_of(one) for one in known.addresses)
        self._domains = tuple(name for name, _ in counted.most_common(CHIPS))
        if order_id != self._order_id or not self.is_open:
            return
        failed = next((job for job in known.jobs if job.state is EmailState.FAILED), None)
        self._failed = failed
        form = self.form
        self.form = EmailForm(
            form.number,
            form.address or (failed.address if failed else ""),
            self._domains,
            self._problem(failed) if failed else "",
            is_gift=failed.kind is ReceiptKind.GIFT if failed else form.is_gift,
        )
        self.changed.emit(self.form)

    def _problem(self, failed: EmailJob) -> str:
        words = self.tr("The mail server has refused {address}: {reply}")
        return words.format(address=failed.address, reply=failed.last_error)

    def _on_unknown(self, _error: PosError) -> None:
        """What was typed before is only a help."""

    def _on_written(self, problem: str) -> None:
        self.is_busy = False
        if problem:
            self.refused.emit(problem)
        else:
            self.leave()
