from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from tests.gui import fair_clock
from tests.gui.conftest import BEAT_MS, NANOSECONDS_PER_MS, Watchdog
from tests.gui.fair_clock import FairClock, Moment


class HandClock:
    def __init__(self) -> None:
        self.ms = 0

    def __call__(self) -> int:
        return self.ms * NANOSECONDS_PER_MS


class TestWatchdog:
    def test_counts_what_lies_between_two_beats(self, qapp: QCoreApplication) -> None:
        clock = HandClock()
        dog = Watchdog(qapp, clock)

        dog.beat()
        clock.ms += 300 + BEAT_MS
        dog.beat()
        clock.ms += BEAT_MS
        dog.beat()

        assert dog.worst_ms == 300

    def test_counts_a_block_that_the_test_ends_in(self, qapp: QCoreApplication) -> None:
        clock = HandClock()
        dog = Watchdog(qapp, clock)

        dog.beat()
        clock.ms += 300 + BEAT_MS
        dog.stop()

        assert dog.worst_ms == 300

    def test_does_not_count_what_comes_before_the_first_beat(self, qapp: QCoreApplication) -> None:
        clock = HandClock()
        dog = Watchdog(qapp, clock)

        dog.start()
        clock.ms += 900
        dog.beat()

        assert dog.worst_ms == 0

    def test_forgets_what_the_test_spent_itself(self, qapp: QCoreApplication) -> None:
        clock = HandClock()
        dog = Watchdog(qapp, clock)

        dog.beat()
        clock.ms += 900
        dog.forget()
        dog.beat()

        assert dog.worst_ms == 0

    def test_beats_while_the_event_loop_runs(self, qtbot: QtBot, qapp: QCoreApplication) -> None:
        calls: list[int] = []

        def clock() -> int:
            calls.append(0)
            return 0

        dog = Watchdog(qapp, clock)

        dog.start()

        qtbot.waitUntil(lambda: len(calls) >= 3, timeout=5_000)
        dog.stop()


class TestFairClock:
    @pytest.mark.parametrize(
        ("own", "worked", "crowded", "counted"),
        [
            (600, 600, 0, 600),  # it worked, and nobody else wanted a core
            (600, 600, 600, 600),  # it worked beside others: no excuse
            (600, 0, 0, 600),  # it slept where there was a core for it
            (600, 0, 600, 0),  # it waited for what somebody without a core held
            (600, 200, 600, 200),
            (600, 0, 400, 200),
            (5_000, 0, 5_000, 4_000),  # nothing is waited for so long
        ],
    )
    def test_goes_on_by_what_nobody_else_is_to_blame_for(
        self, own: int, worked: int, crowded: int, counted: int
    ) -> None:
        steps = iter(
            [
                Moment(7, 7, 7),
                Moment(*(7 + ms * NANOSECONDS_PER_MS for ms in (own, worked, crowded))),
            ]
        )
        clock = FairClock(lambda: next(steps))

        assert clock() == counted * NANOSECONDS_PER_MS

    def test_reads_clocks_that_go_forward(self) -> None:
        before = fair_clock.now()

        sum(range(10_000))
        after = fair_clock.now()

        assert after.own > before.own
        assert after.worked > before.worked
        assert after.crowded >= before.crowded
