from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
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

        till.scan("X-12345")

        assert sounds == ["refused"]
        assert till.says("toast_words") == "Scan ignored"
        assert till.page == "sign_in"

    def test_of_a_product_is_no_wrong_pin(self, till: DrivenTill) -> None:
        for _ in range(4):
            till.burst("3276550614043")
            till.settle()

        till.wait_for(lambda: till.message() == "Scan ignored")

        assert till.failures_of("Ana") == 0
        till.wait_for(lambda: not till.model.screens.sign_in.pin.is_overrun)
        till.sign_in()

        assert till.page == "open_shift"


class TestLetters:
    @pytest.fixture
    def eight(self, till: DrivenTill) -> DrivenTill:
        till.add_people("Ana Costa", "Çağla Öz", "Dana Kim", "Eli Levi", "Fatou Ba", "Guy Le Roy")
        return till

    def shown(self, till: DrivenTill) -> list[str]:
        return [one.name for one in till.model.screens.sign_in.list.shown]

    def test_filter_the_people_by_any_part_of_their_name(self, eight: DrivenTill) -> None:
        assert len(self.shown(eight)) == 8

        eight.enter_text("le")

        assert self.shown(eight) == ["Eli Levi", "Guy Le Roy"]
        assert eight.says("person") == "Eli Levi"
        assert eight.says("sign_in_letters") == "le…  Esc shows everybody"

    def test_go_on_over_the_parts(self, eight: DrivenTill) -> None:
        eight.enter_text("le r")

        assert self.shown(eight) == ["Guy Le Roy"]

    def test_need_no_accents(self, eight: DrivenTill) -> None:
        eight.enter_text("cag")

        assert self.shown(eight) == ["Çağla Öz"]

    def test_lead_to_the_pin_of_the_first_one_shown(self, eight: DrivenTill) -> None:
        eight.enter_text("ben")
        eight.sign_in(CASHIER_PIN)

        assert eight.says("bar_person") == "Ben"
        eight.press(Key.Key_Return)
        eight.wait_for_page("sell")
        eight.press(Key.Key_L, CTRL)
        eight.wait_for_page("sign_in")
        assert len(self.shown(eight)) == 8

    def test_are_taken_back_one_by_one_and_all_at_once(self, eight: DrivenTill) -> None:
        eight.enter_text("anx")
        assert self.shown(eight) == []
        assert "Nobody is called anx" in eight.says("sign_in_letters")
        eight.enter_text("1")
        assert eight.widget(QWidget, "pin_dots").accessibleName() == "0 digits typed"

        eight.press(Key.Key_Backspace)
        assert self.shown(eight) == ["Ana", "Ana Costa"]
        eight.press(Key.Key_Escape)
        assert len(self.shown(eight)) == 8

    def test_leave_the_arrows_among_the_people_shown(self, eight: DrivenTill) -> None:
        eight.enter_text("le")
        eight.press(Key.Key_Right)
        assert eight.says("person") == "Guy Le Roy"
        eight.press(Key.Key_Right)
        assert eight.says("person") == "Eli Levi"


class TestOnePerson:
    def test_needs_no_tiles(self, till: DrivenTill) -> None:
        till.store.services.staff.disable(actor=till.store.services.staff.owner(), name="Ben")
        till.model.screens.sign_in.refresh()

        assert not till.sees(QWidget, "people")
        assert till.says("person") == "Ana"
        till.enter_text("b")
        till.sign_in()
        assert till.says("bar_person") == "Ana"


class TestBadge:
    BADGE = "B-7QX4-0193"

    @pytest.fixture
    def with_badge(self, till: DrivenTill) -> DrivenTill:
        services = till.store.services
        services.staff.set_badge(actor=services.staff.owner(), name="Ben", code=self.BADGE)
        till.model.screens.sign_in.refresh()
        return till

    def test_is_offered_where_somebody_has_one(self, till: DrivenTill) -> None:
        assert not till.sees(QWidget, "badge_hint")

    def test_signs_its_owner_in_whoever_is_chosen(self, with_badge: DrivenTill) -> None:
        assert with_badge.says("badge_hint") == "Or scan your badge"
        with_badge.enter_text("14")

        with_badge.scan(self.BADGE)
        with_badge.wait_for_page("open_shift")

        assert with_badge.says("bar_person") == "Ben"

    def test_that_nobody_has_is_said_and_costs_time(self, with_badge: DrivenTill) -> None:
        for _ in range(3):
            with_badge.scan("B-0000-0000")
            with_badge.wait_for(lambda: not with_badge.model.screens.sign_in.is_busy)
            assert with_badge.page == "sign_in"

        assert with_badge.message() == "Unknown badge. The next one in 0:01"
        assert with_badge.failures_of("Ana") == 0
        assert with_badge.failures_of("Ben") == 0

    def test_opens_nothing_while_somebody_sells(self, with_badge: DrivenTill) -> None:
        with_badge.start_selling()

        with_badge.scan(self.BADGE)

        assert with_badge.says("bar_person") == "Ana"
        assert with_badge.lines() == []


class TestAutoLock:
    def idle(self, till: DrivenTill) -> None:
        timer = till.window.findChild(QTimer, "auto_lock")
        assert timer is not None
        assert timer.isActive()
        timer.start(0)
        till.wait_for_page("sign_in")

    def test_keeps_the_order_and_says_why_in_the_journal(self, selling: DrivenTill) -> None:
        selling.scan("3276550614043")

        self.idle(selling)
        selling.wait_for_page("sign_in")
        selling.wait_for(lambda: selling.says("kept_order") != "")

        selling.wait_for(lambda: bool(selling.entry_bodies("lock")), "the entry")
        assert selling.entry_bodies("lock") == [{"how": "idle"}]
        selling.start_selling()
        assert selling.lines() == ["1 Pain au chocolat, 1,79"]
        assert selling.entry_bodies("unlock") == [{"how": "pin"}]

    def test_begins_anew_with_every_key_click_and_scan(self, selling: DrivenTill) -> None:
        timer = selling.window.findChild(QTimer, "auto_lock")
        assert timer is not None
        whole = timer.interval()
        assert whole == 5 * 60_000

        for use in (
            lambda: selling.press(Key.Key_F2),
            lambda: selling.scan("3276550614043"),
            lambda: QTest.mouseClick(selling.window.windowHandle(), Qt.MouseButton.LeftButton),
        ):
            timer.start(1_000)
            use()
            assert timer.interval() == whole

    def test_is_off_while_nobody_is_signed_in(self, till: DrivenTill) -> None:
        timer = till.window.findChild(QTimer, "auto_lock")
        assert timer is not None

        till.press(Key.Key_Right)

        assert not timer.isActive()


class TestLock:
    @pytest.fixture
    def locked(self, selling: DrivenTill) -> DrivenTill:
        selling.scan("3276550614043")
        selling.press(Key.Key_L, CTRL)
        selling.wait_for_page("sign_in")
        return selling

    def test_says_whose_order_is_kept(self, locked: DrivenTill) -> None:
        locked.wait_for(lambda: locked.says("kept_order") != "")

        assert locked.says("kept_order") == "Kept and not paid: Ana 1,79\u00a0€"

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
        assert reopened.says("kept_order") == "Kept and not paid: Ana 1,79\u00a0€"

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

        assert selling.says("results") == "Expected 1,79\u00a0€, difference 0,29\u00a0€ short"
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
