from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QObject

from pos_app.tasks.sync_worker import SyncWorker
from tests.gui.driving import wait_for

LONG_MS = 60_000


@dataclass(frozen=True)
class Turn:
    wait_ms: int = LONG_MS
    subjects: frozenset[str] = frozenset()


class Turns:
    """Counts the turns, and which threads took them."""

    def __init__(self) -> None:
        self.count = 0
        self.threads: set[int] = set()
        self.do: Callable[[], Turn] = Turn
        self.aborted = threading.Event()

    def take(self) -> Turn:
        self.threads.add(threading.get_ident())
        self.count += 1
        return self.do()


@pytest.fixture
def turns() -> Turns:
    return Turns()


@pytest.fixture
def worker(owner: QObject, turns: Turns) -> Iterator[SyncWorker]:
    worker = SyncWorker(
        turn=turns.take, look=lambda: turns.count, abort=turns.aborted.set, parent=owner
    )
    yield worker
    assert worker.stop()


class TestSyncWorker:
    def test_has_one_thread_however_often_it_is_started(
        self, worker: SyncWorker, turns: Turns
    ) -> None:
        for _ in range(3):
            worker.start()
        wait_for(lambda: turns.count == 1, "the first turn")

        assert [one.name for one in threading.enumerate()].count("sync") == 1
        assert threading.get_ident() not in turns.threads

    def test_sleeps_until_it_is_woken(self, worker: SyncWorker, turns: Turns) -> None:
        worker.start()
        wait_for(lambda: turns.count == 1, "the first turn")

        worker.wake()

        wait_for(lambda: turns.count == 2, "the second turn")

    def test_tells_of_each_turn(self, worker: SyncWorker, turns: Turns) -> None:
        told: list[tuple[object, object]] = []
        worker.turned.connect(lambda turn, look: told.append((turn, look)))
        worker.start()

        wait_for(lambda: told == [(Turn(), 1)], "what it tells")

    def test_takes_no_turn_once_it_is_stopped(self, worker: SyncWorker, turns: Turns) -> None:
        worker.start()
        wait_for(lambda: turns.count == 1, "the first turn")

        assert worker.stop()
        worker.wake()
        worker.start()

        assert turns.aborted.is_set()
        assert turns.count == 1

    def test_says_what_failed_unexpectedly(
        self, worker: SyncWorker, turns: Turns, expected_warnings: list[str]
    ) -> None:
        def fail() -> Turn:
            raise ZeroDivisionError

        expected_warnings.append("The sync failed unexpectedly")
        turns.do = fail
        worker.start()
        wait_for(lambda: turns.count == 1, "the first turn")
        turns.do = Turn

        worker.wake()

        wait_for(lambda: turns.count == 2, "the second turn")
