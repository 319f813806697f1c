from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel

from pos_app.composition.demo_people import CASHIER_PIN
from pos_app.services.orders.open_orders import OPEN_MAX
from pos_app.views.shared.controls import ActionButton
from tests.gui.driving import DrivenTill, Key, driven_till

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
PAIN = "3276550614043"  # 1.79
BREAD = "0721762513958"  # 2.49
BUTTER = "0034500151276"  # 1.19
UNKNOWN = "4006381333931"


def tabs(till: DrivenTill) -> list[str]:
    """What the bar shows, the active one marked."""
    found = [
        one
        for one in till.window.findChildren(ActionButton)
        if one.objectName().startswith("order_tab_") and one.isVisible()
    ]
    found.sort(key=lambda one: one.x())
    return [("> " if one.isChecked() else "") + one.accessibleName() for one in found]


def new(till: DrivenTill, *codes: str) -> None:
    till.press(Key.Key_N, CTRL)
    for code in codes:
        till.scan(code)
    till.quiet()


@pytest.fixture
def two(selling: DrivenTill) -> DrivenTill:
    """Pain in the first order, bread in the second, which is in front."""
    selling.scan(PAIN)
    new(selling, BREAD)
    return selling


class TestTabs:
    def test_show_every_open_order_with_its_amount(self, two: DrivenTill) -> None:
        assert tabs(two) == ["Sale 1 1,79", "> Sale 2 2,49"]

        two.scan(BUTTER)

        assert tabs(two) == ["Sale 1 1,79", "> Sale 2 3,68"]

    def test_are_gone_round_by_a_key(self, two: DrivenTill) -> None:
        two.press(Key.Key_Tab, CTRL)
        assert two.lines() == ["1 Pain au chocolat, 1,79"]

        two.press(Key.Key_Tab, CTRL)
        assert two.lines() == ["1 White Bread, 2,49"]

        two.press(Key.Key_Backtab, CTRL | SHIFT)
        assert two.lines() == ["1 Pain au chocolat, 1,79"]

    def test_are_chosen_by_touch(self, two: DrivenTill) -> None:
        two.click("order_tab_1")
        assert two.lines() == ["1 Pain au chocolat, 1,79"]
        two.click("order_tab_1")
        assert tabs(two) == ["> Sale 1 1,79", "Sale 2 2,49"]

        two.click("order_new")

        assert tabs(two) == ["Sale 1 1,79", "Sale 2 2,49", "> Sale 3"]

    def test_keep_an_undo_each(self, two: DrivenTill) -> None:
        two.scan(BREAD)
        two.press(Key.Key_Tab, CTRL)
        two.press(Key.Key_Z, CTRL)
        assert two.lines() == []

        two.press(Key.Key_Tab, CTRL)
        two.press(Key.Key_Z, CTRL)

        assert two.lines() == ["1 White Bread, 2,49"]

    def test_keep_what_was_not_found_each(self, two: DrivenTill) -> None:
        two.scan(UNKNOWN)
        two.press(Key.Key_Tab, CTRL)
        assert not two.sees(QLabel, "notice_words")

        two.press(Key.Key_Tab, CTRL)

        assert UNKNOWN in two.says("notice_words")

    def test_keep_what_was_not_found_in_an_empty_one_while_the_till_is_locked(
        self, two: DrivenTill
    ) -> None:
        new(two, UNKNOWN)
        two.press(Key.Key_Tab, CTRL)
        assert not two.sees(QLabel, "notice_words")

        two.press(Key.Key_L, CTRL)
        two.wait_for_page("sign_in")
        two.start_selling()
        new(two)

        assert UNKNOWN in two.says("notice_words")

    def test_go_with_the_payment_and_the_next_customer_begins_in_its_place(
        self, two: DrivenTill
    ) -> None:
        two.sell()

        assert tabs(two) == ["Sale 1 1,79", "> Sale 2"]
        assert two.lines() == []
        two.scan(BUTTER)
        assert tabs(two) == ["Sale 1 1,79", "> Sale 2 1,19"]

    def test_come_back_from_the_disk_all(self, two: DrivenTill) -> None:
        two.wait_for(lambda: sorted(two.drafts()) == [179, 249])

    def test_have_a_limit_that_says_what_to_do(self, selling: DrivenTill) -> None:
        selling.scan(PAIN)
        for _ in range(OPEN_MAX - 1):
            new(selling, PAIN)
        before = tabs(selling)

        selling.press(Key.Key_N, CTRL)

        assert selling.says("toast_words").startswith("8 sales are open at once.")
        assert tabs(selling) == before

    def test_belong_to_the_sell_screen(self, two: DrivenTill) -> None:
        two.press(Key.Key_Return)
        two.wait_for_page("pay")
        assert tabs(two) == []

        two.press(Key.Key_Escape)
        two.wait_for_page("sell")

        assert len(tabs(two)) == 2

    def test_stay_while_a_sheet_is_open(self, two: DrivenTill) -> None:
        two.press(Key.Key_F6, SHIFT)

        two.press(Key.Key_Tab, CTRL)
        two.press(Key.Key_N, CTRL)
        two.press(Key.Key_F7)

        assert tabs(two) == ["Sale 1 1,79", "> Sale 2 2,49"]

    def test_that_do_not_fit_are_behind_a_button(self, qapp: object, folder: Path) -> None:
        with driven_till(folder, size=(1_024, 768)) as till:
            till.start_selling()
            till.scan(PAIN)
            for _ in range(OPEN_MAX - 1):
                new(till, PAIN)

            assert "> Sale 8 1,79" in tabs(till)
            hidden = OPEN_MAX - len(tabs(till))
            assert hidden == 0 or till.sees(QAbstractButton, "order_more")


class TestLock:
    def test_keeps_them_all_in_their_order(self, two: DrivenTill) -> None:
        two.press(Key.Key_Tab, CTRL)
        two.press(Key.Key_L, CTRL)
        two.wait_for_page("sign_in")

        two.start_selling()

        assert tabs(two) == ["> Sale 1 1,79", "Sale 2 2,49"]
        two.press(Key.Key_Z, CTRL)
        assert two.lines() == []

    def test_gives_the_next_person_their_own(self, two: DrivenTill) -> None:
        two.press(Key.Key_L, CTRL)
        two.wait_for_page("sign_in")
        two.choose_person("Ben")

        two.start_selling(CASHIER_PIN)

        assert tabs(two) == ["> Sale 1"]


class TestRestart:
    @pytest.fixture
    def reopened(self, qapp: object, folder: Path) -> Iterator[DrivenTill]:
        with driven_till(folder) as first:
            first.start_selling()
            first.scan(PAIN)
            for code in (BREAD, BUTTER):
                new(first, code)
        with driven_till(folder) as again:
            again.start_selling()
            yield again

    def test_brings_all_of_them_back(self, reopened: DrivenTill) -> None:
        assert tabs(reopened) == ["Sale 1 1,79", "Sale 2 2,49", "> Sale 3 1,19"]

    def test_leaves_nothing_to_undo(self, reopened: DrivenTill) -> None:
        reopened.press(Key.Key_Z, CTRL)

        assert reopened.says("toast_words") == "There is nothing to undo in this order."
        assert len(reopened.lines()) == 1


def test_one_that_cannot_be_read_hides_none_of_the_others(two: DrivenTill) -> None:
    two.wait_for(lambda: sorted(two.drafts()) == [179, 249])
    two.press(Key.Key_L, CTRL)
    two.wait_for_page("sign_in")
    two.spoil_drafts(total=249)

    two.start_selling()

    # In memory it is as it was; only after a restart the disk is all there is.
    assert len(tabs(two)) == 2
