"""The pictures of who did what by now."""

from __future__ import annotations

from PySide6.QtCore import Qt

from tests.gui.driving import DrivenTill, Key

CTRL = Qt.KeyboardModifier.ControlModifier


def read(till: DrivenTill) -> None:
    activity = till.model.screens.activity
    till.wait_for(lambda: not activity.is_busy, "the entries")
    till.settle()


def activity(till: DrivenTill) -> None:
    till.press(Key.Key_8, CTRL)
    till.wait_for_page("activity")
    read(till)


def of_one_kind(till: DrivenTill) -> None:
    till.press(Key.Key_F2)
    read(till)
    till.press(Key.Key_Down)


def nothing(till: DrivenTill) -> None:
    till.press(Key.Key_F2)
    read(till)


def left(till: DrivenTill) -> None:
    till.press(Key.Key_Escape)
    till.wait_for_page("sell")
