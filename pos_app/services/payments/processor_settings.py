"""Use case: which payment processors a till uses; secrets go to the key store alone."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from pos_app.domain.attempt import Flow
from pos_app.domain.errors import RefusedError
from pos_app.domain.journal import EntryKind
from pos_app.domain.staff import Permission, StaffMember
from pos_app.domain.store import SETTING as STORE
from pos_app.domain.store import StoreProfile
from pos_app.services.journal.writing import Fact, JournalWriter
from pos_app.services.payment_attempts import AttemptQueries
from pos_app.services.payments.kept_processors import (
    KeptProcessors,
    ProcessorSetting,
    checked,
    kind_named,
    secret_name,
    setting_name,
)
from pos_app.services.payments.processor import ProcessorIncompleteError, ProcessorKind
from pos_app.services.payments.processor_ways import ways_of, with_ways
from pos_app.services.ports import NewUnitOfWork, SecretStore, SettingQueries, UnitOfWork
from pos_app.services.store.payment_settings import require_unused


class ProcessorInUseError(RefusedError):
    code = "processor.in_use"
    text = (
        "{count} payments wait for an answer of {processor}, which only its settings can bring. "
        "Resolve them first: pos-app payments resolve. Nothing was changed."
    )


@dataclass(frozen=True, slots=True)
class ProcessorPorts:
    """`secrets` is asked for when it is needed, as opening a keyring may wait for a person."""

    kinds: Callable[[], Mapping[str, ProcessorKind]]
    settings: SettingQueries
    attempts: AttemptQueries
    new_uow: NewUnitOfWork
    journal: JournalWriter
    secrets: SecretStore


class ProcessorSettings:
    def __init__(self, ports: ProcessorPorts) -> None:
        self._ports = ports
        self.kept = KeptProcessors(settings=ports.settings, secrets=ports.secrets)

    def kinds(self) -> tuple[ProcessorKind, ...]:
        return tuple(self._ports.kinds().values())

    def kind(self, name: str) -> ProcessorKind:
        """:raises ProcessorUnknownError: if there is none of that name"""
        return kind_named(name, self._ports.kinds())

    def put(self, *, actor: StaffMember, kind: ProcessorKind, values: Mapping[str, str]) -> None:
        """Change these settings and keep the others; an empty one is its default again.

        An empty secret is kept as it is, as none is ever shown to be left standing.

        :raises NotAllowedError: if this is not the owner
        :raises ProcessorIncompleteError: if something needed would be missing
        :raises ProcessorInUseError: for another account, if payments wait for an answer of this one
        :raises ProcessorValueError, ProcessorFieldUnknownError: if one cannot be used
        :raises UnavailableError: if the key store does not take a secret
        """
        actor.require(Permission.MANAGE_STORE)
        given = checked(kind, values)
        secrets = {one.name for one in kind.fields if one.is_secret}
        new_secrets = {name: text for name, text in given.items() if name in secrets and text}
        before = self.kept.setting(kind) or ProcessorSetting()
        plain = {name: text for name, text in given.items() if name not in secrets}
        after = ProcessorSetting(
            {name: text for name, text in {**before.values, **plain}.items() if text},
            tuple({*before.secrets, *new_secrets}),
        )
        _require_all(kind, after)
        is_another = _account(kind, before) != _account(kind, after)
        if is_another or self._names_another(kind, before, new_secrets):
            self._require_none_waiting(kind)
        for name, text in new_secrets.items():
            self._ports.secrets.put(secret_name(kind.name, name), text.encode())
        names = {*before.values, *after.values}
        changed = {name for name in names if before.values.get(name) != after.values.get(name)}
        said: dict[str, object] = {"fields": sorted(changed | set(new_secrets))}
        self._write(actor, kind, said, setting=after.to_text())

    def remove(self, *, actor: StaffMember, kind: ProcessorKind) -> None:
        """Use it no more: its secrets are deleted, and no way to pay leads to it.

        :raises NotAllowedError: if this is not the owner
        :raises ProcessorInUseError: if payments wait for its answer
        :raises MethodInUseError: if an open order is partly paid with it
        :raises UnavailableError: if the key store does not work; nothing is changed then
        """
        actor.require(Permission.MANAGE_STORE)
        self._require_none_waiting(kind)
        with self._ports.new_uow() as uow:  # before its secrets are gone for good
            self._offering(uow, kind, ())
        for one in kind.fields:
            if one.is_secret:
                self._ports.secrets.delete(secret_name(kind.name, one.name))
        self._write(actor, kind, {"removed": True}, setting="", ways=())

    def ways(self, kind: ProcessorKind) -> tuple[Flow, ...]:
        """How customers may pay with it on the Pay screen."""
        return ways_of(self._profile(), kind)

    def set_ways(self, *, actor: StaffMember, kind: ProcessorKind, ways: Collection[Flow]) -> None:
        """Offer exactly these ways on the Pay screen, from the next start of the till.

        :raises NotAllowedError: if this is not the owner
        :raises ProcessorIncompleteError: if it could not be used
        :raises TooManyMethodsError: if the Pay screen has no room for them
        :raises MethodInUseError: if an open order is partly paid by one of the others
        """
        actor.require(Permission.MANAGE_STORE)
        if set(ways) == set(self.ways(kind)):
            return
        if ways:
            _require_all(kind, self.kept.setting(kind) or ProcessorSetting())
        said: dict[str, object] = {"ways": [one.value for one in kind.flows if one in ways]}
        self._write(actor, kind, said, ways=ways)

    def _names_another(
        self, kind: ProcessorKind, before: ProcessorSetting, new_secrets: Mapping[str, str]
    ) -> bool:
        """Whether a new key says by itself that it is of another account than the old one."""
        for one in kind.fields:
            if one.names_account and one.name in new_secrets and one.name in before.secrets:
                kept = self._ports.secrets.get(secret_name(kind.name, one.name)) or b""
                then, now = map(one.account_part, (kept.decode(), new_secrets[one.name]))
                if then and now and then != now:
                    return True
        return False

    def _require_none_waiting(self, kind: ProcessorKind) -> None:
        waiting = [one for one in self._ports.attempts.undecided() if one.processor == kind.name]
        if waiting:
            raise ProcessorInUseError(count=len(waiting), processor=kind.title)

    def _write(
        self,
        actor: StaffMember,
        kind: ProcessorKind,
        said: Mapping[str, object],
        *,
        setting: str | None = None,
        ways: Collection[Flow] | None = None,
    ) -> None:
        """What is said names fields only: somebody may have typed a secret into the wrong one."""
        body = {"setting": setting_name(kind.name), **said}
        with self._ports.new_uow() as uow:
            # From here on nobody else changes the profile, such as head office.
            if setting is not None:
                uow.settings.put(setting_name(kind.name), setting)
            if ways is not None:
                uow.settings.put(STORE, self._offering(uow, kind, ways).to_text())
            self._ports.journal.append(uow.journal, Fact(EntryKind.CONFIG_CHANGE, actor, body))
            uow.commit()

    def _offering(
        self, uow: UnitOfWork, kind: ProcessorKind, ways: Collection[Flow]
    ) -> StoreProfile:
        """:raises MethodInUseError: if an open order is partly paid by a way that would be gone"""
        before = self._profile()
        after = with_ways(before, kind, ways)
        left = {one.code for one in after.tender_methods}
        gone = [one for one in before.tender_methods if one.code not in left]
        require_unused(uow.drafts, gone)
        return after

    def _profile(self) -> StoreProfile:
        """As it is on disk: it may have been changed since the store was opened."""
        text = self._ports.settings.get(STORE)
        assert text is not None, "a store without its profile"
        return StoreProfile.from_text(text)


def _account(kind: ProcessorKind, setting: ProcessorSetting) -> list[str]:
    """Which one it leads to, as far as what is not secret says it."""
    named = [one for one in kind.fields if one.names_account and not one.is_secret]
    return [setting.values.get(one.name) or one.default for one in named]


def _require_all(kind: ProcessorKind, setting: ProcessorSetting) -> None:
    missing = ", ".join(one.label for one in setting.missing(kind))
    if missing:
        raise ProcessorIncompleteError(processor=kind.title, missing=missing)
