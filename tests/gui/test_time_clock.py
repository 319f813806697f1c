"""The sign-in screen as a time clock, with keys only."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QPushButton

from pos_app.composition.demo_people import OWNER_PIN
from pos_app.views.shared.controls import ActionButton
from tests.gui.driving import DrivenTill, Key


def clocked(till: DrivenTill) -> str:
    till.wait_for(lambda: till.sees(QLabel, "clocked"), "who has clocked")
    return till.says("clocked")


def test_a_pin_clocks_in_and_out_and_signs_nobody_in(till: DrivenTill) -> None:
    till.press(Key.Key_F8)
    assert till.widget(ActionButton, "clock_button").isChecked()
    till.enter_text(OWNER_PIN)

    assert clocked(till).startswith("Ana clocked in at ")
    assert till.page == "sign_in"
    assert not till.widget(QPushButton, "clock_button").isChecked()
    till.press(Key.Key_F8)
    till.enter_text(OWNER_PIN)
    assert clocked(till).startswith("Ana clocked out at ")
    assert till.entry_bodies("login") == []
    assert len(till.entry_bodies("time_in")) == len(till.entry_bodies("time_out")) == 1


def test_taking_it_back_signs_in_again(till: DrivenTill) -> None:
    till.press(Key.Key_F8)
    till.press(Key.Key_Escape)

    till.enter_text(OWNER_PIN)

    till.wait_for_page("open_shift")
    assert till.entry_bodies("time_in") == []


def test_from_the_menu_the_order_is_kept(selling: DrivenTill) -> None:
    selling.window.till_actions.run("clock")
    selling.wait_for_page("sign_in")
    selling.enter_text(OWNER_PIN)

    assert clocked(selling).startswith("Ana clocked in at ")
    selling.enter_text(OWNER_PIN)
    selling.wait_for_page("sell")
