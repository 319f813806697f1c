"""What stands in the fields: as it was read, and as it was typed since."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from typing import Final

from pos_app.domain.errors import InvalidInputError
from pos_app.domain.money import Currency, Money
from pos_app.domain.tax_rate import rate_of_percent
from pos_app.services.ports import Formats
from pos_app.services.store.settings import SettingsRead
from pos_app.viewmodels.settings.section import Setting
from pos_app.viewmodels.shared.logo_text import logo_words

NOTHING: Final = "–"
TOLD_MAX: Final = 100
"""Characters of one value."""


class Values:
    """Amounts and rates stand there as the store writes them; the service reads them plain."""

    def __init__(self, settings: Iterable[Setting], formats: Formats, currency: Currency) -> None:
        self._settings = {one.name: one for one in settings}
        self._formats = formats
        self._currency = currency
        self._read: dict[str, str] = {}
        self._typed: dict[str, str] = {}
        self.before: dict[str, str] = {}
        """What stood in the fields that were saved last."""
        self.locked: frozenset[str] = frozenset()
        self.office = ""

    @property
    def unsaved(self) -> int:
        """How many settings are typed anew, and not saved."""
        return len(self._typed)

    def text_of(self, name: str) -> str:
        return self._typed.get(name, self._read.get(name, ""))

    def told(self, names: Container[str]) -> str:
        """Each of these that is typed anew, with its new value, as they stand on the screen.

        The shortest come first, and long words are cut: no last words push a limit out of sight.
        """
        told = []
        for name, text in self._typed.items():
            if name not in names:
                continue
            setting = self._settings[name]
            words = {one.value: one.words for one in setting.options}
            shown = words.get(text, ", ".join(text.split("\n")))
            if setting.is_logo:
                shown = logo_words(text)
            if len(shown) > TOLD_MAX:
                shown = f"{shown[:TOLD_MAX]}…"
            told.append(f"{setting.label}: {shown or NOTHING}")
        return " · ".join(sorted(told, key=len))

    def type(self, name: str, text: str) -> None:
        if text == self._read.get(name):
            self._typed.pop(name, None)
        else:
            self._typed[name] = text

    def bring_back(self) -> None:
        """What stood there before the last saving is typed again."""
        for name, text in self.before.items():
            self.type(name, text)

    def give_up(self) -> None:
        self._typed.clear()
        self.before.clear()

    def take(self, read: SettingsRead) -> None:
        """What is typed stays, unless the store says the same by now."""
        self.locked, self.office = read.locked, read.office
        self._read = {
            name: self._shown(one, read.values[name])
            for name, one in self._settings.items()
            if name in read.values
        }
        self.before = {
            name: text for name, text in self.before.items() if text != self._read.get(name)
        }
        self._settle()

    def typed(self) -> dict[str, str]:
        """As the service reads it."""
        return self._plain(self._typed)

    def all(self) -> dict[str, str]:
        """The same for everything, typed or not."""
        return self._plain({name: self.text_of(name) for name in self._settings})

    def saved(self, texts: Mapping[str, str]) -> Sequence[str]:
        """These are in the store now: what was typed meanwhile is not; say which hold later."""
        plain = self.typed()
        self.before = {name: self._read.get(name, "") for name in texts}
        for name in texts.keys() & plain.keys():
            if plain[name] == texts[name]:
                self._read[name] = self._typed[name]
        self._settle()
        return [one.label for name, one in self._settings.items() if name in texts and one.is_late]

    def _settle(self) -> None:
        self._typed = {
            name: text for name, text in self._typed.items() if text != self._read.get(name)
        }

    def _plain(self, shown: Mapping[str, str]) -> dict[str, str]:
        return {name: self._as_read(self._settings[name], text) for name, text in shown.items()}

    def _as_read(self, setting: Setting, text: str) -> str:
        if not setting.is_amount:
            return text
        try:
            return self._formats.parse_amount(text)
        except InvalidInputError:  # the service says what is wrong with it, beside the field
            return text

    def _shown(self, setting: Setting, value: str) -> str:
        if setting.is_amount and value:
            return self._formats.number(Money.parse(value, self._currency))
        if setting.is_rate and value:
            return self._formats.percent(rate_of_percent(value)).removesuffix("%").rstrip()
        return value
