"""When people worked: time entries from clocking in to clocking out, and their minutes by day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import Final

from pos_app.domain.errors import InvalidInputError

LONGEST: Final = timedelta(hours=16)
"""Who clocked in longer ago has forgotten to clock out: that end is not made up."""
_MINUTE: Final = timedelta(minutes=1)
A_DAY: Final = timedelta(days=1)


class TimeGapError(InvalidInputError):
    code = "time.gap"
    text = (
        "No clock showed {time} here: it was put forward then, or the calendar ends there. "
        "Nothing was changed; give the time before that or after."
    )


class Side(StrEnum):
    """Words of the journal, never changed."""

    IN = "in"
    OUT = "out"


@dataclass(frozen=True, slots=True)
class Punch:
    """Somebody clocked in or out: `seq` is the entry of the journal that says so."""

    seq: int
    staff_id: int
    side: Side
    at: datetime


@dataclass(frozen=True, slots=True)
class Correction:
    """One end of the time entry `began` was at another time."""

    began: int
    side: Side
    at: datetime


@dataclass(frozen=True, slots=True)
class TimeEntry:
    """From coming to leaving; without an end it goes on, or its end was forgotten.

    `is_added` if nobody clocked it: it was written down afterwards.
    """

    seq: int
    staff_id: int
    began: datetime
    ended: datetime | None = None
    is_corrected: bool = False
    is_added: bool = False

    def is_forgotten(self, now: datetime) -> bool:
        return self.ended is None and now - self.began > LONGEST

    def minutes(self) -> int:
        """Whole minutes between the minutes that are shown; none without an end."""
        return 0 if self.ended is None else max(0, _minutes(self.began, self.ended))

    def overlaps(self, other: TimeEntry, now: datetime) -> bool:
        """Whether a shown minute is of both; of a forgotten end only the first minute is known."""
        return max(_minute(self.began), _minute(other.began)) < min(
            self._known_end(now), other._known_end(now)
        )

    def _known_end(self, now: datetime) -> datetime:
        if self.ended is not None:
            return _minute(self.ended)
        first = _minute(self.began) + _MINUTE
        return first if self.is_forgotten(now) else max(first, _minute(now))


@dataclass(frozen=True, slots=True)
class Worked:
    """What one person worked on one day of the store; `is_open` if an end is missing."""

    staff_id: int
    day: date
    minutes: int
    is_open: bool


def in_zone(shown: datetime, zone: tzinfo) -> datetime:
    """What a clock of the store showed; of an hour that came twice the first one is meant.

    :raises TimeGapError: if no clock ever showed it
    """
    moment, said = shown.replace(tzinfo=zone), f"{shown:%Y-%m-%d %H:%M}"
    try:
        was = moment.astimezone(UTC).astimezone(zone).replace(tzinfo=None)
    except OverflowError as error:
        raise TimeGapError(time=said) from error
    if was != shown:
        raise TimeGapError(time=said)
    return moment


def midnight(day: date, zone: tzinfo) -> datetime:
    """With which a day of the store begins."""
    return datetime.combine(day, time(), zone)


def time_entries(
    punches: Iterable[Punch],
    corrections: Iterable[Correction] = (),
    added: Iterable[TimeEntry] = (),
) -> list[TimeEntry]:
    """As they were clocked, then what was added; of corrections the last one counts.

    Clocking out ends what the same person began last; who clocks in anew leaves the end before
    open.
    """
    found: dict[int, TimeEntry] = {}
    running: dict[int, int] = {}
    for punch in sorted(punches, key=lambda one: one.seq):
        if punch.side is Side.IN:
            found[punch.seq] = TimeEntry(punch.seq, punch.staff_id, punch.at)
            running[punch.staff_id] = punch.seq
        elif punch.staff_id in running:
            began = running.pop(punch.staff_id)
            found[began] = replace(found[began], ended=punch.at)
    found.update((one.seq, one) for one in added)
    for one in corrections:
        if one.began in found:
            was = replace(found[one.began], is_corrected=True)
            is_in = one.side is Side.IN
            found[one.began] = replace(was, began=one.at) if is_in else replace(was, ended=one.at)
    return list(found.values())


def by_day(worked: Iterable[TimeEntry], zone: tzinfo) -> Sequence[Worked]:
    """Minutes that passed, split at the store's midnights: a day may have 23 hours, or 25."""
    sums: dict[tuple[int, date], tuple[int, bool]] = {}
    for time_entry in worked:
        for day, minutes in _days(time_entry, zone):
            key = (time_entry.staff_id, day)
            before, was_open = sums.get(key, (0, False))
            sums[key] = (before + minutes, was_open or time_entry.ended is None)
    ordered = sorted(sums.items(), key=lambda item: (item[0][1], item[0][0]))
    return [Worked(*key, minutes, is_open) for key, (minutes, is_open) in ordered]


def _days(time_entry: TimeEntry, zone: tzinfo) -> Iterator[tuple[date, int]]:
    day = time_entry.began.astimezone(zone).date()
    if time_entry.ended is None:
        yield day, 0
        return
    began = time_entry.began
    while True:
        turn = midnight(day + A_DAY, zone).astimezone(UTC)
        ended = min(time_entry.ended, turn)
        yield day, max(0, _minutes(began, ended))
        if ended == time_entry.ended:
            return
        began, day = turn, day + A_DAY


def _minutes(began: datetime, ended: datetime) -> int:
    """Between the minutes in which they lie, so that what is shown adds up."""
    return (_minute(ended) - _minute(began)) // _MINUTE


def _minute(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(second=0, microsecond=0)
