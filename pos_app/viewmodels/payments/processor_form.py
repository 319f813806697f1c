"""What the sheet of payment processors shows of one of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QCoreApplication

from pos_app.domain.attempt import Flow
from pos_app.domain.money import Money
from pos_app.services.payments.kept_processors import ProcessorSetting
from pos_app.services.payments.processor import ProcessorKind, SettingField
from pos_app.services.ports import Formats

FIELDS_MAX: Final = 8
"""As many as there is room for; more are told by the command line."""
WAYS_MAX: Final = 3


@dataclass(frozen=True, slots=True)
class FieldShown:
    """`text` is what stands in it; a secret that is kept is never shown, only `hint` says so."""

    name: str
    label: str
    help: str
    text: str
    hint: str
    is_secret: bool
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WayShown:
    """A way to pay that the Pay screen offers, or may offer."""

    flow: Flow
    label: str
    is_on: bool


@dataclass(frozen=True, slots=True)
class ProcessorForm:
    name: str
    title: str
    place: str
    """Which one it is of how many."""
    state: str
    fields: tuple[FieldShown, ...]
    ways: tuple[WayShown, ...]
    trial: str = ""
    """What a button says that makes a payment and refunds it; empty where it takes nothing."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is kept of one processor."""

    kind: ProcessorKind
    setting: ProcessorSetting | None
    ways: tuple[Flow, ...]
    least: Money | None = None
    """The least that it takes in the store's currency."""


def form_of(known: Known, *, place: str, formats: Formats) -> ProcessorForm:
    kind, setting = known.kind, known.setting
    trial = ""
    if setting is not None and known.least is not None:
        words = _tr("Test payment of {amount}, and refund it")
        trial = words.format(amount=formats.money(known.least))
    return ProcessorForm(
        name=kind.name,
        title=kind.title,
        place=place,
        state=_tr("Not set up on this till yet") if setting is None else _tr("Set up on this till"),
        fields=tuple(
            _field(one, setting or ProcessorSetting()) for one in kind.fields[:FIELDS_MAX]
        ),
        ways=tuple(
            WayShown(flow, _way(flow), flow in known.ways) for flow in kind.flows[:WAYS_MAX]
        ),
        trial=trial,
    )


def _field(one: SettingField, setting: ProcessorSetting) -> FieldShown:
    if one.is_secret and one.name in setting.secrets:
        hint = _tr("in the key store; type a new one to replace it")
    elif one.default and not one.choices:
        hint = one.default
    else:
        hint = _tr("needed") if one.is_needed else _tr("not needed")
    kept = "" if one.is_secret else setting.values.get(one.name, "")
    return FieldShown(
        name=one.name,
        label=_tr(one.label),
        help=_tr(one.help),
        text=(kept or one.default) if one.choices else kept,
        hint=hint,
        is_secret=one.is_secret,
        choices=one.choices,
    )


def _way(flow: Flow) -> str:
    match flow:
        case Flow.READER:
            return _tr("Card reader")
        case Flow.QR:
            return _tr("QR code")
    return _tr("Phone's code")


def _tr(words: str) -> str:
    return QCoreApplication.translate("processors", words)
