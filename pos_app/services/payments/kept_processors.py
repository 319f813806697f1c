"""What a store keeps of its payment processors: values in its settings, secrets elsewhere."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Self

from pos_app.domain.errors import InvalidInputError, NotFoundError
from pos_app.domain.store import SETTING as STORE
from pos_app.domain.store import StoreProfile
from pos_app.services.payments.processor import (
    ProcessorConfig,
    ProcessorIncompleteError,
    ProcessorKind,
    ProcessorNotSetUpError,
    SettingField,
)
from pos_app.services.ports import SecretStore, SettingQueries

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
class KeptProcessors:
    """`secrets` is asked for when it is needed, as opening a keyring may wait for a person."""

    settings: SettingQueries
    secrets: SecretStore

    def setting(self, kind: ProcessorKind) -> ProcessorSetting | None:
        """What is kept of it; None while it is not used. Its secrets are not asked for."""
        text = self.settings.get(setting_name(kind.name))
        return ProcessorSetting.from_text(text) if text else None

    def config(
        self, kind: ProcessorKind, typed: Mapping[str, str] | None = None
    ) -> ProcessorConfig:
        """What it works with; `typed` stands in for what is kept, to be tried before it is saved.

        :raises ProcessorNotSetUpError: if something needed is missing
        :raises ProcessorValueError, ProcessorFieldUnknownError: if what was typed cannot be used
        :raises UnavailableError: if the key store does not work
        """
        given = checked(kind, typed or {})
        setting = self.setting(kind) or ProcessorSetting()
        kept = dict(setting.values)
        for one in kind.fields:
            if one.is_secret and one.name in setting.secrets and not given.get(one.name):
                secret = self.secrets.get(secret_name(kind.name, one.name))
                kept[one.name] = secret.decode() if secret else ""
                given.pop(one.name, None)
        told = kept | given
        values = {one.name: told.get(one.name) or one.default for one in kind.fields}
        values = {name: text for name, text in values.items() if text}
        lacking = [one.label for one in kind.fields if one.is_needed and not values.get(one.name)]
        if lacking:
            error = ProcessorNotSetUpError if typed is None else ProcessorIncompleteError
            raise error(processor=kind.title, missing=", ".join(lacking))
        profile = StoreProfile.from_text(self.settings.get(STORE) or "")
        return ProcessorConfig(values, terminal=profile.terminal)


def kind_named(name: str, kinds: Mapping[str, ProcessorKind]) -> ProcessorKind:
    """:raises ProcessorUnknownError: if there is none of that name"""
    if name not in kinds:
        raise ProcessorUnknownError(processor=name, known=", ".join(sorted(kinds)))
    return kinds[name]


def setting_name(processor: str) -> str:
    return f"processor.{processor}"


def secret_name(processor: str, field_name: str) -> str:
    """Under which the key store keeps it."""
    return f"processor.{processor}.{field_name}"


def checked(kind: ProcessorKind, values: Mapping[str, str]) -> dict[str, str]:
    """What was typed, as it is kept.

    :raises ProcessorValueError, ProcessorFieldUnknownError: if it cannot be used
    """
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
