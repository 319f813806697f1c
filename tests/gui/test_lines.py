"""What is done to the lines of an order, by keys: quantity, discount, price, notes and more."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget

from pos_app.composition.demo_people import CASHIER_PIN, OWNER_PIN
from pos_app.views.sell.line_delegate import in_two, whole_parts
from pos_app.views.shared.amount_label import AmountLabel
from tests.gui.driving import DrivenTill, Key, driven_till
from tests.gui.test_selling import BANANAS, BREAD, CTRL, PAIN

SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
SHEETS = ("discount_save", "custom_save", "note_save", "price_save", "new_save")
COVERED = (
    (Key.Key_Z, CTRL),
    (Key.Key_Z, CTRL | SHIFT),
    (Key.Key_R, CTRL),
    (Key.Key_F12, Qt.KeyboardModifier.NoModifier),
    (Key.Key_F12, SHIFT),
    (Key.Key_F3, Qt.KeyboardModifier.NoModifier),
    (Key.Key_F6, Qt.KeyboardModifier.NoModifier),
)


@pytest.fixture
def ben(till: DrivenTill) -> DrivenTill:
    """Ben sells: a cashier, who may take off a tenth."""
    till.start_selling()
    till.press(Key.Key_L, CTRL)
    till.choose_person("Ben")
    till.start_selling(CASHIER_PIN)
    return till


def entries(till: DrivenTill, *kinds: str) -> list[dict[str, Any]]:
    return [
        json.loads(one.raw) for one in till.store.queries.journal.entries() if one.kind in kinds
    ]


def wait_for_entries(till: DrivenTill, kind: str, count: int) -> list[dict[str, Any]]:
    till.wait_for(lambda: len(entries(till, kind)) == count, f"{count} entries of {kind}")
    return entries(till, kind)


def says(till: DrivenTill, name: str) -> str:
    """With spaces that a person can type."""
    return till.says(name).replace("\u00a0", " ")


def lines(till: DrivenTill) -> list[str]:
    return [line.replace("\u00a0", " ") for line in till.lines()]


def discount_line(till: DrivenTill, digits: str) -> None:
    """So many per cent off the highlighted line, without a reason."""
    till.enter_text(digits)
    till.press(Key.Key_F5)
    till.press(Key.Key_Return)


def is_on(till: DrivenTill, name: str) -> bool:
    return till.widget(QAbstractButton, name).isChecked()


class TestModes:
    def test_take_the_digits_that_were_typed(self, selling: DrivenTill) -> None:
        selling.scan(PAIN)
        selling.enter_text("4")
        selling.press(Key.Key_F3)
        discount_line(selling, "10")

        assert lines(selling) == ["4 Pain au chocolat, 6,44, was 7,16, −10 %"]
        assert selling.says("order_saved") == "You save 0,72"
        selling.enter_text("1.50")
        selling.press(Key.Key_F6)
        assert lines(selling) == ["4 Pain au chocolat, 5,40, was 7,16, −10 %"]

    def test_without_digits_ask_for_them(self, selling: DrivenTill) -> None:
        selling.scan(PAIN)
        for key, name, question in (
            (Key.Key_F3, "keypad_quantity", "How many?"),
            (Key.Key_F5, "keypad_discount", "% off?"),
            (Key.Key_F6, "keypad_price", "List 1,79"),
        ):
            selling.press(key)
            assert is_on(selling, name)
            assert selling.says("keypad_typed") == question
        selling.enter_text("1,20")
        assert selling.says("typed") == "Price 1,20"
        selling.press(Key.Key_Return)

        assert lines(selling) == ["1 Pain au chocolat, 1,20, was 1,79"]
        assert not selling.sees(QWidget, "keypad")
        assert selling.page == "sell"

    def test_end_by_escape_by_their_key_and_by_a_scan(self, selling: DrivenTill) -> None:
        selling.scan(PAIN)
        selling.press(Key.Key_F5)
        selling.enter_text("5")
        selling.press(Key.Key_Escape)
        assert is_on(selling, "keypad_discount")
        selling.press(Key.Key_Escape)
        assert not selling.sees(QWidget, "keypad")

        selling.press(Key.Key_F5)
        selling.press(Key.Key_F5)
        assert not selling.sees(QWidget, "keypad")

        selling.press(Key.Key_F6)
        selling.scan(BREAD)
        assert not selling.sees(QWidget, "keypad")
        assert len(lines(selling)) == 2

    def test_work_by_touch(self, selling: DrivenTill) -> None:
        selling.scan(PAIN)
        selling.click("line_discount")
        assert is_on(selling, "line_discount")
        for key in ("5", "0"):
            selling.click(f"keypad_digit_{key}")
        selling.click("keypad_code")
        assert not is_on(selling, "line_discount")
        selling.click("discount_reason_1")
        selling.click("discount_save")

        assert lines(selling) == ["1 Pain au chocolat, 0,89, was 1,79, −50 % Damaged"]

    def test_are_kept_on_a_large_screen(self, folder: Path) -> None:
        with driven_till(folder, size=(1_920, 1_080)) as till:
            till.start_selling()
            till.scan(PAIN)
            till.click("line_price")
            assert till.says("typed") == "List 1,79"
            till.enter_text("1")
            till.click("keypad_code")
            assert lines(till) == ["1 Pain au chocolat, 1,00, was 1,79"]
            assert till.sees(QWidget, "keypad")
            till.enter_text("3")
            till.click("keypad_count")
            till.scan(BREAD)
            assert lines(till)[1].startswith("3 White Bread")

    @pytest.mark.parametrize(
        ("digits", "key", "words"),
        [
            ("101", Key.Key_F5, "not a percentage"),
            ("0", Key.Key_F6, "more than nothing"),
            ("1.234", Key.Key_F6, "decimals"),
        ],
    )
    def test_refuse_in_words(
        self, selling: DrivenTill, digits: str, key: Qt.Key, words: str
    ) -> None:
        selling.scan(PAIN)
        selling.enter_text(digits)
        selling.press(key)

        assert words in says(selling, "toast_words")
        assert lines(selling) == ["1 Pain au chocolat, 1,79"]

    def test_of_an_empty_order_do_nothing(self, selling: DrivenTill) -> None:
        for key in (Key.Key_F3, Key.Key_F5, Key.Key_F6):
            selling.press(key)
            assert not selling.sees(QWidget, "keypad")


class TestOrderDiscount:
    def test_has_a_reason_and_stands_under_the_lines(self, selling: DrivenTill) -> None:
        selling.scan(PAIN)
        selling.press(Key.Key_F5, SHIFT)
        selling.enter_text("10")
        assert selling.says("discount_effect") == "1,79 → 1,61"
        selling.press(Key.Key_2, ALT)
        assert is_on(selling, "discount_reason_2")
        selling.press(Key.Key_Return)

        assert says(selling, "order_terms") == "Order −10 % Regular customer: −0,18"
        assert says(selling, "order_total") == "1,61 €"
        (entry,) = wait_for_entries(selling, "discount", 1)
        assert entry["body"]["after"]["reason"] == "Regular customer"

    def test_may_be_an_amount_on_the_line(self, selling: DrivenTill) -> None:
        selling.scan(BREAD)
        selling.press(Key.Key_F5, SHIFT)
        selling.press(Key.Key_F5)
        assert "White Bread" in selling.says("discount_title")
        selling.press(Key.Key_Space)
        selling.enter_text("1")
        selling.press(Key.Key_Down)
        selling.press(Key.Key_Return)

        assert lines(selling) == ["1 White Bread, 1,49, was 2,49, −1,00 Damaged"]

    def test_asks_why_of_digits_that_were_typed(self, selling: DrivenTill) -> None:
        selling.scan(PAIN)
        selling.enter_text("10")
        selling.press(Key.Key_F5)
        assert selling.says("discount_title") == "Discount on Pain au chocolat"
        assert selling.says("discount_effect") == "1,79 → 1,61"
        selling.press(Key.Key_1, ALT)
        selling.press(Key.Key_Return)
        assert lines(selling) == ["1 Pain au chocolat, 1,61, was 1,79, −10 % Damaged"]

        selling.enter_text("5")
        selling.press(Key.Key_F5)
        assert is_on(selling, "discount_reason_1")
        selling.press(Key.Key_Escape)
        selling.enter_text("5")
        selling.press(Key.Key_F5, SHIFT)
        selling.press(Key.Key_2, ALT)
        selling.press(Key.Key_Return)

        reasons = [
            one["body"]["after"]["reason"] for one in wait_for_entries(selling, "discount", 2)
        ]
        assert reasons == ["Damaged", "Regular customer"]

    def test_is_taken_off(self, selling: DrivenTill) -> None:
        self.test_has_a_reason_and_stands_under_the_lines(selling)
        selling.press(Key.Key_F5, SHIFT)
        assert is_on(selling, "discount_reason_2")
        selling.press(Key.Key_Delete)

        assert not selling.sees(QLabel, "order_terms")
        assert says(selling, "order_total") == "1,79 €"

    def test_that_is_too_much_is_told_in_the_sheet(self, selling: DrivenTill) -> None:
        selling.scan(PAIN)
        selling.quiet()
        selling.press(Key.Key_F5, SHIFT)
        selling.click("discount_minor")
        selling.enter_text("2")
        selling.press(Key.Key_Return)

        assert "never more than the price" in selling.says("discount_problem")
        selling.press(Key.Key_Escape)
        assert says(selling, "order_total") == "1,79 €"

    def test_over_the_limit_is_allowed_by_somebody_else(self, ben: DrivenTill) -> None:
        ben.scan(PAIN)
        ben.press(Key.Key_F5, SHIFT)
        ben.enter_text("50")
        ben.press(Key.Key_4, ALT)
        ben.press(Key.Key_Return)
        ben.wait_for(lambda: ben.model.screens.approvals.is_open, "the question")
        ben.enter_text(OWNER_PIN)
        ben.wait_for(lambda: ben.sees(QLabel, "order_terms"), "the discount")

        assert says(ben, "order_terms") == "Order −50 % Staff: −0,90"
        (entry,) = wait_for_entries(ben, "discount", 1)
        assert entry["approver_id"] not in (None, entry["user_id"])

    def test_in_two_parts_is_over_the_limit_too(self, ben: DrivenTill) -> None:
        ben.scan(PAIN)
        discount_line(ben, "6")
        ben.press(Key.Key_F5, SHIFT)
        ben.enter_text("6")
        ben.press(Key.Key_Return)

        ben.wait_for(lambda: ben.model.screens.approvals.is_open, "the question")


class TestNotes:
    def test_stand_with_the_line_and_with_the_order(self, selling: DrivenTill) -> None:
        selling.scan(PAIN)
        selling.press(Key.Key_I, CTRL)
        selling.enter_text("warm, please")
        selling.press(Key.Key_Return)
        selling.press(Key.Key_I, CTRL | SHIFT)
        selling.enter_text("for the school")
        selling.press(Key.Key_Return)

        assert lines(selling) == ["1 Pain au chocolat, 1,79, “warm, please”"]
        assert says(selling, "order_terms") == "“for the school”"

    def test_are_refused_with_a_card_number(self, selling: DrivenTill) -> None:
        selling.scan(PAIN)
        selling.quiet()
        selling.press(Key.Key_I, CTRL)
        selling.widget(QLineEdit, "note_words").setText("card 4111 1111 1111 1111")
        selling.press(Key.Key_Return)

        assert "card number" in selling.says("note_problem")


class TestCustomItem:
    def test_is_sold_and_reported_as_one(self, selling: DrivenTill) -> None:
        selling.press(Key.Key_E, CTRL)
        selling.enter_text("4.50")
        assert selling.widget(QAbstractButton, "custom_tax_class").text() == (
            "Tax: Standard 20\u00a0%"
        )
        selling.press(Key.Key_Tab)
        selling.enter_text("Blue mug")
        selling.press(Key.Key_Return)
        selling.enter_text("3")
        selling.press(Key.Key_E, CTRL)
        selling.press(Key.Key_T, CTRL)
        selling.press(Key.Key_Return)

        assert [line[:12] for line in lines(selling)] == ["1 Blue mug, ", "1 Custom ite"]
        selling.press(Key.Key_F12, SHIFT)
        selling.wait_for_page("done")
        (row,) = selling.orders()
        assert row.total.minor == 750

    def test_is_found_by_nobody(self, selling: DrivenTill) -> None:
        selling.enter_text("custom")
        selling.wait_for(lambda: selling.model.screens.grid.found_for == "custom")

        assert selling.model.screens.grid.results == ()
        selling.press(Key.Key_Escape)
        selling.scan("CUSTOM")
        assert lines(selling) == []


class TestUndo:
    def test_says_what_it_took_back_and_redo_does_it_again(self, selling: DrivenTill) -> None:
        selling.scan(PAIN)
        selling.scan(BREAD)
        discount_line(selling, "10")
        selling.press(Key.Key_Delete)
        told = []
        for _ in range(3):
            selling.press(Key.Key_Z, CTRL)
            told.append(says(selling, "toast_words"))
        assert told == [
            "Undone: White Bread removed",
            "Undone: White Bread: −10 %",
            "Undone: White Bread added",
        ]

        for _ in range(2):
            selling.press(Key.Key_Z, CTRL | SHIFT)
        assert says(selling, "toast_words") == "Done again: White Bread: −10 %"
        assert lines(selling)[1] == "1 White Bread, 2,24, was 2,49, −10 %"

    def test_is_told_to_the_journal_with_the_other_sign(self, selling: DrivenTill) -> None:
        selling.scan(PAIN)
        selling.press(Key.Key_Delete)
        selling.press(Key.Key_Z, CTRL)

        voids = wait_for_entries(selling, "item_void", 2)
        assert [(one["body"]["way"], one["body"]["quantity"]) for one in voids] == [
            ("done", 1_000),
            ("undone", -1_000),
        ]


class TestJournal:
    def test_is_told_once_the_disk_takes_it_again(
        self, selling: DrivenTill, expected_warnings: list[str]
    ) -> None:
        expected_warnings.append("could not be journalled")
        selling.scan(PAIN)
        selling.scan(BREAD)
        selling.wait_for(lambda: selling.drafts() == [428], "the draft")
        selling.fill_disk()
        selling.press(Key.Key_Delete)
        selling.wait_for(
            lambda: (
                "NOT" in selling.model.screens.frame.store or selling.sees(QLabel, "toast_words")
            ),
            "the words",
        )
        assert entries(selling, "item_void") == []

        selling.free_disk()
        wait_for_entries(selling, "item_void", 1)

    def test_has_the_voids_before_the_order(self, selling: DrivenTill) -> None:
        selling.scan(PAIN)
        selling.scan(BREAD)
        selling.quiet()
        selling.press(Key.Key_Delete)
        selling.press(Key.Key_F12, SHIFT)
        selling.wait_for_page("done")

        found = [one["kind"] for one in entries(selling, "item_void", "order")]
        assert found == ["item_void", "order"]


class TestSheets:
    @pytest.fixture
    def opened(self, selling: DrivenTill) -> DrivenTill:
        selling.scan(PAIN)
        selling.scan(BREAD)
        selling.scan(BREAD)
        selling.quiet()
        return selling

    @pytest.mark.parametrize(
        ("key", "modifier", "save"),
        [
            (Key.Key_F5, SHIFT, "discount_save"),
            (Key.Key_E, CTRL, "custom_save"),
            (Key.Key_I, CTRL, "note_save"),
            (Key.Key_F6, SHIFT, "price_save"),
            (Key.Key_Insert, Qt.KeyboardModifier.NoModifier, "new_save"),
        ],
    )
    def test_keep_the_keys_of_the_order_asleep(
        self, opened: DrivenTill, key: Qt.Key, modifier: Qt.KeyboardModifier, save: str
    ) -> None:
        before = lines(opened)
        opened.press(key, modifier)
        for one in COVERED:
            opened.press(*one)

        assert opened.page == "sell"
        assert lines(opened) == before
        assert opened.sees(QWidget, save)
        opened.press(Key.Key_Escape)
        opened.press(Key.Key_Z, CTRL)
        assert lines(opened) != before

    def test_take_each_others_place(self, opened: DrivenTill) -> None:
        for key, modifier, save in (
            (Key.Key_F5, SHIFT, "discount_save"),
            (Key.Key_I, CTRL, "note_save"),
            (Key.Key_E, CTRL, "custom_save"),
            (Key.Key_F5, SHIFT, "discount_save"),
        ):
            opened.press(key, modifier)
            assert [name for name in SHEETS if opened.sees(QWidget, name)] == [save]

    def test_of_a_line_that_has_changed_say_so(self, opened: DrivenTill) -> None:
        opened.press(Key.Key_I, CTRL)
        opened.click("more")
        opened.widget(QLineEdit, "note_words").setText("warm")
        opened.press(Key.Key_Return)

        assert "changed meanwhile" in opened.says("note_problem")
        assert not any("warm" in line for line in lines(opened))


class TestLargeTotal:
    def test_has_the_room_of_what_is_said_beside_it(self, selling: DrivenTill) -> None:
        selling.scan(BREAD)
        assert " · " in says(selling, "order_count")

        selling.price_of(PAIN, 999_999_999)
        selling.scan(PAIN)

        total = selling.widget(AmountLabel, "order_total")
        assert says(selling, "order_count").startswith("2 items\ntax ")
        assert total.fitting()[0] > total.type_size / 2


class TestMeasured:
    def test_keep_their_price_for_one_of_the_measure(self, selling: DrivenTill) -> None:
        selling.enter_text("0,842*")
        selling.scan(BANANAS)
        selling.enter_text("1")
        selling.press(Key.Key_F6)

        assert lines(selling) == ["0,842 Bananas, 0,84, was 1,68"]


class TestDraft:
    def test_brings_everything_back(self, selling: DrivenTill, folder: Path) -> None:
        TestNotes().test_stand_with_the_line_and_with_the_order(selling)
        discount_line(selling, "10")
        selling.press(Key.Key_F5, SHIFT)
        selling.enter_text("5")
        selling.press(Key.Key_1, ALT)
        selling.press(Key.Key_Return)
        shown = (lines(selling), says(selling, "order_terms"))
        selling.press(Key.Key_L, CTRL)
        selling.wait_for_page("sign_in")
        selling.start_selling()

        assert (lines(selling), says(selling, "order_terms")) == shown


def test_what_comes_back_leaves_out_a_fact_rather_than_half_of_it(qapp: QApplication) -> None:
    metrics, words = QFontMetrics(qapp.font()), "Faulty · not back to stock · from T01-000012"
    wide = metrics.horizontalAdvance

    assert whole_parts(words, metrics, wide(words)) == words
    assert whole_parts(words, metrics, wide(words) - 1) == "Faulty · not back to stock"
    assert whole_parts(words, metrics, 1) == "Faulty"


def test_a_long_name_is_broken_between_its_words(qapp: QApplication) -> None:
    metrics, name = QFontMetrics(qapp.font()), "Olive oil from the northern slopes"
    wide = metrics.horizontalAdvance

    room = wide("Olive oil from")
    assert in_two(name, metrics, room + 1) == ("Olive oil from", "the northern slopes")
    assert in_two(name, metrics, room) == ("Olive oil", "from the northern slopes")
    assert in_two("Betriebsgesellschaft", metrics, 20) == ("Betriebsgesellschaft", "")
