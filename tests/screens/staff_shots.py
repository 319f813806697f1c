"""The pictures of the staff: who works here, a form that is refused, and what the roles may do."""

from __future__ import annotations

from PySide6.QtCore import Qt

from pos_app.domain.staff import Permission
from tests.gui.driving import DrivenTill, Key

CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


def read(till: DrivenTill) -> None:
    people = till.model.screens.staff.model.people
    till.wait_for(lambda: bool(people.rows), "the people")
    till.settle()


def people(till: DrivenTill) -> None:
    till.press(Key.Key_7, CTRL)
    till.wait_for_page("staff")
    read(till)


def badge(till: DrivenTill) -> None:
    """Waiting for a scan."""
    till.press(Key.Key_Down)
    till.press(Key.Key_F5)


def nobody(till: DrivenTill) -> None:
    till.press(Key.Key_Escape)
    till.enter_text("zz")


def new_person(till: DrivenTill) -> None:
    """Two PINs that differ."""
    till.press(Key.Key_Escape)
    till.press(Key.Key_N, CTRL)
    till.enter_text("Cleo")
    till.press(Key.Key_Tab)
    till.enter_text("918273")
    till.press(Key.Key_Tab)
    till.enter_text("918274")
    till.press(Key.Key_Return)


def new_pin(till: DrivenTill) -> None:
    till.press(Key.Key_Escape)
    till.press(Key.Key_F4)


def may_do(till: DrivenTill) -> None:
    """What the cashier may."""
    till.press(Key.Key_Escape)
    till.press(Key.Key_Down)
    till.press(Key.Key_F6)


def roles(till: DrivenTill) -> None:
    """One decision that differs from what is usual."""
    till.press(Key.Key_Escape)
    till.press(Key.Key_F7)
    for _ in range(list(Permission).index(Permission.READ_REPORTS)):
        till.press(Key.Key_Down)
    till.press(Key.Key_1, ALT)
    table = till.model.screens.staff.model.roles
    till.wait_for(lambda: not table.is_busy, "the decision")
    till.settle()


def limit(till: DrivenTill) -> None:
    till.press(Key.Key_End)


def left(till: DrivenTill) -> None:
    till.press(Key.Key_Home)
    till.press(Key.Key_Escape)
    till.wait_for_page("sell")
