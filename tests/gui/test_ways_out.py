"""Back to selling by one key, from wherever somebody is."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from pos_app.views.ways_out import WAYS
from tests.gui.driving import DrivenTill, Key
from tests.gui.test_selling import BREAD
from tests.gui.test_settings import find, open_settings, type_over

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def go_selling(till: DrivenTill) -> None:
    till.press(Key.Key_1, CTRL)


@pytest.fixture
def paying(selling: DrivenTill) -> DrivenTill:
    selling.scan(BREAD)
    selling.quiet()
    selling.press(Key.Key_Return)
    selling.wait_for_page("pay")
    return selling


@pytest.mark.parametrize(
    ("key", "modifier", "page"),
    [
        (Key.Key_F7, SHIFT, "held"),
        (Key.Key_2, CTRL, "find"),
        (Key.Key_5, CTRL, "reports"),
        (Key.Key_7, CTRL, "staff"),
        (Key.Key_8, CTRL, "activity"),
    ],
)
def test_from_a_page_with_something_looked_for(
    selling: DrivenTill, key: Qt.Key, modifier: Qt.KeyboardModifier, page: str
) -> None:
    selling.press(key, modifier)
    selling.wait_for_page(page)
    selling.enter_text("x")

    go_selling(selling)

    assert selling.page == "sell"


def test_from_the_hours_past_the_staff(selling: DrivenTill) -> None:
    selling.press(Key.Key_7, CTRL)
    selling.wait_for_page("staff")
    selling.press(Key.Key_F8)
    selling.wait_for_page("hours")

    go_selling(selling)

    assert selling.page == "sell"


def test_from_the_settings_once_what_was_typed_is_given_up(selling: DrivenTill) -> None:
    open_settings(selling)
    find(selling, "phone")
    type_over(selling, "0123")

    go_selling(selling)
    assert selling.page == "settings"
    assert "Not saved" in selling.says("toast_words")

    go_selling(selling)
    assert selling.page == "sell"


def test_from_a_payment_of_which_nothing_was_taken(paying: DrivenTill) -> None:
    go_selling(paying)

    assert paying.page == "sell"


def test_not_with_a_part_taken(paying: DrivenTill) -> None:
    paying.enter_text("1")
    paying.press(Key.Key_Return)
    paying.wait_for(lambda: paying.sees(QLabel, "tender_0"), "the part")

    go_selling(paying)

    assert paying.page == "pay"
    assert "Give it back first" in paying.says("pay_message")


def test_not_from_under_a_sheet(paying: DrivenTill) -> None:
    paying.press(Key.Key_F4)

    go_selling(paying)

    assert paying.page == "pay"
    assert paying.sees(QWidget, "customer_leave")


def test_not_before_somebody_signed_in(till: DrivenTill) -> None:
    go_selling(till)

    assert till.page == "sign_in"
    assert "sign_in" not in WAYS
