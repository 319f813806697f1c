"""`python -m tests.journeys.watched_till FOLDER`: the till itself, which also says what it shows.

A line of JSON goes to standard output whenever the screen or what is printed changes.
"""

from __future__ import annotations

import json
import sys
from contextlib import ExitStack
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel

from pos_app.adapters.system.paths import DataFolder
from pos_app.composition.desktop import open_till, start_application
from pos_app.composition.opening import writing
from pos_app.views.main_window import MainWindow


def main(folder: Path) -> int:
    app, theme = start_application("light")
    with ExitStack() as stack:
        store = stack.enter_context(writing(DataFolder(folder)))
        window = open_till(app, store, theme, stack)
        screens = window.till.screens

        def soon(*_what: object) -> None:
            QTimer.singleShot(0, lambda: tell(window))

        for signal in (
            window.painted,
            window.till.page_changed,
            screens.sell.order_changed,
            screens.pay.changed,
            screens.done.print_changed,
        ):
            signal.connect(soon)
        window.show()
        return app.exec()


def tell(window: MainWindow) -> None:
    """Every visible label that has a name, and the lines of the order."""
    lines = window.till.screens.sell.lines
    shown = {
        "page": window.till.page.value,
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
