"""Open the till: hold the store, paint the sign-in screen, build the rest behind it."""

from __future__ import annotations

import gc
import logging
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from importlib import import_module
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QDir, QEventLoop, QObject, QTimer, QTranslator, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from pos_app.adapters.system.logs import start_logging, watch_for_crashes
from pos_app.adapters.system.paths import bundled
from pos_app.composition import loading
from pos_app.composition.front import build_front
from pos_app.composition.holding import HeldStore, holding
from pos_app.composition.lanes import Lanes
from pos_app.composition.signals import closing_on_signals
from pos_app.domain.errors import PosError, UnavailableError, UnexpectedError
from pos_app.viewmodels.page_name import PageName
from pos_app.views.input.scanner_filter import ScannerFilter
from pos_app.views.main_window import MainWindow
from pos_app.views.shared.theme import Theme, load_fonts

if TYPE_CHECKING:  # loaded behind the sign-in screen
    from pos_app.composition.cli.context import Cli
    from pos_app.composition.opening import OpenStore

log = logging.getLogger(__name__)

REFUSED: Final = 1
SAME_PERSON: Final = 10
"""How a practice ends that who began it has left by its own way back."""
PRACTISING: Final = "pos_app.composition.practising"
SETTLED_MS: Final = 3_000
LOAD_AT_ONCE_S: Final = 0.008
SCREENS: Final = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
ENGLISH: Final = "en"


class NoScreenError(UnavailableError):
    code = "screen.none"
    text = (
        "There is no screen here (neither DISPLAY nor WAYLAND_DISPLAY is set), so the till cannot "
        "be shown. Start it in a desktop session; `pos-app --help` lists what needs no screen."
    )


class Desktop(QObject):
    """One till on one store, from its first paint until it is closed.

    Signals:
        ready: Emitted when everything behind the sign-in screen is built.
        settled: Emitted when what is behind the doors of the till is loaded, too.
        failed: Emitted with the error that keeps it from being built.
    """

    ready = Signal()
    settled = Signal()
    failed = Signal(object)

    def __init__(self, app: QApplication, held: HeldStore, theme: Theme) -> None:
        super().__init__()
        self._app = app
        self._held = held
        self._theme = theme
        self._opened = ExitStack()
        self._is_closed = False
        self._is_loading = False
        self.lanes = Lanes()
        self._front = build_front(held, self.lanes, mode=theme.mode)
        look = self._front.look
        if (look.mode, look.scale) != (theme.mode, round(theme.scale * 100)):
            theme.switch(app, look.mode, scale=look.scale / 100)
        self.store: OpenStore | None = None
        self.came_with = 0
        """Who came from the till that waits for the end of this practice, and has not left it."""
        self.scanner = ScannerFilter(app, gap_ms=held.profile.scanner_gap_ms)
        self.window = MainWindow(
            self._front.frame, self._front.sign_in, theme=theme, scanner=self.scanner
        )
        self.window.painted.connect(self.load)

    @property
    def is_same_person(self) -> bool:
        """Whether who goes back from a practice is who came over, without anybody in between."""
        return self.came_with != 0 and self.window.left_by == self.came_with

    def close(self) -> None:
        """Finish what was started, then let go of the store."""
        self._is_closed = True
        self._app.removeEventFilter(self.scanner)
        self.lanes.shut_down()
        self._opened.close()
        self.window.deleteLater()

    def load(self) -> None:
        """Load the rest: the screen goes on taking keys meanwhile."""
        if self._is_loading or self._is_closed:
            return
        self._is_loading = True
        # Not before the first paint: the first event that goes through Python has every class of
        # QtGui made, which is 25 ms, and there are no keys yet.
        self._app.installEventFilter(self.scanner)
        self.lanes.reader.submit(
            partial(loading.load_plain, has_head_office=self._held.look.has_head_office),
            on_success=partial(self._load_in_turns, then=self._complete, lost=self.failed.emit),
            on_failure=self.failed.emit,
        )

    def _load_in_turns(
        self, names: Iterator[str], *, then: Callable[[], None], lost: Callable[[PosError], None]
    ) -> None:
        """As many as a moment lets be, then what was pressed, and on."""
        if self._is_closed:
            return
        until = monotonic() + LOAD_AT_ONCE_S
        for name in names:
            try:
                import_module(name)
            except Exception:
                log.exception("%s could not be loaded", name)
                lost(UnexpectedError())
                return
            if monotonic() > until:
                on = partial(self._load_in_turns, names, then=then, lost=lost)
                QTimer.singleShot(0, self, on)
                return
        then()

    def _load_behind_doors(self) -> None:
        """So that nobody waits for it who goes there."""
        if not self._is_closed:
            self.lanes.reports.submit(
                loading.load_plain_behind_doors,
                on_success=partial(
                    self._load_in_turns, then=self.settled.emit, lost=self._go_on_without
                ),
                on_failure=self._go_on_without,
            )

    def _go_on_without(self, error: PosError) -> None:
        """Somebody may be selling by now; who opens such a screen is told there."""
        log.warning("What is behind the doors could not be loaded: %s", error)
        self.settled.emit()

    def _complete(self) -> None:
        if self._is_closed:
            return
        building = import_module("pos_app.composition.building")
        try:
            till, self.store = building.build(
                self._held, self.lanes, self._front, window=self.window, stack=self._opened
            )
        except PosError as error:
            self.failed.emit(error)
            return
        except Exception:
            log.exception("The till could not be built")
            self.failed.emit(UnexpectedError())
            return
        make_page = import_module("pos_app.views.pages").make_page
        self.window.attach(till, partial(make_page, till=till, theme=self._theme))
        self.window.closing.connect(till.lock)
        self._tell_of_bugs()
        till.start()
        till.screens.clock.start()
        self.window.closing.connect(till.screens.clock.stop)
        self.window.make_pages()
        self.ready.emit()
        QTimer.singleShot(SETTLED_MS, self, self._load_behind_doors)

    def _tell_of_bugs(self) -> None:
        """What nobody caught goes to the log, and a sentence to the screen."""
        before = sys.excepthook

        def hook(
            kind: type[BaseException], error: BaseException, traceback: TracebackType | None
        ) -> None:
            before(kind, error, traceback)
            self.window.toast.tell(str(UnexpectedError()), can_undo=False)

        sys.excepthook = hook
        self._opened.callback(setattr, sys, "excepthook", before)


def run(cli: Cli) -> int:
    """Show the till until it is closed; without a store the wizard makes one first.

    What keeps a store from being opened or made is said in a window.

    :raises NoScreenError: if there is nothing to show it on
    """
    if not any(name in os.environ for name in SCREENS):
        raise NoScreenError
    app, theme = start_application(cli.theme, cli.language)
    try:
        if not cli.folder.store.exists():
            welcome = import_module("pos_app.composition.welcoming").welcome
            if not welcome(app, theme, cli.folder, fullscreen=cli.fullscreen):
                return 0
        with holding(cli.folder) as held:
            start_logging(held.folder.logs)
            watch_for_crashes(held.folder.logs)
            desktop = Desktop(app, held, theme)
            show = desktop.window.showFullScreen if cli.fullscreen else desktop.window.show
            if cli.beside:
                import_module(PRACTISING).practise_beside(desktop, cli.beside, show=show)
            else:
                show()
            return _stay_open(app, desktop)
    except PosError as error:
        if cli.beside:  # the till says it
            raise
        return _say_why(app, theme, error)


def _stay_open(app: QApplication, desktop: Desktop) -> int:
    failures: list[PosError] = []

    def stop(error: PosError) -> None:
        failures.append(error)
        app.exit(REFUSED)

    desktop.failed.connect(stop)
    # What is built stays to the end. The garbage collector would look through all of it now and
    # then, 30 ms at once, in the middle of a scan or of a payment.
    desktop.settled.connect(gc.freeze)
    try:
        with closing_on_signals(desktop.window):
            code = app.exec()
    finally:
        desktop.close()
    if failures:
        raise failures[0]
    return SAME_PERSON if desktop.is_same_person else code


def smoke(cli: Cli, on_painted: Callable[[], None]) -> str:
    """Build everything, paint the first window and make every other screen; say what was shown.

    :raises UnavailableError: if the store cannot be opened
    """
    app, theme = start_application(cli.theme, cli.language)
    with holding(cli.folder) as held:
        desktop = Desktop(app, held, theme)
        ended = QEventLoop()
        failures: list[PosError] = []
        desktop.window.painted.connect(on_painted)
        desktop.ready.connect(ended.quit)
        desktop.failed.connect(failures.append)
        desktop.failed.connect(ended.quit)
        QTimer.singleShot(0, desktop.window.show)
        ended.exec()
        while not (failures or desktop.window.is_complete):
            app.processEvents()
        desktop.window.close()
        desktop.close()
        if failures:
            raise failures[0]
        return f"{len(PageName)} screens of {held.profile.name}"


def start_application(mode: str, language: str = "") -> tuple[QApplication, Theme]:
    """The one QApplication, dressed and speaking; a second call finds the first one."""
    for name in ("icons", "fonts", "theme"):
        QDir.setSearchPaths(name, [str(bundled("resources") / name)])
    found = QApplication.instance()
    app = found if isinstance(found, QApplication) else QApplication(["pos-app"])
    app.setApplicationName("pos_app")
    app.setDesktopFileName("pos-app")  # the entry of the menu, and its icon
    app.setWindowIcon(QIcon(str(bundled("resources") / "pos-app.svg")))
    speak(app, language, folder=bundled("resources") / "translations")
    load_fonts()
    theme = Theme(mode)
    theme.apply(app)
    return app, theme


def speak(app: QApplication, language: str, *, folder: Path) -> list[QTranslator]:
    """Install the words of a language over those of English, whose file is for its plurals."""
    installed = []
    for name in dict.fromkeys((ENGLISH, language or ENGLISH)):
        translator = QTranslator(app)
        if translator.load(f"pos_app_{name}.qm", str(folder)):
            app.installTranslator(translator)
            installed.append(translator)
        elif name == ENGLISH:
            raise FileNotFoundError(folder / f"pos_app_{ENGLISH}.qm")
    return installed


def _say_why(app: QApplication, theme: Theme, error: PosError) -> int:
    print(error, file=sys.stderr)  # noqa: T201 - for whoever started it in a terminal
    window = import_module("pos_app.views.stopped_window").StoppedWindow(str(error), theme=theme)
    window.show()
    app.exec()
    return REFUSED
