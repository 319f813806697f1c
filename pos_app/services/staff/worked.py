"""Who worked when, read from the journal: what was clocked, corrected, and added afterwards."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from pos_app.domain.journal import EntryKind
from pos_app.domain.working_time import Correction, Punch, Side, TimeEntry, time_entries
from pos_app.services.activity.ports import NEWEST, ActivityQueries, Search

PUNCHES: Final = {EntryKind.TIME_IN.value: Side.IN, EntryKind.TIME_OUT.value: Side.OUT}
_CORRECT: Final = EntryKind.TIME_CORRECT.value
_PIECE: Final = 500
_MARGIN: Final = timedelta(hours=1)
"""A clock set by a minute or two is written down nowhere: entries may be that far out of order."""
Raw = tuple[int, bytes]


def worked_in(
    queries: ActivityQueries, since: datetime | None = None, until: datetime | None = None
) -> list[TimeEntry]:
    """Every time entry that began in this time, as it was corrected by now."""
    found = _worked_from(queries, 1 if since is None else _first_of(queries, since), since)
    return [
        one
        for one in found
        if (since is None or one.began >= since) and (until is None or one.began < until)
    ]


def worked_near(queries: ActivityQueries, began: int, since: datetime) -> list[TimeEntry]:
    """What began in this time or later, and the time entry `began`."""
    return _worked_from(queries, min(began, _first_of(queries, since)), since)


def _first_of(queries: ActivityQueries, since: datetime) -> int:
    """No entry is older than what it tells of, so that none before this one is needed."""
    low, high = queries.span(since - _MARGIN, None)
    return low if low <= high else NEWEST


def _worked_from(queries: ActivityQueries, low: int, since: datetime | None) -> list[TimeEntry]:
    """What began with an entry from there on, or was moved into this time by one."""
    entries = read_entries(queries, low)
    moved = [
        one.began
        for one in corrections_of(entries)
        if one.began < low and one.side is Side.IN and (since is None or one.at >= since)
    ]
    if moved:
        entries = read_entries(queries, min(moved))
    return time_entries(_punches(entries), corrections_of(entries), _added(entries))


def read_entries(queries: ActivityQueries, low: int) -> Sequence[Raw]:
    """Every entry of the time clock from there on, oldest first."""
    found: list[Raw] = []
    search, before = Search(kinds=(*PUNCHES, _CORRECT), low=max(1, low)), NEWEST
    while before > search.low:
        piece = queries.piece(search, before=before, limit=_PIECE)
        found += piece.entries
        before = piece.reached
    return found[::-1]


def punch_of(entry: Raw) -> Punch:
    said: Mapping[str, Any] = json.loads(entry[1])
    at = datetime.fromisoformat(said["wall_utc"])
    return Punch(entry[0], said["user_id"], PUNCHES[said["kind"]], at)


def corrections_of(entries: Iterable[Raw]) -> Sequence[Correction]:
    return [
        Correction(body["entry"], Side(body["side"]), datetime.fromisoformat(body["after"]))
        for _, body in _amended(entries)
        if body["entry"] is not None
    ]


def _punches(entries: Iterable[Raw]) -> Sequence[Punch]:
    return [punch_of(one) for one in entries if json.loads(one[1])["kind"] in PUNCHES]


def _added(entries: Iterable[Raw]) -> Sequence[TimeEntry]:
    return [
        TimeEntry(
            *(seq, body["person"], datetime.fromisoformat(body["after"])),
            datetime.fromisoformat(body["left"]),
            is_added=True,
        )
        for seq, body in _amended(entries)
        if body["entry"] is None
    ]


def _amended(entries: Iterable[Raw]) -> Sequence[tuple[int, Mapping[str, Any]]]:
    read = ((seq, json.loads(raw)) for seq, raw in entries)
    return [(seq, one["body"]) for seq, one in read if one["kind"] == _CORRECT]
