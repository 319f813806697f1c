import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton

from pos_app.composition.demo_people import CASHIER_PIN
from pos_app.views.sell.last_item import LastItem
from pos_app.views.shared import tokens
from pos_app.views.shared.key_card import KeyCard
from pos_app.views.shared.sheet import sheet_over
from tests.gui.driving import DrivenTill, Key

CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
PAIN = "3276550614043"  # 1.79
BREAD = "0721762513958"  # 2.49
BUTTER = "0034500151276"  # 1.19
BANANAS = "4011"  # 1.99 a kilogram
UNKNOWN = "4006381333931"


class TestScan:
    def test_adds_a_line(self, selling: DrivenTill) -> None:
        selling.scan(PAIN)
        selling.scan(BREAD)

        assert selling.lines() == ["1 Pain au chocolat, 1,79", "1 White Bread, 2,49"]
        assert selling.says("order_total") == "4,28\u00a0€"
        assert selling.says("order_count") == "2 items · tax 0,22"

    def test_of_the_same_again_counts_up(self, selling: DrivenTill) -> None:
        for code in (PAIN, PAIN, BREAD, PAIN):
            selling.scan(code)

        assert [line[:2] for line in selling.lines()] == ["2 ", "1 ", "1 "]

    def test_shows_what_it_added_large(self, selling: DrivenTill) -> None:
        selling.scan(PAIN)

        assert (selling.says("last_name"), selling.says("last_price")) == (
            "Pain au chocolat",
            "1,79",
        )

    def test_writes_a_long_name_smaller_before_it_is_cut(self, selling: DrivenTill) -> None:
        selling.scan(PAIN)
        last = selling.widget(LastItem, "last")
        last.tell("Côtes du Rhône", "7,50")
        assert last.name.type == tokens.LAST
        last.tell("Côtes du Rhône Villages 75 cl", "7,50")
        assert (last.name.text(), last.name.type) == (
            "Côtes du Rhône Villages 75 cl",
            tokens.TITLE,
        )

    def test_never_pays_by_its_enter(self, selling: DrivenTill) -> None:
        selling.scan(PAIN)
        selling.scan(PAIN)

        assert selling.page == "sell"

    def test_goes_to_the_order_even_from_the_search_field(self, selling: DrivenTill) -> None:
        selling.press(Key.Key_F2)
        selling.enter_text("bre")

        selling.scan(PAIN)

        assert selling.widget(QLineEdit, "search").text() == "bre"
        assert selling.lines() == ["1 Pain au chocolat, 1,79"]

    def test_a_hundred_times_in_a_row_loses_nothing(self, selling: DrivenTill) -> None:
        selling.press(Key.Key_F2)

        for _ in range(50):
            selling.burst(PAIN)
            selling.burst(BREAD)
        selling.settle()

        assert len(selling.lines()) == 100
        assert selling.widget(QLineEdit, "search").text() == ""

    def test_of_something_unknown_stays_on_screen_and_blocks_nothing(
        self, selling: DrivenTill
    ) -> None:
        sounds: list[str] = []
        selling.model.screens.sell.sound.connect(sounds.append)

        selling.scan(UNKNOWN)
        selling.scan(PAIN)

        assert selling.says("notice_words") == f"No product has the barcode {UNKNOWN}."
        assert selling.lines() == ["1 Pain au chocolat, 1,79"]
        assert sounds == ["refused", "ok"]
        selling.press(Key.Key_Return)
        assert sounds == ["refused", "ok", "attention"]
        selling.press(Key.Key_Escape)
        assert not selling.sees(QLabel, "notice_words")

    def test_of_two_unknown_ones_shows_one_after_the_other(self, selling: DrivenTill) -> None:
        selling.scan(UNKNOWN)
        selling.scan("4006381333948")
        assert selling.says("notice_words").endswith(" (1 more)")

        selling.press(Key.Key_Escape)

        assert "4006381333948" in selling.says("notice_words")


class TestTyping:
    def test_a_count_before_the_scan(self, selling: DrivenTill) -> None:
        selling.enter_text("12*")
        assert selling.says("typed") == "12 ×"

        selling.scan(PAIN)

        assert selling.lines() == ["12 Pain au chocolat, 21,48"]

    def test_a_weight_before_the_tap(self, selling: DrivenTill) -> None:
        selling.enter_text("0,842*")
        selling.scan(BANANAS)

        assert selling.lines() == ["0,842 Bananas, 1,68"]

    def test_a_code_and_enter(self, selling: DrivenTill) -> None:
        selling.enter_text("2*4011")
        selling.press(Key.Key_Return)

        assert selling.lines() == ["2 Bananas, 3,98"]
        assert selling.page == "sell"

    def test_digits_and_f3_set_the_quantity(self, selling: DrivenTill) -> None:
        selling.scan(PAIN)
        selling.enter_text("5")
        selling.press(Key.Key_F3)

        assert selling.lines() == ["5 Pain au chocolat, 8,95"]

    def test_something_too_large_is_refused_in_words(self, selling: DrivenTill) -> None:
        selling.scan(PAIN)
        selling.enter_text("9999999")
        selling.press(Key.Key_F3)

        assert "out of range" in selling.says("toast_words")
        assert selling.lines() == ["1 Pain au chocolat, 1,79"]

    def test_letters_search_and_enter_adds_the_best_hit(self, selling: DrivenTill) -> None:
        selling.enter_text("pain au")
        selling.wait_for(lambda: selling.model.screens.grid.found_for == "pain au")
        selling.press(Key.Key_Return)

        assert selling.lines() == ["1 Pain au chocolat, 1,79"]
        assert selling.widget(QLineEdit, "search").text() == ""

    def test_an_enter_that_is_faster_than_the_search_waits_for_its_hits(
        self, selling: DrivenTill
    ) -> None:
        selling.enter_text("b")
        selling.wait_for(lambda: selling.model.screens.grid.found_for == "b")

        # All of it at once: the hits of "b" are still on screen when Enter comes.
        selling.burst_keys(*(Key(ord(char)) for char in "UTT"), Key.Key_Return)
        selling.wait_for(lambda: selling.lines() != [])

        assert selling.lines() == ["1 Butter, 1,19"]

    def test_ctrl_enter_adds_and_keeps_searching(self, selling: DrivenTill) -> None:
        selling.enter_text("choc")
        selling.wait_for(lambda: selling.model.screens.grid.found_for == "choc")
        selling.press(Key.Key_Down)
        selling.press(Key.Key_Return, CTRL)

        assert len(selling.lines()) == 1
        assert selling.widget(QLineEdit, "search").text() == "choc"

    def test_escape_takes_one_step_back_at_a_time(self, selling: DrivenTill) -> None:
        selling.scan(UNKNOWN)
        selling.enter_text("12")

        selling.press(Key.Key_Escape)
        assert not selling.sees(QLabel, "typed")
        assert selling.sees(QLabel, "notice_words")
        selling.press(Key.Key_Escape)
        assert not selling.sees(QLabel, "notice_words")

    def test_a_price_that_is_missing_is_asked_for(self, selling: DrivenTill) -> None:
        selling.scan(BANANAS)

        assert selling.says("weight_title") == "Bananas"


class TestHeldKey:
    def test_removes_one_line_only(self, selling: DrivenTill) -> None:
        for code in (PAIN, BREAD, BUTTER):
            selling.scan(code)

        selling.hold(Key.Key_Delete)

        assert len(selling.lines()) == 2

    def test_does_not_pay_and_go_on(self, selling: DrivenTill) -> None:
        selling.scan(PAIN)
        selling.quiet()

        selling.hold(Key.Key_Return)

        assert selling.page == "pay"
        assert selling.orders() == []


class TestTooMuch:
    def test_is_taken_back_and_told(self, selling: DrivenTill) -> None:
        selling.price_of(PAIN, 10**12)
        selling.scan(BREAD)

        selling.enter_text("999999*")
        selling.scan(PAIN)

        assert "larger than this till accepts" in selling.says("notice_words")
        assert selling.lines() == ["1 White Bread, 2,49"]


class TestNotFound:
    def test_holds_the_payment_up_once(self, selling: DrivenTill) -> None:
        selling.scan(PAIN)
        selling.scan(UNKNOWN)
        selling.quiet()

        selling.press(Key.Key_Return)
        assert selling.page == "sell"
        assert "not in this order" in selling.says("toast_words")

        selling.press(Key.Key_Return)
        assert selling.page == "pay"


class TestMeasured:
    def test_is_never_counted_up(self, selling: DrivenTill) -> None:
        selling.enter_text("0.842*")
        selling.scan(BANANAS)

        selling.enter_text("+")

        assert selling.lines() == ["0,842 Bananas, 1,68"]
        assert "sold by measure" in selling.says("toast_words")


class TestLine:
    @pytest.fixture
    def three(self, selling: DrivenTill) -> DrivenTill:
        for code in (PAIN, BREAD, BUTTER):
            selling.scan(code)
        return selling

    def test_more_and_less(self, three: DrivenTill) -> None:
        three.press(Key.Key_Up)
        three.enter_text("++-")

        assert three.lines()[1] == "2 White Bread, 4,98"

    def test_less_than_one_removes_it(self, three: DrivenTill) -> None:
        three.press(Key.Key_Home)
        three.enter_text("-")

        assert three.lines() == ["1 White Bread, 2,49", "1 Butter, 1,19"]
        assert three.says("toast_words") == "Pain au chocolat removed"

    def test_undo_brings_everything_back_step_by_step(self, three: DrivenTill) -> None:
        before = three.lines()
        three.press(Key.Key_Delete)
        three.enter_text("+")
        three.press(Key.Key_Delete)

        for _ in range(3):
            three.press(Key.Key_Z, CTRL)

        assert three.lines() == before

    def test_the_toast_offers_undo_only_while_it_would_undo_that(self, three: DrivenTill) -> None:
        three.press(Key.Key_Delete)
        assert three.sees(QLabel, "toast_words")

        three.scan(PAIN)

        assert not three.sees(QLabel, "toast_words")

    def test_repeat_adds_one_more_of_the_last(self, three: DrivenTill) -> None:
        three.press(Key.Key_Home)
        three.press(Key.Key_R, CTRL)

        assert three.lines()[2] == "2 Butter, 2,38"

    def test_keys_move_along_the_lines(self, three: DrivenTill) -> None:
        sell = three.model.screens.sell
        seen = []
        for key in (Key.Key_Home, Key.Key_Up, Key.Key_End, Key.Key_Down, Key.Key_PageUp):
            three.press(key)
            seen.append(sell.selected)

        assert seen == [0, 0, 2, 2, 0]

    def test_buttons_do_what_the_keys_do(self, three: DrivenTill) -> None:
        three.click("more")
        three.click("less")
        three.click("remove")
        three.click("undo")

        assert three.lines()[2] == "1 Butter, 1,19"


class TestCancel:
    def test_empties_the_screen_and_undo_brings_the_lines_back(self, selling: DrivenTill) -> None:
        selling.scan(PAIN)
        selling.scan(BREAD)
        before = selling.lines()

        selling.press(Key.Key_Delete, CTRL)
        selling.wait_for(lambda: selling.sees(QLabel, "toast_words"))
        assert selling.lines() == []
        assert [row.state for row in selling.orders()] == ["cancelled"]

        selling.press(Key.Key_Z, CTRL)
        assert selling.lines() == before

    def test_cannot_be_undone_where_nobody_is_signed_in(self, selling: DrivenTill) -> None:
        selling.scan(PAIN)
        selling.press(Key.Key_Delete, CTRL)
        selling.press(Key.Key_L, CTRL)
        selling.wait_for_page("sign_in")
        selling.wait_for(lambda: len(selling.orders()) == 1)

        assert not selling.sees(QPushButton, "toast_undo")

    def test_of_an_empty_order_does_nothing(self, selling: DrivenTill) -> None:
        selling.press(Key.Key_Delete, CTRL)

        assert selling.orders() == []


class TestTouch:
    def test_a_tile_adds_its_product(self, selling: DrivenTill) -> None:
        selling.wait_for(lambda: bool(selling.model.screens.grid.tiles))
        selling.click("tile_1")

        assert selling.lines() == ["1 White Bread, 2,49"]

    def test_a_category_shows_its_products(self, selling: DrivenTill) -> None:
        selling.click("category_Drinks")
        selling.wait_for(lambda: selling.model.screens.grid.category == "Drinks")
        selling.wait_for(lambda: len(selling.model.screens.grid.tiles) == 26)

    def test_the_keypad_sets_a_quantity(self, selling: DrivenTill) -> None:
        selling.scan(PAIN)
        selling.click("quantity")
        selling.click("keypad_digit_7")
        selling.click("keypad_quantity")

        assert selling.lines() == ["7 Pain au chocolat, 12,53"]

    def test_paying_takes_two_taps(self, selling: DrivenTill) -> None:
        selling.scan(PAIN)
        selling.click("pay")
        selling.click("quick_1")
        selling.wait_for_page("done")


class TestDraft:
    def test_is_tried_again_until_the_disk_takes_it(
        self, selling: DrivenTill, expected_warnings: list[str]
    ) -> None:
        expected_warnings.append("The draft could not be written")
        selling.scan(PAIN)
        selling.wait_for(lambda: selling.drafts() == [179])
        selling.refuse_a_write()

        selling.scan(BREAD)
        selling.wait_for(lambda: selling.sees(QLabel, "toast_words"))
        assert "NOT recorded" in selling.says("toast_words")

        selling.wait_for(lambda: selling.drafts() == [428])

    def test_that_the_disk_refused_is_on_screen_again_after_a_lock(
        self, selling: DrivenTill, expected_warnings: list[str]
    ) -> None:
        expected_warnings.append("The draft could not be written")
        selling.scan(PAIN)
        selling.wait_for(lambda: selling.drafts() == [179])
        selling.scan(BREAD)
        selling.refuse_a_write()
        selling.press(Key.Key_L, CTRL)
        selling.wait_for_page("sign_in")

        selling.start_selling()

        assert len(selling.lines()) == 2

    def test_of_somebody_else_that_is_broken_keeps_nobody_out(self, selling: DrivenTill) -> None:
        selling.scan(PAIN)
        selling.wait_for(lambda: selling.drafts() == [179])
        selling.press(Key.Key_L, CTRL)
        selling.wait_for_page("sign_in")
        selling.spoil_drafts()

        selling.press(Key.Key_Right)
        selling.start_selling(CASHIER_PIN)

        assert selling.lines() == []

    def test_follows_every_change_to_disk(self, selling: DrivenTill) -> None:
        selling.scan(PAIN)
        selling.wait_for(lambda: selling.drafts() == [179])

        selling.enter_text("+")
        selling.wait_for(lambda: selling.drafts() == [358])

    def test_goes_with_the_last_line(self, selling: DrivenTill) -> None:
        selling.scan(PAIN)
        selling.wait_for(lambda: selling.drafts() == [179])

        selling.press(Key.Key_Delete)

        selling.wait_for(lambda: selling.drafts() == [])

    def test_goes_with_the_payment(self, selling: DrivenTill) -> None:
        selling.sell(PAIN)

        assert selling.drafts() == []


class TestKeys:
    def test_are_on_one_card_that_goes_with_the_page(self, selling: DrivenTill) -> None:
        for _ in range(3):
            selling.press(Key.Key_F1)
        assert len([one for one in selling.window.findChildren(KeyCard) if one.isVisible()]) == 1

        selling.press(Key.Key_L, CTRL)
        selling.wait_for_page("sign_in")

        assert not [one for one in selling.window.findChildren(KeyCard) if one.isVisible()]

    @pytest.mark.parametrize("is_signed_in", [True, False])
    def test_on_the_card_all_do_something(self, selling: DrivenTill, is_signed_in: bool) -> None:
        if not is_signed_in:
            selling.press(Key.Key_L, CTRL)
            selling.wait_for_page("sign_in")
        selling.press(Key.Key_F1)

        (card,) = (one for one in selling.window.findChildren(KeyCard) if one.isVisible())
        words = {one.text() for one in card.findChildren(QLabel)}
        assert ("Open the drawer without a sale" in words) == is_signed_in
        assert "Full screen" in words
        selling.press(Key.Key_Escape)
        selling.press(Key.Key_D, CTRL)
        sheet = sheet_over(selling.window)
        assert (sheet is not None and sheet.context == "drawer") == is_signed_in
        selling.press(Key.Key_Return, ALT)
        assert selling.window.isFullScreen()

    @pytest.mark.parametrize("size", [(1_024, 720), (1_366, 768), (1_920, 1_080)])
    def test_are_all_on_the_screen(self, selling: DrivenTill, size: tuple[int, int]) -> None:
        selling.window.resize(*size)
        selling.press(Key.Key_F1)
        (card,) = (one for one in selling.window.findChildren(KeyCard) if one.isVisible())

        assert selling.window.rect().contains(card.geometry())
        for words in card.findChildren(QLabel):
            assert words.width() >= words.sizeHint().width(), words.text()

    def test_f1_shows_them_and_any_key_hides_them(self, selling: DrivenTill) -> None:
        selling.press(Key.Key_F1)
        shown = [label.text() for label in selling.window.findChildren(QLabel)]
        assert "Exact cash: done in one key" in shown

        selling.press(Key.Key_A)
        selling.scan(PAIN)

        assert selling.lines() == ["1 Pain au chocolat, 1,79"]
        assert selling.widget(QLineEdit, "search").text() == ""
