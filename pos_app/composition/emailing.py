"""E-mailing of a store: what queues, what sends, and what is set up, built on its parts."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from pos_app.adapters.mail.smtp import SmtpMailer
from pos_app.adapters.system.ids import UuidV7
from pos_app.composition.key_store import KeyStoreWhenAsked
from pos_app.composition.opening import OpenStore
from pos_app.composition.receipts import drawn_pdf, renderer_of
from pos_app.domain.email_address import checked_address
from pos_app.services.emailing.ports import Attachment, Mail
from pos_app.services.emailing.queueing import Emailing, EmailingPorts
from pos_app.services.emailing.sending import MailReport, Sending, SendingPorts
from pos_app.services.emailing.setting_up import MailSetup
from pos_app.services.emailing.writing import MailWriter

TEST_NAME: Final = "test.pdf"


class Mailroom:
    """Everything about e-mail of one open store."""

    def __init__(self, store: OpenStore) -> None:
        queries, services = store.queries, store.services
        self.emails = queries.emails
        self._profile = queries.live
        self._renderer = renderer_of(queries.live, queries.customers)
        self._adopting = services.adopting
        self._mailer: SmtpMailer | None = None
        self.setup = MailSetup(
            settings=queries.settings,
            new_uow=services.new_uow,
            journal=services.journal,
            secrets=KeyStoreWhenAsked(store.folder, queries.profile),
            is_copy=bool(queries.profile.copy_of),
        )
        self.emailing = Emailing(
            EmailingPorts(
                orders=queries.orders,
                emails=queries.emails,
                settings=queries.settings,
                new_uow=services.new_uow,
                journal=services.journal,
                clock=services.clock,
                ids=UuidV7(),
            )
        )
        self.sending = Sending(
            SendingPorts(
                emails=queries.emails,
                orders=queries.orders,
                new_uow=services.new_uow,
                clock=services.clock,
                open_mailer=self.open_mailer,
                write=MailWriter(self._renderer, drawn_pdf).write,
            )
        )

    def send(self) -> MailReport:
        """Send what is due, unless this store may still sell elsewhere, and send it there."""
        return MailReport() if self._adopting.is_owed else self.sending.work_off()

    def open_mailer(self) -> SmtpMailer:
        """:raises UnavailableError: if none is set up, or its password is not there"""
        server, password = self.setup.in_use()
        self._mailer = SmtpMailer(server, password=password, from_name=self._profile().name)
        return self._mailer

    def abort(self) -> None:
        """From another thread: the till is about to close, and waits for no server."""
        if self._mailer is not None:
            self._mailer.abort()

    def send_test(self, address: str) -> None:
        """Send a mail with nothing in it now.

        :raises PosError: with what is wrong
        """
        words = self._renderer.words
        mail = Mail(
            uid=UuidV7().new(),
            at=datetime.now(UTC),
            to=checked_address(address),
            subject=words.email_subject.format(number="TEST", store=self._profile().name),
            text=f"{words.email_text}\n",
            attachment=Attachment(TEST_NAME, b"%PDF-1.4\n%%EOF\n"),
        )
        self.open_mailer().send(mail)
