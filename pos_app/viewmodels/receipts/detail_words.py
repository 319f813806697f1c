"""What is said of one order: when and by whom, what became of its e-mails, and its receipt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject

from pos_app.domain.money import Money
from pos_app.domain.order_document import OrderDocument
from pos_app.services.email_jobs import EmailJob, EmailState
from pos_app.services.ports import Formats


@dataclass(frozen=True, slots=True)
class DetailText:
    """`receipt` of an order that was given up says what was in it: it has none."""

    title: str
    facts: str
    receipt: str
    emails: str
    has_receipt: bool


class DetailWords(QObject):
    def __init__(self, formats: Formats, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._formats = formats

    def of(self, document: OrderDocument, emails: Sequence[EmailJob], receipt: str) -> DetailText:
        facts = self.tr("{when} · {who} · shift {shift}").format(
            when=self._formats.date_time(document.completed_at),
            who=document.cashier,
            shift=document.shift_id,
        )
        return DetailText(
            title=document.number or self.tr("Given up"),
            facts=facts,
            receipt=receipt or self._given_up(document),
            emails="\n".join(self._email(job) for job in emails),
            has_receipt=document.number is not None,
        )

    def _given_up(self, document: OrderDocument) -> str:
        lines = [
            f"{self._formats.quantity(one.item.quantity)} {one.item.name}" for one in document.items
        ]
        total = self._formats.money(Money(document.totals.total, document.currency))
        return "\n".join([*lines, "", self.tr("Never paid: {total}").format(total=total)])

    def _email(self, job: EmailJob) -> str:
        match job.state:
            case EmailState.SENT:
                words = self.tr("E-mailed to {address}")
            case EmailState.WAITING:
                words = self.tr("E-mail to {address} waits. {why}")
            case EmailState.FAILED:
                words = self.tr("E-mail to {address} refused: {why}")
        return words.format(address=job.address, why=job.last_error).strip()
