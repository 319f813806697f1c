"""What a visit says on the screen of the hours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from PySide6.QtCore import QObject

from pos_app.domain.working_time import Stretch
from pos_app.services.ports import Formats
from pos_app.services.staff.hours import PersonHours, clock_hours


@dataclass(frozen=True, slots=True)
class HoursRow:
    """A visit, or the sum of the person whose visits follow; `visit` is None for a sum."""

    name: str
    day: str = ""
    came: str = ""
    left: str = ""
    hours: str = ""
    remark: str = ""
    visit: Stretch | None = None
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
        """The sum of each person, then their visits."""
        rows: list[HoursRow] = []
        for one in people:
            rows.append(HoursRow(one.name, hours=clock_hours(one.minutes)))
            rows += [self._visit(one.name, visit, now) for visit in one.visits]
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

    def told(self, name: str, visit: Stretch) -> str:
        """A visit in a sentence."""
        row = self._visit(name, visit, visit.began)
        if visit.ended is None:
            return self.tr("{name}: {day}, from {came} on").format(
                name=name, day=row.day, came=row.came
            )
        return self.tr("{name}: {day}, {came} – {left}").format(
            name=name, day=row.day, came=row.came, left=row.left
        )

    def _visit(self, name: str, visit: Stretch, now: datetime) -> HoursRow:
        came = visit.began.astimezone(self._zone)
        remarks = [
            self.unended if visit.is_forgotten(now) else "",
            self.tr("at work") if visit.ended is None and not visit.is_forgotten(now) else "",
            self.tr("added") if visit.is_added else "",
            self.tr("corrected") if visit.is_corrected else "",
        ]
        return HoursRow(
            name,
            day=self._formats.date(came.date()),
            came=self._formats.time(came),
            left=self._left(visit, came),
            hours="" if visit.ended is None else clock_hours(visit.minutes()),
            remark=", ".join(remark for remark in remarks if remark),
            visit=visit,
            is_unended=visit.is_forgotten(now),
        )

    def _left(self, visit: Stretch, came: datetime) -> str:
        """With how many days later it was, if it was not the same."""
        if visit.ended is None:
            return "–"
        left = visit.ended.astimezone(self._zone)
        days = (left.date() - came.date()).days
        time = self._formats.time(left)
        return f"{time} +{days}" if days else time
