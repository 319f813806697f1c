"""The hours of a time as reports: a table by person and day for files, the sums for paper."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from itertools import groupby
from typing import Final

from pos_app.domain.working_time import TimeEntry, Worked, by_day
from pos_app.services.reports.report import Column, Kind, Report, Row, Scope

HOURS: Final = "hours"
MINUTES_PER_HOUR: Final = 60
_PERSON: Final = Column("person", Kind.TEXT)
_DAY: Final = Column("day", Kind.DAY)
_WORKED: Final = Column("worked", Kind.TEXT)
_MINUTES: Final = Column("minutes", Kind.COUNT)
_REMARK: Final = Column("remark", Kind.TEXT)


@dataclass(frozen=True, slots=True)
class PersonHours:
    """What one person worked in a time; `minutes` is the sum of the time entries."""

    staff_id: int
    name: str
    time_entries: Sequence[TimeEntry]

    @property
    def minutes(self) -> int:
        return sum(one.minutes() for one in self.time_entries)


def clock_hours(minutes: int) -> str:
    """Hours and minutes: 7:05."""
    return f"{minutes // MINUTES_PER_HOUR}:{minutes % MINUTES_PER_HOUR:02d}"


def by_person(worked: Iterable[TimeEntry], names: Mapping[int, str]) -> Sequence[PersonHours]:
    """In the order of their names; the time entries of each, oldest first."""

    def called(one: TimeEntry) -> tuple[str, int]:
        return name_in(names, one.staff_id).casefold(), one.staff_id

    ordered = sorted(worked, key=lambda one: (*called(one), one.began, one.seq))
    return [
        PersonHours(staff_id, name_in(names, staff_id), tuple(time_entries))
        for (_name, staff_id), time_entries in groupby(ordered, key=called)
    ]


def hours_report(
    people: Sequence[PersonHours], scope: Scope, zone: tzinfo, *, unended: str
) -> Report:
    """One row for each person and day, as the store's midnights part them.

    :param unended: what is remarked where nobody clocked out
    """
    rows = [
        Row(
            "",
            (
                *(person.name, day.day.isoformat(), clock_hours(day.minutes), day.minutes),
                unended if day.is_open else "",
            ),
        )
        for person in people
        for day in _days(person, zone)
    ]
    minutes = sum(person.minutes for person in people)
    return Report(
        *(HOURS, "", scope),
        columns=(_PERSON, _DAY, _WORKED, _MINUTES, _REMARK),
        rows=tuple(rows),
        totals=("", "", clock_hours(minutes), minutes, ""),
    )


def hours_on_paper(
    people: Sequence[PersonHours], scope: Scope, zone: tzinfo, *, unended: str
) -> Report:
    """The sum of each person, and their days below it."""
    rows: list[Row] = []
    for person in people:
        rows.append(Row("", (person.name, clock_hours(person.minutes))))
        for day in _days(person, zone):
            remark = f" {unended}" if day.is_open else ""
            said = f"· {day.day.isoformat()}{remark}"
            rows.append(Row("", (said, clock_hours(day.minutes))))
    minutes = sum(person.minutes for person in people)
    return Report(
        *(HOURS, "", scope),
        columns=(_PERSON, _WORKED),
        rows=tuple(rows),
        totals=("", clock_hours(minutes)),
        charted=_WORKED.name,
    )


def name_in(names: Mapping[int, str], staff_id: int) -> str:
    return names.get(staff_id, f"#{staff_id}")


def _days(person: PersonHours, zone: tzinfo) -> Sequence[Worked]:
    return by_day(person.time_entries, zone)
