"""Entries are found by the indexes over their bytes as by reading all of them."""

from __future__ import annotations

import json
import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import pytest

from pos_app.adapters.persistence import activity, schema
from pos_app.adapters.persistence.activity import SqlActivityQueries
from pos_app.adapters.persistence.readers import Readers
from pos_app.composition.upgrading import migrate
from pos_app.services.activity.ports import NEWEST, Search
from pos_app.wire import canonical

MANY: Final = 900
FIRST: Final = datetime(2026, 3, 1, 8, tzinfo=UTC)
KINDS: Final = (
    *("order", "order", "order", "discount", "no_sale", "login", "config_change"),
    "login_failed",
)
ORDERS: Final = [f"0195f0c0-0000-7000-8000-{number:012d}" for number in range(40)]


def entry(seq: int, at: datetime, dice: random.Random, **said: Any) -> dict[str, Any]:
    kind = dice.choice(KINDS)
    return {
        "v": 1,
        "seq": seq,
        "kind": kind,
        "app_version": "0.1.0",
        "approver_id": dice.choice([None, None, None, 1]),
        "user_id": dice.choice([None, 1, 2, 3]),
        "order_id": dice.choice(ORDERS) if kind in ("order", "discount") else None,
        "body": {
            **({"asked_by": dice.choice([1, 3, 13])} if kind == "login_failed" else {}),
            "name": dice.choice(["Café", "Cola 'light'", 'a "quote", "asked_by":9,"user_id":9']),
        },
        "wall_utc": at.isoformat(timespec="milliseconds"),
        **said,
    }


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[dict[str, Any]]]:
    """Ten minutes lie between two entries; half way the clock was set back by a day."""
    path = tmp_path_factory.mktemp("activity") / "pos.sqlite3"
    schema.create(path, migrate)
    dice, at, entries = random.Random(7), FIRST, []
    for seq in range(1, MANY + 1):
        at += timedelta(minutes=10)
        if seq == MANY // 2:
            at -= timedelta(days=1)
        entries.append(entry(seq, at, dice))
        if seq == MANY // 2 + 3:
            entries[-1]["kind"] = "clock_jump"
    with closing(sqlite3.connect(path)) as connection:
        connection.executemany(
            "INSERT INTO journal VALUES (?,?,?,x'00',x'00')",
            [(one["seq"], one["kind"], canonical.encode(one)) for one in entries],
        )
        connection.commit()
    return path, entries


@pytest.fixture
def queries(store: tuple[Path, list[dict[str, Any]]]) -> Iterator[SqlActivityQueries]:
    with Readers(store[0]) as readers:
        yield SqlActivityQueries(readers)


def people(one: dict[str, Any]) -> tuple[int | None, ...]:
    return one["user_id"], one["approver_id"], one["body"].get("asked_by")


def fits(one: dict[str, Any], search: Search) -> bool:
    return (
        search.low <= one["seq"] <= search.high
        and (not search.kinds or one["kind"] in search.kinds)
        and (search.person is None or search.person in people(one))
        and (not search.order or one["order_id"] == search.order)
    )


SEARCHES: Final = [
    Search(),
    Search(low=100, high=333),
    Search(kinds=("discount", "no_sale")),
    Search(person=1),
    Search(person=3, kinds=("order", "discount")),
    Search(person=3, kinds=("login_failed", "order")),
    Search(person=13),
    Search(person=9),
    Search(kinds=("login",), low=50),
    Search(kinds=("unheard_of",)),
]


@pytest.mark.parametrize("search", SEARCHES)
@pytest.mark.parametrize("window", [activity.WINDOW, 70])
def test_pages_hold_what_reading_all_of_it_finds(
    queries: SqlActivityQueries,
    store: tuple[Path, list[dict[str, Any]]],
    search: Search,
    window: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(activity, "WINDOW", window)
    wanted = [one["seq"] for one in reversed(store[1]) if fits(one, search)]

    found, before = [], NEWEST
    while before > search.low:
        piece = queries.piece(search, before=before, limit=25)
        assert len(piece.entries) <= 25
        assert [json.loads(raw)["seq"] for _, raw in piece.entries] == [
            seq for seq, _ in piece.entries
        ]
        found += [seq for seq, _ in piece.entries]
        assert piece.reached < before
        before = piece.reached

    assert found == wanted


def test_what_belongs_to_an_order_is_found_but_for_the_order_itself(
    queries: SqlActivityQueries, store: tuple[Path, list[dict[str, Any]]]
) -> None:
    """That one is found by its number: here there are no rows of orders."""
    for uid in ORDERS:
        search = Search(order=uid)
        wanted = [
            one["seq"] for one in reversed(store[1]) if fits(one, search) and one["kind"] != "order"
        ]

        piece = queries.piece(search, before=NEWEST, limit=MANY)

        assert [seq for seq, _ in piece.entries] == wanted


@pytest.mark.parametrize("hours", range(0, 200, 13))
def test_a_span_leaves_nothing_of_its_time_out(
    queries: SqlActivityQueries, store: tuple[Path, list[dict[str, Any]]], hours: int
) -> None:
    since = FIRST + timedelta(hours=hours)
    until = since + timedelta(hours=5)

    low, high = queries.span(since, until)

    marks = [moment.isoformat(timespec="milliseconds") for moment in (since, until)]
    inside = [one["seq"] for one in store[1] if marks[0] <= one["wall_utc"] < marks[1]]
    assert all(low <= seq <= high for seq in inside)
    assert high - low <= len(inside) + 2 * activity.SLACK + 24 * 6


def test_a_span_without_an_end_is_everything(queries: SqlActivityQueries) -> None:
    assert queries.span(None, None) == (1, MANY)
    late = FIRST + timedelta(days=1_000)
    low, high = queries.span(late, None)
    assert low > high


def test_spoilt_bytes_keep_nobody_from_reading_the_rest(
    store: tuple[Path, list[dict[str, Any]]], tmp_path: Path
) -> None:
    path = tmp_path / "spoilt.sqlite3"
    with closing(sqlite3.connect(store[0])) as connection, closing(sqlite3.connect(path)) as other:
        connection.backup(other)
        other.execute("DROP TRIGGER journal_no_update")
        other.execute("UPDATE journal SET raw = x'ff00fe' WHERE seq BETWEEN 880 AND 890")
        other.commit()
    with Readers(path) as readers:
        queries = SqlActivityQueries(readers)

        piece = queries.piece(Search(), before=NEWEST, limit=30)

        assert [seq for seq, _ in piece.entries] == list(range(MANY, MANY - 30, -1))
        assert queries.piece(Search(person=2), before=NEWEST, limit=5).entries
