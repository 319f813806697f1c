"""The figures of a bench: percentiles, medians of runs, and runs that were not quiet."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from pos_app.domain.barcode import check_digit_wrong
from tests.bench.catalogue_file import ROWS, write_made_up
from tests.bench.figures import RUNS, TRIES_MAX, Figures, Pair, in_quiet
from tests.bench.rows import AtMost, AtMostTimes, Row


def runs_of(*limits: float) -> Iterator[list[Pair]]:
    """Runs that always measure the double of their limit."""
    for limit in limits:
        yield [Pair(Figures.once(2 * limit), Figures.once(limit))]


class TestFigures:
    def test_are_percentiles(self) -> None:
        assert Figures.of(range(1, 101)) == (51, 96, 100)

    def test_are_in_the_unit_of_the_row(self) -> None:
        assert Figures.of_ns([2_500], per_unit=1_000) == (2.5, 2.5, 2.5)


class TestInQuiet:
    def test_takes_the_median_of_three_runs(self) -> None:
        runs = runs_of(1.0, 1.4, 1.2)

        found = in_quiet(lambda: next(runs))

        assert found.pairs == (Pair(Figures.once(2.4), Figures.once(1.2)),)
        assert not found.busy

    def test_repeats_runs_whose_limit_swings(self) -> None:
        runs = runs_of(1.0, 2.5, 1.0, *[1.5] * RUNS)

        found = in_quiet(lambda: next(runs))

        assert found.pairs[0].limit.p50 == 1.5
        assert not found.busy

    def test_gives_up_in_the_end_and_says_so(self) -> None:
        runs = runs_of(*[1.0, 2.5, 1.0] * TRIES_MAX)

        assert in_quiet(lambda: next(runs)).busy
        assert next(runs, None) is None

    def test_sees_a_limit_that_swings_inside_its_runs(self) -> None:
        pair = Pair(Figures.once(1.0), Figures(1.0, 3.0, 9.0))

        assert in_quiet(lambda: [pair], alike=True).busy
        assert not in_quiet(lambda: [pair]).busy


class TestRow:
    @pytest.mark.parametrize(("times", "verdict"), [(2.0, "ok"), (1.9, "OVER")])
    def test_is_held_against_a_multiple_of_its_limit(self, times: float, verdict: str) -> None:
        row = Row("x", "ms", Figures.once(4.0), AtMostTimes(times), limit=Figures.once(2.0))

        assert (row.ratio, row.verdict) == (2.0, verdict)

    @pytest.mark.parametrize(("percentile", "failed"), [("p50", False), ("p99", True)])
    def test_is_held_against_a_number(self, percentile: str, failed: bool) -> None:
        row = Row("x", "ms", Figures(1.0, 2.0, 3.0), AtMost(percentile, 2.5))

        assert row.failed is failed

    def test_does_not_fail_on_a_busy_machine(self) -> None:
        row = Row("x", "ms", Figures.once(4.0), AtMost("p50", 2.5), busy=True)

        assert (row.failed, row.verdict) == (False, "over, busy machine")


class TestMadeUpCatalogue:
    def test_is_the_same_every_time_and_sound(self, tmp_path: Path) -> None:
        one, other = tmp_path / "one.csv", tmp_path / "other.csv"
        write_made_up(one)
        write_made_up(other)
        with one.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines))

        assert one.read_bytes() == other.read_bytes()
        assert len({row["sku"] for row in rows}) == ROWS
        assert len({row["barcode"] for row in rows}) == ROWS
        assert not any(check_digit_wrong(row["barcode"]) for row in rows)
