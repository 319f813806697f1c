"""Build what finds receipts and gives them out, and start what sends them."""

from __future__ import annotations

from pos_app.composition.emailing import Mailroom
from pos_app.composition.lanes import Lanes
from pos_app.services.ports import Formats
from pos_app.viewmodels.receipts.email_receipt import EmailReceipt
from pos_app.viewmodels.receipts.outgoing_mail import MailDesk, MailLanes, OutgoingMail
from pos_app.viewmodels.receipts.screens import ReceiptScreens
from pos_app.viewmodels.till import TillViewModel
from pos_app.views.main_window import MainWindow


def receipt_screens(mailroom: Mailroom, lanes: Lanes, formats: Formats) -> ReceiptScreens:
    mail = OutgoingMail(
        desk=MailDesk(
            emailing=mailroom.emailing,
            emails=mailroom.emails,
            send=mailroom.send,
            wake=mailroom.sending.wake,
        ),
        lanes=MailLanes(writer=lanes.writer, mail=lanes.mail),
        formats=formats,
    )
    return ReceiptScreens(
        mail=mail,
        email=EmailReceipt(mail=mail, emails=mailroom.emails, tasks=lanes.reader),
    )


def start_mail(window: MainWindow, till: TillViewModel, mailroom: Mailroom) -> None:
    """Send what an earlier run has left, and go on until the window closes."""
    mail = till.screens.receipts.mail
    window.closing.connect(mail.stop)
    window.closing.connect(mailroom.abort)
    mail.start()
