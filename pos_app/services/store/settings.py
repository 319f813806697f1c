"""Use case: settings of the store are read and changed, and the journal says by whom."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

from pos_app.domain.errors import InvalidInputError, NotFoundError, PosError, RefusedError
from pos_app.domain.journal import EntryKind
from pos_app.domain.staff import Approval, Permission, StaffMember
from pos_app.domain.store import SETTING, StoreProfile
from pos_app.domain.tender import TenderMethod
from pos_app.services.journal.writing import Fact, JournalWriter
from pos_app.services.ports import NewUnitOfWork, SettingQueries, UnitOfWork
from pos_app.services.store.beside import Beside
from pos_app.services.store.fields import FIELDS, Value
from pos_app.services.store.payment_settings import require_unused
from pos_app.services.sync.membership import membership
from pos_app.services.sync.received_settings import ALLOWED


class UnknownSettingError(NotFoundError):
    code = "setting.unknown"
    text = "There is no setting called {name}. Those that there are: {known}."


class SettingLockedError(RefusedError):
    code = "setting.locked"
    text = "Head office decides this: change it at {office}. Nothing was changed here."


class SettingsRefusedError(InvalidInputError):
    """`problems` has the reason for each setting that cannot be so, by its name."""

    code = "setting.refused"
    text = "{reasons}"

    def __init__(self, *, reasons: str, problems: Mapping[str, PosError] | None = None) -> None:
        super().__init__(reasons=reasons)
        self.problems = problems or {}

    @classmethod
    def because_of(cls, problems: Mapping[str, PosError]) -> Self:
        return cls(reasons=" ".join(str(one) for one in problems.values()), problems=problems)


@dataclass(frozen=True, slots=True)
class SettingsRead:
    """Texts by the name of the setting; `office` is the head office that decides the locked."""

    values: Mapping[str, str]
    locked: frozenset[str] = frozenset()
    office: str = ""


@dataclass(frozen=True, slots=True)
class SettingReading:
    """`beside` are the settings with a name of their own."""

    settings: SettingQueries
    beside: Mapping[str, Beside] = field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        return (*FIELDS, *self.beside)

    def read(self) -> SettingsRead:
        """Everything as it is on disk, without what is gone since the till was started."""
        profile, office = self.profile(), self.office()
        values = {name: one.show(profile) for name, one in FIELDS.items()}
        values |= {
            name: one.shown(self.settings)
            for name, one in self.beside.items()
            if not one.is_gone(self.settings)
        }
        locked = frozenset(filter(self.is_of_office, values)) if office else frozenset()
        return SettingsRead(values, locked, office)

    def profile(self) -> StoreProfile:
        text = self.settings.get(SETTING)
        assert text is not None, "a store without its profile"
        return StoreProfile.from_text(text)

    def office(self) -> str:
        """The head office that this terminal belongs to, or nothing."""
        member = membership(self.settings)
        return member.store_name if member is not None else ""

    def is_of_office(self, name: str) -> bool:
        """Whether head office decides this setting of a terminal that belongs to it."""
        return self.beside[name].is_of_office if name in self.beside else name in ALLOWED


@dataclass(frozen=True, slots=True)
class SettingPorts:
    """`checks` refuse texts by what is outside; `fetches` bring in what a text only names."""

    new_uow: NewUnitOfWork
    journal: JournalWriter
    checks: Mapping[str, Callable[[str], object]] = field(default_factory=dict)
    fetches: Mapping[str, Callable[[str], str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Change:
    """What is not as it was, by the name of the setting."""

    profile: Mapping[str, Value]
    beside: Mapping[str, str]

    @property
    def names(self) -> tuple[str, ...]:
        return (*self.profile, *self.beside)


class StoreSettings:
    """What holds at once in an open till, and what from its next start, `live_profile` says."""

    def __init__(self, *, ports: SettingPorts, reading: SettingReading) -> None:
        self._ports = ports
        self._reading = reading

    def read(self) -> SettingsRead:
        return self._reading.read()

    def profile(self) -> StoreProfile:
        return self._reading.profile()

    def change(
        self, *, actor: StaffMember, texts: Mapping[str, str], approval: Approval | None = None
    ) -> tuple[str, ...]:
        """Change all of these, or none; return the names of those that were not so already.

        :raises NotAllowedError: if the actor may not
        :raises UnknownSettingError: if there is no such setting
        :raises NotFoundError: if what it is a setting of is gone
        :raises SettingsRefusedError: with the reason for each that cannot be so
        """
        actor.require_to_ask(Permission.MANAGE_STORE)
        change = self._find(texts)
        if not change.names:
            return ()
        approver = actor.require(Permission.MANAGE_STORE, approval=approval)
        ports = self._ports
        self._use(change)
        with ports.new_uow() as uow:
            # From here on nobody else changes the profile, such as head office.
            for name, value in change.beside.items():
                self._put(uow, name, value)
            if change.profile:
                values = dict[str, Any](change.profile)
                # As it is within this transaction: what is kept beside may have changed it.
                profile = StoreProfile.from_text(uow.settings.get(SETTING) or "")
                changed: StoreProfile = replace(profile, **values)
                uow.settings.put(SETTING, changed.to_text())
            body: dict[str, object] = dict(change.beside)
            body |= {name: FIELDS[name].told(value) for name, value in change.profile.items()}
            ports.journal.append(uow.journal, Fact(EntryKind.CONFIG_CHANGE, actor, body, approver))
            uow.commit()
        return change.names

    def _use(self, change: _Change) -> None:
        """Outside the transaction: a disk may keep one waiting, and the orders do not wait too.

        :raises SettingsRefusedError: if one of them cannot be used after all
        """
        reading = self._reading
        for name, value in change.beside.items():
            try:
                reading.beside[name].use(value, reading.profile())
            except InvalidInputError as error:
                raise SettingsRefusedError.because_of({name: error}) from error

    def _put(self, uow: UnitOfWork, name: str, value: str) -> None:
        """:raises SettingsRefusedError: if an order or what is put beside it is against it"""
        before = _methods(uow)
        try:
            self._reading.beside[name].put(uow.settings, value)
            gone = before.keys() - _methods(uow).keys()
            require_unused(uow.drafts, [before[code] for code in gone])
        except RefusedError as error:
            raise SettingsRefusedError.because_of({name: error}) from error

    def _find(self, texts: Mapping[str, str]) -> _Change:
        """Read what was typed against what is on disk."""
        reading = self._reading
        profile, office = reading.profile(), reading.office()
        found: dict[str, Value] = {}
        problems: dict[str, PosError] = {}
        for name, text in texts.items():
            if name not in reading.names:
                raise UnknownSettingError(name=name, known=", ".join(reading.names))
            try:
                value, was = self._read(name, text, profile)
                if value != was and office and reading.is_of_office(name):
                    raise SettingLockedError(office=office)
            except (InvalidInputError, RefusedError) as error:
                problems[name] = error
            else:
                if value != was:
                    found[name] = value
        if problems:
            raise SettingsRefusedError.because_of(problems)
        return _Change(
            {name: value for name, value in found.items() if name in FIELDS},
            {name: str(value) for name, value in found.items() if name not in FIELDS},
        )

    def _read(self, name: str, text: str, profile: StoreProfile) -> tuple[Value, Value]:
        """What was typed, and what there is."""
        if name in FIELDS:
            if name in self._ports.fetches:
                text = self._ports.fetches[name](text)
            value = FIELDS[name].read(text, profile)
            if name in self._ports.checks:
                self._ports.checks[name](str(value))
            return value, getattr(profile, name)
        beside = self._reading.beside[name]
        return beside.read(text, profile), beside.shown(self._reading.settings)


def _methods(uow: UnitOfWork) -> dict[str, TenderMethod]:
    profile = StoreProfile.from_text(uow.settings.get(SETTING) or "")
    return {one.code: one for one in profile.tender_methods}
