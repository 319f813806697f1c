"""The list of countries, and the letters that filter it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.viewmodels.wizard.form import CountryText


class CountryList(QObject):
    """One of those shown is chosen.

    Signals:
        changed: Emitted when the list or the chosen one changed.
    """

    changed = Signal()

    def __init__(
        self, countries: Sequence[CountryText], *, home: str, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._all = tuple(countries)
        self.shown = self._all
        self.chosen = next((one for one in self._all if one.code == home), self._all[0])

    @Slot(str)
    def filter(self, letters: str) -> None:
        """Show those whose name has these letters, first whose name begins with them."""
        wanted = letters.strip().casefold()
        found = [one for one in self._all if wanted in one.name.casefold()]
        found.sort(key=lambda one: not one.name.casefold().startswith(wanted))
        self.shown = tuple(found)
        if wanted and found:
            self.chosen = found[0]
        self.changed.emit()

    @Slot(int)
    def move(self, by: int) -> None:
        if self.shown:
            place = self.shown.index(self.chosen) + by if self.chosen in self.shown else 0
            self.choose(max(0, min(len(self.shown) - 1, place)))

    @Slot(int)
    def choose(self, place: int) -> None:
        if 0 <= place < len(self.shown) and self.shown[place] != self.chosen:
            self.chosen = self.shown[place]
            self.changed.emit()
