from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from pos_app.composition.demo_people import CASHIER_PIN, OWNER_PIN
from tests.gui.driving import DrivenTill, Key
from tests.gui.test_selling import BREAD

BACK = timedelta(hours=-3, minutes=-12)
CTRL = Qt.KeyboardModifier.ControlModifier


def doubts(till: DrivenTill) -> bool:
    return till.sees(QLabel, "clock_words")


def set_clock(till: DrivenTill, by: timedelta) -> None:
    before = till.model.screens.clock.words
    till.move_clock(by)
    till.wait_for(lambda: till.model.screens.clock.words != before, "the banner")
    till.settle()


def kinds(till: DrivenTill) -> list[str]:
    return [entry.kind for entry in till.store.queries.journal.entries()]


class TestBanner:
    def test_is_not_there_while_the_clock_is_right(self, till: DrivenTill) -> None:
        assert not doubts(till)
        till.start_selling()
        assert not doubts(till)
        assert "clock_jump" not in kinds(till)

    def test_says_how_far_it_was_set_and_what_stays(self, till: DrivenTill) -> None:
        till.start_selling()
        set_clock(till, BACK)

        date = till.store.services.shifts.current()
        assert date is not None
        words = till.says("clock_words")
        assert words.startswith("The clock of this till was set back by 3 h 12 min. Orders are")
        assert "the business date stays" in words
        assert kinds(till).count("clock_jump") == 1

    def test_stands_on_sign_in_and_sell_and_nowhere_in_between(self, till: DrivenTill) -> None:
        till.start_selling()
        set_clock(till, timedelta(days=366))
        assert "set forward by 366 d" in till.says("clock_words")
        till.scan(BREAD)
        till.quiet()
        till.press(Key.Key_Return)
        till.wait_for_page("pay")
        assert not doubts(till)
        till.press(Key.Key_Escape)
        till.wait_for_page("sell")
        assert doubts(till)
        till.press(Key.Key_L, CTRL)
        till.wait_for_page("sign_in")
        assert doubts(till)
        assert not till.sees(QWidget, "clock_confirm")

    def test_orders_are_sold_under_it(self, till: DrivenTill) -> None:
        till.start_selling()
        date = till.shift().business_date
        set_clock(till, timedelta(days=366))
        till.sell(BREAD)

        [order] = till.orders()
        assert order.business_date == date

    def test_goes_when_a_manager_says_that_the_time_is_right(self, till: DrivenTill) -> None:
        till.start_selling()
        set_clock(till, BACK)
        till.click("clock_confirm")
        till.wait_for(lambda: not doubts(till), "the end of the banner")

        assert kinds(till)[-1] == "config_change"

    def test_goes_when_the_clock_is_right_again(self, till: DrivenTill) -> None:
        till.start_selling()
        set_clock(till, BACK)
        set_clock(till, timedelta())

        assert not doubts(till)
        assert kinds(till).count("clock_jump") == 2

    def test_is_not_for_a_cashier_alone_to_send_away(self, till: DrivenTill) -> None:
        till.choose_person("Ben")
        till.start_selling(CASHIER_PIN)
        set_clock(till, BACK)
        assert "A manager or owner must confirm" in till.says("clock_words")
        till.click("clock_confirm")
        till.wait_for(lambda: till.sees(QWidget, "approval_refuse"), "the sheet")
        till.press(Key.Key_Escape)
        assert doubts(till)

        till.click("clock_confirm")
        till.wait_for(lambda: till.sees(QWidget, "approval_refuse"), "the sheet")
        till.enter_text(OWNER_PIN)
        till.wait_for(lambda: not doubts(till), "the end of the banner")

        assert kinds(till)[-1] == "config_change"
