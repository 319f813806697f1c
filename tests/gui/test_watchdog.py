from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from tests.gui.conftest import BEAT_MS, NANOSECONDS_PER_MS, Watchdog


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
