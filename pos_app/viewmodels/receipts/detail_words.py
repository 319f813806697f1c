"""What is said of one order: when and by whom, what came back, its e-mails, and its receipt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QObject

from pos_app.domain.money import Money
from pos_app.domain.order_document import OrderDocument
from pos_app.domain.return_story import NO_STORY, CameBack, GaveBack, ReturnStory, story_of
from pos_app.domain.returned import ReturnReason
from pos_app.services.email_jobs import EmailJob, EmailState
from pos_app.services.ports import Formats
from pos_app.services.return_records import ReturnRow
from pos_app.viewmodels.shared.paper import NO_PAPER, Paper
from pos_app.viewmodels.shared.return_words import words_of_restored
from pos_app.viewmodels.shared.story_words import words_of_story


@dataclass(frozen=True, slots=True)
class DetailText:
    """`receipt` of an order that was given up says what was in it: it has none.

    `other` is the number of the order that this one gave back, or of the last that gave it back.
    """

    title: str
    facts: str
    receipt: Paper
    emails: str
    has_receipt: bool
    state: str = ""
    returns: str = ""
    other: str = ""
    can_come_back: bool = False
    no_void: str = ""
    """Why it cannot be voided; empty if it can."""
    warning: str = ""
    """Why nobody can be sure what of it came back."""

    @property
    def can_void(self) -> bool:
        return self.has_receipt and not self.no_void


@dataclass(frozen=True, slots=True)
class Read:
    """One order as it was read, with all that is told of it; `document` is None if it is gone."""

    document: OrderDocument | None = None
    emails: Sequence[EmailJob] = ()
    receipt: Paper = NO_PAPER
    story: ReturnStory = NO_STORY
    back: Sequence[ReturnRow] = ()
    is_left: bool = False
    """Whether anything of it can still come back."""
    is_of_this_shift: bool = False
    restored: datetime | None = None
    """When the store was copied or put back, if that is after it."""


class DetailWords(QObject):
    def __init__(self, formats: Formats, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._formats = formats

    def of(self, document: OrderDocument, read: Read) -> DetailText:
        facts = self.tr("{when} · {who} · shift {shift}").format(
            when=self._formats.date_time(document.completed_at),
            who=document.cashier,
            shift=document.shift_id,
        )
        given_back = _given_back_by(document)
        newest = read.back[-1].number if read.back else ""
        return DetailText(
            title=document.number or self.tr("Given up"),
            facts=facts,
            receipt=read.receipt
            if read.receipt.parts
            else Paper.of_words(self._given_up(document)),
            emails="\n".join(self._email(job) for job in read.emails),
            has_receipt=document.number is not None,
            state=words_of_story(read.story) if document.number else "",
            returns="\n".join(self._returns(document, given_back, read.back)),
            other=newest or given_back,
            can_come_back=read.is_left,
            no_void=self._no_void(document, read),
            warning=words_of_restored(self._formats.date_time(read.restored))
            if read.restored is not None and read.is_left
            else "",
        )

    def _no_void(self, document: OrderDocument, read: Read) -> str:
        if document.number is None:
            return self.tr("it was given up")
        if read.story.gave_back is not GaveBack.NOTHING:
            return self.tr("it gave something back")
        if read.story.came_back is not CameBack.NOTHING or not read.is_left:
            return self.tr("something came back")
        return "" if read.is_of_this_shift else self.tr("its shift is closed")

    def _returns(
        self, document: OrderDocument, given_back: str, back: Sequence[ReturnRow]
    ) -> Sequence[str]:
        """Both ways: what it gave back itself, and what gave it back."""
        lines = []
        if given_back:
            lines.append(self.tr("Gives back of {number}").format(number=given_back))
        by_number: dict[str, list[ReturnRow]] = {}
        for one in back:
            by_number.setdefault(one.number, []).append(one)
        for number, rows in by_number.items():
            amount = Money(sum(one.total for one in rows), document.currency)
            words = self.tr("{amount} came back with {number}, {when}")
            when = self._formats.date_time(rows[0].at)
            lines.append(words.format(amount=self._formats.money(amount), number=number, when=when))
        return lines

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


def story_from(document: OrderDocument, back: Sequence[ReturnRow]) -> ReturnStory:
    """What an order did, and what has become of it."""
    items = [one.item for one in document.items]
    reasons = [one.returns.reason for one in items if one.returns is not None]
    return story_of(
        bought=sum(max(one.quantity.thousandths, 0) for one in items),
        returned=sum(one.quantity.thousandths for one in back),
        gives=bool(reasons),
        is_void=ReturnReason.VOID in reasons,
        was_voided=any(one.reason is ReturnReason.VOID for one in back),
    )


def _given_back_by(document: OrderDocument) -> str:
    backs = (one.item.returns for one in document.items)
    return next((back.number for back in backs if back is not None), "")
