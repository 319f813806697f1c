"""The form of one visit: when somebody came and left in truth, or hours nobody clocked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Signal

from pos_app.domain.errors import InvalidInputError, PosError
from pos_app.domain.staff import Approval, Permission, StaffMember
from pos_app.domain.working_time import A_DAY, Side, Stretch, in_zone
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

DAY: Final = "%Y-%m-%d"
TIME: Final = "%H:%M"
TEXT_LENGTH_MAX: Final = 16
Times = Mapping[Side, datetime]


class TimeTextError(InvalidInputError):
    code = "time.text"
    text = (
        "Write the day as 2026-11-26, and a time as 17:30, or as 2026-11-27 06:00 where it is of "
        "another day. Nothing was changed."
    )


class TimeSameError(InvalidInputError):
    code = "time.same"
    text = (
        "These are the times that are known already. Nothing was changed; give another time, or "
        "leave."
    )


@dataclass(frozen=True, slots=True)
class VisitCard:
    """What the form asks for; a person can be chosen only for hours that are `new`."""

    title: str
    person: str
    is_new: bool
    texts: Texts
    help: str


@dataclass(frozen=True, slots=True)
class VisitParts:
    """What it works with; `lane` writes, and may have to be asked."""

    time_clock: TimeClock
    lane: AskingLane
    formats: Formats
    zone: ZoneInfo


class VisitForm(SheetForm):
    """Its fields are day, came, left and reason; its card is a VisitCard, changed by its person.

    Signals:
        done: Emitted with when the visit began, and what was done, in words.
    """

    done = Signal(object, str)

    def __init__(self, parts: VisitParts, *, words: HoursWords, parent: QObject) -> None:
        super().__init__(parts.lane, parts.formats, parent)
        self._parts = parts
        self._words = words
        self._visit: Stretch | None = None
        self._people: Sequence[StaffMember] = ()
        self._place = 0
        self._name = ""
        self._first: Texts = {}
        self._saved: Times = {}
        self._questioned: Times = {}
        """Times of long ago that are meant if they are saved once more."""
        self.reason_length = REASON_LENGTH_MAX

    def open(self, name: str, visit: Stretch) -> None:
        """For what was clocked."""
        self._visit, self._name = visit, name
        came = visit.began.astimezone(self._parts.zone)
        self._begin({"day": f"{came:{DAY}}", "came": f"{came:{TIME}}", "left": self._left(visit)})

    def open_new(self, people: Sequence[StaffMember], *, person: int, day: date) -> None:
        """For hours of somebody who did not clock them; of `person`, unless another is chosen."""
        if not people:
            return
        ids = [one.staff_id for one in people]
        self._visit, self._people = None, people
        self._place = ids.index(person) if person in ids else 0
        self._begin({"day": f"{day:{DAY}}", "came": "", "left": ""})

    def step(self, steps: int) -> None:
        """The next person, or the one before."""
        if self.is_open and self._visit is None:
            self._place = (self._place + steps) % len(self._people)
            self.changed.emit(self._card())

    def _deed(self, texts: Texts) -> Deed:
        self._saved = self._times(texts)
        act, said = self._act(self._saved, texts["reason"])
        told, why = self._told(), " ".join(texts["reason"].split())
        return Deed(
            act,
            ApprovalRequest(Permission.MANAGE_STAFF, said, why=why),
            lambda after: self.done.emit(after.began, told(after)),
        )

    def _times(self, texts: Texts) -> Times:
        """Those that are others than before.

        :raises TimeTextError: if there is something else in a field
        :raises TimeSameError: if none is
        :raises TimeGapError: if no clock of the store showed one
        """
        first, day = self._first, _day(texts["day"])
        has_day = texts["day"].strip() == first["day"]
        times: dict[Side, datetime] = {}
        for field, side in (("came", Side.IN), ("left", Side.OUT)):
            text = texts[field].strip()
            is_same = text == first[field] and (has_day or " " in text or not text)
            if self._visit is None or not is_same:
                times[side] = in_zone(_moment(text, day, field), self._parts.zone)
        if not times:
            raise TimeSameError
        return times

    def _act(
        self, times: Times, reason: str
    ) -> tuple[Callable[[StaffMember, Approval | None], Stretch], str]:
        visit, clock = self._visit, self._parts.time_clock
        is_meant = times == self._questioned
        if visit is None:
            person = self._people[self._place]

            def add(actor: StaffMember, approval: Approval | None) -> Stretch:
                return clock.add(
                    actor=actor,
                    person=person,
                    times=times,
                    reason=reason,
                    approval=approval,
                    is_long_ago_meant=is_meant,
                )

            added = Stretch(0, person.staff_id, times[Side.IN], times[Side.OUT])
            return add, self.tr("Add hours of {visit}").format(
                visit=self._words.told(person.name, added)
            )

        def correct(actor: StaffMember, approval: Approval | None) -> Stretch:
            return clock.correct(
                actor=actor,
                began=visit.seq,
                times=times,
                reason=reason,
                approval=approval,
                is_long_ago_meant=is_meant,
            )

        after = Stretch(
            *(visit.seq, visit.staff_id),
            times.get(Side.IN, visit.began),
            times.get(Side.OUT, visit.ended),
        )
        said = self.tr("Correct the hours of {visit}")
        return correct, said.format(visit=self._words.told(self._name, after))

    def _told(self) -> Callable[[Stretch], str]:
        """What is said of it when it is done, whatever the form is about by then."""
        is_new = self._visit is None
        name = self._people[self._place].name if is_new else self._name
        said = (
            self.tr("The hours are added. {visit}")
            if is_new
            else self.tr("The hours are corrected. {visit}")
        )
        return lambda after: said.format(visit=self._words.told(name, after))

    def _refuse(self, shown: int, error: PosError) -> None:
        if shown == self._shown:
            self._questioned = self._saved if isinstance(error, TimeLongAgoError) else {}
        super()._refuse(shown, error)

    def _words_of(self, error: PosError) -> str:
        if not isinstance(error, TimeLongAgoError):
            return super()._words_of(error)
        return self.tr(
            "These hours are of {day}, more than {days} days ago, and may be paid already. "
            "Nothing was changed; look at the year, and press Enter once more if that day is meant."
        ).format(**error.values)

    def _field_of(self, error: PosError) -> str:
        is_reason = isinstance(error, TimeReasonError)
        return "reason" if is_reason else str(error.values.get("field", ""))

    def _left(self, visit: Stretch) -> str:
        """With its day, where that is another one."""
        if visit.ended is None:
            return ""
        came, left = (one.astimezone(self._parts.zone) for one in (visit.began, visit.ended))
        same = came.date() == left.date()
        return f"{left:{TIME}}" if same else f"{left:{DAY} {TIME}}"

    def _begin(self, texts: Texts) -> None:
        self._first, self._questioned = texts, {}
        self._show(self._card())

    def _card(self) -> VisitCard:
        if self._visit is not None:
            title = self.tr("Correct the hours of {name}").format(name=self._name)
            words = self.tr("What was clocked stays in the journal, beside this and the reason.")
            return VisitCard(title, self._name, False, self._first, f"{words} {self._how()}")
        person = self._people[self._place].name
        words = self.tr("For somebody who was here and did not clock in.")
        return VisitCard(self.tr("Add hours"), person, True, self._first, f"{words} {self._how()}")

    def _how(self) -> str:
        """How a night is written."""
        later = date.fromisoformat(self._first["day"]) + A_DAY
        words = self.tr("After midnight the day stands before the time: {later} 06:00.")
        return words.format(later=later.isoformat())


def _day(text: str) -> date:
    """:raises TimeTextError: if it is none"""
    try:
        return datetime.strptime(text.strip(), DAY).date()  # noqa: DTZ007
    except ValueError as error:
        raise TimeTextError(field="day") from error


def _moment(text: str, day: date, field: str) -> datetime:
    """As a clock of the store showed it; of that day, unless it says another.

    :raises TimeTextError: if it is none
    """
    text = " ".join(text.replace("T", " ").split())
    whole = text if " " in text else f"{day:{DAY}} {text}"
    try:
        return datetime.strptime(whole, f"{DAY} {TIME}")  # noqa: DTZ007
    except ValueError as error:
        raise TimeTextError(field=field) from error
