"""Use cases: join a head office with a one-time code, and leave it again."""

from __future__ import annotations

from dataclasses import dataclass

from pos_app.domain.errors import InvalidInputError, RefusedError
from pos_app.domain.journal import EntryKind
from pos_app.domain.staff import Approval, Permission, StaffMember
from pos_app.domain.store import INSTALLATION, StoreProfile
from pos_app.domain.store import SETTING as PROFILE
from pos_app.services.journal.keys import fingerprint
from pos_app.services.journal.writing import Fact, JournalWriter
from pos_app.services.ports import (
    JournalQueries,
    NewUnitOfWork,
    SettingQueries,
    Signer,
    UnitOfWork,
)
from pos_app.services.sync.membership import (
    CURSOR,
    GENERATION,
    MISSING,
    SETTING,
    WAITING_PEOPLE,
    Membership,
    membership,
    padless,
    require_membership,
    unpadded,
)
from pos_app.services.sync.ports import BadAnswerError, FrontDoor
from pos_app.services.sync.received_settings import with_setting
from pos_app.wire.enrolment import Enrolment

CODE_LENGTH_MAX = 64
PUBLIC_KEY_BYTES = 32


class PracticeNotSyncedError(RefusedError):
    code = "sync.practice"
    text = "This is a store for practice: nothing of it ever goes to a head office."


class EnrolledAlreadyError(RefusedError):
    code = "sync.enrolled_already"
    text = (
        "This terminal belongs to {store} at {url} already. Nothing was changed. "
        "To join another head office, leave this one first: pos-app sync leave."
    )


class CodeUnreadableError(InvalidInputError):
    code = "sync.code_unreadable"
    text = (
        "An enrolment code has letters and digits only. Nothing was sent; type it as it is shown."
    )


@dataclass(frozen=True, slots=True)
class EnrolPorts:
    door: FrontDoor
    settings: SettingQueries
    journal: JournalQueries
    writer: JournalWriter
    new_uow: NewUnitOfWork
    signer: Signer


class Enrolling:
    def __init__(self, *, ports: EnrolPorts, profile: StoreProfile, app_version: str) -> None:
        self._ports = ports
        self._profile = profile
        self._app_version = app_version

    @property
    def fingerprint(self) -> str:
        """What both sides read aloud, to see that it is this terminal."""
        return fingerprint(self._ports.signer.public_key)

    def enrol(
        self,
        *,
        actor: StaffMember,
        url: str,
        code: str,
        approval: Approval | None = None,
        takes_name: bool = False,
    ) -> Membership:
        """Let head office know this terminal by its key; from now on everything goes there.

        :param takes_name: whether the store here is called as it is there from now on
        :raises RefusedError: if this may not be; nothing was changed
        :raises UnavailableError: if head office does not answer; the code may be used up then
        """
        code = checked_code(code)
        if self._profile.practice:
            raise PracticeNotSyncedError
        known = membership(self._ports.settings)
        if known is not None:
            raise EnrolledAlreadyError(store=known.store_name, url=known.url)
        actor.require_to_ask(Permission.MANAGE_STORE)
        enrolled = self._ports.door.enrol(url, self._enrolment(code))
        joined = Membership(
            url=url,
            terminal_id=enrolled.terminal_id,
            store_id=enrolled.store_id,
            store_name=enrolled.store_name,
            head_key_id=enrolled.head_key_id,
            head_public_key=enrolled.head_public_key,
        )
        _require_key(joined)
        approver = actor.require(Permission.MANAGE_STORE, approval=approval)
        body: dict[str, object] = {"enrolled": joined.terminal_id, "head_key": joined.head_key_id}
        with self._ports.new_uow() as uow:
            self._keep(uow, joined.to_text())
            if takes_name:
                # Of the till's start is only what it is built from.
                text = self._ports.settings.get(PROFILE)
                assert text is not None, "a store without its profile"
                named = with_setting(StoreProfile.from_text(text), "name", joined.store_name)
                uow.settings.put(PROFILE, named.to_text())
                body["name"] = joined.store_name
            fact = Fact(EntryKind.CONFIG_CHANGE, actor, body, approver)
            self._ports.writer.append(uow.journal, fact)
            uow.commit()
        return joined

    def leave(self, *, actor: StaffMember, approval: Approval | None = None) -> Membership:
        """Belong to no head office any more; what was not sent waits on for the next one.

        :raises NotEnrolledError: if it belongs to none
        """
        left = require_membership(self._ports.settings)
        approver = actor.require(Permission.MANAGE_STORE, approval=approval)
        with self._ports.new_uow() as uow:
            self._keep(uow, "")
            body: dict[str, object] = {"left_head_office": left.terminal_id}
            fact = Fact(EntryKind.CONFIG_CHANGE, actor, body, approver)
            self._ports.writer.append(uow.journal, fact)
            uow.commit()
        return left

    def _keep(self, uow: UnitOfWork, text: str) -> None:
        generation = int(self._ports.settings.get(GENERATION) or 0)
        uow.settings.put(SETTING, text)
        uow.settings.put(CURSOR, "")
        uow.settings.put(WAITING_PEOPLE, "")
        uow.settings.put(MISSING, "")
        # Another head office counts its versions by itself.
        uow.settings.put(GENERATION, str(generation + 1))

    def _enrolment(self, code: str) -> Enrolment:
        signer, profile = self._ports.signer, self._profile
        keys = self._ports.journal.signing_keys()
        _, first_seq = keys[signer.key_id]
        return Enrolment(
            code=code,
            terminal=profile.terminal,
            journal_id=profile.journal_id,
            key_id=signer.key_id,
            public_key=padless(signer.public_key),
            first_seq=first_seq,
            epoch=max(self._ports.journal.epochs(), default=1),
            installation=self._ports.settings.get(INSTALLATION) or "",
            currency=profile.currency_code,
            app_version=self._app_version,
        )


def checked_code(code: str) -> str:
    """:raises CodeUnreadableError: if no head office has ever shown such a code"""
    code = "".join(code.split())
    is_code = 0 < len(code) <= CODE_LENGTH_MAX and code.replace("-", "").isalnum()
    if not (is_code and code.isascii()):
        raise CodeUnreadableError
    return code


def _require_key(joined: Membership) -> None:
    """:raises BadAnswerError: if nothing could ever be verified by the key of head office"""
    try:
        is_key = len(unpadded(joined.head_public_key)) == PUBLIC_KEY_BYTES
    except ValueError as error:
        raise BadAnswerError(reason="its key cannot be read") from error
    if not is_key:
        raise BadAnswerError(reason="its key cannot be read")
