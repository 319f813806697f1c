"""Which mail server sends the receipts: chosen by the owner, tried at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.errors import PosError
from pos_app.domain.staff import Approval, Decision, Permission, StaffMember
from pos_app.services.emailing.server import DEFAULT_PORTS, MailServer, Security
from pos_app.services.emailing.setting_up import MailSetup
from pos_app.services.ports import Formats
from pos_app.tasks.runner import TaskRunner
from pos_app.viewmodels.approval.acts import AskingLane
from pos_app.viewmodels.approval.request import ApprovalRequest
from pos_app.viewmodels.approval.sheet_form import Deed, SheetForm, Texts

PIECE_LENGTH: Final = 32


@dataclass(frozen=True, slots=True)
class MailCard:
    """What stands in the fields; the password that is known is never shown."""

    title: str
    help: str
    texts: Texts
    security: str


@dataclass(frozen=True, slots=True)
class MailParts:
    """What it works with: `writer` saves, and `tries` may wait for the mail server.

    `wake` sends what waits for a server that works.
    """

    setup: MailSetup
    send_test: Callable[[str], None]
    wake: Callable[[], None]
    writer: AskingLane
    tries: TaskRunner


class MailSettings(SheetForm):
    """Its fields are those of the server; its card MailCard is changed by the encryption.

    Signals:
        told: Emitted with a sentence, and False: Ctrl+Z is not for it.
    """

    told = Signal(str, bool)

    def __init__(
        self, parts: MailParts, *, formats: Formats, parent: QObject | None = None
    ) -> None:
        super().__init__(parts.writer, formats, parent)
        self._parts = parts
        self._first: Texts = {}
        self._security = Security.STARTTLS
        self.missed.connect(lambda words: self.told.emit(words, False))

    @Slot(object)
    def signed_in(self, member: StaffMember) -> None:
        self.actor = member

    @Slot()
    def open(self) -> None:
        actor = self.actor
        if actor is None or self.is_open:
            return
        if actor.decide(Permission.MANAGE_STORE) is Decision.NO:
            self.told.emit(self.tr("Only the owner may choose the mail server"), False)
            return
        server = self._parts.setup.server()
        self._first, self._security = {}, Security.STARTTLS
        if server is not None:
            self._security = server.security
            self._first = {
                "host": server.host,
                "port": str(server.port),
                "user": server.user,
                "from_address": server.from_address,
            }
        self._show(self._card())

    @Slot()
    def next_security(self) -> None:
        kinds = list(Security)
        self._security = kinds[(kinds.index(self._security) + 1) % len(kinds)]
        self.changed.emit(self._card())

    def _card(self) -> MailCard:
        match self._security:
            case Security.STARTTLS:
                security = self.tr("Encrypted (STARTTLS, port 587)")
            case Security.TLS:
                security = self.tr("Encrypted (TLS, port 465)")
            case Security.NONE:
                security = self.tr("Not encrypted: on this computer only")
        return MailCard(
            self.tr("Mail server for receipts"),
            self.tr("A test mail to its own address shows at once whether it works."),
            self._first,
            security,
        )

    def _deed(self, texts: Texts) -> Deed:
        """Use this server from now on."""
        security, port = self._security, texts["port"].strip()
        server = MailServer(
            texts["host"].strip(),
            int(port) if port.isascii() and port.isdigit() else DEFAULT_PORTS[security],
            security,
            texts["user"].strip(),
            texts["from_address"],
        )
        password = texts["password"] or None

        def act(actor: StaffMember, approval: Approval | None) -> MailServer:
            self._parts.setup.choose(server, password=password, actor=actor, approval=approval)
            return server

        title = self._card().title
        request = ApprovalRequest(Permission.MANAGE_STORE, title, why=self._where(server))
        return Deed(act, request, self._tell)

    def _where(self, server: MailServer) -> str:
        """Whoever allows it sees all of where mail and password go, however long it is."""
        words = self.tr("To {host}, port {port}, from {address}")
        if server.user:
            words = self.tr("To {host}, port {port}, as {user}, from {address}")
        return words.format(
            host=_breakable(server.host),
            port=server.port,
            user=_breakable(server.user),
            address=_breakable(server.from_address),
        )

    def _on_done(self, shown: int, deed: Deed, result: Any) -> None:
        """It is saved; the form stays until a mail has proven it."""
        self._parts.wake()
        done = super()._on_done
        self._parts.tries.submit(
            lambda: self._parts.send_test(result.from_address),
            on_success=lambda _nothing: done(shown, deed, result),
            on_failure=lambda error: self._refuse(shown, error),
        )

    def _tell(self, server: MailServer) -> None:
        words = self.tr("Saved. A test mail to {address} was taken by the mail server")
        self.told.emit(words.format(address=server.from_address), False)

    def _field_of(self, _error: PosError) -> str:
        """The words say which: the keys stay where they are."""
        return ""


def _breakable(name: str) -> str:
    """A name that a line has no room for goes on in the next one."""
    starts = range(0, len(name), PIECE_LENGTH)
    return "\N{ZERO WIDTH SPACE}".join(name[start : start + PIECE_LENGTH] for start in starts)
