"""The times of a time entry as typed: days as the store writes them, or year first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from pos_app.domain.errors import InvalidInputError
from pos_app.domain.working_time import A_DAY, Side, TimeEntry, in_zone
from pos_app.services.ports import Formats
from pos_app.services.typed_dates import is_day_first, typed_date, written_date
from pos_app.viewmodels.approval.sheet_form import Texts

TIME: Final = "%H:%M"
Times = Mapping[Side, datetime]


class TimeTextError(InvalidInputError):
    code = "time.text"
    text = (
        "Write the day as {day}, and a time as 17:30, or as {later} 06:00 where it is of "
        "another day. Nothing was changed."
    )


class TimeSameError(InvalidInputError):
    code = "time.same"
    text = (
        "These are the times that are known already. Nothing was changed; give another time, or "
        "leave."
    )


@dataclass(frozen=True, slots=True)
class TypedTimes:
    """What stood in the fields at first, and what stands there now."""

    formats: Formats
    zone: ZoneInfo

    def of(self, time_entry: TimeEntry) -> Texts:
        came = time_entry.began.astimezone(self.zone)
        left = "" if time_entry.ended is None else self._left(came, time_entry.ended)
        return {**self.of_day(came.date()), "came": f"{came:{TIME}}", "left": left}

    def of_day(self, day: date) -> Texts:
        return {"day": self.formats.date(day), "came": "", "left": ""}

    def later(self, first: Texts) -> str:
        """The day after."""
        return self.formats.date(self._day(first["day"], first) + A_DAY)

    def changed(self, texts: Texts, first: Texts, *, is_new: bool) -> Times:
        """Those that are others than at first; of a new one, both.

        :raises TimeTextError: if there is something else in a field
        :raises TimeSameError: if none is
        :raises TimeGapError: if no clock of the store showed one
        """
        times: dict[Side, datetime] = {}
        for field, side in (("came", Side.IN), ("left", Side.OUT)):
            at = self._moment(texts, field, first)
            if not is_new and at == self._moment(first, field, first):
                continue
            if at is None:
                raise self._error(field, first)
            times[side] = in_zone(at, self.zone)
        if not times:
            raise TimeSameError
        return times

    def _left(self, came: datetime, ended: datetime) -> str:
        """With its day, where that is another one."""
        left = ended.astimezone(self.zone)
        day = "" if came.date() == left.date() else f"{self.formats.date(left.date())} "
        return f"{day}{left:{TIME}}"

    def _day(self, text: str, first: Texts) -> date:
        """:raises TimeTextError: if it is none"""
        text = text.strip()
        day = written_date(text, self.formats)
        day = day or typed_date(text, is_day_first=is_day_first(self.formats))
        if day is None:
            raise self._error("day", first)
        return day

    def _moment(self, texts: Texts, field: str, first: Texts) -> datetime | None:
        """As a clock of the store showed it; of the day, unless it says another.

        :raises TimeTextError: if something else stands there
        """
        day = self._day(texts["day"], first)
        own_day, _, time = " ".join(texts[field].replace("T", " ").split()).rpartition(" ")
        if not time:
            return None
        try:
            day = self._day(own_day, first) if own_day else day
            return datetime.combine(day, datetime.strptime(time, TIME).time())  # noqa: DTZ007
        except (TimeTextError, ValueError) as error:
            raise self._error(field, first) from error

    def _error(self, field: str, first: Texts) -> TimeTextError:
        return TimeTextError(field=field, day=first["day"], later=self.later(first))
