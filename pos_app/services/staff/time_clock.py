"""Use cases: clock in, clock out, and put right what somebody forgot; the journal keeps it all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo
from functools import partial
from typing import Final

from pos_app.domain.card_number import require_no_card
from pos_app.domain.errors import InvalidInputError, NotFoundError, RefusedError
from pos_app.domain.journal import EntryKind
from pos_app.domain.staff import Approval, Permission, StaffMember
from pos_app.domain.working_time import LONGEST, Side, TimeEntry, time_entries
from pos_app.services.activity.ports import NEWEST, ActivityQueries, Search
from pos_app.services.journal.writing import Fact, JournalWriter
from pos_app.services.last_room import even_if_full
from pos_app.services.ports import Clock, Disk, NewUnitOfWork
from pos_app.services.staff.signing_in import SigningIn
from pos_app.services.staff.worked import (
    PUNCHES,
    corrections_of,
    punch_of,
    read_entries,
    worked_in,
    worked_near,
)

REASON_LENGTH_MAX: Final = 100
LONG_AGO: Final = timedelta(days=60)
"""This month and the one before are put right; what is older may be paid, or a slip."""


class ClockNotYetError(RefusedError):
    code = "time.not_yet"
    text = (
        "This store was moved or copied: a manager signs in first. Nothing was recorded; "
        "clock in or out after that."
    )


class ClockedInError(RefusedError):
    code = "time.in_already"
    text = "{name} has clocked in already. Nothing was recorded; clock out first."


class NotClockedInError(RefusedError):
    code = "time.not_in"
    text = (
        "{name} has not clocked in, or more than {hours} hours ago. Nothing was recorded; "
        "a manager puts right what was forgotten."
    )


class NoSuchTimeEntryError(NotFoundError):
    code = "time.unknown"
    text = "There is no time entry {entry}. Nothing was changed; look at the list of hours."


class TimeOrderError(InvalidInputError):
    code = "time.order"
    text = (
        "Somebody leaves after they came, within {hours} hours, and not in the future. "
        "Nothing was changed; give another time."
    )


class TimeOverlapError(RefusedError):
    code = "time.overlap"
    text = (
        "Time entry {entry} has the same person at work then already: {times}. Nothing was "
        "changed, as no minute counts twice; give another time, or put time entry {entry} right "
        "first."
    )


class TimeLongAgoError(RefusedError):
    code = "time.long_ago"
    text = (
        "This time entry is of {day}, more than {days} days ago, and may be paid already. Nothing "
        "was changed; look at the year, and say --long-ago if that day is meant."
    )


class TimeReasonError(InvalidInputError):
    code = "time.reason"
    text = "Say why in 1 to {longest} characters. Nothing was changed."


@dataclass(frozen=True, slots=True)
class Clocked:
    """What was recorded; `forgotten` is a time entry before it whose end nobody has clocked."""

    member: StaffMember
    side: Side
    at: datetime
    forgotten: TimeEntry | None = None


@dataclass(frozen=True, slots=True)
class TimeClockPorts:
    new_uow: NewUnitOfWork
    journal: JournalWriter
    clock: Clock
    disk: Disk
    entries: ActivityQueries


class TimeClock:
    """Selling never asks for it: who has not clocked in sells all the same."""

    def __init__(self, *, ports: TimeClockPorts, door: SigningIn) -> None:
        self._ports = ports
        self._door = door

    def punch(self, *, staff_id: int, pin: str) -> Clocked:
        """Clock whoever has this PIN in, or out if they are in.

        :raises WrongPinError, LockedOutError, StaffDisabledError: as at the sign-in
        """
        return self._turn(self._door.prove(staff_id=staff_id, pin=pin, about=_ABOUT))

    def punch_by_badge(self, *, raw: str, prefix: str) -> Clocked:
        """The same for whose badge was scanned.

        :raises UnknownBadgeError, LockedOutError, StaffDisabledError: as at the sign-in
        """
        return self._turn(self._door.prove_by_badge(raw=raw, prefix=prefix, about=_ABOUT))

    def clock_in(self, *, staff_id: int, pin: str) -> Clocked:
        """:raises ClockedInError: if they have, and not so long ago that the end was forgotten"""
        member = self._door.prove(staff_id=staff_id, pin=pin, about=_ABOUT)
        last = self.running(member.staff_id)
        if last is not None and not last.is_forgotten(self._ports.clock.now()):
            raise ClockedInError(name=member.name)
        return self._record(member, Side.IN, last)

    def clock_out(self, *, staff_id: int, pin: str) -> Clocked:
        """:raises NotClockedInError: if they have not, or it is too long ago to be meant"""
        member = self._door.prove(staff_id=staff_id, pin=pin, about=_ABOUT)
        last = self.running(member.staff_id)
        if last is None or last.is_forgotten(self._ports.clock.now()):
            raise NotClockedInError(name=member.name, hours=_hours())
        return self._record(member, Side.OUT, None)

    def running(self, staff_id: int) -> TimeEntry | None:
        """What this person has begun and not ended; a correction may have ended it."""
        search, before = Search(kinds=tuple(PUNCHES), person=staff_id), NEWEST
        newest: Sequence[tuple[int, bytes]] = ()
        while not newest and before > search.low:
            piece = self._ports.entries.piece(search, before=before, limit=1)
            newest, before = piece.entries, piece.reached
        mine = [one for one in map(punch_of, newest) if one.side is Side.IN]
        if not mine:
            return None
        entries = read_entries(self._ports.entries, mine[0].seq)
        (time_entry,) = time_entries(mine, corrections_of(entries))
        return time_entry if time_entry.ended is None else None

    def worked(
        self, since: datetime | None = None, until: datetime | None = None
    ) -> list[TimeEntry]:
        """As `worked_in` says."""
        return worked_in(self._ports.entries, since, until)

    def correct(
        self,
        *,
        actor: StaffMember,
        began: int,
        times: Mapping[Side, datetime],
        reason: str,
        approval: Approval | None = None,
        is_long_ago_meant: bool = False,
    ) -> TimeEntry:
        """Say when somebody came or left in truth; what was clocked stays in the journal.

        :param began: the entry with which they clocked in, or with which it was added
        :param times: one end of it, or both
        :param is_long_ago_meant: whether somebody has confirmed a day that is long ago
        :raises NotAllowedError: if the actor may not, and nobody who may has allowed it
        :raises NoSuchTimeEntryError: if there is none
        :raises TimeOrderError: if they would leave before they came, or in the future
        :raises TimeOverlapError: if they were at work then by another entry; in the zone of a time
        :raises TimeReasonError: without a reason, or with too long a one
        :raises TimeLongAgoError: if they were or are of a day long ago that nobody has confirmed
        """
        actor.require_to_ask(Permission.MANAGE_STAFF)
        worked = self._near(began, min(times.values()))
        before, zone = _begun(worked, began), next(at.tzinfo for at in times.values())
        began_at, ended_at = times.get(Side.IN, before.began), times.get(Side.OUT, before.ended)
        after = replace(before, began=began_at.astimezone(UTC), is_corrected=True)
        if ended_at is not None:
            after = replace(after, ended=ended_at.astimezone(UTC))
        reason = self._checked(after, worked, zone, reason)
        if not is_long_ago_meant:
            _check_age(min(before.began, after.began), self._ports.clock.now(), zone)
        approver = actor.require(Permission.MANAGE_STAFF, approval=approval)
        bodies = [_body(before, side, at, reason) for side, at in times.items()]
        self._record_all([Fact(EntryKind.TIME_CORRECT, actor, body, approver) for body in bodies])
        return after

    def add(
        self,
        *,
        actor: StaffMember,
        person: StaffMember,
        times: Mapping[Side, datetime],
        reason: str,
        approval: Approval | None = None,
        is_long_ago_meant: bool = False,
    ) -> TimeEntry:
        """Write down a time entry that nobody clocked; a later correction names its entry.

        :param times: both ends
        :param is_long_ago_meant: whether somebody has confirmed a day that is long ago
        :raises NotAllowedError: if the actor may not, and nobody who may has allowed it
        :raises TimeOrderError: if they would leave before they came, or in the future
        :raises TimeOverlapError: if they were at work then by another entry; in the zone of a time
        :raises TimeReasonError: without a reason, or with too long a one
        :raises TimeLongAgoError: if they are of a day long ago that nobody has confirmed
        """
        actor.require_to_ask(Permission.MANAGE_STAFF)
        zone = times[Side.IN].tzinfo
        began, ended = (times[side].astimezone(UTC) for side in (Side.IN, Side.OUT))
        added = TimeEntry(_NEW, person.staff_id, began, ended, is_added=True)
        reason = self._checked(added, self._near(NEWEST, began), zone, reason)
        if not is_long_ago_meant:
            _check_age(began, self._ports.clock.now(), zone)
        approver = actor.require(Permission.MANAGE_STAFF, approval=approval)
        body: dict[str, object] = {
            "person": person.staff_id,
            "entry": None,
            "side": Side.IN.value,  # what reads corrections only passes it over
            "before": None,
            "after": _said(began),
            "left": _said(ended),
            "reason": reason,
        }
        self._record_all([Fact(EntryKind.TIME_CORRECT, actor, body, approver)])
        return added

    def _near(self, began: int, end: datetime) -> Sequence[TimeEntry]:
        """What can be in the way of a time entry with this end, and the one that began so.

        What lasts too long is refused, so that they reach back by LONGEST, as does what is there.
        """
        since = max(end, _FIRST_CLOCK) - 2 * LONGEST - _MINUTE
        return worked_near(self._ports.entries, began, since)

    def _checked(
        self, after: TimeEntry, worked: Sequence[TimeEntry], zone: tzinfo | None, reason: str
    ) -> str:
        """Let pass what can be; return the reason as it is kept."""
        now = self._ports.clock.now()
        _check(after, now)
        _check_alone(after, worked, now, zone)
        reason = " ".join(reason.split())
        if not 0 < len(reason) <= REASON_LENGTH_MAX:
            raise TimeReasonError(longest=REASON_LENGTH_MAX)
        require_no_card(reason, field_is_code=False)
        return reason

    def _turn(self, member: StaffMember) -> Clocked:
        last = self.running(member.staff_id)
        if last is None or last.is_forgotten(self._ports.clock.now()):
            return self._record(member, Side.IN, last)
        return self._record(member, Side.OUT, None)

    def _record(self, member: StaffMember, side: Side, forgotten: TimeEntry | None) -> Clocked:
        if self._door.is_adoption_owed:
            raise ClockNotYetError
        kind = EntryKind.TIME_IN if side is Side.IN else EntryKind.TIME_OUT
        self._record_all([Fact(kind, member)])
        return Clocked(member, side, self._ports.clock.now(), forgotten)

    def _record_all(self, facts: Sequence[Fact]) -> None:
        """All of them or none."""
        even_if_full(self._ports.disk, partial(self._append, facts))

    def _append(self, facts: Sequence[Fact]) -> None:
        with self._ports.new_uow() as uow:
            for fact in facts:
                self._ports.journal.append(uow.journal, fact)
            uow.commit()


_ABOUT: Final[Mapping[str, object]] = {"for": "time_clock"}
"""What a wrong PIN was typed for."""


_MINUTE: Final = timedelta(minutes=1)
"""Overlaps are of whole minutes, as they are shown."""
_FIRST_CLOCK: Final = datetime(1970, 1, 1, tzinfo=UTC)
"""No entry is older, and the calendar has room before it."""
_NEW: Final = 0
"""No entry: a time entry that is not written down yet."""


def _body(before: TimeEntry, side: Side, at: datetime, reason: str) -> dict[str, object]:
    was = before.began if side is Side.IN else before.ended
    return {
        "person": before.staff_id,
        "entry": before.seq,
        "side": side.value,
        "before": None if was is None else _said(was),
        "after": _said(at.astimezone(UTC)),
        "reason": reason,
    }


def _check(after: TimeEntry, now: datetime) -> None:
    ended = after.ended or now
    if not (
        after.began <= ended <= now and (after.ended is None or ended - after.began <= LONGEST)
    ):
        raise TimeOrderError(hours=_hours())


def _check_age(began: datetime, now: datetime, zone: tzinfo | None) -> None:
    if now - began > LONG_AGO:
        day = began.astimezone(zone).date().isoformat()
        raise TimeLongAgoError(day=day, days=LONG_AGO.days, field="day")


def _begun(worked: Sequence[TimeEntry], began: int) -> TimeEntry:
    found = [one for one in worked if one.seq == began]
    if not found:
        raise NoSuchTimeEntryError(entry=began)
    return found[0]


def _check_alone(
    after: TimeEntry, worked: Sequence[TimeEntry], now: datetime, zone: tzinfo | None
) -> None:
    for one in worked:
        is_same = one.staff_id == after.staff_id and one.seq != after.seq
        if is_same and after.overlaps(one, now):
            raise TimeOverlapError(entry=one.seq, times=_times(one, zone))


def _times(time_entry: TimeEntry, zone: tzinfo | None) -> str:
    began, ended = time_entry.began.astimezone(zone), "…"
    if time_entry.ended is not None:
        ended = f"{time_entry.ended.astimezone(zone):%Y-%m-%d %H:%M}"
    return f"{began:%Y-%m-%d %H:%M} – {ended}"


def _hours() -> int:
    return int(LONGEST.total_seconds()) // 3_600


def _said(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds")
