from __future__ import annotations

import json
import random

import pytest

from tests.faults.power import SECTOR, Event, crash_after

STORE = {"store": b"base"}
WRITE = Event("W", "store", 0, b"new!")
SYNC = Event("S", "store", 0, b"")


def files(*events: Event, loss: float = 1.0, seed: int = 1) -> dict[str, bytes]:
    return crash_after(events, STORE, random.Random(seed), loss).files


class TestLossOfPower:
    def test_takes_what_was_not_synced(self) -> None:
        assert files(WRITE) == STORE

    def test_takes_nothing_that_was_synced(self) -> None:
        assert files(WRITE, SYNC) == {"store": b"new!"}

    def test_takes_what_was_written_after_the_sync(self) -> None:
        again = Event("W", "store", 0, b"more")

        assert files(WRITE, SYNC, again) == {"store": b"new!"}

    def test_may_leave_everything(self) -> None:
        assert files(WRITE, loss=0.0) == {"store": b"new!"}

    def test_tears_a_write_at_a_sector(self) -> None:
        write = Event("W", "store", 0, b"x" * 8 * SECTOR)

        sizes = {len(files(write, seed=seed)["store"]) for seed in range(200)}

        assert sizes == {len(b"base"), *(SECTOR * n for n in range(1, 9))}

    def test_takes_a_new_file_with_all_that_is_in_it(self) -> None:
        log = [Event("C", "log", 0, b""), Event("W", "log", 0, b"frame")]

        assert files(*log) == STORE

    def test_of_another_file_s_sync_keeps_the_name_but_not_the_content(self) -> None:
        log = [Event("C", "log", 0, b""), Event("W", "log", 0, b"frame")]

        assert files(*log, SYNC) == {**STORE, "log": b""}

    @pytest.mark.parametrize(
        ("event", "after"),
        [(Event("U", "store", 0, b""), {}), (Event("T", "store", 2, b""), {"store": b"ba"})],
    )
    def test_takes_a_removal_or_a_cut_back(self, event: Event, after: dict[str, bytes]) -> None:
        other = Event("S", "other", 0, b"")

        assert files(event) == STORE
        assert files(event, other) == after

    def test_leaves_what_was_told(self) -> None:
        word = json.dumps({"what": "order", "number": "T-1", "order_id": "a"})

        crash = crash_after([WRITE, Event("A", "", 0, word.encode())], STORE, random.Random(1), 1.0)

        assert crash.told.numbers == ["T-1"]
