"""What gives receipts out by other ways than the printer, as the till connects it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pos_app.viewmodels.frame import FrameViewModel
from pos_app.viewmodels.receipts.email_receipt import EmailReceipt
from pos_app.viewmodels.receipts.outgoing_mail import OutgoingMail


@dataclass(frozen=True, slots=True)
class ReceiptScreens:
    mail: OutgoingMail
    email: EmailReceipt

    def connect(self, frame: FrameViewModel, *, tell: Callable[[str, bool], None]) -> None:
        self.mail.told.connect(tell)
        self.mail.noticed.connect(lambda words: frame.show_notice("email", words))
