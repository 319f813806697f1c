"""`python -m tests.journeys.watched_till FOLDER [PIPE]`: the till, which says what it shows.

A line of JSON goes to standard output whenever what is shown changes. What its practice shows goes
into the named pipe.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, TextIO

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QLineEdit,
    QListView,
    QWidget,
)

from pos_app.adapters.system.paths import DataFolder
from pos_app.composition import practising
from pos_app.composition.desktop import Desktop, start_application
from pos_app.composition.holding import holding
from pos_app.viewmodels.till import TillViewModel
from pos_app.views.customer_display.display_placer import DisplayPlacer
from pos_app.views.main_window import MainWindow
from pos_app.views.shared.key_card import KeyCard
from pos_app.views.shared.sheet import Sheet

LOOK_MS: Final = 20
BUSY_GAP_MS: Final = 150
"""A scanner keeps its pace on a machine that has two tills to run beside the keys."""


def main(folder: Path, practice: str = "") -> int:
    if practice:
        program = [sys.executable, "-m", "tests.journeys.watched_practice", practice]
        words = ["--data-dir", str(folder), "--practice"]
        vars(practising)["program_of"] = lambda _store: [*program, *words]
    app, theme = start_application("light")
    with holding(DataFolder(folder)) as held:
        desktop = Desktop(app, held, theme)
        if practice:
            desktop.scanner.gap_ms = BUSY_GAP_MS
        desktop.ready.connect(lambda: follow(desktop.window, sys.stdout))
        desktop.window.show()
        code = app.exec()
        desktop.close()
        return code


def follow(window: MainWindow, out: TextIO) -> None:
    """Look as often as an eye would, whatever has caused the change."""
    till = window.till
    assert till is not None
    last = ""

    def look() -> None:
        nonlocal last
        now = json.dumps(shown(window, till))
        if now != last:
            last = now
            out.write(now + "\n")
            out.flush()

    timer = QTimer(window, interval=LOOK_MS)
    timer.timeout.connect(look)
    timer.start()


def shown(window: MainWindow, till: TillViewModel) -> dict[str, object]:
    """Every visible label and field that has a name, the sheet on top, the lines of the order."""
    lines = till.screens.sell.lines
    seen = list(visible(window))
    sheets = (one for one in seen if isinstance(one, Sheet))
    sheet = max(sheets, key=lambda one: one.level, default=None)
    focus = QApplication.focusWidget()
    return {
        "page": till.page.value,
        "sheet": sheet.context if sheet is not None else "",
        "active": window.isActiveWindow(),
        "visible": window.isVisible(),
        "full_screen": window.isFullScreen(),
        "lines": [str(lines.data(lines.index(row, 0))) for row in range(lines.rowCount())],
        "selected": till.screens.sell.selected,
        "scale": window.theme.scale,
        **first_list(sheet or window.stack),
        "lists": lists_of(seen),
        "tender": till.screens.pay.tenders.selected,
        "focus": focus.objectName() if focus is not None else "",
        "labels": texts(seen, QLabel),
        "fields": texts(seen, QLineEdit),
        "buttons": texts(seen, QAbstractButton),
        "cards": [one.objectName() for one in seen if isinstance(one, KeyCard)],
        "customer": what_the_customer_sees(window),
        "menu": QApplication.activePopupWidget() is not None,
    }


def visible(top: QWidget) -> Iterator[QWidget]:
    """What is seen in it: nothing in what is hidden is, so looking there only costs time."""
    for one in top.children():
        if isinstance(one, QWidget) and one.isVisible():
            yield one
            yield from visible(one)


def first_list(top: QWidget) -> dict[str, int]:
    """Which row of the list of the sheet or the screen is chosen, -1 without one; how many."""
    lists = (one for one in visible(top) if isinstance(one, QListView))
    first = next(lists, None)
    if first is None:
        return {"row": -1, "rows": 0}
    return {"row": first.currentIndex().row(), "rows": first.model().rowCount()}


def lists_of(seen: Sequence[QWidget]) -> dict[str, list[int]]:
    """Of each list the row that is chosen, and how many it has."""
    return {
        one.objectName(): [one.currentIndex().row(), one.model().rowCount()]
        for one in seen
        if isinstance(one, QListView) and one.objectName()
    }


def what_the_customer_sees(window: MainWindow) -> dict[str, object]:
    """Nothing where there is no customer display."""
    direct = Qt.FindChildOption.FindDirectChildrenOnly
    placer = window.findChild(DisplayPlacer, options=direct)
    shown = placer.window if placer is not None else None
    if shown is None or not shown.isVisible():
        return {}
    return {
        "is_beside": shown.screen() != window.screen(),
        "full_screen": shown.isFullScreen(),
        "size": [shown.width(), shown.height()],
        "active": shown.isActiveWindow(),
        "labels": texts(list(visible(shown)), QLabel),
    }


def texts(
    seen: Sequence[QWidget], kind: type[QLabel | QLineEdit | QAbstractButton]
) -> dict[str, str]:
    return {
        one.objectName(): one.text() for one in seen if isinstance(one, kind) and one.objectName()
    }


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), *sys.argv[2:]))
