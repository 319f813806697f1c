"""Build what finds receipts and gives them out, and start what sends them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from pos_app.composition.emailing import Mailroom
from pos_app.composition.finding import finding_of
from pos_app.composition.lanes import Lanes
from pos_app.composition.opening import OpenStore
from pos_app.services.ports import Formats
from pos_app.services.printing.rendering import ReceiptRenderer
from pos_app.services.printing.reprinting import Reprinting
from pos_app.services.printing.spooling import Spooler
from pos_app.viewmodels.approval.acts import AskingLane
from pos_app.viewmodels.receipts.email_receipt import EmailReceipt
from pos_app.viewmodels.receipts.find_order import FindOrder
from pos_app.viewmodels.receipts.found_orders import FoundOrders
from pos_app.viewmodels.receipts.mail_settings import MailParts, MailSettings
from pos_app.viewmodels.receipts.order_detail import (
    DetailDesk,
    DetailLanes,
    DetailSources,
    OrderDetail,
)
from pos_app.viewmodels.receipts.outgoing_mail import MailDesk, MailLanes, OutgoingMail
from pos_app.viewmodels.receipts.screens import ReceiptScreens
from pos_app.viewmodels.till import TillViewModel
from pos_app.views.main_window import MainWindow


@dataclass(frozen=True, slots=True)
class ReceiptParts:
    """What the till has made already."""

    mailroom: Mailroom
    renderer: ReceiptRenderer
    reprinting: Reprinting
    spooler: Spooler
    asking: AskingLane


def receipt_screens(
    store: OpenStore, parts: ReceiptParts, lanes: Lanes, formats: Formats
) -> ReceiptScreens:
    mail = _mail(parts.mailroom, lanes, formats)
    email = EmailReceipt(mail=mail, emails=parts.mailroom.emails, tasks=lanes.reader)
    queries, clock = store.queries, store.services.clock
    zone = ZoneInfo(queries.profile.time_zone)

    def today() -> date:
        return clock.now().astimezone(zone).date()

    detail = OrderDetail(
        sources=DetailSources(
            *(queries.orders, queries.emails, parts.renderer, queries.returns, queries.shifts)
        ),
        desk=DetailDesk(parts.reprinting, parts.spooler, email),
        lanes=DetailLanes(reader=lanes.reader, printer=lanes.printer),
        formats=formats,
    )
    found = FoundOrders(
        finding=finding_of(queries, formats), today=today, tasks=lanes.reader, formats=formats
    )
    find = FindOrder(found=found, detail=detail, formats=formats)
    mailroom = parts.mailroom
    settings = MailSettings(
        MailParts(mailroom.setup, mailroom.send_test, mail.wake, parts.asking, lanes.mail),
        formats=formats,
    )
    return ReceiptScreens(mail=mail, email=email, find=find, settings=settings)


def _mail(mailroom: Mailroom, lanes: Lanes, formats: Formats) -> OutgoingMail:
    return OutgoingMail(
        desk=MailDesk(
            emailing=mailroom.emailing,
            emails=mailroom.emails,
            send=mailroom.send,
            wake=mailroom.sending.wake,
        ),
        lanes=MailLanes(writer=lanes.writer, mail=lanes.mail),
        formats=formats,
    )


def start_mail(window: MainWindow, till: TillViewModel, mailroom: Mailroom) -> None:
    """Send what an earlier run has left, and go on until the window closes."""
    receipts = till.screens.receipts
    window.closing.connect(receipts.mail.stop)
    window.closing.connect(receipts.find.stop)
    window.closing.connect(mailroom.abort)
    receipts.mail.start()
