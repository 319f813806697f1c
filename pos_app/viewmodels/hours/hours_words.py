"""What a time entry says on the screen of the hours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from PySide6.QtCore import QObject

from pos_app.domain.working_time import TimeEntry
from pos_app.services.ports import Formats
from pos_app.services.staff.hours import PersonHours, clock_hours


@dataclass(frozen=True, slots=True)
class HoursRow:
    """A time entry, or (if that is None) the sum of the person whose time entries follow."""

    name: str
    day: str = ""
    came: str = ""
    left: str = ""
    hours: str = ""
    remark: str = ""
    time_entry: TimeEntry | None = None
    is_unended: bool = False
    """Nobody clocked out, and it is too long ago to go on."""


class HoursWords(QObject):
    def __init__(self, formats: Formats, zone: tzinfo, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._formats = formats
        self._zone = zone
        self.unended = self.tr("not clocked out")
        self.written = self.tr("The hours are in {path}")
        self.printed = self.tr("The hours are printed")

    def rows(self, people: Sequence[PersonHours], now: datetime) -> Sequence[HoursRow]:
        """The sum of each person, then their time entries."""
        rows: list[HoursRow] = []
        for one in people:
            rows.append(HoursRow(one.name, hours=clock_hours(one.minutes)))
            rows += [self._row(one.name, time_entry, now) for time_entry in one.time_entries]
        return rows

    def present(self, people: Sequence[tuple[str, datetime]]) -> str:
        """Who is in now, and since when."""
        if not people:
            return self.tr("Nobody is in now")
        since = self.tr("{name} since {time}")
        said = [
            since.format(name=name, time=self._formats.time(at.astimezone(self._zone)))
            for name, at in people
        ]
        return self.tr("In now: {people}").format(people=", ".join(said))

    def told(self, name: str, time_entry: TimeEntry) -> str:
        """A time entry in a sentence."""
        row = self._row(name, time_entry, time_entry.began)
        if time_entry.ended is None:
            return self.tr("{name}: {day}, from {came} on").format(
                name=name, day=row.day, came=row.came
            )
        return self.tr("{name}: {day}, {came} – {left}").format(
            name=name, day=row.day, came=row.came, left=row.left
        )

    def _row(self, name: str, time_entry: TimeEntry, now: datetime) -> HoursRow:
        came, is_unended = time_entry.began.astimezone(self._zone), time_entry.is_forgotten(now)
        remarks = [
            self.unended if is_unended else "",
            self.tr("at work") if time_entry.ended is None and not is_unended else "",
            self.tr("added") if time_entry.is_added else "",
            self.tr("corrected") if time_entry.is_corrected else "",
        ]
        return HoursRow(
            name,
            day=self._formats.date(came.date()),
            came=self._formats.time(came),
            left=self._left(time_entry, came),
            hours="" if time_entry.ended is None else clock_hours(time_entry.minutes()),
            remark=", ".join(remark for remark in remarks if remark),
            time_entry=time_entry,
            is_unended=is_unended,
        )

    def _left(self, time_entry: TimeEntry, came: datetime) -> str:
        """With how many days later it was, if it was not the same."""
        if time_entry.ended is None:
            return "–"
        left = time_entry.ended.astimezone(self._zone)
        days = (left.date() - came.date()).days
        time = self._formats.time(left)
        return f"{time} +{days}" if days else time
