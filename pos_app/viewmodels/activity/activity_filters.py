"""What is looked for in the activity log: a kind, a person, a time, and words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.services.activity.activity_log import Wanted
from pos_app.services.activity.saying import Group
from pos_app.viewmodels.activity.activity_words import When

T = TypeVar("T")


class ActivityFilters(QObject):
    """`people` are names by id, in the order in which they are offered.

    Signals:
        changed: Emitted when something else is looked for.
    """

    changed = Signal()

    def __init__(self, today: Callable[[], date], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self.people: Mapping[int, str] = {}
        self.wanted = Wanted()
        self.when: When | None = When.EVER
        """None while it is the time of one shift."""

    def begin(self, wanted: Wanted) -> None:
        """Look for this, of everybody; for everything, of any time, where it narrows nothing."""
        self.when = When.EVER if wanted.during is None else None
        self.wanted = wanted
        self.changed.emit()

    @Slot(str)
    def look_for(self, text: str) -> None:
        if text.strip() != self.wanted.text:
            self._want(text=text.strip())

    def choose_group(self, group: Group | None) -> None:
        self._want(group=group, kind="")

    def choose_person(self, person: int | None) -> None:
        self._want(person=person)

    def choose_when(self, when: When) -> None:
        self.when = when
        since, until = when.days(self._today())
        self._want(since=since, until=until, during=None)

    def next_group(self) -> None:
        self.choose_group(_after([None, *Group], self.wanted.group))

    def next_person(self) -> None:
        self.choose_person(_after([None, *self.people], self.wanted.person))

    def next_when(self) -> None:
        self.choose_when(_after([*When], self.when))

    def _want(self, **changes: object) -> None:
        self.wanted = replace(self.wanted, **changes)  # type: ignore[arg-type]
        self.changed.emit()


def _after(options: Sequence[T], chosen: T | None) -> T:
    """The one after that which is chosen, and round again."""
    place = options.index(chosen) if chosen in options else -1
    return options[(place + 1) % len(options)]
