import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from subprocess import run
from threading import Event

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit

from pos_app.adapters.persistence.store_file import first_look
from pos_app.adapters.system.paths import DataFolder
from pos_app.composition import loading
from pos_app.composition.demo_people import OWNER_PIN
from pos_app.composition.desktop import SCREENS, Desktop, start_application
from pos_app.composition.holding import holding
from pos_app.composition.opening import reading
from pos_app.domain.errors import PosError
from pos_app.domain.store import INSTALLATION, SETTING
from pos_app.views.input.scanner_filter import ScannerFilter
from tests.gui.driving import Key, wait_for

HEAVY = (
    *("sqlalchemy", "alembic", "babel", "biip", "argon2", "cryptography"),
    *("requests", "keyring", "pybreaker", "zoneinfo", "secrets"),
    *("pos_app.services.ports", "pos_app.viewmodels.sell"),
)


@pytest.fixture
def desktop(qapp: object, folder: Path) -> Iterator[Desktop]:
    """A till at its very start: nothing behind the sign-in screen is built."""
    app, theme = start_application("light")
    with ExitStack() as stack:
        held = stack.enter_context(holding(DataFolder(folder)))
        made = Desktop(app, held, theme)
        stack.callback(made.close)
        yield made


class TestFirstLook:
    def test_is_what_the_store_says(self, folder: Path) -> None:
        data = DataFolder(folder)

        look = first_look(data.store, profile=SETTING, installation=INSTALLATION)

        with reading(data) as queries:
            assert look.installation == queries.settings.get(INSTALLATION)
            assert look.profile == queries.profile.to_text()
            assert look.people == [one for one in queries.staff.listed() if one.active]


class TestBehindDoors:
    def test_is_loaded_by_itself_once_the_till_has_settled(self, folder: Path) -> None:
        """Else who opens the settings waits for it, and so does the scan after that key."""
        words = [sys.executable, "-m", "tests.gui.behind_doors", str(folder)]

        said = run(words, capture_output=True, check=True, cwd=Path(__file__).parents[2], text=True)

        assert said.stdout.splitlines() == ["before False", "loaded"]


class TestScreen:
    def test_that_is_missing_is_told_in_words(self, folder: Path) -> None:
        none = {name: value for name, value in os.environ.items() if name not in SCREENS}
        words = [sys.executable, "-m", "pos_app", "--data-dir", str(folder)]

        done = run(words, env=none, capture_output=True, check=False)

        assert done.returncode == 1
        assert done.stderr.decode().startswith("There is no screen here")


class TestStart:
    def test_loads_nothing_heavy_before_the_first_paint(self, folder: Path) -> None:
        program = f"""
import sys
from pathlib import Path
import pos_app.composition.cli.main
from pos_app.adapters.system.paths import DataFolder
from pos_app.composition.desktop import Desktop, start_application
from pos_app.composition.holding import holding
app, theme = start_application("light")
with holding(DataFolder(Path(sys.argv[1]))) as held:
    desktop = Desktop(app, held, theme)
    print([name for name in {HEAVY} if name in sys.modules])
"""
        done = run([sys.executable, "-c", program, str(folder)], capture_output=True, check=True)

        assert done.stdout.decode().strip() == "[]"

    def test_lets_no_event_go_through_python_before_the_first_paint(
        self, qapp: object, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        seen: list[QEvent.Type] = []
        at_paint: list[int] = []

        class Noting(ScannerFilter):
            def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
                seen.append(event.type())
                return super().eventFilter(watched, event)

        monkeypatch.setattr("pos_app.composition.desktop.ScannerFilter", Noting)
        app, theme = start_application("light")
        with ExitStack() as stack:
            desktop = Desktop(app, stack.enter_context(holding(DataFolder(folder))), theme)
            stack.callback(desktop.close)
            desktop.window.painted.connect(lambda: at_paint.append(len(seen)))
            desktop.window.show()

            wait_for(lambda: bool(at_paint), "the first paint")
            QTest.keyClick(desktop.window.windowHandle(), Key.Key_F24)
            wait_for(lambda: desktop.window.is_complete, "the till")

        assert at_paint == [0]
        assert QEvent.Type.KeyPress in seen

    def test_checks_a_pin_that_was_typed_before_it_could(
        self, desktop: Desktop, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        typed, load = Event(), loading.load_plain
        monkeypatch.setattr(loading, "load_plain", lambda **has: (typed.wait(5), load(**has))[1])
        desktop.window.show()
        QTest.qWaitForWindowActive(desktop.window)
        for digit in OWNER_PIN:
            QTest.keyClick(desktop.window.windowHandle(), digit)  # type: ignore[call-overload]
        assert desktop.window.till is None

        typed.set()
        wait_for(lambda: desktop.window.page_name == "open_shift", "the shift")

    def test_ignores_keys_of_screens_that_are_not_there_yet(self, desktop: Desktop) -> None:
        desktop.window.show()
        QTest.qWaitForWindowActive(desktop.window)
        for key in (Key.Key_F10, Key.Key_F1, Key.Key_Return, Key.Key_F12):
            QTest.keyClick(desktop.window.windowHandle(), key)

        wait_for(lambda: desktop.window.is_complete, "the till")

        assert desktop.window.page_name == "sign_in"

    def test_that_is_given_up_at_once_leaves_nothing_behind(
        self, qapp: QCoreApplication, folder: Path
    ) -> None:
        app, theme = start_application("light")
        with holding(DataFolder(folder)) as held:
            desktop = Desktop(app, held, theme)
            desktop.window.show()
            QTest.qWaitForWindowActive(desktop.window)
            desktop.window.close()
            desktop.close()
        used: list[None] = []
        desktop.scanner.used.connect(lambda: used.append(None))

        for _ in range(20):
            qapp.processEvents()
            qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        field = QLineEdit()
        QTest.keyClick(field, Key.Key_A)

        assert desktop.store is None
        assert used == [], "the filter of the scanner is still there"

    @pytest.mark.parametrize("broken", ["in the lane", "on the screen's thread"])
    def test_goes_on_without_what_is_behind_doors(
        self,
        desktop: Desktop,
        monkeypatch: pytest.MonkeyPatch,
        expected_warnings: list[str],
        broken: str,
    ) -> None:
        """Somebody may be selling by then: a package that is being replaced closes no till."""

        def load() -> Iterator[str]:
            if broken == "in the lane":
                raise ImportError("gone")
            return iter(["pos_app.is_gone"])

        monkeypatch.setattr(loading, "load_plain_behind_doors", load)
        failures, settled = list[PosError](), list[None]()
        desktop.failed.connect(failures.append)
        desktop.settled.connect(lambda: settled.append(None))

        in_lane = broken == "in the lane"
        how = "Background task failed" if in_lane else "pos_app.is_gone could not be loaded"
        expected_warnings += [how, "What is behind the doors could not be loaded"]

        desktop.window.show()
        wait_for(lambda: bool(settled), "the end of the loading")

        assert failures == []
        assert desktop.window.is_complete

    def test_says_why_it_cannot_go_on(self, desktop: Desktop, folder: Path) -> None:
        failures: list[PosError] = []
        desktop.failed.connect(failures.append)
        (folder / "pos.sqlite3").write_bytes(b"no database any more, whoever did this")

        desktop.window.show()
        wait_for(lambda: bool(failures), "the failure")

        assert "damaged" in str(failures[0])

    def test_shows_the_people_in_its_first_paint(self, desktop: Desktop) -> None:
        desktop.window.show()

        names = {one.text() for one in desktop.window.findChildren(QLabel)}

        assert "Ana" in names
        assert desktop.store is None
