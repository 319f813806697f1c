"""Hours out of a journal of thousands of entries: all of them, and no more than is needed."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import pytest

from pos_app.adapters.persistence import schema
from pos_app.adapters.persistence.activity import SqlActivityQueries
from pos_app.adapters.persistence.readers import Readers
from pos_app.composition.upgrading import migrate
from pos_app.domain.working_time import LONGEST, TimeEntry
from pos_app.services.activity.ports import Piece, Search
from pos_app.services.staff.worked import worked_in, worked_near
from pos_app.wire import canonical

FIRST: Final = datetime(2026, 3, 1, 8, tzinfo=UTC)
PEOPLE: Final = 4
MANAGER: Final = 9
DAYS: Final = 200
MINUTE: Final = timedelta(minutes=1)


class Journal:
    """Entries as a till writes them."""

    def __init__(self) -> None:
        self.entries: list[dict[str, Any]] = []

    def write(self, kind: str, person: int, at: datetime, body: dict[str, object]) -> int:
        seq = len(self.entries) + 1
        self.entries.append(
            {
                "v": 1,
                "seq": seq,
                "kind": kind,
                "app_version": "0.1.0",
                "approver_id": None,
                "user_id": person,
                "order_id": None,
                "body": body,
                "wall_utc": said(at),
            }
        )
        return seq

    def correct(self, seq: int, side: str, after: datetime, *, at: datetime) -> None:
        body = {"person": 0, "entry": seq, "side": side, "after": said(after), "reason": "x"}
        self.write("time_correct", MANAGER, at, body)

    def kept_in(self, path: Path) -> Path:
        schema.create(path, migrate)
        with closing(sqlite3.connect(path)) as connection:
            connection.executemany(
                "INSERT INTO journal VALUES (?,?,?,x'00',x'00')",
                [(one["seq"], one["kind"], canonical.encode(one)) for one in self.entries],
            )
            connection.commit()
        return path


class Watched:
    """Counts what is read."""

    def __init__(self, readers: Readers) -> None:
        self._queries = SqlActivityQueries(readers)
        self.pieces: list[Piece] = []

    def piece(self, search: Search, *, before: int, limit: int) -> Piece:
        self.pieces.append(self._queries.piece(search, before=before, limit=limit))
        return self.pieces[-1]

    def span(self, since: datetime | None, until: datetime | None) -> tuple[int, int]:
        return self._queries.span(since, until)

    def order_of(self, number: str) -> str:
        return self._queries.order_of(number)


def said(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds")


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Days of work with ends that were forgotten, moved by days, and added; sales between them."""
    dice, journal = random.Random(11), Journal()
    clocked: list[tuple[int, datetime]] = []
    for day in range(DAYS):
        at = FIRST + timedelta(days=day)
        clocked += [
            (journal.write("time_in", person, at + person * MINUTE, {}), at)
            for person in range(1, PEOPLE + 1)
        ]
        for place in range(10):
            journal.write("order", MANAGER, at + timedelta(minutes=10 + place), {})
        for person in range(1, PEOPLE + 1):
            if dice.random() < 0.8:
                journal.write("time_out", person, at + timedelta(hours=8, minutes=person), {})
        now = at + timedelta(hours=9)
        for seq, began in dice.sample(clocked, min(2, len(clocked))):
            moved = began + timedelta(hours=dice.randrange(-48, 9))
            if moved + timedelta(hours=4) <= now:
                journal.correct(seq, "in", moved, at=now)
                journal.correct(seq, "out", moved + timedelta(hours=4), at=now)
        came = now - timedelta(days=dice.randrange(60), hours=4)
        body: dict[str, object] = {"person": dice.randrange(1, PEOPLE + 1), "entry": None}
        times = {"side": "in", "after": said(came), "left": said(came + timedelta(hours=3))}
        journal.write("time_correct", MANAGER, now, {**body, **times, "reason": "x"})
    return journal.kept_in(tmp_path_factory.mktemp("time") / "pos.sqlite3")


def near(found: Sequence[TimeEntry], since: datetime) -> list[TimeEntry]:
    return [one for one in found if one.began >= since]


def test_all_is_found_whatever_its_number(path: Path) -> None:
    with Readers(path) as readers:
        found = worked_in(SqlActivityQueries(readers))

    assert len(found) == DAYS * (PEOPLE + 1)
    assert len({one.seq for one in found}) == len(found)


@pytest.mark.parametrize("hours", range(0, 24 * (DAYS + 2), 311))
def test_what_began_in_a_time_is_what_all_of_it_says(path: Path, hours: int) -> None:
    since = FIRST + timedelta(hours=hours)
    until = since + timedelta(days=7)
    with Readers(path) as readers:
        whole, queries = worked_in(SqlActivityQueries(readers)), Watched(readers)

        assert worked_in(queries, since, until) == [
            one for one in whole if since <= one.began < until
        ]
        for began in (whole[hours % len(whole)].seq, whole[-1].seq):
            found = worked_near(queries, began, since)
            assert near(found, since) == near(whole, since)
            assert next(one for one in whole if one.seq == began) in found


def test_what_was_long_ago_is_not_read_for_what_was_lately(path: Path) -> None:
    lately = FIRST + timedelta(days=DAYS - 7)
    with Readers(path) as readers:
        whole, queries = worked_in(SqlActivityQueries(readers)), Watched(readers)

        worked_near(queries, whole[-1].seq, lately)
        worked_in(queries, FIRST + timedelta(days=DAYS + 30))

    read = sum(len(piece.entries) for piece in queries.pieces)
    assert 0 < read < 200


def test_a_clock_that_was_set_by_a_minute_hides_nothing(tmp_path: Path) -> None:
    """It is written down nowhere, and entries stand out of order."""
    journal, midnight = Journal(), datetime(2026, 3, 2, tzinfo=UTC)
    journal.write("order", MANAGER, midnight - 2 * LONGEST, {})
    seq = journal.write("time_in", 1, midnight + MINUTE, {})
    for place in range(5):
        journal.write("order", MANAGER, midnight - MINUTE / (place + 2), {})
    with Readers(journal.kept_in(tmp_path / "pos.sqlite3")) as readers:
        (found,) = worked_in(SqlActivityQueries(readers), midnight)

    assert found.seq == seq
