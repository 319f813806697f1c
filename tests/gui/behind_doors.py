"""`python -m tests.gui.behind_doors FOLDER`: what opening the screens behind doors still loads."""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import Qt

from pos_app.composition import loading
from tests.gui.driving import Key, driven_till

CTRL = Qt.KeyboardModifier.ControlModifier


def main(root: str) -> None:
    last = loading.names()[-1]
    with driven_till(Path(root)) as till:
        print("before", last in sys.modules)  # noqa: T201
        till.start_selling()
        till.wait_for(lambda: last in sys.modules, "what is behind doors")
        known = set(sys.modules)
        till.press(Key.Key_6, CTRL)
        till.wait_for_page("settings")
        till.press(Key.Key_Escape)
        till.wait_for_page("sell")
        till.press(Key.Key_7, CTRL)
        till.wait_for_page("staff")
        till.press(Key.Key_F8)
        till.wait_for_page("hours")
        new = [name for name in sys.modules if name not in known and name.startswith("pos_app.")]
    print("loaded", *new)  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1])
