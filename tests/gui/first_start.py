"""`python -m tests.gui.first_start FOLDER`: the program from no store to its sign-in screen."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from pos_app.adapters.system.paths import DataFolder
from pos_app.composition.cli.context import Cli
from pos_app.composition.desktop import run, start_application
from pos_app.views.main_window import MainWindow
from pos_app.views.wizard.wizard_window import WizardWindow
from tests.gui.wizard import DrivenWizard

POLL_MS = 50


def go_through(window: WizardWindow, folder: DataFolder) -> None:
    QTest.qWaitForWindowActive(window)
    welcome: Any = SimpleNamespace(window=window, wizard=window.wizard)
    wizard = DrivenWizard(welcome, folder)
    wizard.go_to("code")
    wizard.choose()
    wizard.next()
    wizard.wait_for_step("done")
    print("made", folder.store.exists())  # noqa: T201
    wizard.next()


def main(root: str) -> int:
    folder = DataFolder(Path(root))
    start_application("light")
    timer = QTimer(interval=POLL_MS)

    def look() -> None:
        for window in QApplication.topLevelWidgets():
            if isinstance(window, WizardWindow) and window.isVisible() and not folder.root.exists():
                timer.stop()
                go_through(window, folder)
                timer.start()
            elif isinstance(window, MainWindow) and window.is_complete:
                print("signing in", window.page_name, window.bar.store.text())  # noqa: T201
                timer.stop()
                window.close()

    timer.timeout.connect(look)
    timer.start()
    return run(Cli(folder.root, demo=False, theme="light", language="", fullscreen=False))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
