"""Who may sign in: the tiles, the last one to do so first, and the letters that filter them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, Signal

from pos_app.domain.staff import StaffMember

_WITHIN_NAMES: Final = " -'."


@dataclass(frozen=True, slots=True)
class PersonTile:
    staff_id: int
    name: str
    initials: str
    role: str


class People(QObject):
    """`shown` are those whose names begin with the letters typed; one of them is chosen.

    Signals:
        changed: Emitted when the tiles, the letters or the chosen one changed.
    """

    changed = Signal()

    def __init__(self, people: Iterable[StaffMember], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all = tuple(_tile(person) for person in people)
        self.letters = ""
        self.chosen: PersonTile | None = None
        self._choose_among_shown()

    @property
    def shown(self) -> tuple[PersonTile, ...]:
        return tuple(one for one in self._all if _begins(one.name, self.letters))

    @property
    def is_alone(self) -> bool:
        """With one person there is nothing to choose."""
        return len(self._all) == 1

    def show(self, people: Iterable[StaffMember]) -> None:
        """These may sign in now; whoever is chosen stays so, if still there."""
        chosen = self.chosen
        self._all = tuple(_tile(person) for person in people)
        known = {one.staff_id: one for one in self._all}
        self.chosen = known.get(chosen.staff_id) if chosen is not None else None
        self._choose_among_shown()
        self.changed.emit()

    def choose(self, staff_id: int) -> None:
        self.chosen = next((one for one in self._all if one.staff_id == staff_id), None)
        self.changed.emit()

    def takes(self, char: str) -> bool:
        """Whether it may stand in a name, at this place."""
        return char.isalpha() or (bool(self.letters) and char in _WITHIN_NAMES)

    def filter(self, letters: str) -> None:
        """Show only whose name, or a part of it, begins so; the first of them is chosen."""
        self.letters = letters.lstrip()
        self.chosen = None if letters else self.chosen
        self._choose_among_shown()
        self.changed.emit()

    def beside(self, by: int) -> PersonTile | None:
        """The person so many tiles further on."""
        shown = self.shown
        if self.chosen not in shown:
            return shown[0] if shown else None
        return shown[(shown.index(self.chosen) + by) % len(shown)]

    def _choose_among_shown(self) -> None:
        shown = self.shown
        if self.chosen not in shown:
            self.chosen = shown[0] if shown else None


def _begins(name: str, letters: str) -> bool:
    """Whether the name has these letters at the beginning of a word; accents need not be typed."""
    wanted, whole = _plain(letters), _plain(name)
    parts = whole.split()
    return any(" ".join(parts[place:]).startswith(wanted) for place in range(len(parts)))


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def _tile(person: StaffMember) -> PersonTile:
    initials = "".join(part[0] for part in person.name.split()[:2]).upper()
    return PersonTile(person.staff_id, person.name, initials, person.role.value)
