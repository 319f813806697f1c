from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from pos_app.domain.product import Product
from tests.gui.driving import DrivenTill, Key
from tests.gui.test_selling import BREAD

UNKNOWN = "4006381333931"
OTHER_UNKNOWN = "4006381333948"
MISREAD = "4006381333932"
SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def selling(till: DrivenTill) -> DrivenTill:
    till.start_selling()
    return till


@pytest.fixture
def asked(selling: DrivenTill) -> DrivenTill:
    """With the sheet open on a code that nothing has."""
    selling.scan(BREAD)
    selling.scan(UNKNOWN)
    selling.quiet()
    selling.press(Key.Key_Insert)
    return selling


def product(till: DrivenTill, code: str) -> Product | None:
    return till.store.queries.products.by_barcode(code)


def is_open(till: DrivenTill) -> bool:
    return till.sees(QWidget, "new_save")


def typed(till: DrivenTill, name: str) -> str:
    return till.widget(QLineEdit, f"new_{name}").text()


def save(till: DrivenTill) -> None:
    till.press(Key.Key_Return)
    till.wait_for(lambda: not is_open(till), "the end of the sheet")
    till.settle()


class TestNewProduct:
    def test_is_in_the_order_at_once(self, asked: DrivenTill) -> None:
        before = asked.lines()
        asked.enter_text("Stylo bleu")
        asked.press(Key.Key_Tab)
        asked.enter_text("2,5")
        save(asked)

        assert asked.lines() == [*before, "1 Stylo bleu, 2,50"]
        assert not asked.sees(QLabel, "notice_words")
        found = product(asked, UNKNOWN)
        assert found is not None
        assert (found.name, found.unit_price.minor, found.tax_class) == (
            *("Stylo bleu", 250, "STANDARD"),
        )

    def test_needs_no_mouse_and_no_more_keys_than_its_words(self, asked: DrivenTill) -> None:
        before = asked.keys_pressed
        asked.enter_text("Pen")
        asked.press(Key.Key_Tab)
        asked.enter_text("2")
        save(asked)

        assert asked.keys_pressed - before == len("Pen") + 1 + 1 + 1

    def test_begins_with_the_code_and_waits_for_the_name(self, asked: DrivenTill) -> None:
        assert typed(asked, "barcode") == UNKNOWN
        assert asked.widget(QLineEdit, "new_name").hasFocus()

    def test_has_the_keys_after_the_card_where_their_field_is_gone(self, asked: DrivenTill) -> None:
        field = QLineEdit(asked.window)
        field.show()
        field.setFocus()
        asked.press(Key.Key_F1)
        field.deleteLater()
        asked.settle()
        asked.press(Key.Key_Escape)

        assert asked.app.focusWidget() is not None
        asked.press(Key.Key_F1)
        asked.press(Key.Key_Escape)

    def test_is_typed_on_where_the_cursor_was_after_the_card_of_the_keys(
        self, asked: DrivenTill
    ) -> None:
        for _ in range(2):
            asked.press(Key.Key_Tab)
        asked.press(Key.Key_F1)
        asked.press(Key.Key_Escape)
        asked.enter_text("Sweets")

        assert typed(asked, "category") == "Sweets"

    def test_is_found_by_name_and_stands_on_the_shelf(self, asked: DrivenTill) -> None:
        asked.enter_text("Stylo bleu")
        asked.press(Key.Key_Down)
        category = typed(asked, "category")
        asked.press(Key.Key_Tab)
        asked.enter_text("2.50")
        save(asked)

        asked.model.screens.grid.choose(category)
        names = [one.product.name for one in asked.store.queries.shelf.in_category(category, 999)]
        asked.enter_text("stylo bl")
        asked.wait_for(lambda: bool(asked.model.screens.grid.results), "the results")
        assert "Stylo bleu" in names
        assert [one.name for one in asked.model.screens.grid.results] == ["Stylo bleu"]

    def test_takes_the_price_from_the_pad(self, asked: DrivenTill) -> None:
        asked.enter_text("Pen")
        for key in ("1", ".", "9", "9", "back", "5"):
            asked.click(f"new_price_pad_{key}")
        asked.click("new_save")
        asked.wait_for(lambda: not is_open(asked), "the end of the sheet")

        found = product(asked, UNKNOWN)
        assert found is not None
        assert found.unit_price.minor == 195

    def test_takes_tax_class_and_unit(self, asked: DrivenTill) -> None:
        asked.enter_text("Pen")
        asked.press(Key.Key_Tab)
        asked.enter_text("2")
        asked.press(Key.Key_T, CTRL)
        asked.click("new_tax_class")
        asked.press(Key.Key_U, CTRL)
        save(asked)

        classes = list(asked.store.queries.tax_classes)
        found = product(asked, UNKNOWN)
        assert found is not None
        at = classes.index("STANDARD") + 2
        assert (found.tax_class, found.unit) == (classes[at % len(classes)], "kg")
        # By the kilo: how much of it is asked for.
        assert len(asked.lines()) == 1
        assert asked.sees(QWidget, "weight_take")

    def test_keeps_how_many_it_was(self, selling: DrivenTill) -> None:
        selling.enter_text("3*")
        selling.scan(UNKNOWN)
        selling.press(Key.Key_Insert)
        selling.enter_text("Pen")
        selling.press(Key.Key_Tab)
        selling.enter_text("2")
        save(selling)

        assert selling.lines() == ["3 Pen, 6,00"]

    def test_takes_how_many_were_typed_before_it(self, selling: DrivenTill) -> None:
        selling.scan(UNKNOWN)
        selling.quiet()
        selling.enter_text("6*")
        selling.press(Key.Key_Insert)
        selling.enter_text("Pen")
        selling.press(Key.Key_Tab)
        selling.enter_text("2")
        save(selling)

        assert selling.lines() == ["6 Pen, 12,00"]

    def test_is_added_for_every_scan_that_missed_it(self, selling: DrivenTill) -> None:
        selling.scan(UNKNOWN)
        selling.scan(OTHER_UNKNOWN)
        selling.quiet()
        selling.enter_text("3*")
        selling.scan(UNKNOWN)
        selling.quiet()
        selling.press(Key.Key_Insert)
        selling.enter_text("Pen")
        selling.press(Key.Key_Tab)
        selling.enter_text("2")
        save(selling)

        assert selling.lines() == ["4 Pen, 8,00"]
        waiting = selling.model.screens.sell.notices.waiting
        assert [notice.code for notice in waiting] == [OTHER_UNKNOWN]

    def test_begins_without_a_code_where_none_was_missed(self, selling: DrivenTill) -> None:
        selling.press(Key.Key_Insert)
        assert selling.widget(QLineEdit, "new_barcode").hasFocus()
        selling.enter_text("77")
        selling.press(Key.Key_Tab)
        selling.enter_text("Loose tea")
        selling.press(Key.Key_Tab)
        selling.enter_text("4")
        save(selling)

        assert selling.lines() == ["1 Loose tea, 4,00"]

    def test_is_left_with_nothing_done(self, asked: DrivenTill) -> None:
        asked.enter_text("Pen")
        asked.press(Key.Key_Escape)

        assert not is_open(asked)
        assert asked.sees(QLabel, "notice_words")
        assert product(asked, UNKNOWN) is None
        asked.enter_text("4")
        assert asked.says("typed") == "4"

    @pytest.mark.parametrize(
        ("name", "price", "field", "words"),
        [
            ("", "2", "name", "The name is missing"),
            ("Pen", "", "price", "The price is missing"),
            ("Pen", "0", "price", "A price is more than zero"),
            ("4111 1111 1111 1111", "2", "name", "Looks like a card number; none is stored"),
        ],
    )
    def test_says_what_is_wrong_at_its_field(
        self, asked: DrivenTill, name: str, price: str, field: str, words: str
    ) -> None:
        asked.enter_text(name)
        asked.press(Key.Key_Tab)
        asked.enter_text(price)
        asked.press(Key.Key_Return)
        asked.wait_for(lambda: asked.sees(QLabel, f"new_{field}_problem"), "the refusal")

        assert asked.says(f"new_{field}_problem") == words
        assert asked.widget(QLineEdit, f"new_{field}").hasFocus()
        assert product(asked, UNKNOWN) is None

    def test_refuses_a_barcode_that_is_taken(self, selling: DrivenTill) -> None:
        selling.press(Key.Key_Insert)
        selling.widget(QLineEdit, "new_barcode").setText(BREAD)
        selling.press(Key.Key_Tab)
        selling.enter_text("Pen")
        selling.press(Key.Key_Tab)
        selling.enter_text("2")
        selling.press(Key.Key_Return)
        selling.wait_for(lambda: selling.sees(QLabel, "new_barcode_problem"), "the refusal")

        assert "already" in selling.says("new_barcode_problem")

    def test_warns_of_a_wrong_check_digit_and_keeps_it(self, selling: DrivenTill) -> None:
        selling.scan(MISREAD)
        selling.press(Key.Key_Insert)

        assert "check digit" in selling.says("new_barcode_problem")
        selling.enter_text("Pen")
        selling.press(Key.Key_Tab)
        selling.enter_text("2")
        save(selling)
        assert selling.lines() == ["1 Pen, 2,00"]

    def test_lets_a_scan_go_to_the_order_and_keeps_the_keys(self, asked: DrivenTill) -> None:
        asked.enter_text("Pe")
        asked.scan(BREAD)
        asked.quiet()
        asked.enter_text("n")

        assert [line[:2] for line in asked.lines()] == ["2 "]
        assert typed(asked, "name") == "Pen"
        assert typed(asked, "barcode") == UNKNOWN

    def test_keeps_tab_inside(self, asked: DrivenTill) -> None:
        for _ in range(9):
            asked.press(Key.Key_Tab)
            assert any(
                asked.widget(QLineEdit, f"new_{name}").hasFocus()
                for name in ("barcode", "name", "price", "category")
            )

    def test_shows_its_own_keys(self, asked: DrivenTill) -> None:
        asked.press(Key.Key_F1)
        words = [one.text() for one in asked.window.findChildren(QLabel) if one.isVisible()]
        asked.press(Key.Key_Space)
        asked.enter_text("Pen")

        assert "Put it on sale and into the order" in words
        assert typed(asked, "name") == "Pen"

    def test_says_so_if_it_is_refused_after_the_sheet_was_left(self, asked: DrivenTill) -> None:
        asked.enter_text("Pen")
        asked.press(Key.Key_Tab)
        asked.enter_text("2")
        asked.refuse_a_write()
        # Esc comes while it is written.
        left = asked.model.screens.new_product
        left.save(barcode=UNKNOWN, name="Pen", category="")
        left.leave()
        asked.wait_for(lambda: asked.sees(QLabel, "toast_words"), "the refusal")

        assert asked.says("toast_words").startswith("Pen is not on sale: ")
        assert product(asked, UNKNOWN) is None

    def test_goes_with_its_screen(self, asked: DrivenTill) -> None:
        asked.press(Key.Key_L, CTRL)
        asked.wait_for_page("sign_in")

        assert not is_open(asked)


class TestChangePrice:
    def price_of(self, till: DrivenTill) -> int:
        found = product(till, BREAD)
        assert found is not None
        return found.unit_price.minor

    def test_holds_from_the_next_scan_on(self, selling: DrivenTill) -> None:
        selling.scan(BREAD)
        selling.quiet()
        before = selling.lines()
        selling.press(Key.Key_F6, SHIFT)
        selling.enter_text("9,99")
        selling.press(Key.Key_Return)
        selling.wait_for(lambda: not selling.sees(QWidget, "price_save"), "the end of the sheet")

        assert selling.lines() == before
        assert self.price_of(selling) == 999
        assert selling.says("toast_words").endswith("9,99\xa0€ from now on")
        selling.scan(BREAD)
        selling.quiet()
        assert len(selling.lines()) == 2
        assert selling.lines()[1].endswith(", 9,99")

    def test_shows_what_it_costs_now(self, selling: DrivenTill) -> None:
        selling.scan(BREAD)
        selling.quiet()
        now = self.price_of(selling)
        selling.press(Key.Key_F6, SHIFT)

        shown = f"{now // 100},{now % 100:02d}\xa0€"
        assert f"It costs {shown} now" in selling.says("price_words")
        assert selling.says("price_amount") == shown

    def test_is_left_with_nothing_done(self, selling: DrivenTill) -> None:
        selling.scan(BREAD)
        selling.quiet()
        before = self.price_of(selling)
        selling.press(Key.Key_F6, SHIFT)
        selling.enter_text("9")
        selling.press(Key.Key_Escape)

        assert not selling.sees(QWidget, "price_save")
        assert self.price_of(selling) == before

    def test_of_nothing_typed_is_none(self, selling: DrivenTill) -> None:
        selling.scan(BREAD)
        selling.quiet()
        before = selling.store.queries.journal.head().seq
        selling.press(Key.Key_F6, SHIFT)
        selling.press(Key.Key_Return)

        assert not selling.sees(QWidget, "price_save")
        assert selling.store.queries.journal.head().seq == before

    def test_refuses_zero_in_words(self, selling: DrivenTill) -> None:
        selling.scan(BREAD)
        selling.quiet()
        selling.press(Key.Key_F6, SHIFT)
        selling.enter_text("0")
        selling.press(Key.Key_Return)
        selling.wait_for(lambda: selling.sees(QLabel, "price_problem"), "the refusal")

        assert selling.says("price_problem").startswith("A price is more than nothing")

    def test_shows_on_the_tile(self, selling: DrivenTill) -> None:
        grid = selling.model.screens.grid
        tile = next(one for one in grid.tiles if one and "/" not in one.price)
        selling.model.screens.sell.choose(tile.product_id)
        selling.press(Key.Key_F6, SHIFT)
        selling.enter_text("8.76")
        selling.press(Key.Key_Return)

        selling.wait_for(
            lambda: "8,76" in [one.price for one in grid.tiles if one], "the new price"
        )

    @pytest.mark.parametrize("is_tile", [True, False])
    def test_is_for_what_has_none_and_waits_for_one(
        self, selling: DrivenTill, *, is_tile: bool
    ) -> None:
        selling.price_of(BREAD, 0)
        found = product(selling, BREAD)
        assert found is not None
        if is_tile:
            selling.model.screens.sell.choose(found.product_id)
        else:
            selling.scan(BREAD)
            selling.quiet()
        assert selling.sees(QWidget, "open_price_take")
        selling.press(Key.Key_F6, SHIFT)
        assert "has no price" in selling.says("notice_words")
        selling.enter_text("2.49")
        selling.press(Key.Key_Return)
        selling.wait_for(lambda: not selling.sees(QWidget, "price_save"), "the end of the sheet")

        assert self.price_of(selling) == 249
        # What could not be added before is in the order now, and nothing is asked any more.
        assert [line[-4:] for line in selling.lines()] == ["2,49"]
        assert not selling.sees(QLabel, "notice_words")

    def test_needs_a_line(self, selling: DrivenTill) -> None:
        selling.press(Key.Key_F6, SHIFT)

        assert not selling.sees(QWidget, "price_save")
        assert selling.says("toast_words").startswith("Ring the product up first")
