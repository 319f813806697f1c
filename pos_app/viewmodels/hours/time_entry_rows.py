"""The rows of the hours, and the time entry among them that is highlighted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.working_time import TimeEntry
from pos_app.viewmodels.hours.hours_words import HoursRow


class TimeEntryRows(QObject):
    """`current` is the place of a time entry among `rows`, or -1.

    Signals:
        selected: Emitted with the row that is highlighted, or -1.
    """

    selected = Signal(int)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.rows: Sequence[HoursRow] = ()
        self.current = -1

    @property
    def row(self) -> HoursRow | None:
        return self.rows[self.current] if 0 <= self.current < len(self.rows) else None

    @property
    def time_entry(self) -> TimeEntry | None:
        return self.row.time_entry if self.row is not None else None

    @property
    def unended(self) -> int:
        """How many time entries nobody has clocked out of."""
        return sum(one.is_unended for one in self.rows)

    def show(self, rows: Sequence[HoursRow], wanted: datetime | None) -> None:
        """:param wanted: when what is to be highlighted began; else it is the first"""
        self.rows = rows
        began = [row.time_entry.began for row in rows if row.time_entry is not None]
        self.current = -1
        self.move(began.index(wanted) if wanted in began else 0)

    @Slot(int)
    def select(self, place: int) -> None:
        """A time entry: of a sum, the first one below it."""
        place = max(0, min(place, len(self.rows) - 1)) if self.rows else -1
        self.current = place + 1 if place >= 0 and self.rows[place].time_entry is None else place
        self.selected.emit(self.current)

    def move(self, steps: int) -> None:
        """So many time entries on; sums are passed over."""
        places = [place for place, row in enumerate(self.rows) if row.time_entry is not None]
        if not places:
            self.select(-1)
            return
        at = places.index(self.current) if self.current in places else 0
        self.select(places[max(0, min(at + steps, len(places) - 1))])
