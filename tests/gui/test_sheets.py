"""Sheets over the products: one at a time, and whoever is looked at has the keys."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from pos_app.viewmodels.sell.tiles import Tile
from tests.gui.driving import DrivenTill, Key, driven_till
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


def piece(till: DrivenTill) -> Tile:
    """A favourite that is sold by the piece: nothing is asked about it."""
    return next(one for one in till.model.screens.grid.tiles if one and "/" not in one.price)


def open_sheets(till: DrivenTill) -> list[str]:
    names = ("new_save", "price_save", "import_leave")
    return [name for name in names if till.sees(QWidget, name)]


def lowest(till: DrivenTill, name: str) -> int:
    widget = till.widget(QWidget, name)
    return widget.mapTo(till.window, widget.rect().bottomLeft()).y()


class TestRoom:
    """At the smallest size, with everything that can take room."""

    SIZE = (1_024, 768)

    @pytest.fixture
    def crowded(self, tmp_path: Path) -> Iterator[DrivenTill]:
        with driven_till(tmp_path, size=self.SIZE) as till:
            till.start_selling()
            till.scan(BREAD)
            till.move_clock(timedelta(days=-400, hours=-3, minutes=-7))
            till.wait_for(lambda: bool(till.model.screens.clock.words), "the banner")
            till.settle()
            yield till

    @pytest.mark.parametrize("key", [Key.Key_Insert, Key.Key_F6])
    def test_is_enough_for_a_sheet_and_what_is_wrong(
        self, crowded: DrivenTill, key: Qt.Key
    ) -> None:
        crowded.scan("4006381333932")
        crowded.quiet()
        is_price = key is Key.Key_F6
        crowded.press(key, SHIFT if is_price else Qt.KeyboardModifier.NoModifier)
        if not is_price:
            crowded.enter_text("Pen")
            crowded.press(Key.Key_Tab)
        crowded.enter_text("1")
        crowded.refuse_a_write()
        crowded.press(Key.Key_Return)
        problem = "price_problem" if is_price else "new_problem"
        crowded.wait_for(lambda: crowded.sees(QLabel, problem), "the refusal")
        crowded.settle()

        for one in crowded.window.findChildren(QLabel):
            if one.isVisible() and one.wordWrap() and one.text():
                assert one.height() >= one.heightForWidth(one.width()), one.objectName()
        # The fields have a height of their own: where there is no room, they lie on each other.
        fields = [crowded.window.findChild(QLineEdit, f"new_{one}") for one in ("barcode", "name")]
        notes = crowded.window.findChild(QLabel, "new_barcode_problem")
        barcode, name = fields
        if isinstance(notes, QLabel) and notes.isVisible() and barcode and name:
            assert barcode.geometry().bottom() < notes.y() <= notes.geometry().bottom() < name.y()

    def test_of_a_toast_is_above_the_title_of_a_sheet(self, crowded: DrivenTill) -> None:
        for before in (False, True):
            if before:
                crowded.model.screens.sell.toast.emit("Something is told here", False)
            crowded.press(Key.Key_Insert)
            if not before:
                crowded.model.screens.sell.toast.emit("Something is told here", False)
            crowded.settle()
            title = crowded.widget(QLabel, "new_title")
            top = title.mapTo(crowded.window, title.rect().topLeft()).y()
            assert lowest(crowded, "toast") < top
            assert lowest(crowded, "toast") > 0
            crowded.press(Key.Key_Escape)

    def test_of_a_toast_is_above_the_title_of_the_highest_sheet(self, selling: DrivenTill) -> None:
        selling.model.screens.look.open()
        selling.model.screens.sell.toast.emit("Something is told here", False)
        selling.settle()
        title = selling.widget(QWidget, "look_title")

        assert lowest(selling, "toast") <= title.mapTo(selling.window, title.rect().topLeft()).y()

    def test_of_the_bar_is_for_every_trouble(self, crowded: DrivenTill) -> None:
        frame = crowded.model.screens.frame
        frame.show_notice("printer", "The printer has no paper. Put some in. Then go on.")
        frame.show_notice("disk", "Only 5 MiB are free. Make room.")
        crowded.settle()

        assert crowded.troubles() == [
            "The printer has no paper. Put some in. Then go on.",
            "Only 5 MiB are free. Make room.",
        ]


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

        assert selling.widget(QLineEdit, "new_barcode").text() == "5.55"
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
        tile = piece(selling)
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

    def test_keep_the_field_that_was_typed_in(self, selling: DrivenTill) -> None:
        selling.press(Key.Key_Insert)
        selling.press(Key.Key_Tab)
        selling.press(Key.Key_Tab)
        selling.enter_text("1")
        selling.scan(BREAD)
        selling.quiet()
        selling.enter_text("2")

        assert selling.widget(QLineEdit, "new_price").text().startswith("12,00")

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
