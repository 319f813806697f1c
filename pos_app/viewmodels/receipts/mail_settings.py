"""Which mail server sends the receipts: chosen by the owner, tried at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.errors import PosError
from pos_app.domain.staff import Decision, Permission, StaffMember
from pos_app.services.emailing.server import DEFAULT_PORTS, MailServer, Security
from pos_app.services.emailing.setting_up import MailSetup
from pos_app.services.ports import Formats
from pos_app.viewmodels.receipts.outgoing_mail import MailLanes, OutgoingMail
from pos_app.viewmodels.shared.words import words_for

FIELDS = ("host", "port", "user", "password", "from_address")


@dataclass(frozen=True, slots=True)
class MailForm:
    """What stands in the fields; the password that is known is never shown."""

    host: str = ""
    port: str = ""
    user: str = ""
    password: str = ""
    from_address: str = ""
    security: Security = Security.STARTTLS


class MailSettings(QObject):
    """What its sheet shows and asks for.

    Signals:
        opened: Emitted with the MailForm to fill in.
        changed: Emitted with the words for the encryption.
        told: Emitted with a sentence, and False: Ctrl+Z is not for it.
        refused: Emitted with the reason why it cannot be so.
        hidden: Emitted when the sheet is to go.
    """

    opened = Signal(object)
    changed = Signal(str)
    told = Signal(str, bool)
    refused = Signal(str)
    hidden = Signal()

    def __init__(
        self,
        *,
        setup: MailSetup,
        send_test: Callable[[str], None],
        mail: OutgoingMail,
        lanes: MailLanes,
        formats: Formats,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._setup = setup
        self._send_test = send_test
        self._mail = mail
        self._lanes = lanes
        self._formats = formats
        self._actor: StaffMember | None = None
        self._security = Security.STARTTLS
        self.is_open = self.is_busy = False

    @Slot(object)
    def signed_in(self, member: StaffMember) -> None:
        self._actor = member

    @Slot()
    def open(self) -> None:
        actor = self._actor
        if actor is None or self.is_open:
            return
        if actor.decide(Permission.MANAGE_STORE) is not Decision.ALLOWED:
            self.told.emit(self.tr("Only the owner may choose the mail server"), False)
            return
        server = self._setup.server()
        form = MailForm()
        if server is not None:
            form = MailForm(
                host=server.host,
                port=str(server.port),
                user=server.user,
                from_address=server.from_address,
                security=server.security,
            )
        self.is_open, self.is_busy = True, False
        self._security = form.security
        self.opened.emit(form)
        self.changed.emit(self.security_words)

    @property
    def security_words(self) -> str:
        match self._security:
            case Security.STARTTLS:
                return self.tr("Encrypted (STARTTLS, port 587)")
            case Security.TLS:
                return self.tr("Encrypted (TLS, port 465)")
        return self.tr("Not encrypted: on this computer only")

    @Slot()
    def next_security(self) -> None:
        kinds = list(Security)
        self._security = kinds[(kinds.index(self._security) + 1) % len(kinds)]
        self.changed.emit(self.security_words)

    @Slot()
    def leave(self) -> None:
        if self.is_open:
            self.is_open = False
            self.hidden.emit()

    def save(self, texts: Mapping[str, str]) -> None:
        """Use this server from now on, and send a mail to its own address to prove it.

        :param texts: what stands in the FIELDS
        """
        actor = self._actor
        if actor is None or not self.is_open or self.is_busy:
            return
        form = replace(MailForm(security=self._security), **texts)  # type: ignore[arg-type]
        self.is_busy = True
        self._lanes.writer.submit(
            lambda: self._choose(form, actor), on_success=self._try, on_failure=self._on_refused
        )

    def _choose(self, form: MailForm, actor: StaffMember) -> MailServer:
        port = form.port.strip()
        server = MailServer(
            form.host.strip(),
            int(port) if port.isascii() and port.isdigit() else DEFAULT_PORTS[form.security],
            form.security,
            form.user.strip(),
            form.from_address,
        )
        self._setup.choose(server, password=form.password or None, actor=actor)
        return server

    def _try(self, server: MailServer) -> None:
        self._mail.wake()
        self._lanes.mail.submit(
            lambda: self._send_test(server.from_address),
            on_success=lambda _nothing: self._on_tried(server),
            on_failure=self._on_refused,
        )

    def _on_tried(self, server: MailServer) -> None:
        self.is_busy = False
        self.leave()
        words = self.tr("Saved. A test mail to {address} was taken by the mail server")
        self.told.emit(words.format(address=server.from_address), False)

    def _on_refused(self, error: PosError) -> None:
        self.is_busy = False
        self.refused.emit(words_for(error, self._formats))
