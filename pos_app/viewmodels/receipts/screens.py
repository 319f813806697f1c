"""What gives receipts out by other ways than the printer, as the till connects it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pos_app.viewmodels.frame import FrameViewModel
from pos_app.viewmodels.page_name import PageName
from pos_app.viewmodels.receipts.email_receipt import EmailReceipt
from pos_app.viewmodels.receipts.find_order import FindOrder, is_receipt
from pos_app.viewmodels.receipts.mail_settings import MailSettings
from pos_app.viewmodels.receipts.outgoing_mail import OutgoingMail


@dataclass(frozen=True, slots=True)
class ReceiptScreens:
    mail: OutgoingMail
    email: EmailReceipt
    find: FindOrder
    settings: MailSettings

    def take_scan(self, raw: str, page: PageName) -> bool:
        """Look for what is scanned here, and for a receipt on the sell screen; say whether."""
        if page is PageName.FIND:
            if not self.find.divert(raw):
                self.find.scan(raw)
        elif page is PageName.SELL and is_receipt(raw):
            self.find.open_with(raw)
        else:
            return False
        return True

    def connect(self, frame: FrameViewModel, *, tell: Callable[[str, bool], None]) -> None:
        detail = self.find.detail
        for part in (self.mail, detail, detail.returns, self.settings):
            part.told.connect(tell)
        detail.returns.other_asked.connect(self.find.scan)
        self.find.detail.print_changed.connect(frame.show_printer)
        self.mail.changed.connect(self.find.detail.refresh)
        self.mail.noticed.connect(lambda words: frame.show_notice("email", words))
