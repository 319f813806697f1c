from __future__ import annotations

import sys

from PySide6.QtWidgets import QApplication

from pos_app.tasks.runner import SWITCH_S, QtTaskRunner


def test_what_works_in_the_background_soon_lets_the_screen_in(qapp: QApplication) -> None:
    before = sys.getswitchinterval()
    sys.setswitchinterval(0.005)
    try:
        QtTaskRunner(qapp).shut_down()

        assert sys.getswitchinterval() == SWITCH_S
    finally:
        sys.setswitchinterval(before)
