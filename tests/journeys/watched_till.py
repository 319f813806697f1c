"""`python -m tests.journeys.watched_till FOLDER`: the till itself, which also says what it shows.

A line of JSON goes to standard output whenever the screen or what is printed changes.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel

from pos_app.adapters.system.paths import DataFolder
from pos_app.composition.desktop import Desktop, start_application
from pos_app.composition.holding import holding
from pos_app.viewmodels.till import TillViewModel
from pos_app.views.main_window import MainWindow


def main(folder: Path) -> int:
    app, theme = start_application("light")
    with holding(DataFolder(folder)) as held:
        desktop = Desktop(app, held, theme)
        desktop.ready.connect(lambda: follow(desktop.window))
        desktop.window.show()
        code = app.exec()
        desktop.close()
        return code


def follow(window: MainWindow) -> None:
    till = window.till
    assert till is not None

    def soon(*_what: object) -> None:
        QTimer.singleShot(0, lambda: tell(window, till))

    screens = till.screens
    for signal in (
        till.toast,
        till.page_changed,
        screens.sell.order_changed,
        screens.pay.changed,
        screens.done.print_changed,
    ):
        signal.connect(soon)
    soon()


def tell(window: MainWindow, till: TillViewModel) -> None:
    """Every visible label that has a name, and the lines of the order."""
    lines = till.screens.sell.lines
    shown = {
        "page": till.page.value,
        "active": window.isActiveWindow(),
        "lines": [str(lines.data(lines.index(row))) for row in range(lines.rowCount())],
        "labels": {
            label.objectName(): label.text()
            for label in window.findChildren(QLabel)
            if label.objectName() and label.isVisible()
        },
    }
    sys.stdout.write(json.dumps(shown) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
