"""The ways to pay by hand as settings: what each is called, its place, its rules, and a new one.

One that is taken no more is kept beside the profile as it was, so that it can be taken again.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final, Protocol

from pos_app.domain.attempt import Flow
from pos_app.domain.payment import PaymentMethod
from pos_app.domain.store import SETTING, StoreProfile
from pos_app.domain.tender import BY_HAND, CASH, TenderMethod
from pos_app.services.ports import SettingQueries, SettingRepository
from pos_app.services.store.beside import Beside
from pos_app.services.store.fields import SettingChoiceError, SettingNumberError
from pos_app.services.store.payment_settings import (
    METHODS_MAX,
    NoSuchMethodError,
    TooManyMethodsError,
    clean_method_name,
    require_free_name,
)

WAYS_OFF: Final = "ways_off"
NEW_WAY: Final = "way_new"
PLACE_MAX: Final = METHODS_MAX - 1
RULES: Final = {
    "none": (False, False),
    "drawer": (True, False),
    "reference": (False, True),
    "both": (True, True),
}
"""Whether it opens the drawer, and asks for its number, by what is typed."""
_CODE_LENGTH: Final = 20
"""With room for what tells two of them apart."""
_OWN: Final = "_way"


class Kept(Protocol):
    """Where settings are read from."""

    def get(self, name: str) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Ways:
    """`taken` are those beside cash, in order, with a processor too; `off` are by hand, by code."""

    taken: tuple[TenderMethod, ...]
    off: Mapping[str, TenderMethod]

    @classmethod
    def read(cls, settings: Kept) -> Ways:
        taken = StoreProfile.from_text(settings.get(SETTING) or "").tender_methods[1:]
        codes = {one.code for one in taken}
        kept = (
            TenderMethod(one[0], PaymentMethod(one[1]), *one[2:])
            for one in json.loads(settings.get(WAYS_OFF) or "[]")
        )
        off = {**BY_HAND, **{one.code: one for one in kept}}
        return cls(taken, {code: one for code, one in off.items() if code not in codes})

    @property
    def by_hand(self) -> dict[str, TenderMethod]:
        """All that there are, those that are taken first."""
        return {one.code: one for one in self.taken if not one.is_remote} | dict(self.off)

    def find(self, code: str) -> TenderMethod:
        """:raises NoSuchMethodError: if it is there no more"""
        found = self.by_hand.get(code)
        if found is None:
            raise NoSuchMethodError(method=code)
        return found

    def place(self, code: str) -> int:
        """From 1 for the first beside cash; 0 while it is not taken."""
        codes = [one.code for one in self.taken]
        return codes.index(code) + 1 if code in codes else 0

    def with_place(self, code: str, place: int) -> Ways:
        """:raises TooManyMethodsError: if there is no room for it"""
        method = self.find(code)
        others = [one for one in self.taken if one.code != code]
        if not place:
            return Ways(tuple(others), {**self.off, code: method})
        if len(others) >= PLACE_MAX:
            raise TooManyMethodsError(most=METHODS_MAX)
        others.insert(place - 1, method)
        return Ways(tuple(others), {one: kept for one, kept in self.off.items() if one != code})

    def with_method(self, method: TenderMethod) -> Ways:
        """The one with this code is so from now on.

        :raises MethodNameTakenError: if another is called so
        """
        code = method.code
        kept = self.by_hand.get(code)
        if method.name and (kept is None or kept.name != method.name):
            self._require_free(method.name, code)
        if code in self.off:
            return replace(self, off={**self.off, code: method})
        taken = tuple(method if one.code == code else one for one in self.taken)
        return replace(self, taken=taken)

    def with_new(self, name: str) -> Ways:
        """Last in the order.

        :raises MethodNameTakenError: if another is called so
        :raises TooManyMethodsError: if there is no room for it
        """
        self._require_free(name, code="")
        method = TenderMethod(self._free_code(name), PaymentMethod.OTHER, name)
        return replace(self, off={**self.off, method.code: method}).with_place(
            method.code, len(self.taken) + 1
        )

    def keep(self, settings: SettingRepository) -> None:
        """Within the transaction in which they were read."""
        profile = StoreProfile.from_text(settings.get(SETTING) or "")
        methods = tuple(one.fields for one in self.taken)
        off = [one.fields for one in self.off.values() if one != BY_HAND.get(one.code)]
        settings.put(SETTING, replace(profile, methods=methods).to_text())
        settings.put(WAYS_OFF, json.dumps(off))

    def _require_free(self, name: str, code: str) -> None:
        """Beside what is taken no more, too: it may be taken again."""
        require_free_name((CASH, *self.taken, *self.off.values()), name, code=code)

    def _free_code(self, name: str) -> str:
        plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
        words = re.sub("[^a-z0-9]+", "_", plain).strip("_0123456789")[:_CODE_LENGTH] or "way"
        if words.endswith(tuple(f"_{flow}" for flow in Flow)):  # so end those of the processors
            words = f"{words[: _CODE_LENGTH - len(_OWN)]}{_OWN}"
        used = {"cash", *self.off, *(one.code for one in self.taken)}
        codes = (words, *(f"{words}_{number}" for number in range(2, len(used) + 3)))
        return next(code for code in codes if code not in used)


@dataclass(frozen=True, slots=True)
class _OfWay:
    """A setting of one way to pay."""

    code: str
    is_of_office: bool = False

    def is_gone(self, settings: SettingQueries) -> bool:
        return self.code not in Ways.read(settings).by_hand

    def use(self, value: str, profile: StoreProfile) -> None:
        """Nothing outside has to be ready."""


@dataclass(frozen=True, slots=True)
class WayName(_OfWay):
    def shown(self, settings: SettingQueries) -> str:
        """:raises NoSuchMethodError: if it is there no more"""
        return Ways.read(settings).find(self.code).name

    def read(self, text: str, profile: StoreProfile) -> str:
        """:raises PosError: if it cannot be called so"""
        return _free_name(text, profile, code=self.code)

    def put(self, settings: SettingRepository, value: str) -> None:
        ways = Ways.read(settings)
        ways.with_method(replace(ways.find(self.code), name=value)).keep(settings)


@dataclass(frozen=True, slots=True)
class WayPlace(_OfWay):
    def shown(self, settings: SettingQueries) -> str:
        """:raises NoSuchMethodError: if it is there no more"""
        ways = Ways.read(settings)
        ways.find(self.code)
        return str(ways.place(self.code))

    def read(self, text: str, profile: StoreProfile) -> str:
        """The last place there is, for one beyond it.

        :raises SettingNumberError: if it is no place
        :raises TooManyMethodsError: if there is no room for it
        """
        digit = text.strip()
        if digit not in map(str, range(METHODS_MAX)):
            raise SettingNumberError(value=text, least=0, most=PLACE_MAX)
        others = [one for one in profile.tender_methods[1:] if one.code != self.code]
        if int(digit) and len(others) >= PLACE_MAX:
            raise TooManyMethodsError(most=METHODS_MAX)
        return str(min(int(digit), len(others) + 1))

    def put(self, settings: SettingRepository, value: str) -> None:
        Ways.read(settings).with_place(self.code, int(value)).keep(settings)


@dataclass(frozen=True, slots=True)
class WayRules(_OfWay):
    def shown(self, settings: SettingQueries) -> str:
        """:raises NoSuchMethodError: if it is there no more"""
        method = Ways.read(settings).find(self.code)
        names = {rules: name for name, rules in RULES.items()}
        return names[method.opens_drawer, method.asks_reference]

    def read(self, text: str, _profile: StoreProfile) -> str:
        """:raises SettingChoiceError: if there is no such rule"""
        if text.strip() not in RULES:
            raise SettingChoiceError(value=text, known=", ".join(RULES))
        return text.strip()

    def put(self, settings: SettingRepository, value: str) -> None:
        ways, (drawer, reference) = Ways.read(settings), RULES[value]
        method = replace(ways.find(self.code), opens_drawer=drawer, asks_reference=reference)
        ways.with_method(method).keep(settings)


@dataclass(frozen=True, slots=True)
class NewWay:
    """Empty, once what was typed is a way to pay."""

    is_of_office: bool = False

    def is_gone(self, _settings: SettingQueries) -> bool:
        return False

    def shown(self, _settings: SettingQueries) -> str:
        return ""

    def read(self, text: str, profile: StoreProfile) -> str:
        """:raises PosError: if it cannot be called so, or there is no room for it"""
        if not text.strip():
            return ""
        if len(profile.tender_methods) >= METHODS_MAX:
            raise TooManyMethodsError(most=METHODS_MAX)
        return _free_name(text, profile, code="")

    def use(self, value: str, profile: StoreProfile) -> None:
        """Nothing outside has to be ready."""

    def put(self, settings: SettingRepository, value: str) -> None:
        if value:
            Ways.read(settings).with_new(value).keep(settings)


def way_settings(codes: Iterable[str]) -> Mapping[str, Beside]:
    """By the name of the setting."""
    found: dict[str, Beside] = {}
    makes: Mapping[Callable[[str], str], Callable[[str], Beside]] = {
        name_of_way: WayName,
        place_of_way: WayPlace,
        rules_of_way: WayRules,
    }
    for code in codes:
        found |= {name(code): make(code) for name, make in makes.items()}
    return {**found, NEW_WAY: NewWay()}


def name_of_way(code: str) -> str:
    return f"way_name.{code}"


def place_of_way(code: str) -> str:
    return f"way_place.{code}"


def rules_of_way(code: str) -> str:
    return f"way_rules.{code}"


def _free_name(text: str, profile: StoreProfile, *, code: str) -> str:
    name = clean_method_name(text.strip(), needs_one=code not in BY_HAND)
    if name:
        require_free_name(profile.tender_methods, name, code=code)
    return name
