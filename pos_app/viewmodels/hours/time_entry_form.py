"""The form of one time entry: when somebody came and left in truth, or one that nobody clocked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Signal

from pos_app.domain.errors import PosError
from pos_app.domain.staff import Approval, Permission, StaffMember
from pos_app.domain.working_time import Side, TimeEntry
from pos_app.services.ports import Formats
from pos_app.services.staff.time_clock import (
    REASON_LENGTH_MAX,
    TimeClock,
    TimeLongAgoError,
    TimeReasonError,
)
from pos_app.viewmodels.approval.acts import AskingLane
from pos_app.viewmodels.approval.request import ApprovalRequest
from pos_app.viewmodels.approval.sheet_form import Deed, SheetForm, Texts
from pos_app.viewmodels.hours.hours_words import HoursWords
from pos_app.viewmodels.hours.typed_times import Times, TypedTimes

TEXT_LENGTH_MAX: Final = 16


@dataclass(frozen=True, slots=True)
class TimeEntryCard:
    """What the form asks for; a person can be chosen only for one that is new."""

    title: str
    person: str
    is_new: bool
    texts: Texts
    help: str


@dataclass(frozen=True, slots=True)
class TimeEntryParts:
    """What it works with; `lane` writes, and may have to be asked."""

    time_clock: TimeClock
    lane: AskingLane
    formats: Formats
    zone: ZoneInfo


class TimeEntryForm(SheetForm):
    """Its fields are day, came, left and reason; its card TimeEntryCard is changed by its person.

    Signals:
        done: Emitted with when the time entry began, and what was done, in words.
    """

    done = Signal(object, str)

    def __init__(self, parts: TimeEntryParts, *, words: HoursWords, parent: QObject) -> None:
        super().__init__(parts.lane, parts.formats, parent)
        self._parts = parts
        self._typed = TypedTimes(parts.formats, parts.zone)
        self._words = words
        self._time_entry: TimeEntry | None = None
        self._people: Sequence[StaffMember] = ()
        self._place = 0
        self._name = ""
        self._first: Texts = {}
        self._saved: tuple[int, Times] | None = None
        """Whose they are, and the times."""
        self._questioned: tuple[int, Times] | None = None
        """Those of long ago that are meant if they are saved once more."""
        self.reason_length = REASON_LENGTH_MAX

    def open(self, name: str, time_entry: TimeEntry) -> None:
        """For what was clocked."""
        self._time_entry, self._name = time_entry, name
        self._begin(self._typed.of(time_entry))

    def open_new(self, people: Sequence[StaffMember], *, person: int, day: date) -> None:
        """For one that somebody did not clock; of `person`, unless another is chosen."""
        if not people:
            return
        ids = [one.staff_id for one in people]
        self._time_entry, self._people = None, people
        self._place = ids.index(person) if person in ids else 0
        self._begin(self._typed.of_day(day))

    def step(self, steps: int) -> None:
        """The next person, or the one before."""
        if self.is_open and self._time_entry is None:
            self._place = (self._place + steps) % len(self._people)
            self.changed.emit(self._card())

    def _deed(self, texts: Texts) -> Deed:
        whose = self._time_entry or self._people[self._place]
        times = self._typed.changed(texts, self._first, is_new=self._time_entry is None)
        self._saved = (whose.staff_id, times)
        act, said = self._act(times, texts["reason"])
        told, why = self._told(), " ".join(texts["reason"].split())
        return Deed(
            act,
            ApprovalRequest(Permission.MANAGE_STAFF, said, why=why),
            lambda after: self.done.emit(after.began, told(after)),
        )

    def _act(
        self, times: Times, reason: str
    ) -> tuple[Callable[[StaffMember, Approval | None], TimeEntry], str]:
        time_entry, clock = self._time_entry, self._parts.time_clock
        act: Callable[..., TimeEntry]
        if time_entry is None:
            person = self._people[self._place]
            after = TimeEntry(0, person.staff_id, times[Side.IN], times[Side.OUT])
            act, name = partial(clock.add, person=person), person.name
            said = self.tr("Add a time entry of {time_entry}")
        else:
            after = TimeEntry(
                *(time_entry.seq, time_entry.staff_id),
                times.get(Side.IN, time_entry.began),
                times.get(Side.OUT, time_entry.ended),
            )
            act, name = partial(clock.correct, began=time_entry.seq), self._name
            said = self.tr("Correct the time entry of {time_entry}")
        act = partial(
            act, times=times, reason=reason, is_long_ago_meant=self._saved == self._questioned
        )
        return (
            lambda actor, approval: act(actor=actor, approval=approval),
            said.format(time_entry=self._words.told(name, after)),
        )

    def _told(self) -> Callable[[TimeEntry], str]:
        """What is said of it when it is done, whatever the form is about by then."""
        is_new = self._time_entry is None
        name = self._people[self._place].name if is_new else self._name
        said = (
            self.tr("The time entry is added. {time_entry}")
            if is_new
            else self.tr("The time entry is corrected. {time_entry}")
        )
        return lambda after: said.format(time_entry=self._words.told(name, after))

    def _refuse(self, shown: int, error: PosError) -> None:
        if shown == self._shown:
            is_asked = isinstance(error, TimeLongAgoError)
            self._questioned = self._saved if is_asked else None
            if is_asked:
                self._asked.begin()
        super()._refuse(shown, error)

    def _words_of(self, error: PosError) -> str:
        if not isinstance(error, TimeLongAgoError):
            return super()._words_of(error)
        return self.tr(
            "This time entry is of {day}, more than {days} days ago, and may be paid already. "
            "Nothing was changed; look at the year, and press Enter once more if that day is meant."
        ).format(**error.values)

    def _field_of(self, error: PosError) -> str:
        is_reason = isinstance(error, TimeReasonError)
        return "reason" if is_reason else str(error.values.get("field", ""))

    def _begin(self, texts: Texts) -> None:
        self._first, self._questioned = texts, None
        self._show(self._card())

    def _card(self) -> TimeEntryCard:
        if self._time_entry is not None:
            title = self.tr("Correct a time entry of {name}").format(name=self._name)
            words = self.tr("What was clocked stays in the journal, beside this and the reason.")
            return TimeEntryCard(title, self._name, False, self._first, f"{words} {self._how()}")
        person = self._people[self._place].name
        words = self.tr("For somebody who was here and did not clock in.")
        return TimeEntryCard(
            self.tr("Add a time entry"), person, True, self._first, f"{words} {self._how()}"
        )

    def _how(self) -> str:
        """How a night is written."""
        words = self.tr("After midnight the day stands before the time: {later} 06:00.")
        return words.format(later=self._typed.later(self._first))
