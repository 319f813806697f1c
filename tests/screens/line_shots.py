"""The pictures of what is done to the lines of an order."""

from __future__ import annotations

from PySide6.QtCore import Qt

from tests.gui.driving import DrivenTill, Key

SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier


def discount_mode(till: DrivenTill) -> None:
    till.press(Key.Key_Home)
    till.press(Key.Key_Down)
    till.press(Key.Key_F5)


def discount_typed(till: DrivenTill) -> None:
    till.enter_text("10")


def discount_why(till: DrivenTill) -> None:
    till.press(Key.Key_F5)
    till.press(Key.Key_1, Qt.KeyboardModifier.AltModifier)


def discounted(till: DrivenTill) -> None:
    till.press(Key.Key_Return)


def price_mode(till: DrivenTill) -> None:
    till.press(Key.Key_Down)
    till.press(Key.Key_F6)
    till.enter_text("1.99")


def order_discount(till: DrivenTill) -> None:
    till.press(Key.Key_Return)
    till.press(Key.Key_F5, SHIFT)
    till.enter_text("5")
    till.press(Key.Key_2, Qt.KeyboardModifier.AltModifier)


def order_discount_refused(till: DrivenTill) -> None:
    till.press(Key.Key_Space)
    till.enter_text("999")
    till.press(Key.Key_Return)


def order_discounted(till: DrivenTill) -> None:
    till.press(Key.Key_Space)
    till.enter_text("5")
    till.press(Key.Key_Return)


def custom_item(till: DrivenTill) -> None:
    till.press(Key.Key_E, CTRL)
    till.enter_text("4.50")
    till.press(Key.Key_Tab)
    till.enter_text("Mug with a blue handle")


def note(till: DrivenTill) -> None:
    till.press(Key.Key_Return)
    till.press(Key.Key_I, CTRL)
    till.enter_text("to be wrapped as a present")


def noted(till: DrivenTill) -> None:
    till.press(Key.Key_Return)


def long_name(till: DrivenTill) -> None:
    till.press(Key.Key_E, CTRL)
    till.enter_text("4.50")
    till.press(Key.Key_Tab)
    till.enter_text("Mug with a blue handle, painted by hand")
    till.press(Key.Key_Return)
    till.scan("3276550614043")
    till.quiet()


def undone(till: DrivenTill) -> None:
    for _ in range(3):
        till.press(Key.Key_Z, CTRL)
