"""Waiting for the scan of a badge, for the one whom the screen names meanwhile."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.staff import StaffMember
from pos_app.viewmodels.staff.people import People


class BadgeWait(QObject):
    """It ends once somebody else is chosen or looked for. `person` is None between two.

    Signals:
        changed: Emitted with what is asked for while a badge is waited for, or nothing.
    """

    changed = Signal(str)

    def __init__(self, people: People, parent: QObject) -> None:
        super().__init__(parent)
        self._people = people
        self._search = ""
        self.person: StaffMember | None = None
        people.changed.connect(self._look)

    def begin(self, person: StaffMember) -> None:
        self.person, self._search = person, self._people.search
        words = self.tr("Scan the badge of {name} now; Esc leaves it")
        self.changed.emit(words.format(name=person.name))

    def end(self) -> None:
        self.person = None
        self.changed.emit("")

    @Slot()
    def _look(self) -> None:
        now = (self._people.person, self._people.search)
        if self.person is not None and now != (self.person, self._search):
            self.end()
