"""Who worked when, read from the journal: what was clocked, corrected, and added afterwards."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from pos_app.domain.journal import EntryKind
from pos_app.domain.working_time import LONGEST, Correction, Punch, Side, Stretch, stretches
from pos_app.services.activity.ports import NEWEST, ActivityQueries, Search

PUNCHES: Final = {EntryKind.TIME_IN.value: Side.IN, EntryKind.TIME_OUT.value: Side.OUT}
_CORRECT: Final = EntryKind.TIME_CORRECT.value
_PIECE: Final = 500
Raw = tuple[int, bytes]


def worked_in(
    queries: ActivityQueries, since: datetime | None = None, until: datetime | None = None
) -> list[Stretch]:
    """Every stretch that began in this time, as it was corrected by now."""
    low, _ = queries.span(None if since is None else since - LONGEST, None)
    entries = read_entries(queries, low)
    corrected = [one.began for one in corrections_of(entries) if one.began < low]
    if corrected:  # what was clocked earlier may have begun in this time after all
        entries = read_entries(queries, min(corrected))
    return [
        one
        for one in stretches(_punches(entries), corrections_of(entries), _added(entries))
        if (since is None or one.began >= since) and (until is None or one.began < until)
    ]


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


def _added(entries: Iterable[Raw]) -> Sequence[Stretch]:
    return [
        Stretch(
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
