"""Open the till: application, store, lanes, screens; closed again in reverse order."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from functools import partial
from importlib import import_module
from types import TracebackType
from typing import Final

from PySide6.QtCore import QDir, QEventLoop, QTimer, QTranslator
from PySide6.QtWidgets import QApplication

from pos_app.adapters.devices.sounds import SoundPlayer
from pos_app.adapters.persistence.checkpoint import checkpoint, is_due
from pos_app.adapters.system.logs import start_logging, watch_for_crashes
from pos_app.adapters.system.paths import bundled
from pos_app.composition.cli.context import Cli
from pos_app.composition.lanes import Lanes, run_quietly
from pos_app.composition.opening import OpenStore, writing
from pos_app.composition.till import TillBuilder
from pos_app.domain.errors import UnavailableError, UnexpectedError
from pos_app.services.catalogue.lookup import warm
from pos_app.services.printing.spooling import SpoolReport
from pos_app.viewmodels.till import PageName, TillViewModel
from pos_app.views.input.scanner_filter import ScannerFilter
from pos_app.views.main_window import MainWindow
from pos_app.views.shared.page import Page
from pos_app.views.shared.theme import Theme, load_fonts
from pos_app.views.stopped_window import StoppedWindow

UPKEEP_MS: Final = 30_000
REFUSED: Final = 1
ENGLISH: Final = "en"


def run(cli: Cli) -> int:
    """Show the till until it is closed; without a store it can open, say why in a window."""
    app, theme = start_application(cli.theme, cli.language)
    with ExitStack() as stack:
        try:
            store = stack.enter_context(writing(cli.folder))
        except UnavailableError as error:
            return _say_why(app, theme, error)
        start_logging(store.folder.logs)
        watch_for_crashes(store.folder.logs)
        window = open_till(app, store, theme, stack)
        if cli.fullscreen:
            window.showFullScreen()
        else:
            window.show()
        return app.exec()


def smoke(cli: Cli) -> str:
    """Build everything, paint the first window and every other screen, and say what was shown.

    :raises UnavailableError: if the store cannot be opened
    """
    app, theme = start_application(cli.theme, cli.language)
    with ExitStack() as stack:
        store = stack.enter_context(writing(cli.folder))
        window = open_till(app, store, theme, stack)
        painted = QEventLoop()
        window.painted.connect(painted.quit)
        QTimer.singleShot(0, window.show)
        painted.exec()
        window.make_pages()
        window.close()
        return f"{len(PageName)} screens of {store.queries.profile.name}"


def start_application(mode: str, language: str = "") -> tuple[QApplication, Theme]:
    """The one QApplication, dressed and speaking; a second call finds the first one."""
    for name in ("icons", "fonts", "theme"):
        QDir.setSearchPaths(name, [str(bundled("resources") / name)])
    found = QApplication.instance()
    app = found if isinstance(found, QApplication) else QApplication(["pos-app"])
    app.setApplicationName("pos_app")
    _translate(app, language)
    load_fonts()
    theme = Theme(mode)
    theme.apply(app)
    return app, theme


def _translate(app: QApplication, language: str) -> None:
    """Install the words of a language; English has a file too, for its plurals."""
    folder = bundled("resources") / "translations"
    translator = QTranslator(app)
    for name in dict.fromkeys((language or ENGLISH, ENGLISH)):
        if translator.load(f"pos_app_{name}.qm", str(folder)):
            app.installTranslator(translator)
            return
    raise FileNotFoundError(folder / f"pos_app_{ENGLISH}.qm")


def open_till(app: QApplication, store: OpenStore, theme: Theme, stack: ExitStack) -> MainWindow:
    """Build the till on an open store; leaving the stack ends its background work."""
    lanes = Lanes()
    stack.callback(lanes.shut_down)
    builder = TillBuilder(store, lanes)
    till = builder.build()
    scanner = ScannerFilter(app)
    app.installEventFilter(scanner)
    stack.callback(app.removeEventFilter, scanner)
    window = MainWindow(
        till, theme=theme, scanner=scanner, make_page=partial(_page, till=till, theme=theme)
    )
    stack.callback(window.deleteLater)
    window.closing.connect(till.lock)
    window.painted.connect(lambda: _after_first_paint(window, till, store, lanes, builder))
    _connect_sounds(app, till, lanes, stack)
    _start_upkeep(window, store, lanes)
    _tell_of_bugs(till, stack)
    till.start()
    return window


def _page(name: PageName, *, till: TillViewModel, theme: Theme) -> Page:
    # The other screens are loaded while the first one is looked at.
    page: Page = import_module("pos_app.views.pages").make_page(name, till, theme)
    return page


def _after_first_paint(
    window: MainWindow,
    till: TillViewModel,
    store: OpenStore,
    lanes: Lanes,
    builder: TillBuilder,
) -> None:
    """Load what the first paint did not need, and print what an earlier run left."""
    till.screens.frame.start()
    till.screens.kept.refresh()
    window.make_pages()
    run_quietly(lanes.reader, warm)
    lanes.reader.submit(
        store.keys.warm,
        on_success=lambda _nothing: None,
        on_failure=lambda error: till.screens.sign_in.message_changed.emit(str(error)),
    )
    lanes.printer.submit(
        builder.spooler.work_off,
        on_success=lambda report: _show_spooled(till, report),
        on_failure=lambda error: till.screens.frame.show_printer(str(error), True),
    )


def _show_spooled(till: TillViewModel, report: SpoolReport) -> None:
    till.screens.frame.show_printer(report.reason, report.error is not None)


def _connect_sounds(app: QApplication, till: TillViewModel, lanes: Lanes, stack: ExitStack) -> None:
    player = SoundPlayer(bundled("resources") / "sounds")
    stack.callback(player.stop)

    def sound(name: str) -> None:
        if player.can_play:
            run_quietly(lanes.sounds, lambda: player.play(name))
        elif name != "ok":  # the only bell there is: kept for what needs a look
            app.beep()

    till.screens.sell.sound.connect(sound)


def _start_upkeep(window: MainWindow, store: OpenStore, lanes: Lanes) -> None:
    """Keep the write-ahead log short; only the writer's lane may do that."""

    def tidy() -> None:
        if is_due(store.folder.store):
            checkpoint(store.writer)

    timer = QTimer(window)
    timer.setInterval(UPKEEP_MS)
    timer.timeout.connect(lambda: run_quietly(lanes.writer, tidy))
    timer.start()


def _tell_of_bugs(till: TillViewModel, stack: ExitStack) -> None:
    """What nobody caught goes to the log, and a sentence to the screen."""
    before = sys.excepthook

    def hook(
        kind: type[BaseException], error: BaseException, traceback: TracebackType | None
    ) -> None:
        before(kind, error, traceback)
        till.toast.emit(str(UnexpectedError()), False)

    sys.excepthook = hook
    stack.callback(lambda: setattr(sys, "excepthook", before))


def _say_why(app: QApplication, theme: Theme, error: UnavailableError) -> int:
    print(error, file=sys.stderr)  # noqa: T201 - for whoever started it in a terminal
    window = StoppedWindow(str(error), theme=theme)
    window.show()
    app.exec()
    return REFUSED
