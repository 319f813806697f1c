"""Benches of what keeps the GUI thread: while orders are sold, and while screens are opened."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from typing import Final

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from pos_app.composition import loading
from tests.bench.figures import RUNS, Figures
from tests.bench.ground import Bench, Ground
from tests.bench.rows import AtMost, Row
from tests.bench.stores import PIN, some_pieces
from tests.bench.tills import measured_till
from tests.gui.conftest import BEAT_MS, Watchdog
from tests.gui.driving import DrivenTill, Key
from tests.gui.wizard import driven_wizard

ORDERS: Final = 20
IDLE_MS: Final = 1_000
IDLE_BLOCK_MS_MAX: Final = 10.0
"""A GUI thread with nothing to do that beats later than this shares the machine with others."""
BLOCK_MS_MAX: Final = 50.0
TOLD: Final = 4
CLOSED: Final = "The shift is closed"
CTRL: Final = Qt.KeyboardModifier.ControlModifier
IDLE: Final = "idle"
WIZARD: Final = "wizard"
Blocks = Mapping[str, float]
"""The longest one of each part of a way, in ms."""


def measure_blocks(ground: Ground) -> Sequence[Row]:
    folder = ground.worn_store.root
    worst: list[float] = []
    idle: list[float] = []
    for _ in range(RUNS):
        with measured_till(folder) as till:
            till.start_selling(PIN)
            idle.append(_worst_ms(till.app, lambda: QTest.qWait(IDLE_MS)))
            worst.append(_worst_ms(till.app, partial(_sell, till)))
    sold = Row(
        name=f"longest block of the GUI thread while {ORDERS} orders are sold",
        unit="ms",
        measured=Figures.of(worst),
        limit=Figures.of(idle),
        allowed=AtMost("p50", BLOCK_MS_MAX),
        busy=median(idle) > IDLE_BLOCK_MS_MAX,
        note="limit: while nothing is done",
    )
    return [sold, _opened(ground, folder)]


def _opened(ground: Ground, folder: Path) -> Row:
    """Each run in a process of its own, where no screen was opened before.

    What is installed is compiled: a run before the first that counts does that here.
    """
    runs: list[Blocks] = []
    for run in range(1 + RUNS):
        with ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as pool:
            wizard = pool.submit(_go_through_wizard, ground.work / f"wizard-{run}").result()
        with ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as pool:
            runs.append({**wizard, **pool.submit(_open_screens, folder).result()})
    return row_of(runs[1:])


def row_of(runs: Sequence[Blocks]) -> Row:
    idle = [run[IDLE] for run in runs]
    parts = {name: median(run[name] for run in runs) for name in runs[0] if name != IDLE}
    longest = sorted(parts, key=lambda name: -parts[name])[:TOLD]
    return Row(
        name="longest block of the GUI thread while screens are opened",
        unit="ms",
        measured=Figures.of([max(ms for name, ms in run.items() if name != IDLE) for run in runs]),
        limit=Figures.of(idle),
        allowed=AtMost("p50", BLOCK_MS_MAX),
        busy=median(idle) > IDLE_BLOCK_MS_MAX,
        note="first time: " + ", ".join(f"{name} {parts[name]:.0f}" for name in longest),
    )


def _worst_ms(app: QCoreApplication, journey: Callable[[], None]) -> float:
    dog = Watchdog(app)
    dog.start()
    QTest.qWait(2 * BEAT_MS)  # the time before its first beat is not counted
    journey()
    dog.stop()
    return float(dog.worst_ms)


def _sell(till: DrivenTill) -> None:
    for place, piece in enumerate(some_pieces(till.store.folder, ORDERS)):
        till.scan(piece.barcode)
        till.enter_text("+")
        if place % 5 == 0:
            till.enter_text("cho")
            till.press(Key.Key_Escape)
        till.sell()


def _open_screens(folder: Path) -> Blocks:
    """As somebody does on a till that has just been started, one after the other."""
    sys.dont_write_bytecode = False
    with measured_till(folder) as till:
        till.start_selling(PIN)
        last = loading.names()[-1]
        ways: Mapping[str, Callable[[], None]] = {
            "what is behind doors": lambda: till.wait_for(lambda: last in sys.modules, "all of it"),
            IDLE: lambda: QTest.qWait(IDLE_MS),
            "reports": partial(_open_reports, till),
            "settings": partial(_open_settings, till),
            "staff": partial(_open, till, Key.Key_7, "staff"),
            "hours": partial(_open_hours, till),
            "activity": partial(_open_activity, till),
            "closing": partial(_close_shift, till),
        }
        return {name: _worst_ms(till.app, way) for name, way in ways.items()}


def _open(till: DrivenTill, key: Qt.Key, page: str) -> None:
    if till.page not in {"sell", page}:
        till.press(Key.Key_Escape)
        till.wait_for_page("sell")
    till.press(key, CTRL)
    till.wait_for_page(page)


def _open_reports(till: DrivenTill) -> None:
    _open(till, Key.Key_5, "reports")
    reports = till.model.screens.reports.reports
    till.wait_for(lambda: not reports.is_busy and bool(reports.filters.cashiers), "the report")
    till.settle()


def _open_settings(till: DrivenTill) -> None:
    _open(till, Key.Key_6, "settings")
    values = till.model.screens.settings.model.values
    till.wait_for(lambda: values.text_of("name") != "", "the values")
    till.settle()


def _open_hours(till: DrivenTill) -> None:
    till.press(Key.Key_F8)
    till.wait_for_page("hours")
    hours = till.model.screens.hours.screens.hours
    till.wait_for(lambda: not hours.is_busy, "the hours")
    till.settle()
    till.press(Key.Key_Escape)
    till.wait_for_page("staff")


def _open_activity(till: DrivenTill) -> None:
    _open(till, Key.Key_8, "activity")
    activity = till.model.screens.activity
    till.wait_for(lambda: not activity.is_busy, "the activity")
    till.settle()
    till.press(Key.Key_Escape)
    till.wait_for_page("sell")


def _close_shift(till: DrivenTill) -> None:
    """Up to the report that it ends with; what is too much is noted and confirmed."""
    close = till.model.screens.close_shift
    till.model.close_shift()
    till.wait_for_page("close_shift")
    till.press(Key.Key_F4)
    till.wait_for(lambda: till.sees(QLineEdit, "close_note_words"), "the note")
    till.enter_text("counted by a bench")
    till.press(Key.Key_Return)
    till.wait_for(lambda: not till.sees(QLineEdit, "close_note_words"), "the page")
    till.enter_text("100")
    till.press(Key.Key_Return)
    till.wait_for(lambda: till.says("title") == CLOSED or till.says("message") != "", "an answer")
    if till.says("title") != CLOSED:
        till.wait_for(lambda: not close.has_just_differed, "the end of a double tap")
        till.press(Key.Key_Return)
        till.wait_for(lambda: till.says("title") == CLOSED, "the close")
    till.settle()


def _go_through_wizard(root: Path) -> Blocks:
    sys.dont_write_bytecode = False
    with driven_wizard(root) as wizard:
        app = QCoreApplication.instance()
        assert app is not None
        return {WIZARD: _worst_ms(app, lambda: wizard.go_to("code"))}


BENCHES: Final = (Bench("blocks", measure_blocks),)
