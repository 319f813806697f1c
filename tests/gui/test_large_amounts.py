"""Amounts of eight digits, which are daily ones in some currencies: no button cuts any."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QLabel

from pos_app.composition.desktop import start_application
from pos_app.views.pay.given_card import GivenCard
from pos_app.views.shared.controls import ActionButton
from tests.gui.driving import DrivenTill, Key
from tests.gui.test_in_sight import FEW_ROOM, TALL
from tests.gui.test_screen_rules import seen_of, visible
from tests.gui.test_selling import PAIN

LARGE = 1_234_567_890
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


def cut(till: DrivenTill) -> list[str]:
    """Buttons that are too narrow for their words, or not all in sight."""
    return [
        f"{one.objectName()} {one.text()} {till.window.width()}"
        for one in visible(till, ActionButton)
        if one.width() < one.sizeHint().width() or seen_of(one) != one.size()
    ]


def cut_in_any_shape(till: DrivenTill) -> list[str]:
    found = []
    for size in (FEW_ROOM, TALL):
        till.window.resize(*size)
        till.settle()
        found += cut(till)
    return found


def places_in(card: GivenCard) -> list[QRect]:
    card.grab()  # it is laid out before it is painted
    return [one.geometry() for one in card.quick_buttons if not one.isHidden()]


def test_large_amounts_are_whole_on_every_button(selling: DrivenTill) -> None:
    selling.price_of(PAIN, LARGE)
    for modifier in (None, CTRL):
        if modifier is not None:
            selling.press(Key.Key_N, modifier)
        selling.scan(PAIN)
        selling.quiet()
    assert cut_in_any_shape(selling) == []
    assert selling.sees(ActionButton, "order_new")

    selling.press(Key.Key_Return)
    selling.wait_for_page("pay")
    assert cut_in_any_shape(selling) == []
    assert selling.widget(ActionButton, "quick_3").text() == "12\u202f345\u202f700,00"

    selling.press(Key.Key_T, CTRL)
    selling.wait_for(lambda: selling.sees(QLabel, "tip_title"), "the sheet")
    assert cut_in_any_shape(selling) == []
    usual = selling.widget(ActionButton, "tip_usual_2")
    assert usual.text() == "10\u00a0%"
    assert "1\u202f234\u202f567,89" in usual.accessibleName()


class TestQuickAmounts:
    def test_that_have_no_room_are_left_out_and_their_keys_take_nothing(self) -> None:
        _, theme = start_application("light")
        card = GivenCard(theme=theme)
        taken: list[int] = []
        card.quick.connect(taken.append)
        card.resize(368, 480)
        card.arrange("S")
        card.show_quick(("12,00", "15,00", "20,00", "50,00"))
        places = places_in(card)

        card.show_quick(("12 345 678", "12 345 680", "12 345 700", "12 346 000", "12 350 000"))
        for place in range(5):
            card.take_quick(place)

        assert taken == [0, 1, 2]
        card.show_quick(("12,00", "15,00", "20,00", "50,00"))
        assert places_in(card) == places
