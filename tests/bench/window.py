"""Benches of the window: a scan to its repainted line, the start, the memory, the look."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from pos_app.views.sell.sell_view import SellView
from tests.bench.catalogue_file import FULL_ROWS
from tests.bench.figures import KIB_PER_MB, NS_PER_MS, Figures, Medians, Pair, in_quiet
from tests.bench.ground import Bench, Ground
from tests.bench.rows import All, AtMost, AtMostTimes, Row
from tests.bench.starting import PAINTED
from tests.bench.stores import PIN, some_pieces
from tests.bench.tills import measured_till
from tests.gui.customer_eye import CustomerEye
from tests.gui.driving import DrivenTill, Key
from tests.gui.fair_clock import own_time_ns

LINES: Final = 300
SCANS: Final = 200
SCANS_QUICK: Final = 60
STARTS: Final = 5
STARTS_QUICK: Final = 1
SWITCHES: Final = 5
LARGE: Final = (1_920, 1_080)
SETTLED_S: Final = 2.0
WAKE_MS: Final = 100
ROOT: Final = Path(__file__).parents[2]


class Painted(QObject):
    """Knows which of the widgets were painted since it was last asked."""

    def __init__(self, *widgets: QWidget) -> None:
        super().__init__()
        self._widgets = set(widgets)
        self._waiting: set[QObject] = set()
        for widget in widgets:
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() is QEvent.Type.Paint:
            self._waiting.discard(watched)
        return False

    def expect(self) -> None:
        self._waiting = set(self._widgets)

    @property
    def all(self) -> bool:
        return not self._waiting


def measure_scan(ground: Ground) -> Sequence[Row]:
    scans = SCANS_QUICK if ground.quick else SCANS
    folder = ground.worn_store.root
    with measured_till(folder) as till:
        till.start_selling(PIN)
        codes = _codes(till, LINES + scans)
        for code in codes[:LINES]:
            till.scan(code)
        found = in_quiet(lambda: [scan_all(till, codes[LINES:])], alike=True)
        customer = CustomerEye(till)
        customer.switch()
        customer.window.resize(*LARGE)
        beside = in_quiet(lambda: [scan_all(till, codes[LINES:])], alike=True)
    return [_scan_row("", found), _scan_row(", the customer's screen beside it", beside)]


def _scan_row(what: str, found: Medians) -> Row:
    (pair,) = found.pairs
    return Row(
        name=f"scan to repainted line and total, {LINES} lines in the order{what}",
        unit="ms",
        measured=pair.measured,
        limit=pair.limit,
        allowed=All(AtMost("p50", 8.0), AtMost("p99", 16.0)),
        busy=found.busy,
        note=f"limit: painting alone; {FULL_ROWS:,} products",
    )


def _codes(till: DrivenTill, count: int) -> list[str]:
    return [piece.barcode for piece in some_pieces(till.store.folder, count)]


def scan_all(till: DrivenTill, codes: Sequence[str]) -> Pair:
    """Each scan is timed from its Return, and taken back so that the order stays as long."""
    page = till.window.findChild(SellView)
    assert page is not None
    parts = (page.order.list.viewport(), page.order.total)
    painted = Painted(*parts)
    ours, alone = [], []
    for code in codes:
        with till.scanning(code):
            painted.expect()
            before = time.perf_counter_ns()
            QTest.keyPress(till.window.windowHandle(), Key.Key_Return)
        wait_until(lambda: painted.all)
        between = time.perf_counter_ns()
        QTest.keyRelease(till.window.windowHandle(), Key.Key_Return)
        for part in parts:
            part.repaint()
        alone.append(time.perf_counter_ns() - between)
        ours.append(between - before)
        till.press(Key.Key_Delete)
    return Pair(Figures.of_ns(ours, per_unit=NS_PER_MS), Figures.of_ns(alone, per_unit=NS_PER_MS))


def wait_until(happened: Callable[[], bool]) -> None:
    """Asleep between the events, as a till is: who asks in vain keeps the lanes from working."""
    deadline = time.monotonic() + SETTLED_S
    clock = QTimer(interval=WAKE_MS)
    clock.start()
    while not happened():
        assert time.monotonic() < deadline, "it was not painted"
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


@dataclass(frozen=True, slots=True)
class Started:
    seconds: float
    megabytes: float


@contextmanager
def _started(kind: str, folder: Path) -> Iterator[tuple[subprocess.Popen[bytes], float]]:
    """The process, and the seconds from its start to its first painted window."""
    before = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.starting", kind, str(folder)],
        stdout=subprocess.PIPE,
        cwd=ROOT,
        env=_as_installed(),
    )
    try:
        assert process.stdout is not None
        said = process.stdout.readline().decode().strip()
        assert said == PAINTED, said
        yield process, time.perf_counter() - before
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert process.stdout is not None
        process.stdout.close()


def _as_installed() -> dict[str, str]:
    """What is installed is compiled; the start before the first that counts does that here."""
    return {name: it for name, it in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def start_once(kind: str, folder: Path) -> Started:
    with _started(kind, folder) as (process, seconds):
        # What is loaded after the first paint belongs to what the till needs.
        time.sleep(SETTLED_S)
        status = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii")
    (line,) = (one for one in status.splitlines() if one.startswith("VmRSS"))
    return Started(seconds, int(line.split()[1]) / KIB_PER_MB)


def measure_start(ground: Ground) -> Sequence[Row]:
    folder = ground.worn_store.root
    start_once("ours", folder)  # the first one fills the disk's cache
    count = STARTS_QUICK if ground.quick else STARTS
    memory: list[Pair] = []

    def run() -> Sequence[Pair]:
        starts = [(start_once("ours", folder), start_once("bare", folder)) for _ in range(count)]
        memory.append(_pair([(a.megabytes, b.megabytes) for a, b in starts]))
        return [_pair([(a.seconds, b.seconds) for a, b in starts])]

    found = in_quiet(run)
    (pair,) = found.pairs
    return [
        Row(
            name="start to the painted sign-in screen",
            unit="s",
            measured=pair.measured,
            limit=pair.limit,
            allowed=All(AtMost("p50", 1.5), AtMostTimes(1.5)),
            busy=found.busy,
            note=f"limit: bare window with SQLAlchemy, one query; {ground.past_orders:,} orders",
        ),
        Row(
            name="resident memory at sign-in, all screens made",
            unit="MB",
            measured=memory[-1].measured,
            limit=memory[-1].limit,
            allowed=AtMost("p99", 220.0),
            note="limit: as above",
        ),
    ]


def _pair(values: Sequence[tuple[float, float]]) -> Pair:
    ours, bare = zip(*values, strict=True)
    return Pair(Figures.of(ours), Figures.of(bare))


def measure_look(ground: Ground) -> Sequence[Row]:
    """Other colours, and everything half as large again: each with the repaint of all of it."""
    times: dict[str, list[int]] = {"colours": [], "sizes": []}
    with measured_till(ground.copy(ground.small_store).root, size=LARGE) as till:
        till.start_selling(PIN)
        till.scan(_codes(till, 1)[0])
        look = till.model.screens.look
        first = look.look
        for _ in range(SWITCHES):
            for what, other in (
                ("colours", replace(first, mode="dark")),
                ("sizes", replace(first, scale=150)),
            ):
                for chosen in (other, first):
                    before = own_time_ns()
                    look.choose(chosen)
                    till.window.repaint()
                    times[what].append(own_time_ns() - before)
    return [
        Row(
            name=f"the sell screen at 1920 in other {what}, until it is repainted",
            unit="ms",
            measured=Figures.of_ns(times[what], per_unit=NS_PER_MS),
            allowed=AtMost("p50", most),
            note="the GUI thread's own time",
        )
        for what, most in (("colours", 200.0), ("sizes", 400.0))
    ]


BENCHES: Final = (
    Bench("scan", measure_scan),
    Bench("start", measure_start),
    Bench("look", measure_look),
)
