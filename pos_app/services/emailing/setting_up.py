"""Use case: say which mail server sends the receipts; the password goes to the key store alone."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from pos_app.domain.errors import InvalidInputError, UnavailableError
from pos_app.domain.journal import EntryKind
from pos_app.domain.staff import Approval, Permission, StaffMember
from pos_app.services.emailing.queueing import NoMailServerError
from pos_app.services.emailing.server import PASSWORD, SETTING, MailServer, MailServerInvalidError
from pos_app.services.journal.writing import Fact, JournalWriter
from pos_app.services.ports import NewUnitOfWork, SecretStore, SettingQueries

PASSWORD_LENGTH_MAX = 512


class MailPasswordLostError(UnavailableError):
    code = "email.password_lost"
    text = (
        "This computer's key store does not hold the password of the mail server. Enter it again "
        "in the menu (F10), under E-mail, or with pos-app email set."
    )


class MailPasswordUntypedError(InvalidInputError):
    code = "email.password_untyped"
    text = (
        "The kept password is only sent to the mail server and the user that it was typed for. "
        "Nothing was changed: type the password of this one too (--password-file)."
    )


class NoMailInPracticeError(UnavailableError):
    code = "email.practice"
    text = (
        "In practice nothing is e-mailed, so no mail server is set up. Nothing was changed; the "
        "real till has its own."
    )


@dataclass(frozen=True, slots=True)
class MailSetup:
    """`secrets` is asked for when it is needed, as opening a keyring may wait for a person.

    `is_copy` says that this is a practice copy of a store.
    """

    settings: SettingQueries
    new_uow: NewUnitOfWork
    journal: JournalWriter
    secrets: SecretStore
    is_copy: bool = False

    def server(self) -> MailServer | None:
        text = self.settings.get(SETTING)
        return MailServer.from_text(text) if text else None

    def in_use(self) -> tuple[MailServer, str]:
        """The server and the password for it.

        :raises NoMailInPracticeError: in a practice copy
        :raises NoMailServerError: if none is set up
        :raises MailPasswordLostError: if it wants a password that is not there
        :raises UnavailableError: if the key store does not work
        """
        self._require_real()
        server = self.server()
        if server is None:
            raise NoMailServerError
        if not server.user:
            return server, ""
        password = self.secrets.get(PASSWORD)
        if not password:
            raise MailPasswordLostError
        return server, password.decode()

    def choose(
        self,
        server: MailServer,
        *,
        password: str | None,
        actor: StaffMember,
        approval: Approval | None = None,
    ) -> None:
        """Use this server from now on; without a password the one that is known is kept.

        Where it is sent to stays the same then: who may choose the server may not read it.

        :raises NoMailInPracticeError: in a practice copy
        :raises NotAllowedError: if the actor may not
        :raises ApprovalNeededError: if the actor must ask
        :raises MailServerInvalidError: if the password is none
        :raises MailPasswordUntypedError: if the password that is known would go elsewhere
        :raises UnavailableError: if the key store does not take the password
        """
        self._require_real()
        actor.require_to_ask(Permission.MANAGE_STORE)
        # What is wrong comes first: an approval is used up by what is not any more.
        if password and (not password.isprintable() or len(password) > PASSWORD_LENGTH_MAX):
            raise MailServerInvalidError(reason="this password holds what none can hold")
        if password is None and server.user and not server.signs_in_as(self.server()):
            raise MailPasswordUntypedError
        approver = actor.require(Permission.MANAGE_STORE, approval=approval)
        if password is not None:
            self.secrets.put(PASSWORD, password.encode())
        with self.new_uow() as uow:
            uow.settings.put(SETTING, server.to_text())
            body: dict[str, object] = {"setting": SETTING, **asdict(server)}
            self.journal.append(uow.journal, Fact(EntryKind.CONFIG_CHANGE, actor, body, approver))
            uow.commit()

    def _require_real(self) -> None:
        if self.is_copy:
            raise NoMailInPracticeError
