"""The row of the longest block while screens are opened."""

from __future__ import annotations

import pytest

from tests.bench.blocks import IDLE, row_of
from tests.bench.figures import RUNS


@pytest.mark.parametrize(("hours", "idle", "verdict"), [(50, 0, "ok"), (51, 0, "OVER")])
def test_the_longest_of_any_screen_counts(hours: float, idle: float, verdict: str) -> None:
    row = row_of([{IDLE: idle, "wizard": 6.0, "hours": hours, "staff": 9.0}] * RUNS)

    assert (row.measured.p50, row.verdict) == (hours, verdict)
    assert row.cells()[4] == "", "nothing is no limit to divide by"
    assert row.note == f"first time: hours {hours}, staff 9, wizard 6"


def test_what_comes_late_with_nothing_to_do_is_no_screen() -> None:
    row = row_of([{IDLE: 60.0, "hours": 70.0}] * RUNS)

    assert (row.measured.p50, row.verdict) == (70.0, "over, busy machine")
