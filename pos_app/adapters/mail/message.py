"""A receipt's mail as the bytes that go over the wire; nothing typed can become a header."""

from __future__ import annotations

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from pos_app.domain.email_address import domain_of
from pos_app.services.emailing.ports import Mail


def message_of(mail: Mail, *, from_address: str, from_name: str) -> EmailMessage:
    """The same words at every try; the server and the reader may know it by its Message-ID."""
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(from_name, addr_spec=from_address)
    message["To"] = Address(addr_spec=mail.to)
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(mail.at)
    message["Message-ID"] = f"<{mail.uid}@{domain_of(from_address)}>"
    # So that no absence note comes back to a till that nobody reads mail on.
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text)
    message.add_attachment(
        mail.attachment.content,
        maintype="application",
        subtype="pdf",
        filename=mail.attachment.name,
    )
    return message
