"""The pictures of setting up payment processors; none of them needs a network."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from tests.gui.driving import DrivenTill, Key


def processors(till: DrivenTill) -> None:
    till.window.till_actions.run("processors")
    till.wait_for(lambda: till.sees(QWidget, "processor_save"), "the sheet")
    till.press(Key.Key_1, Qt.KeyboardModifier.AltModifier)


def processors_refused(till: DrivenTill) -> None:
    """Without its key it is never asked for anything."""
    till.press(Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    till.wait_for(lambda: till.sees(QLabel, "processor_problem"), "the refusal")


def processors_next(till: DrivenTill) -> None:
    """The one that wants to know most."""
    for _ in range(2):
        till.press(Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    till.press(Key.Key_Tab)
    till.enter_text("MIIEvQIBADANBgkqhkiG9w0BAQEFAASC")
    till.press(Key.Key_Return)
    till.wait_for(lambda: till.sees(QLabel, "processor_problem"), "the refusal")


def processors_left(till: DrivenTill) -> None:
    till.press(Key.Key_Escape)
