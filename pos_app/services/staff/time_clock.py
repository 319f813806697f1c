"""Use cases: clock in, clock out, and put right what somebody forgot; the journal keeps it all."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from functools import partial
from typing import Any, Final

from pos_app.domain.card_number import require_no_card
from pos_app.domain.errors import InvalidInputError, NotFoundError, RefusedError
from pos_app.domain.journal import EntryKind
from pos_app.domain.staff import Approval, Permission, StaffMember
from pos_app.domain.working_time import LONGEST, Correction, Punch, Side, Stretch, stretches
from pos_app.services.activity.ports import NEWEST, ActivityQueries, Search
from pos_app.services.journal.writing import Fact, JournalWriter
from pos_app.services.last_room import even_if_full
from pos_app.services.ports import Clock, Disk, NewUnitOfWork
from pos_app.services.staff.signing_in import SigningIn

REASON_LENGTH_MAX: Final = 100
_PIECE: Final = 500
_PUNCHES: Final = {EntryKind.TIME_IN.value: Side.IN, EntryKind.TIME_OUT.value: Side.OUT}
_KINDS: Final = (*_PUNCHES, EntryKind.TIME_CORRECT.value)


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


class NoSuchStretchError(NotFoundError):
    code = "time.unknown"
    text = "Nobody clocked in with entry {entry}. Nothing was changed; look at the list of hours."


class TimeOrderError(InvalidInputError):
    code = "time.order"
    text = (
        "Somebody leaves after they came, within {hours} hours, and not in the future. "
        "Nothing was changed; give another time."
    )


class TimeOverlapError(RefusedError):
    code = "time.overlap"
    text = (
        "Entry {entry} has the same person at work then already: {times}. Nothing was changed, as "
        "no minute counts twice; give another time, or put entry {entry} right first."
    )


class TimeReasonError(InvalidInputError):
    code = "time.reason"
    text = "Say why in 1 to {longest} characters. Nothing was changed."


@dataclass(frozen=True, slots=True)
class Clocked:
    """What was recorded; `forgotten` is a stretch before it whose end nobody has clocked."""

    member: StaffMember
    side: Side
    at: datetime
    forgotten: Stretch | None = None


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

    def running(self, staff_id: int) -> Stretch | None:
        """What this person has begun and not ended; a correction may have ended it."""
        search, before = Search(kinds=tuple(_PUNCHES), person=staff_id), NEWEST
        newest: Sequence[tuple[int, bytes]] = ()
        while not newest and before > search.low:
            piece = self._ports.entries.piece(search, before=before, limit=1)
            newest, before = piece.entries, piece.reached
        mine = [one for one in map(_punch, newest) if one.side is Side.IN]
        if not mine:
            return None
        (stretch,) = stretches(mine, _corrections(_read(self._ports.entries, mine[0].seq)))
        return stretch if stretch.ended is None else None

    def worked(self, since: datetime | None = None, until: datetime | None = None) -> list[Stretch]:
        """As `worked_in` says."""
        return worked_in(self._ports.entries, since, until)

    def correct(
        self,
        *,
        actor: StaffMember,
        began: int,
        side: Side,
        at: datetime,
        reason: str,
        approval: Approval | None = None,
    ) -> Stretch:
        """Say when somebody came or left in truth; what was clocked stays in the journal.

        :param began: the entry with which they clocked in
        :raises NotAllowedError: if the actor may not, and nobody who may has allowed it
        :raises NoSuchStretchError: if that entry is none
        :raises TimeOrderError: if they would leave before they came, or in the future
        :raises TimeOverlapError: if they were at work then by another entry; in the zone of `at`
        :raises TimeReasonError: without a reason, or with too long a one
        """
        actor.require_to_ask(Permission.MANAGE_STAFF)
        worked, zone, now = self.worked(), at.tzinfo, self._ports.clock.now()
        before, at = _begun(worked, began), at.astimezone(UTC)
        after = stretches_of(before, Correction(began, side, at))
        _check(after, now)
        _check_alone(after, worked, now, zone)
        reason = " ".join(reason.split())
        if not 0 < len(reason) <= REASON_LENGTH_MAX:
            raise TimeReasonError(longest=REASON_LENGTH_MAX)
        require_no_card(reason, field_is_code=False)
        approver = actor.require(Permission.MANAGE_STAFF, approval=approval)
        was = before.began if side is Side.IN else before.ended
        body: dict[str, object] = {
            "person": before.staff_id,
            "entry": began,
            "side": side.value,
            "before": None if was is None else _said(was),
            "after": _said(at),
            "reason": reason,
        }
        fact = Fact(EntryKind.TIME_CORRECT, actor, body, approver)
        even_if_full(self._ports.disk, partial(self._append, fact))
        return after

    def _turn(self, member: StaffMember) -> Clocked:
        last = self.running(member.staff_id)
        if last is None or last.is_forgotten(self._ports.clock.now()):
            return self._record(member, Side.IN, last)
        return self._record(member, Side.OUT, None)

    def _record(self, member: StaffMember, side: Side, forgotten: Stretch | None) -> Clocked:
        if self._door.is_adoption_owed:
            raise ClockNotYetError
        kind = EntryKind.TIME_IN if side is Side.IN else EntryKind.TIME_OUT
        even_if_full(self._ports.disk, partial(self._append, Fact(kind, member)))
        return Clocked(member, side, self._ports.clock.now(), forgotten)

    def _append(self, fact: Fact) -> None:
        with self._ports.new_uow() as uow:
            self._ports.journal.append(uow.journal, fact)
            uow.commit()


_ABOUT: Final[Mapping[str, object]] = {"for": "time_clock"}
"""What a wrong PIN was typed for."""


def worked_in(
    queries: ActivityQueries, since: datetime | None = None, until: datetime | None = None
) -> list[Stretch]:
    """Every stretch that began in this time, as it was corrected by now; oldest first."""
    low, _ = queries.span(None if since is None else since - LONGEST, None)
    entries = list(_read(queries, low))
    punches = [_punch(one) for one in entries if json.loads(one[1])["kind"] in _PUNCHES]
    return [
        one
        for one in stretches(punches, _corrections(entries))
        if (since is None or one.began >= since) and (until is None or one.began < until)
    ]


def stretches_of(stretch: Stretch, correction: Correction) -> Stretch:
    """The stretch as one more correction leaves it."""
    punches = [Punch(stretch.seq, stretch.staff_id, Side.IN, stretch.began)]
    if stretch.ended is not None:
        punches.append(Punch(stretch.seq + 1, stretch.staff_id, Side.OUT, stretch.ended))
    (after,) = stretches(punches, [correction])
    return after


def _check(after: Stretch, now: datetime) -> None:
    ended = after.ended or now
    if not (
        after.began <= ended <= now and (after.ended is None or ended - after.began <= LONGEST)
    ):
        raise TimeOrderError(hours=_hours())


def _begun(worked: Sequence[Stretch], began: int) -> Stretch:
    found = [one for one in worked if one.seq == began]
    if not found:
        raise NoSuchStretchError(entry=began)
    return found[0]


def _check_alone(
    after: Stretch, worked: Sequence[Stretch], now: datetime, zone: tzinfo | None
) -> None:
    for one in worked:
        is_same = one.staff_id == after.staff_id and one.seq != after.seq
        if is_same and after.overlaps(one, now):
            raise TimeOverlapError(entry=one.seq, times=_times(one, zone))


def _times(stretch: Stretch, zone: tzinfo | None) -> str:
    began, ended = stretch.began.astimezone(zone), "…"
    if stretch.ended is not None:
        ended = f"{stretch.ended.astimezone(zone):%Y-%m-%d %H:%M}"
    return f"{began:%Y-%m-%d %H:%M} – {ended}"


def _hours() -> int:
    return int(LONGEST.total_seconds()) // 3_600


def _read(queries: ActivityQueries, low: int) -> Iterator[tuple[int, bytes]]:
    """Every entry of the time clock from there on, oldest first."""
    found: list[tuple[int, bytes]] = []
    search, before = Search(kinds=_KINDS, low=max(1, low)), NEWEST
    while before > search.low:
        piece = queries.piece(search, before=before, limit=_PIECE)
        found += piece.entries
        before = piece.reached
    return reversed(found)


def _punch(entry: tuple[int, bytes]) -> Punch:
    said: Mapping[str, Any] = json.loads(entry[1])
    at = datetime.fromisoformat(said["wall_utc"])
    return Punch(entry[0], said["user_id"], _PUNCHES[said["kind"]], at)


def _corrections(
    entries: Sequence[tuple[int, bytes]] | Iterator[tuple[int, bytes]],
) -> list[Correction]:
    read = (json.loads(raw) for _, raw in entries)
    bodies = (one["body"] for one in read if one["kind"] == EntryKind.TIME_CORRECT.value)
    return [
        Correction(one["entry"], Side(one["side"]), datetime.fromisoformat(one["after"]))
        for one in bodies
    ]


def _said(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds")
