"""What the panel says of the sync, without one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

import pytest

from pos_app.services.sync.ports import Counts, OutboxState, Unsent
from pos_app.services.sync.status import Running, SyncStatus
from pos_app.viewmodels.sync import sync_words

NOW: Final = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
FIRST: Final = Unsent(
    1, OutboxState.WAITING, "order", "T01-000004", NOW - timedelta(minutes=3), 1, ""
)
WAITING: Final = SyncStatus(None, Counts(waiting=1), oldest=(FIRST,))


@pytest.mark.parametrize(
    ("wait_ms", "words"),
    [
        (0, ""),
        (400, " · next try in 1 s"),
        (119_999, " · next try in 119 s"),
        (120_000, " · next try in 2 min"),
        (300_000, " · next try in 5 min"),
        (300_999, " · next try in 5 min"),
        (301_000, " · next try in 6 min"),
    ],
)
def test_the_next_try_is_told_in_seconds_then_in_minutes(wait_ms: int, words: str) -> None:
    told = sync_words.waiting(WAITING, Running(next_try_ms=wait_ms), now=NOW)

    assert told == f"Waiting 1: T01-000004 order · oldest 3 min{words}"


def test_nothing_waits_whose_last_entry_went_while_it_was_read() -> None:
    status = SyncStatus(None, Counts(waiting=1))

    assert sync_words.waiting(status, Running(), now=NOW) == "Nothing waits to be sent."
