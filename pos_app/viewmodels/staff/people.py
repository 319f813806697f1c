"""Who works here, as rows to choose from and one of them in detail."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.staff import StaffMember, last_owner
from pos_app.services.ports import Formats
from pos_app.services.staff.facts import StaffDesk, StaffFacts
from pos_app.services.staff.staff_service import SyncedPeople
from pos_app.viewmodels.shared.roles import role_name
from pos_app.viewmodels.shared.row_text import RowText

NOTHING_KNOWN = StaffFacts(has_pin=False, has_badge=False, signed_in_at=None)


@dataclass(frozen=True, slots=True)
class Staff:
    """As it was read in one go."""

    people: tuple[StaffMember, ...] = ()
    facts: Mapping[int, StaffFacts] = field(default_factory=dict)
    synced: Collection[int] = ()

    @classmethod
    def read(cls, desk: StaffDesk, synced: SyncedPeople) -> Staff:
        return cls(tuple(desk.listed()), desk.facts(), synced.ids())


class People(QObject):
    """`current` is a place among `rows`, or -1.

    Signals:
        changed: Emitted when the rows are others, or another one is highlighted.
    """

    changed = Signal()

    def __init__(self, formats: Formats, parent: QObject) -> None:
        super().__init__(parent)
        self._formats = formats
        self._staff = Staff()
        self._found: tuple[StaffMember, ...] = ()
        self.rows: tuple[RowText, ...] = ()
        self.search = ""
        self.current = -1

    @property
    def person(self) -> StaffMember | None:
        return self._found[self.current] if 0 <= self.current < len(self._found) else None

    def show(self, staff: Staff, *, then: str = "") -> None:
        """:param then: the name of who is highlighted, if it is somebody else than now"""
        wanted = then or (self.person.name if self.person is not None else "")
        self._staff = staff
        self._filter(wanted)

    @Slot(str)
    def look_for(self, text: str) -> None:
        self.search = text
        self._filter(self.person.name if self.person is not None else "")

    @Slot(int)
    def select(self, place: int) -> None:
        self.current = max(0, min(place, len(self.rows) - 1)) if self.rows else -1
        self.changed.emit()

    def choose(self, staff_id: int) -> None:
        ids = [one.staff_id for one in self._found]
        self.select(ids.index(staff_id))

    @property
    def is_from_head_office(self) -> bool:
        return self.person is not None and self.person.staff_id in self._staff.synced

    def has_badge(self) -> bool:
        return self.person is not None and self._facts(self.person).has_badge

    @property
    def details(self) -> tuple[str, ...]:
        """What there is to say of the one who is highlighted, a sentence each."""
        one = self.person
        if one is None:
            return ()
        facts = self._facts(one)
        at = facts.signed_in_at
        last = last_owner(self._staff.people, with_pin=self._with_pin())
        said = [
            self.tr("Works here as {role}.")
            if one.active
            else self.tr("Was {role}, and has left."),
            self.tr("Has a PIN.") if facts.has_pin else self.tr("Has no PIN yet: give one."),
            self.tr("Has a badge.") if facts.has_badge else self.tr("Has no badge."),
            self.tr("Last signed in {time}.") if at else self.tr("Has never signed in here."),
        ]
        if last is not None and last.staff_id == one.staff_id:
            said.append(self.tr("The last owner who can sign in: stays so, and stays here."))
        if self.is_from_head_office:
            said.append(
                self.tr(
                    "Came from head office, where name, role and leaving are changed. PIN and "
                    "badge are given here."
                )
            )
        time = self._formats.date_time(at) if at is not None else ""
        return tuple(words.format(role=role_name(one.role), time=time) for words in said)

    def _filter(self, wanted: str) -> None:
        words = self.search.casefold().split()
        self._found = tuple(
            one
            for one in sorted(self._staff.people, key=lambda one: (not one.active, one.name))
            if all(word in f"{one.name} {role_name(one.role)}".casefold() for word in words)
        )
        self.rows = tuple(self._row(one) for one in self._found)
        names = [one.name for one in self._found]
        self.current = names.index(wanted) if wanted in names else min(0, len(names) - 1)
        self.changed.emit()

    def _row(self, one: StaffMember) -> RowText:
        facts = self._facts(one)
        marks = [
            self.tr("head office") if one.staff_id in self._staff.synced else "",
            "" if facts.has_pin else self.tr("no PIN yet"),
            self.tr("badge") if facts.has_badge else "",
            "" if one.active else self.tr("has left"),
        ]
        right = ", ".join(mark for mark in marks if mark)
        return RowText(one.staff_id, one.name, role_name(one.role), right)

    def _facts(self, one: StaffMember) -> StaffFacts:
        return self._staff.facts.get(one.staff_id, NOTHING_KNOWN)

    def _with_pin(self) -> set[int]:
        return {key for key, facts in self._staff.facts.items() if facts.has_pin}
