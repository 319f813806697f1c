"""Benches of a payment whose processor hangs: the screen is there, and cash goes on."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import Event
from typing import Final

from PySide6.QtCore import QCoreApplication, QEventLoop, Qt
from PySide6.QtTest import QTest

from pos_app.adapters.system.paths import DataFolder
from pos_app.composition.opening import writing
from pos_app.composition.paying import payment_settings_of
from tests.bench.figures import NS_PER_MS, Figures
from tests.bench.ground import Bench, Ground
from tests.bench.rows import AtMost, Row
from tests.bench.stores import PIN, some_pieces
from tests.bench.tills import measured_till
from tests.fakes.processors.memory import FakeProcessor, Fault
from tests.gui.conftest import Watchdog
from tests.gui.driving import DrivenTill, Key
from tests.gui.remote_till import READER, HangingProcessor, kind_of, known

ROUNDS: Final = 30
ROUNDS_QUICK: Final = 10
FAILURES: Final = 5
PATIENCE_S: Final = 10.0
PLAIN: Final = Qt.KeyboardModifier.NoModifier


@contextmanager
def _till(folder: DataFolder, processor: FakeProcessor) -> Iterator[DrivenTill]:
    """Its card button leads to this processor."""
    with known(kind_of(processor)):
        with writing(folder) as store:
            actor = store.services.staff.owner()
            payment_settings_of(store).put_method(actor=actor, method=READER)
        with measured_till(folder.root) as till:
            till.start_selling(PIN)
            yield till


def _ms_to(till: DrivenTill, page: str, key: Key, modifier: Qt.KeyboardModifier = PLAIN) -> float:
    """From the key to the painted screen, with nothing else waited for."""
    before = time.perf_counter_ns()
    QTest.keyClick(till.window.windowHandle(), key, modifier)
    deadline = time.monotonic() + PATIENCE_S
    while till.page != page:
        assert time.monotonic() < deadline, f"no {page}"
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 1)
    till.window.repaint()
    return (time.perf_counter_ns() - before) / NS_PER_MS


def measure_waiting(ground: Ground) -> Sequence[Row]:
    rounds = ROUNDS_QUICK if ground.quick else ROUNDS
    folder = ground.copy(ground.small_store)
    processor = HangingProcessor("create")
    shown: list[float] = []
    with _till(folder, processor) as till:
        dog = Watchdog(till.app)
        codes = [one.barcode for one in some_pieces(folder, rounds)]

        def charge(code: str) -> None:
            till.scan(code)
            till.quiet()
            processor.let_go = Event()
            shown.append(_ms_to(till, "charge", Key.Key_F11))
            processor.let_go.set()
            till.wait_for_page("done")
            till.press(Key.Key_Return)
            till.wait_for_page("sell")

        charge(codes[0])  # the first one loads what only payments need
        del shown[:]
        dog.start()
        for code in codes[1:]:
            charge(code)
        dog.stop()
    return [
        Row(
            name="card to the painted waiting screen while its processor hangs",
            unit="ms",
            measured=Figures.of(shown),
            allowed=AtMost("p99", 100.0),
            note="on disk before it is shown",
        ),
        Row(
            name="longest block of the GUI thread meanwhile",
            unit="ms",
            measured=Figures.of([float(dog.worst_ms)]),
            allowed=AtMost("p50", 50.0),
        ),
    ]


def measure_cash(ground: Ground) -> Sequence[Row]:
    """A cash order of a till whose processor has not answered five times."""
    rounds = ROUNDS_QUICK if ground.quick else ROUNDS
    folder = ground.copy(ground.small_store)
    processor = FakeProcessor()
    with _till(folder, processor) as till:
        codes = [one.barcode for one in some_pieces(folder, rounds)]
        _open_breaker(till, processor, codes[0])
        times = [_cash(till, code) for code in codes[1:]]
    return [
        Row(
            name="exact cash to the painted end of the order, the processor's breaker open",
            unit="ms",
            measured=Figures.of(times),
            allowed=AtMost("p99", 100.0),
        )
    ]


def _open_breaker(till: DrivenTill, processor: FakeProcessor, code: str) -> None:
    """It takes no connection until it is left alone, and the order is given up."""
    till.scan(code)
    till.quiet()
    for _ in range(FAILURES):
        processor.faults = [Fault.NOT_REACHED]
        till.press(Key.Key_F11)
        till.wait_for(lambda: not processor.faults and till.page == "pay", "the refusal")
        till.press(Key.Key_Escape)
        till.wait_for_page("sell")
    till.press(Key.Key_Delete)


def _cash(till: DrivenTill, code: str) -> float:
    till.scan(code)
    till.quiet()
    took = _ms_to(till, "done", Key.Key_F12, Qt.KeyboardModifier.ShiftModifier)
    till.press(Key.Key_Return)
    till.wait_for_page("sell")
    return took


BENCHES: Final = (
    Bench("remote", measure_waiting),
    Bench("remote_cash", measure_cash),
)
