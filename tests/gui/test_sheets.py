"""Sheets over the products: one at a time, and whoever is looked at has the keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from tests.gui.driving import DrivenTill, Key
from tests.gui.test_selling import BREAD

SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier
FILE = "sku,name,price\nA1,Pen,1.00\n"


@pytest.fixture
def selling(till: DrivenTill) -> DrivenTill:
    till.start_selling()
    till.scan(BREAD)
    till.quiet()
    return till


def open_sheets(till: DrivenTill) -> list[str]:
    names = ("new_save", "price_save", "import_leave")
    return [name for name in names if till.sees(QWidget, name)]


class TestSheets:
    def test_take_each_other_s_place(self, selling: DrivenTill) -> None:
        models = selling.model.screens

        selling.press(Key.Key_F6, SHIFT)
        selling.press(Key.Key_Insert)
        assert open_sheets(selling) == ["new_save"]
        assert (models.price.is_open, models.new_product.is_open) == (False, True)

        selling.press(Key.Key_F6, SHIFT)
        assert open_sheets(selling) == ["price_save"]
        assert (models.price.is_open, models.new_product.is_open) == (True, False)

        selling.import_file(FILE)
        selling.wait_for_import("preview")
        assert open_sheets(selling) == ["import_leave"]
        assert not models.price.is_open

    def test_that_was_left_changes_no_price_after_a_scan(self, selling: DrivenTill) -> None:
        head = selling.store.queries.journal.head().seq
        selling.press(Key.Key_F6, SHIFT)
        selling.press(Key.Key_Insert)
        selling.scan(BREAD)
        selling.quiet()
        selling.enter_text("5.55")

        assert selling.widget(QLineEdit, "new_name").text() == "5.55"
        selling.press(Key.Key_Return)
        assert selling.store.queries.journal.head().seq == head

    def test_show_the_keys_of_the_one_that_is_looked_at(self, selling: DrivenTill) -> None:
        selling.press(Key.Key_Insert)
        selling.press(Key.Key_F6, SHIFT)
        selling.press(Key.Key_F1)

        words = [one.text() for one in selling.window.findChildren(QLabel) if one.isVisible()]
        assert "This is the price from now on" in words

    def test_give_the_keys_back_when_they_are_left(self, selling: DrivenTill) -> None:
        selling.press(Key.Key_Insert)
        selling.press(Key.Key_F6, SHIFT)
        selling.press(Key.Key_Escape)

        assert open_sheets(selling) == []
        selling.enter_text("4")
        assert selling.says("typed") == "4"

    def test_are_left_for_the_search(self, selling: DrivenTill) -> None:
        selling.press(Key.Key_Insert)
        selling.press(Key.Key_F2)

        assert open_sheets(selling) == []
        assert not selling.model.screens.new_product.is_open
        selling.enter_text("br")
        assert selling.widget(QLineEdit, "search").text() == "br"

    def test_keep_the_keys_after_a_tile(self, selling: DrivenTill) -> None:
        selling.press(Key.Key_F6, SHIFT)
        selling.model.screens.grid.choose(selling.model.screens.grid.category)
        tile = selling.model.screens.grid.tiles[0]
        selling.window.page(selling.window.page_name).setFocus()
        selling.model.screens.sell.choose(tile.product_id)
        selling.settle()
        selling.press(Key.Key_Escape)

        assert open_sheets(selling) == []

    def test_of_an_import_keeps_the_keys_after_a_scan(self, selling: DrivenTill) -> None:
        selling.import_file(FILE)
        selling.wait_for_import("preview")
        selling.scan(BREAD)
        selling.quiet()
        selling.press(Key.Key_Return)

        assert selling.page == "sell"
        selling.wait_for_import("done")

    def test_keep_ctrl_del_for_their_fields(self, selling: DrivenTill) -> None:
        before = selling.lines()
        selling.press(Key.Key_Insert)
        selling.press(Key.Key_Tab)
        selling.enter_text("Pen black")
        selling.widget(QLineEdit, "new_name").setCursorPosition(0)
        selling.press(Key.Key_Delete, CTRL)

        assert selling.widget(QLineEdit, "new_name").text() == "black"
        assert selling.lines() == before
        selling.press(Key.Key_Escape)
        selling.press(Key.Key_F6, SHIFT)
        selling.press(Key.Key_Delete, CTRL)
        assert selling.lines() == before
        selling.press(Key.Key_Escape)
        selling.press(Key.Key_Delete, CTRL)
        selling.wait_for(lambda: selling.lines() == [], "an order that is given up")
