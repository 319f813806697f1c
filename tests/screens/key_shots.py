"""The pictures of what is under F10, and of other keys: chosen, and refused."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMenu

from pos_app.views.input.remapping import changeable
from tests.gui.driving import DrivenTill, Key

CTRL = Qt.KeyboardModifier.ControlModifier
CHANGED = "sell.repeat"


def menu(till: DrivenTill) -> None:
    """With its last part open."""
    till.press(Key.Key_Escape)
    till.press(Key.Key_F10)
    till.press(Key.Key_Up)
    till.press(Key.Key_Right)
    menus = till.window.findChildren(QMenu)
    till.wait_for(lambda: sum(one.isVisible() for one in menus) > 1, "its part")


def change_keys(till: DrivenTill) -> None:
    till.press(Key.Key_Escape)
    till.press(Key.Key_Escape)
    till.model.screens.keys.open()


def change_keys_taken(till: DrivenTill) -> None:
    """Ctrl+L locks, wherever one is."""
    names = [f"{context}.{binding.command}" for context, binding in changeable()]
    for _ in range(names.index(CHANGED)):
        till.press(Key.Key_Down)
    till.press(Key.Key_Return)
    till.press(Key.Key_L, CTRL)
    till.wait_for(lambda: "taken" in till.says("key_message"), "the refusal")


def left(till: DrivenTill) -> None:
    till.press(Key.Key_Escape)
    till.press(Key.Key_Escape)
    till.wait_for(lambda: not till.sees(QLabel, "key_title"), "the end of the sheet")
