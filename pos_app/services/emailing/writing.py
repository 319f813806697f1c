"""Write the mail of a receipt: a subject, what the receipt says as text, and the PDF of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pos_app.domain.order_document import OrderDocument
from pos_app.services.email_jobs import EmailJob
from pos_app.services.emailing.ports import Attachment, Mail
from pos_app.services.printing.cells import clean
from pos_app.services.printing.rendering import ReceiptRenderer
from pos_app.services.printing.rows import Receipt


@dataclass(frozen=True, slots=True)
class MailWriter:
    """The same rows as the paper, drawn twice. No copy: it is the customer's own receipt."""

    renderer: ReceiptRenderer
    draw: Callable[[Receipt], bytes]

    def write(self, job: EmailJob, document: OrderDocument) -> Mail:
        renderer, words = self.renderer, self.renderer.words
        receipt = renderer.receipt(document, kind=job.kind)
        text = renderer.text(document, kind=job.kind)
        subject = words.email_subject.format(number=job.number, store=renderer.header.store)
        return Mail(
            uid=job.uid,
            at=job.queued_at,
            to=job.address,
            subject=clean(subject),
            text=f"{words.email_text}\n\n{text}",
            attachment=Attachment(f"{receipt.name}.pdf", self.draw(receipt)),
        )
