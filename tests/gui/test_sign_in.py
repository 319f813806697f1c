from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from pos_app.composition.demo_people import CASHIER_PIN, OWNER_PIN
from tests.gui.driving import DrivenTill, Key, driven_till

CTRL = Qt.KeyboardModifier.ControlModifier


class TestPin:
    def test_signs_in_on_its_last_digit(self, till: DrivenTill) -> None:
        till.enter_text(OWNER_PIN)
        till.wait_for_page("open_shift")

        assert till.says("bar_person") == "Ana"

    def test_typed_as_fast_as_a_scanner_is_still_a_pin(self, till: DrivenTill) -> None:
        till.burst(OWNER_PIN)
        till.wait_for_page("open_shift")

        assert till.says("bar_person") == "Ana"

    def test_is_typed_on_the_pad_too(self, till: DrivenTill) -> None:
        for digit in OWNER_PIN:
            till.click(f"pin_pad_{digit}")
        till.wait_for_page("open_shift")

    def test_is_that_of_the_person_chosen(self, till: DrivenTill) -> None:
        till.press(Key.Key_Right)

        till.sign_in(CASHIER_PIN)

        assert till.says("bar_person") == "Ben"

    def test_that_is_wrong_is_counted_in_words(self, till: DrivenTill) -> None:
        till.enter_text("999999")
        till.wait_for(lambda: till.message() != "")
        assert till.message() == "Wrong PIN, 2 tries left"

        till.enter_text("999999")
        till.wait_for(lambda: till.message() == "Wrong PIN, 1 try left")

    def test_that_is_wrong_three_times_makes_everybody_wait(self, till: DrivenTill) -> None:
        for tries in range(1, 4):
            till.enter_text("999999")
            till.wait_for_failures("Ana", tries)
            till.wait_for(lambda: not till.model.screens.sign_in.is_busy)

        assert "Try again in" in till.message()
        till.enter_text(OWNER_PIN[:3])
        assert till.widget(QWidget, "pin_dots").accessibleName() == "0 digits typed"

    def test_can_be_corrected(self, till: DrivenTill) -> None:
        till.enter_text(OWNER_PIN[:5] + "0")
        till.wait_for(lambda: till.message() != "")
        till.enter_text("123")
        till.press(Key.Key_Escape)

        till.sign_in(OWNER_PIN)

        assert till.page == "open_shift"


class TestScan:
    def test_is_ignored_aloud(self, till: DrivenTill) -> None:
        sounds: list[str] = []
        till.model.screens.sell.sound.connect(sounds.append)

        till.scan("B-12345")

        assert sounds == ["refused"]
        assert till.says("toast_words") == "Scan ignored"
        assert till.page == "sign_in"

    def test_of_a_product_is_no_wrong_pin(self, till: DrivenTill) -> None:
        for _ in range(4):
            till.burst("3276550614043")
            till.settle()

        till.wait_for(lambda: till.message() == "Scan ignored")

        assert till.failures_of("Ana") == 0
        till.wait_for(lambda: not till.model.screens.sign_in.burst.isActive())
        till.sign_in()

        assert till.page == "open_shift"


class TestLock:
    @pytest.fixture
    def locked(self, selling: DrivenTill) -> DrivenTill:
        selling.scan("3276550614043")
        selling.press(Key.Key_L, CTRL)
        selling.wait_for_page("sign_in")
        return selling

    def test_says_whose_order_is_kept(self, locked: DrivenTill) -> None:
        locked.wait_for(lambda: locked.says("kept_order") != "")

        assert locked.says("kept_order") == "Kept, not paid: Ana 1,79\u00a0€"

    def test_says_nothing_of_an_order_that_was_paid(self, locked: DrivenTill) -> None:
        locked.start_selling()
        locked.sell()
        locked.press(Key.Key_L, CTRL)
        locked.wait_for_page("sign_in")

        assert locked.says("kept_order") == ""

    def test_gives_the_order_back_to_its_cashier(self, locked: DrivenTill) -> None:
        locked.start_selling()

        assert locked.lines() == ["1 Pain au chocolat, 1,79"]

    def test_gives_another_person_an_order_of_their_own(self, locked: DrivenTill) -> None:
        locked.press(Key.Key_Right)
        locked.start_selling(CASHIER_PIN)
        assert locked.lines() == []

        locked.scan("0721762513958")
        locked.press(Key.Key_L, CTRL)
        locked.wait_for_page("sign_in")
        locked.choose_person("Ana")
        locked.start_selling()
        assert locked.lines() == ["1 Pain au chocolat, 1,79"]


class TestKept:
    @pytest.fixture
    def reopened(self, qapp: object, folder: Path) -> Iterator[DrivenTill]:
        with driven_till(folder) as first:
            first.start_selling()
            first.scan("3276550614043")
        with driven_till(folder) as again:
            yield again

    def test_order_is_back_after_the_till_was_shut_down(self, reopened: DrivenTill) -> None:
        assert reopened.says("kept_order") == "Kept, not paid: Ana 1,79\u00a0€"

        reopened.start_selling()

        assert reopened.lines() == ["1 Pain au chocolat, 1,79"]


class TestShift:
    def test_opens_with_nothing_by_enter(self, till: DrivenTill) -> None:
        till.sign_in()
        till.press(Key.Key_Return)
        till.wait_for_page("sell")

        assert till.shift().opening_float == 0

    def test_opens_with_the_float_typed(self, till: DrivenTill) -> None:
        till.sign_in()
        till.enter_text("150,5")
        assert till.says("amount") == "150,50\u00a0€"
        till.press(Key.Key_Return)
        till.wait_for_page("sell")

        assert till.shift().opening_float == 15_050

    def test_is_not_opened_twice(self, selling: DrivenTill) -> None:
        selling.press(Key.Key_L, CTRL)
        selling.wait_for_page("sign_in")

        selling.sign_in()

        assert selling.page == "sell"

    def test_closes_with_a_blind_count_and_shows_an_owner_the_difference(
        self, selling: DrivenTill
    ) -> None:
        selling.sell("3276550614043")
        selling.model.close_shift()
        selling.wait_for_page("close_shift")
        assert "1 order." in selling.says("explanation")

        selling.enter_text("1.5")
        selling.press(Key.Key_Return)
        selling.wait_for(lambda: selling.says("results") != "")

        assert selling.says("results") == "Expected 1,79\u00a0€, difference \u22120,29\u00a0€"
        selling.press(Key.Key_Return)
        selling.wait_for_page("sign_in")

    def test_keeps_its_result_on_screen_when_the_keys_are_looked_up(
        self, selling: DrivenTill
    ) -> None:
        selling.model.close_shift()
        selling.wait_for_page("close_shift")
        selling.press(Key.Key_Return)
        selling.wait_for(lambda: selling.says("results") != "")
        result = selling.says("results")

        selling.press(Key.Key_F1)
        selling.press(Key.Key_A)

        assert selling.says("results") == result
        assert selling.says("title") == "The shift is closed"

    def test_is_opened_when_a_payment_needs_it(self, selling: DrivenTill) -> None:
        selling.scan("3276550614043")
        selling.close_shift_behind_its_back()
        selling.quiet()
        selling.press(Key.Key_F12, Qt.KeyboardModifier.ShiftModifier)
        selling.wait_for_page("open_shift")

        selling.press(Key.Key_Return)
        selling.wait_for_page("sell")

        assert selling.lines() == ["1 Pain au chocolat, 1,79"]

    def test_closes_without_telling_a_cashier_what_was_expected(self, till: DrivenTill) -> None:
        till.press(Key.Key_Right)
        till.start_selling(CASHIER_PIN)
        till.model.close_shift()
        till.wait_for_page("close_shift")

        till.press(Key.Key_Return)
        till.wait_for(lambda: till.says("title") == "The shift is closed")

        assert till.says("results") == ""
