"""The watchdog over the GUI thread: it records the worst block of each test and bounds it."""

from __future__ import annotations

import gc
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer

from pos_app.adapters.system.paths import DataFolder
from pos_app.adapters.system.pin_hashing import Argon2PinHasher
from pos_app.composition.demo import ensure_demo
from tests.gui.driving import DrivenTill, driven_till
from tests.gui.fair_clock import FairClock, own_time_ns

BEAT_MS = 10
BLOCK_MS_MAX = 500
NANOSECONDS_PER_MS = 1_000_000
WORST = pytest.StashKey[list[tuple[int, str]]]()


class Watchdog(QObject):
    """A heart beating in the event loop; a gap between two beats is a blocked GUI thread.

    The time before the first beat is not counted: there a test builds what it looks at.
    """

    def __init__(self, parent: QObject, clock_ns: Callable[[], int] = own_time_ns) -> None:
        super().__init__(parent)
        self._clock_ns = clock_ns
        self.worst_ms = 0
        self._last_ns: int | None = None
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(BEAT_MS)
        self._timer.timeout.connect(self.beat)

    def start(self) -> None:
        self._timer.start()

    def stop(self) -> None:
        if self._last_ns is not None:
            self.beat()
        self._timer.stop()

    def forget(self) -> None:
        """Leave out what the test itself has just spent, such as on arranging a large store."""
        self._last_ns = None

    @contextmanager
    def asleep(self) -> Iterator[None]:
        """Leave out what happens meanwhile, whatever runs the event loop."""
        self._timer.stop()
        yield
        self.forget()
        self._timer.start()

    def beat(self) -> None:
        now = self._clock_ns()
        if self._last_ns is not None:
            gap_ms = (now - self._last_ns) // NANOSECONDS_PER_MS - BEAT_MS
            self.worst_ms = max(self.worst_ms, gap_ms)
        self._last_ns = now


@pytest.fixture(autouse=True, scope="module")
def _small_heap() -> None:
    """Let no till be blocked while the collector looks through what other tests have left.

    With seven thousand tests behind it that takes more than a second, at once.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def watchdog(qapp: QCoreApplication) -> Iterator[Watchdog]:
    dog = Watchdog(qapp, FairClock())
    yield dog
    dog.deleteLater()


@pytest.fixture
def owner(qapp: QCoreApplication) -> Iterator[QObject]:
    """For what has timers: left to the garbage collector, it may end in another thread."""
    owner = QObject(qapp)
    yield owner
    shiboken6.delete(owner)


@pytest.fixture(scope="session")
def demo_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo store as it is made, to be copied and never opened.

    Its PINs are hashed the cheapest way: thousands of tests sign in, and a hash says how it is
    compared.
    """
    folder = tmp_path_factory.mktemp("demo") / "demo"
    cheap = {"memory_kib": 8, "passes": 1}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Argon2PinHasher.__init__, "__kwdefaults__", cheap)
        ensure_demo(DataFolder(folder))
    return folder


@pytest.fixture
def folder(demo_store: Path, tmp_path: Path) -> Path:
    return shutil.copytree(demo_store, tmp_path / "store")


@pytest.fixture
def till(qapp: QCoreApplication, folder: Path) -> Iterator[DrivenTill]:
    """A till with its window, at the sign-in screen."""
    with driven_till(folder) as driven:
        yield driven


@pytest.fixture
def selling(till: DrivenTill) -> DrivenTill:
    """The same, with Ana selling in an open shift."""
    till.start_selling()
    return till


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    dog = getattr(item, "funcargs", {}).get("watchdog")
    if not isinstance(dog, Watchdog):
        yield
        return
    dog.start()
    try:
        yield
    finally:
        dog.stop()
        item.config.stash.setdefault(WORST, []).append((dog.worst_ms, item.nodeid))
    if dog.worst_ms >= BLOCK_MS_MAX:
        pytest.fail(
            f"the GUI thread was blocked for {dog.worst_ms} ms (limit {BLOCK_MS_MAX})",
            pytrace=False,
        )


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    blocks = config.stash.get(WORST, [])
    if blocks:
        worst_ms, test = max(blocks)
        terminalreporter.write_line(f"GUI thread: worst block {worst_ms} ms, in {test}")
