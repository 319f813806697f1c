"""The first start on a computer: the wizard, until there is a store to sell in."""

from __future__ import annotations

import gc
from functools import partial

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtWidgets import QApplication

from pos_app.adapters.system.paths import DataFolder
from pos_app.composition.first_run import FirstRun, start_practice
from pos_app.composition.making import require_free
from pos_app.composition.signals import closing_on_signals
from pos_app.domain.scanner import GAP_MS_MAX
from pos_app.tasks.runner import QtTaskRunner
from pos_app.viewmodels.wizard.wizard import WizardViewModel
from pos_app.views.input.scanner_filter import QUIET_AFTER_SCAN_MS, ScannerFilter
from pos_app.views.shared.theme import Theme
from pos_app.views.wizard.wizard_window import WizardWindow


class Welcome:
    """The wizard and its window; `wants_to_sell` once it was gone through to its end."""

    def __init__(self, folder: DataFolder, *, theme: Theme) -> None:
        """:raises RefusedError: if the folder holds something that no store may be put beside"""
        require_free(folder)
        self.wants_to_sell = False
        self._lane = QtTaskRunner()
        self.wizard = WizardViewModel(maker=FirstRun(folder), tasks=self._lane)
        self.wizard.practice_asked.connect(partial(start_practice, folder))
        self.window = WizardWindow(self.wizard, theme=theme)
        self._listen_to_scanner()
        self.wizard.finished.connect(self._on_finished)
        self.wizard.start()
        # As of the till: the collector would look through all of it while the store is made.
        gc.freeze()

    def _listen_to_scanner(self) -> None:
        """Only while it is tested: all else is typed here, however fast."""
        app, test = QCoreApplication.instance(), self.wizard.devices.scanner
        assert app is not None
        self.scanner = ScannerFilter(self.window, gap_ms=GAP_MS_MAX)
        self.scanner.scanned.connect(test.take)
        test.recent = lambda: tuple(self.scanner.recent)
        over = QTimer(self.window)
        over.setSingleShot(True)
        # Not at once: one that sends CR and LF would press Next with the second of them.
        over.timeout.connect(lambda: app.removeEventFilter(self.scanner))

        def listen(is_running: bool) -> None:
            if is_running:
                over.stop()
                app.installEventFilter(self.scanner)
            else:
                over.start(2 * QUIET_AFTER_SCAN_MS)

        test.running_changed.connect(listen)

    def close(self) -> None:
        """What was begun is brought to its end: a store is there whole or not at all."""
        self._lane.shut_down()
        self.window.deleteLater()

    def _on_finished(self) -> None:
        self.wants_to_sell = True
        self.window.close()


def welcome(app: QApplication, theme: Theme, folder: DataFolder, *, fullscreen: bool) -> bool:
    """Go through the wizard; say whether somebody wants to sell now.

    :raises RefusedError: if the folder holds something that no store may be put beside
    """
    first = Welcome(folder, theme=theme)
    if fullscreen:
        first.window.showFullScreen()
    else:
        first.window.show()
    try:
        with closing_on_signals(first.window):
            app.exec()
    finally:
        first.close()
    return first.wants_to_sell
