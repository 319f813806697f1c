"""The pictures of what comes back, from the receipt to the money, after a few orders are paid."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from tests.gui.driving import DrivenTill, Key
from tests.screens.receipt_shots import BREAD, CHEESE, wait_for_receipt

ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier
CODES = (
    *(BREAD, BREAD, CHEESE, "0034500151276", "0041220970063", "3023260030416"),
    *("0071314008662", "0078742106212"),
)


def open_latest(till: DrivenTill) -> None:
    till.press(Key.Key_F9)
    till.wait_for_page("find")
    wait_for_receipt(till)
    till.press(Key.Key_F9)
    till.wait_for(lambda: till.sees(QLabel, "back_title"), "the sheet")


def give_back(till: DrivenTill) -> None:
    till.sell(*CODES)
    open_latest(till)
    till.press(Key.Key_Plus)
    for _ in range(2):
        till.press(Key.Key_Down)
    till.press(Key.Key_Space)


def give_back_words(till: DrivenTill) -> None:
    till.press(Key.Key_5, ALT)
    till.press(Key.Key_Return)


def exchange(till: DrivenTill) -> None:
    """Beside what is rung up; the line that comes back is highlighted."""
    till.press(Key.Key_2, ALT)
    till.press(Key.Key_X, CTRL)
    till.wait_for_page("sell")
    till.scan(CHEESE)
    till.quiet()


def gives_back(till: DrivenTill) -> None:
    """More comes back than is rung up."""
    till.press(Key.Key_Home)
    till.press(Key.Key_Delete)
