"""Ctrl+K: actions, products and receipts by a few letters, while scans go on."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from pos_app.viewmodels.page_name import PageName
from pos_app.viewmodels.palette import Found, Kind
from pos_app.views.input.keymap import KEYMAP
from pos_app.views.page_actions import ONLY_KEYS
from tests.gui.driving import DrivenTill, Key
from tests.gui.test_selling import BREAD

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def rows(till: DrivenTill) -> tuple[Found, ...]:
    return till.model.screens.palette.rows


def is_open(till: DrivenTill) -> bool:
    return till.sees(QLineEdit, "palette_field")


def find(till: DrivenTill, text: str) -> None:
    till.press(Key.Key_K, CTRL)
    till.enter_text(text)
    till.wait_for(lambda: not till.model.screens.palette.is_searching, "the search")
    till.settle()


class TestOpening:
    def test_offers_all_that_can_be_done(self, selling: DrivenTill) -> None:
        selling.press(Key.Key_K, CTRL)

        found = {row.name for row in rows(selling)}
        table = {one.command for one in selling.window.till_actions if one.enabled()}
        assert found == table | {"search", "other_side"}
        assert {"lock", "look", "pay_cash"} <= found

    def test_is_undone_by_escape(self, selling: DrivenTill) -> None:
        selling.press(Key.Key_K, CTRL)
        assert is_open(selling)

        selling.press(Key.Key_Escape)

        assert not is_open(selling)

    def test_begins_anew_each_time(self, selling: DrivenTill) -> None:
        find(selling, "bread")
        selling.press(Key.Key_Escape)

        selling.press(Key.Key_K, CTRL)

        assert selling.widget(QLineEdit, "palette_field").text() == ""

    def test_has_no_products_where_nothing_is_sold(self, till: DrivenTill) -> None:
        till.wait_for_page("sign_in")

        till.model.screens.palette.open()
        till.model.screens.palette.look_for("bread")

        assert rows(till) == ()


class TestActions:
    @pytest.mark.parametrize(
        ("text", "first"),
        [("app", "look"), ("SOUND", "look"), ("lock", "lock"), ("exact", "pay_exact")],
    )
    def test_are_found_by_the_beginning_of_any_word(
        self, selling: DrivenTill, text: str, first: str
    ) -> None:
        find(selling, text)

        assert (rows(selling)[0].kind, rows(selling)[0].name) == (Kind.ACTION, first)

    def test_are_done_by_enter(self, selling: DrivenTill) -> None:
        find(selling, "appea")

        selling.press(Key.Key_Return)

        assert not is_open(selling)
        assert selling.sees(QWidget, "look_done")

    def test_are_chosen_by_arrows(self, selling: DrivenTill) -> None:
        selling.press(Key.Key_K, CTRL)
        wanted = [row.name for row in rows(selling)].index("lock")
        for _ in range(wanted + 1):
            selling.press(Key.Key_Down)
        selling.press(Key.Key_Up)

        selling.press(Key.Key_Return)

        selling.wait_for_page("sign_in")

    @pytest.mark.parametrize("context", ["sell", "pay", "done", "held", "find", "close_shift"])
    def test_are_found_whatever_screen_has_a_key_for_them(
        self, selling: DrivenTill, context: str
    ) -> None:
        selling.window.page_name = PageName(context)

        selling.press(Key.Key_K, CTRL)

        named = {row.name for row in rows(selling)}
        keys = {one.command for one in KEYMAP[context]}
        idle = selling.window.page(selling.window.page_name).idle
        assert keys - ONLY_KEYS - idle <= named
        assert not idle & named
        assert [row.name for row in rows(selling) if not row.words] == []

    def test_of_the_screen_below_are_done_there(self, selling: DrivenTill) -> None:
        selling.scan(BREAD)
        selling.quiet()
        selling.press(Key.Key_Return)
        selling.wait_for_page("pay")
        find(selling, "split")
        assert rows(selling)[0].name == "split"

        selling.press(Key.Key_Return)

        selling.wait_for(lambda: selling.sees(QWidget, "parts_2"), "the question how many")

    def test_move_the_cursor_to_the_search(self, selling: DrivenTill) -> None:
        find(selling, "search by")

        selling.press(Key.Key_Return)
        selling.enter_text("bu")

        assert selling.widget(QLineEdit, "search").text() == "bu"

    def test_without_a_name_to_look_for_are_only_keys(self) -> None:
        assert {"pay_cash", "undo", "find", "hold", "split", "email"}.isdisjoint(ONLY_KEYS)


class TestProducts:
    def test_are_added_by_enter(self, selling: DrivenTill) -> None:
        find(selling, "white bread")

        selling.press(Key.Key_Return)

        assert not is_open(selling)
        assert "White Bread" in selling.lines()[0]

    def test_are_added_by_an_enter_faster_than_the_search(self, selling: DrivenTill) -> None:
        selling.press(Key.Key_K, CTRL)
        selling.widget(QLineEdit, "palette_field").setText("butter")
        assert selling.model.screens.palette.is_searching

        selling.press(Key.Key_Return)
        selling.wait_for(lambda: not is_open(selling), "the end of the palette")

        assert len(selling.lines()) == 1

    def test_are_only_looked_at_by_shift_and_enter(self, selling: DrivenTill) -> None:
        find(selling, "white bread")

        selling.press(Key.Key_Return, SHIFT)

        assert selling.says("palette_look_title") == "White Bread"
        assert selling.says("palette_look_price") == "2,49"
        assert "in stock" in selling.says("palette_look_detail")
        assert selling.lines() == []

    def test_looked_at_are_added_by_enter_after_all(self, selling: DrivenTill) -> None:
        find(selling, "white bread")
        selling.press(Key.Key_Return, SHIFT)

        selling.press(Key.Key_Return)

        assert len(selling.lines()) == 1

    def test_looked_at_are_left_one_step_at_a_time(self, selling: DrivenTill) -> None:
        find(selling, "white bread")
        selling.press(Key.Key_Return, SHIFT)

        selling.press(Key.Key_Escape)
        assert is_open(selling)
        selling.press(Key.Key_Escape)

        assert not is_open(selling)

    def test_that_nobody_sells_are_said_to_be_none(self, selling: DrivenTill) -> None:
        find(selling, "qqqq")

        assert selling.sees(QWidget, "palette_nothing")
        selling.press(Key.Key_Return)
        assert is_open(selling)


class TestReceipts:
    @pytest.fixture
    def sold(self, selling: DrivenTill) -> DrivenTill:
        selling.sell(BREAD)
        return selling

    def test_are_found_by_their_number(self, sold: DrivenTill) -> None:
        number = sold.orders()[-1].number
        assert number is not None

        find(sold, number)

        assert (rows(sold)[0].kind, rows(sold)[0].name) == (Kind.RECEIPT, number)

    def test_are_found_by_its_last_digits(self, sold: DrivenTill) -> None:
        number = sold.orders()[-1].number
        assert number is not None

        find(sold, number.rpartition("-")[2].lstrip("0"))

        assert rows(sold)[0].name == number

    def test_are_shown_by_enter_on_the_page_that_finds_orders(self, sold: DrivenTill) -> None:
        sold.sell(BREAD, BREAD)
        number = sold.orders()[0].number
        assert number is not None
        find(sold, number)

        sold.press(Key.Key_Return)

        sold.wait_for_page("find")
        sold.wait_for(lambda: sold.says("found_title") == number, "the receipt")
        assert sold.widget(QLineEdit, "find_text").text() == number

    def test_leave_the_order_that_was_begun_as_it_is(self, sold: DrivenTill) -> None:
        number = sold.orders()[0].number
        assert number is not None
        sold.scan(BREAD)
        sold.quiet()
        before = sold.lines()
        find(sold, number)
        sold.press(Key.Key_Return)
        sold.wait_for_page("find")

        sold.press(Key.Key_Escape)
        sold.press(Key.Key_Escape)

        sold.wait_for_page("sell")
        assert sold.lines() == before


class TestScans:
    def test_go_into_the_order_and_leave_the_field_alone(self, selling: DrivenTill) -> None:
        find(selling, "but")

        selling.scan(BREAD)
        selling.quiet()

        assert len(selling.lines()) == 1
        assert selling.widget(QLineEdit, "palette_field").text() == "but"
        selling.enter_text("t")
        assert selling.widget(QLineEdit, "palette_field").text() == "butt"
