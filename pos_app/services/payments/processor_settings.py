"""Use case: which payment processors a till uses; secrets go to the key store alone."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Final, Self

from pos_app.domain.attempt import Flow
from pos_app.domain.errors import InvalidInputError, NotFoundError, RefusedError
from pos_app.domain.journal import EntryKind
from pos_app.domain.staff import Permission, StaffMember
from pos_app.domain.store import SETTING as STORE
from pos_app.domain.store import StoreProfile
from pos_app.services.journal.writing import Fact, JournalWriter
from pos_app.services.payment_attempts import AttemptQueries
from pos_app.services.payments.processor import (
    ProcessorConfig,
    ProcessorKind,
    ProcessorNotSetUpError,
    SettingField,
)
from pos_app.services.payments.processor_ways import ways_of, with_ways
from pos_app.services.ports import NewUnitOfWork, SecretStore, SettingQueries

VALUE_LENGTH_MAX: Final = 2_000
SECRET_LENGTH_MAX: Final = 8_000
"""Characters; the longest is a private key of 4096 bits in PEM."""


class ProcessorUnknownError(NotFoundError):
    code = "processor.unknown"
    text = "There is no payment processor called {processor}. There are: {known}."


class ProcessorFieldUnknownError(InvalidInputError):
    code = "processor.field_unknown"
    text = "{processor} has no setting called {field}. It has: {known}. Nothing was changed."


class ProcessorValueError(InvalidInputError):
    code = "processor.value"
    text = "{field} of {processor} cannot be so: {reason}. Nothing was changed."


class ProcessorInUseError(RefusedError):
    code = "processor.in_use"
    text = (
        "{count} payments wait for an answer of {processor}, which only its settings can bring. "
        "Resolve them first: pos-app payments resolve. Nothing was changed."
    )


@dataclass(frozen=True, slots=True)
class ProcessorSetting:
    """What is kept of one in the store: its values, and the names of the secrets it was given."""

    values: Mapping[str, str] = field(default_factory=dict)
    secrets: tuple[str, ...] = ()

    @classmethod
    def from_text(cls, text: str | None) -> Self:
        if not text:
            return cls()
        kept = json.loads(text)
        return cls(kept["values"], tuple(kept["secrets"]))

    def to_text(self) -> str:
        kept = {"values": dict(self.values), "secrets": sorted(self.secrets)}
        return json.dumps(kept, ensure_ascii=False, sort_keys=True)

    def missing(self, kind: ProcessorKind) -> tuple[SettingField, ...]:
        """What it needs and has not been told."""
        known = {one.name for one in kind.fields if self.values.get(one.name) or one.default}
        known |= set(self.secrets)
        return tuple(one for one in kind.fields if one.is_needed and one.name not in known)


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

    def kinds(self) -> tuple[ProcessorKind, ...]:
        return tuple(self._ports.kinds().values())

    def kind(self, name: str) -> ProcessorKind:
        """:raises ProcessorUnknownError: if there is none of that name"""
        kinds = self._ports.kinds()
        if name not in kinds:
            raise ProcessorUnknownError(processor=name, known=", ".join(sorted(kinds)))
        return kinds[name]

    def setting(self, kind: ProcessorKind) -> ProcessorSetting | None:
        """What is kept of it; None while it is not used. Its secrets are not asked for."""
        text = self._ports.settings.get(setting_name(kind.name))
        return ProcessorSetting.from_text(text) if text else None

    def config(
        self, kind: ProcessorKind, typed: Mapping[str, str] | None = None
    ) -> ProcessorConfig:
        """What it works with; `typed` stands in for what is kept, to be tried before it is saved.

        :raises ProcessorNotSetUpError: if something needed is missing
        :raises ProcessorValueError, ProcessorFieldUnknownError: if what was typed cannot be used
        :raises UnavailableError: if the key store does not work
        """
        given = _checked(kind, typed or {})
        setting = self.setting(kind) or ProcessorSetting()
        kept = dict(setting.values)
        for one in kind.fields:
            if one.is_secret and one.name in setting.secrets and not given.get(one.name):
                secret = self._ports.secrets.get(secret_name(kind.name, one.name))
                kept[one.name] = secret.decode() if secret else ""
                given.pop(one.name, None)
        told = kept | given
        values = {one.name: told.get(one.name) or one.default for one in kind.fields}
        values = {name: text for name, text in values.items() if text}
        lacking = [one.label for one in kind.fields if one.is_needed and not values.get(one.name)]
        if lacking:
            raise ProcessorNotSetUpError(processor=kind.title, missing=", ".join(lacking))
        return ProcessorConfig(values, terminal=self._profile().terminal)

    def put(self, *, actor: StaffMember, kind: ProcessorKind, values: Mapping[str, str]) -> None:
        """Change these settings and keep the others; an empty one is its default again.

        An empty secret is kept as it is, as none is ever shown to be left standing.

        :raises NotAllowedError: if this is not the owner
        :raises ProcessorNotSetUpError: if something needed would be missing
        :raises ProcessorValueError, ProcessorFieldUnknownError: if one cannot be used
        :raises UnavailableError: if the key store does not take a secret
        """
        actor.require(Permission.MANAGE_STORE)
        given = _checked(kind, values)
        secrets = {one.name for one in kind.fields if one.is_secret}
        new_secrets = {name: text for name, text in given.items() if name in secrets and text}
        before = self.setting(kind) or ProcessorSetting()
        plain = {name: text for name, text in given.items() if name not in secrets}
        after = ProcessorSetting(
            {name: text for name, text in {**before.values, **plain}.items() if text},
            tuple({*before.secrets, *new_secrets}),
        )
        missing = after.missing(kind)
        if missing:
            labels = ", ".join(one.label for one in missing)
            raise ProcessorNotSetUpError(processor=kind.title, missing=labels)
        for name, text in new_secrets.items():
            self._ports.secrets.put(secret_name(kind.name, name), text.encode())
        names = {*before.values, *after.values}
        changed = {name for name in names if before.values.get(name) != after.values.get(name)}
        puts = {setting_name(kind.name): after.to_text()}
        self._write(actor, kind, puts, {"fields": sorted(changed | set(new_secrets))})

    def remove(self, *, actor: StaffMember, kind: ProcessorKind) -> None:
        """Use it no more: its secrets are deleted, and no way to pay leads to it.

        :raises NotAllowedError: if this is not the owner
        :raises ProcessorInUseError: if payments wait for its answer
        :raises UnavailableError: if the key store does not work; nothing is changed then
        """
        actor.require(Permission.MANAGE_STORE)
        waiting = [one for one in self._ports.attempts.undecided() if one.processor == kind.name]
        if waiting:
            raise ProcessorInUseError(count=len(waiting), processor=kind.title)
        for one in kind.fields:
            if one.is_secret:
                self._ports.secrets.delete(secret_name(kind.name, one.name))
        puts = {setting_name(kind.name): "", STORE: with_ways(self._profile(), kind, ()).to_text()}
        self._write(actor, kind, puts, {"removed": True})

    def ways(self, kind: ProcessorKind) -> tuple[Flow, ...]:
        """How customers may pay with it on the Pay screen."""
        return ways_of(self._profile(), kind)

    def set_ways(self, *, actor: StaffMember, kind: ProcessorKind, ways: Collection[Flow]) -> None:
        """Offer exactly these ways on the Pay screen, from the next start of the till.

        :raises NotAllowedError: if this is not the owner
        :raises TooManyMethodsError: if the Pay screen has no room for them
        """
        actor.require(Permission.MANAGE_STORE)
        if set(ways) == set(self.ways(kind)):
            return
        profile = with_ways(self._profile(), kind, ways)
        said: dict[str, object] = {"ways": [one.value for one in kind.flows if one in ways]}
        self._write(actor, kind, {STORE: profile.to_text()}, said)

    def _write(
        self,
        actor: StaffMember,
        kind: ProcessorKind,
        puts: Mapping[str, str],
        said: Mapping[str, object],
    ) -> None:
        """What is said names fields only: somebody may have typed a secret into the wrong one."""
        body = {"setting": setting_name(kind.name), **said}
        with self._ports.new_uow() as uow:
            for name, text in puts.items():
                uow.settings.put(name, text)
            self._ports.journal.append(uow.journal, Fact(EntryKind.CONFIG_CHANGE, actor, body))
            uow.commit()

    def _profile(self) -> StoreProfile:
        """As it is on disk: it may have been changed since the store was opened."""
        text = self._ports.settings.get(STORE)
        assert text is not None, "a store without its profile"
        return StoreProfile.from_text(text)


def setting_name(processor: str) -> str:
    return f"processor.{processor}"


def secret_name(processor: str, field_name: str) -> str:
    """Under which the key store keeps it."""
    return f"processor.{processor}.{field_name}"


def _checked(kind: ProcessorKind, values: Mapping[str, str]) -> dict[str, str]:
    fields = {one.name: one for one in kind.fields}
    unknown = sorted(set(values) - set(fields))
    if unknown:
        raise ProcessorFieldUnknownError(
            processor=kind.title, field=unknown[0], known=", ".join(fields)
        )
    return {name: _clean(kind, fields[name], text) for name, text in values.items()}


def _clean(kind: ProcessorKind, one: SettingField, text: str) -> str:
    text = text.replace("\r\n", "\n").strip()
    most = SECRET_LENGTH_MAX if one.is_secret else VALUE_LENGTH_MAX
    reason = ""
    if len(text) > most:
        reason = f"it has at most {most} characters"
    elif not text.replace("\n", "").isprintable() or (one.is_secret and not text.isascii()):
        reason = "it holds characters that it never has; copy it once more"
    elif one.choices and text and text not in one.choices:
        reason = f"it is one of {', '.join(one.choices)}"
    if reason:
        raise ProcessorValueError(processor=kind.title, field=one.label, reason=reason)
    return text
