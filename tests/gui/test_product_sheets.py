"""Sheets that ask about one product, by their keys; whatever is scanned meanwhile waits."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QWidget

from pos_app.composition.demo_people import CASHIER, CASHIER_PIN
from pos_app.views.input.scanner_filter import GAP_MS
from tests.gui.driving import BUSY_GAP_MS, DrivenTill, Key
from tests.gui.test_selling import BREAD, BUTTER

BANANAS = "4011"
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
GOODS = """sku,barcode,name,category,price,tax_class,stock,unit,variant_group,variant,age,open_price
WINE,2000000000015,Red wine,Drinks,7.50,STANDARD,12,each,,,16,
GIN,2000000000022,Gin,Drinks,21.00,STANDARD,3,each,,,18,
FLOWERS,2000000000039,Flowers,Household,5.00,STANDARD,,each,,,,yes
SHIRT-S,2000000000046,Shirt S,Clothes,10.00,STANDARD,4,each,Shirt,S,,
SHIRT-M,2000000000053,Shirt M,Clothes,12.50,STANDARD,0,each,Shirt,M,,
"""
WINE, GIN, FLOWERS = "2000000000015", "2000000000022", "2000000000039"


@pytest.fixture
def selling(selling: DrivenTill) -> DrivenTill:
    selling.import_file(GOODS)
    selling.wait_for_import("preview")
    selling.press(Key.Key_Return)
    selling.wait_for_import("done")
    selling.press(Key.Key_Return)
    selling.quiet()
    return selling


def is_open(till: DrivenTill, button: str) -> bool:
    return till.sees(QWidget, button)


def toast(till: DrivenTill) -> str:
    return till.says("toast_words")


class TestWeight:
    def test_is_typed_and_goes_into_the_order(self, selling: DrivenTill) -> None:
        selling.scan(BANANAS)
        selling.quiet()
        assert is_open(selling, "weight_take")
        assert selling.says("weight_title") == "Bananas"
        selling.enter_text("0.842")
        selling.press(Key.Key_Return)

        assert not is_open(selling, "weight_take")
        assert selling.lines() == ["0,842 Bananas, 1,68"]
        assert not selling.sees(QLabel, "notice_words")

    def test_is_less_the_tare(self, selling: DrivenTill) -> None:
        selling.scan(BANANAS)
        selling.quiet()
        selling.enter_text("1,05")
        selling.press(Key.Key_Tab)
        selling.enter_text("0,05")
        assert "1 kg" in selling.says("weight_net")
        selling.press(Key.Key_Return)

        assert selling.lines() == ["1 Bananas, 1,99"]

    def test_is_never_nothing(self, selling: DrivenTill) -> None:
        selling.scan(BANANAS)
        selling.quiet()
        selling.press(Key.Key_Return)
        assert selling.sees(QLabel, "weight_problem")
        selling.enter_text("0.5")
        assert not selling.sees(QLabel, "weight_problem")
        selling.press(Key.Key_Tab)
        selling.enter_text("0.5")
        selling.press(Key.Key_Return)

        assert selling.lines() == []
        assert "tare" in selling.says("weight_problem")

    def test_is_left_by_esc_and_that_is_told(self, selling: DrivenTill) -> None:
        selling.scan(BANANAS)
        selling.quiet()
        selling.enter_text("1")
        selling.press(Key.Key_Escape)

        assert selling.lines() == []
        assert not is_open(selling, "weight_take")
        assert selling.says("toast_words") == "Bananas was not added"

    def test_of_a_line_is_said_anew(self, selling: DrivenTill) -> None:
        selling.enter_text("0.5*")
        selling.scan(BANANAS)
        selling.quiet()
        selling.press(Key.Key_M, CTRL)
        assert is_open(selling, "weight_take")
        selling.enter_text("2")
        selling.press(Key.Key_Return)

        assert selling.lines() == ["2 Bananas, 3,98"]

    def test_is_not_for_pieces(self, selling: DrivenTill) -> None:
        selling.scan(BREAD)
        selling.quiet()
        selling.press(Key.Key_M, CTRL)

        assert not is_open(selling, "weight_take")
        assert "by the piece" in toast(selling)

    def test_is_asked_for_after_a_tap_and_typed_on_the_pad(self, selling: DrivenTill) -> None:
        selling.model.screens.sell.choose(
            selling.store.queries.products.by_barcode(BANANAS).product_id  # type: ignore[union-attr]
        )
        selling.settle()
        for key in ("1", ".", "5", "back", "2"):
            selling.click(f"weight_pad_{key}")
        selling.click("weight_take")

        assert selling.lines() == ["1,2 Bananas, 2,39"]

    def test_typed_before_needs_no_sheet(self, selling: DrivenTill) -> None:
        selling.enter_text("1*")
        selling.scan(BANANAS)

        assert not is_open(selling, "weight_take")
        assert len(selling.lines()) == 1


class TestScansMeanwhile:
    def test_wait_and_are_added_in_order(self, selling: DrivenTill) -> None:
        selling.scan(BANANAS)
        selling.scan(BREAD)
        selling.scan(BUTTER)
        assert selling.says("weight_waiting") == "2 scans waiting"
        assert selling.lines() == []
        selling.quiet()
        selling.enter_text("1")
        selling.press(Key.Key_Return)
        selling.wait_for(lambda: len(selling.lines()) == 3, "what waited")

        names = [line.split(" ", 1)[1].split(",")[0] for line in selling.lines()]
        products = selling.store.queries.products
        bread, milk = products.by_barcode(BREAD), products.by_barcode(BUTTER)
        assert bread is not None
        assert milk is not None
        assert names == ["Bananas", bread.name.split(",")[0], milk.name.split(",")[0]]

    def test_ask_in_their_turn(self, selling: DrivenTill) -> None:
        for code in (BANANAS, BREAD, WINE, BUTTER):
            selling.scan(code)
        selling.quiet()
        selling.enter_text("1")
        selling.press(Key.Key_Return)
        selling.wait_for(lambda: is_open(selling, "age_confirm"), "the next question")
        assert selling.says("age_waiting") == "1 scan waiting"
        selling.press(Key.Key_Return)
        selling.wait_for(lambda: len(selling.lines()) == 4, "the rest")

        assert not is_open(selling, "age_confirm")

    def test_are_added_although_the_question_is_left(self, selling: DrivenTill) -> None:
        for code in (BANANAS, BREAD):
            selling.scan(code)
        selling.quiet()
        selling.press(Key.Key_Escape)
        selling.wait_for(lambda: len(selling.lines()) == 1, "what waited")

    def test_keep_the_order_from_being_paid(self, selling: DrivenTill) -> None:
        for code in (BREAD, BANANAS, BUTTER):
            selling.scan(code)
        selling.quiet()
        selling.press(Key.Key_F12)
        selling.click("pay")

        assert selling.page == "sell"
        assert "asked about" in toast(selling)

    def test_are_in_the_order_of_whoever_locks(self, selling: DrivenTill) -> None:
        for code in (BREAD, BANANAS, BUTTER):
            selling.scan(code)
        selling.quiet()
        selling.press(Key.Key_L, CTRL)
        selling.start_selling()

        assert len(selling.lines()) == 2
        # And not in that of somebody else.
        selling.press(Key.Key_L, CTRL)
        selling.choose_person(CASHIER)
        selling.start_selling(CASHIER_PIN)
        assert selling.lines() == []

    @pytest.mark.parametrize("sheet", ["weight", "new product"])
    def test_a_hundred_at_ten_a_second_are_a_hundred_lines(
        self, selling: DrivenTill, sheet: str
    ) -> None:
        """Through the real window and the real filter, by the time stamps of a scanner."""
        if sheet == "weight":
            selling.scan(BANANAS)
        else:
            selling.press(Key.Key_Insert)
        selling.quiet()
        codes = [BREAD, BUTTER] * 50
        rung = len(selling.lines())
        selling.scanner.gap_ms = GAP_MS
        keys = Scanner(selling)
        for code in codes:
            keys.scan(code)
        selling.settle()

        if sheet == "weight":
            assert selling.says("weight_waiting") == "100 scans waiting"
            assert selling.lines() == []
            assert selling.widget(QWidget, "weight_measure").property("text") == "Weight  0 kg"
            selling.quiet()
            selling.enter_text("1")
            selling.press(Key.Key_Return)
            rung = 1
        else:
            fields = ("new_barcode", "new_name", "new_price", "new_category")
            assert [selling.widget(QWidget, one).property("text") for one in fields] == [""] * 4
        selling.wait_for(lambda: len(selling.lines()) == rung + 100, "all of them")
        products = selling.store.queries.products
        ids = [one.product_id for one in map(products.by_barcode, codes) if one is not None]
        order = selling.store.services.orders.order
        assert [item.product_id for item in order.items][rung:] == ids
        assert not selling.sees(QLabel, "notice_words")


class Scanner:
    """A scanner on the wire: 8 ms between two keys, ten codes a second."""

    def __init__(self, till: DrivenTill) -> None:
        self._till = till
        self._now_ms = 100_000_000

    def scan(self, code: str) -> None:
        for char in code + "\r":
            self._now_ms += 8
            self._key(char)
        self._now_ms += max(0, 100 - 8 * (len(code) + 1)) or 48
        QCoreApplication.processEvents()

    def _key(self, char: str) -> None:
        handle = self._till.window.windowHandle()
        code = Qt.Key.Key_Return if char == "\r" else Qt.Key(ord(char))
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, code, Qt.KeyboardModifier.NoModifier, char)
            event.setTimestamp(self._now_ms)
            QCoreApplication.sendEvent(handle, event)


class TestAge:
    def test_is_asked_once_and_tells_the_date_of_birth(self, selling: DrivenTill) -> None:
        selling.scan(WINE)
        selling.quiet()
        day = selling.shift().business_date
        assert selling.says("age_title") == "16 or over"
        born = selling.says("age_born")
        assert str(day.year - 16) in born
        assert born.startswith("Born on or before")
        selling.press(Key.Key_Return)
        selling.scan(WINE)
        selling.quiet()

        assert selling.lines() == ["2 Red wine, 15,00"]
        assert not is_open(selling, "age_confirm")

    def test_is_asked_again_for_a_higher_one(self, selling: DrivenTill) -> None:
        selling.scan(WINE)
        selling.quiet()
        selling.press(Key.Key_Return)
        selling.scan(GIN)
        selling.quiet()

        assert selling.says("age_title") == "18 or over"

    def test_refused_adds_nothing_and_says_so(self, selling: DrivenTill) -> None:
        selling.scan(WINE)
        selling.quiet()
        selling.press(Key.Key_Escape)

        assert selling.lines() == []
        assert toast(selling) == "Red wine was not added"
        selling.scan(WINE)
        selling.quiet()
        assert is_open(selling, "age_confirm")

    def test_is_asked_again_for_the_next_customer(self, selling: DrivenTill) -> None:
        selling.scan(WINE)
        selling.quiet()
        selling.press(Key.Key_Return)
        selling.press(Key.Key_F12, SHIFT)
        selling.wait_for_page("done")
        selling.press(Key.Key_Return)
        selling.wait_for_page("sell")
        selling.scan(WINE)
        selling.quiet()

        assert is_open(selling, "age_confirm")
        document = selling.store.queries.orders.latest()
        assert document is not None
        assert document.age_check is not None
        assert document.age_check.limit == 16

    def test_date_is_that_of_the_business_day(self, selling: DrivenTill) -> None:
        checking = selling.model.screens.products.age._checking  # noqa: SLF001
        assert checking.born_by(16) < date.today().replace(month=12, day=31)  # noqa: DTZ011


class TestOpenPrice:
    def test_is_asked_each_time(self, selling: DrivenTill) -> None:
        for price in ("7.5", "9"):
            selling.scan(FLOWERS)
            selling.quiet()
            assert selling.says("open_price_title") == "Flowers"
            selling.enter_text(price)
            selling.press(Key.Key_Return)

        assert selling.lines() == ["1 Flowers, 7,50", "1 Flowers, 9,00"]

    def test_is_never_nothing(self, selling: DrivenTill) -> None:
        selling.scan(FLOWERS)
        selling.quiet()
        selling.press(Key.Key_Return)
        assert selling.sees(QLabel, "open_price_problem")
        selling.enter_text("1")
        selling.press(Key.Key_Backspace)
        selling.press(Key.Key_Escape)

        assert selling.lines() == []

    def test_takes_the_pad(self, selling: DrivenTill) -> None:
        selling.scan(FLOWERS)
        selling.settle()
        for key in ("3", ".", "5", "back", "2"):
            selling.click(f"open_price_pad_{key}")
        selling.click("open_price_take")

        assert selling.lines() == ["1 Flowers, 3,20"]

    def test_of_what_has_none_is_for_the_owner(self, selling: DrivenTill) -> None:
        selling.price_of(BREAD, 0)
        selling.scan(BREAD)
        selling.quiet()
        assert is_open(selling, "open_price_take")
        selling.enter_text("2")
        selling.press(Key.Key_Return)

        assert len(selling.lines()) == 1

    def test_of_what_has_none_is_a_notice_for_a_cashier(self, selling: DrivenTill) -> None:
        selling.press(Key.Key_L, CTRL)
        selling.choose_person(CASHIER)
        selling.start_selling(CASHIER_PIN)
        selling.price_of(BREAD, 0)
        selling.scan(BREAD)
        selling.quiet()

        assert not is_open(selling, "open_price_take")
        assert "has no price" in selling.says("notice_words")


class TestVariants:
    @pytest.fixture
    def shelf(self, selling: DrivenTill) -> DrivenTill:
        selling.model.screens.grid.choose("Clothes")
        selling.wait_for(lambda: len(selling.model.screens.grid.tiles) == 1, "the shelf")
        selling.settle()
        return selling

    def test_are_one_tile(self, shelf: DrivenTill) -> None:
        (tile,) = shelf.model.screens.grid.tiles
        assert tile is not None
        assert (tile.name, tile.price, tile.detail) == ("Shirt", "from 10,00", "2 variants")

    def test_are_chosen_by_keys(self, shelf: DrivenTill) -> None:
        shelf.click("tile_0")
        shelf.wait_for(lambda: is_open(shelf, "variant_take"), "the sheet")
        shelf.press(Key.Key_Up)
        shelf.press(Key.Key_Down)
        shelf.press(Key.Key_Return)

        assert shelf.lines() == ["1 Shirt S, 10,00"]

    def test_are_asked_for_where_a_code_names_the_kind(self, selling: DrivenTill) -> None:
        selling.scan("Shirt")
        selling.wait_for(lambda: is_open(selling, "variant_take"), "the sheet")
        selling.quiet()
        selling.press(Key.Key_Return)

        assert len(selling.lines()) == 1

    def test_are_left_by_esc(self, shelf: DrivenTill) -> None:
        shelf.click("tile_0")
        shelf.wait_for(lambda: is_open(shelf, "variant_take"), "the sheet")
        shelf.press(Key.Key_Escape)

        assert shelf.lines() == []
        assert toast(shelf) == "Shirt was not added"


class TestPriceCheck:
    def shown(self, till: DrivenTill) -> None:
        till.wait_for(lambda: till.sees(QLabel, "check_price"), "the product")
        till.quiet()

    def test_shows_and_adds_nothing(self, selling: DrivenTill) -> None:
        selling.press(Key.Key_F2, SHIFT)
        assert "Scan" in selling.says("check_title")
        selling.scan(WINE)
        self.shown(selling)

        assert selling.says("check_title") == "Red wine"
        assert selling.says("check_price") == "7,50\xa0€"
        assert selling.says("check_stock") == "12 in stock"
        assert "Age: from 16 years" in selling.says("check_facts")
        assert selling.lines() == []
        selling.press(Key.Key_Escape)
        assert not is_open(selling, "check_leave")

    def test_ends_with_the_next_scan_which_sells(self, selling: DrivenTill) -> None:
        selling.press(Key.Key_F2, SHIFT)
        selling.scan(WINE)
        self.shown(selling)
        selling.scan(BREAD)
        selling.quiet()

        assert len(selling.lines()) == 1
        assert not is_open(selling, "check_leave")

    def test_that_was_left_waits_for_no_scan(self, selling: DrivenTill) -> None:
        selling.press(Key.Key_F2, SHIFT)
        selling.press(Key.Key_Escape)
        selling.scan(BREAD)

        assert len(selling.lines()) == 1

    def test_says_what_is_unknown(self, selling: DrivenTill) -> None:
        selling.press(Key.Key_F2, SHIFT)
        selling.scan("4006381333931")
        selling.wait_for(lambda: selling.sees(QLabel, "check_trouble"), "the words")

        assert "4006381333931" in selling.says("check_trouble")
        assert not selling.sees(QLabel, "notice_words")

    def test_of_the_line_shows_the_others_of_its_kind(self, selling: DrivenTill) -> None:
        selling.scan("2000000000046")
        selling.quiet()
        selling.press(Key.Key_F3, SHIFT)
        self.shown(selling)
        assert selling.says("check_title") == "Shirt S"
        assert selling.sees(QLabel, "check_others")
        selling.press(Key.Key_Return)
        selling.wait_for(lambda: selling.says("check_title") == "Shirt M", "the other one")

        assert selling.says("check_price") == "12,50\xa0€"
        assert len(selling.lines()) == 1

    def test_is_one_tap_from_the_line(self, selling: DrivenTill) -> None:
        selling.scan("2000000000046")
        selling.quiet()
        selling.click("line_info")
        self.shown(selling)

        assert selling.says("check_title") == "Shirt S"

    def test_of_a_search_hit_adds_nothing(self, selling: DrivenTill) -> None:
        selling.enter_text("red wi")
        selling.wait_for(lambda: bool(selling.model.screens.grid.results), "the results")
        selling.press(Key.Key_Return, SHIFT)
        self.shown(selling)

        assert selling.says("check_title") == "Red wine"
        assert selling.lines() == []


def test_one_code_of_several_lines_is_one_notice(selling: DrivenTill) -> None:
    selling.scanner.gap_ms = BUSY_GAP_MS  # between its lines too
    selling.burst("ABCD1234")
    selling.burst("EFGH5678")
    selling.settle()

    assert len(selling.model.screens.sell.notices.waiting) == 1


def test_a_price_that_was_set_rings_up_what_waited_for_it(selling: DrivenTill) -> None:
    selling.press(Key.Key_L, CTRL)
    selling.start_selling()
    answerable, ringing = frozenset[object](), selling.model.screens.sell.ringing
    ringing.answerable = answerable  # type: ignore[assignment]
    selling.price_of(BREAD, 0)
    selling.enter_text("3*")
    selling.scan(BREAD)
    selling.quiet()
    selling.press(Key.Key_F6, SHIFT)
    selling.enter_text("2")
    selling.press(Key.Key_Return)
    selling.wait_for(lambda: len(selling.lines()) == 1, "the line")

    assert selling.lines()[0].startswith("3 ")
    assert not selling.sees(QLabel, "notice_words")
