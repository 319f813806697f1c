"""What was scanned and is not in the order stays in sight until somebody has dealt with it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QWidget

from pos_app.composition.demo_people import CASHIER_PIN
from pos_app.domain.staff import Decision, Permission, Role
from tests.gui.driving import DrivenTill, Key
from tests.gui.test_screen_rules import clipped, outside, overlapping, small_targets
from tests.gui.test_selling import BREAD, PAIN

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
FEW_ROOM = (1_024, 768)
UNKNOWN = [f"{20_000_000 + number}" for number in range(10, 22)]
ONE, OTHER = UNKNOWN[:2]
LIKE_A_CARD = "4006381333007"


@pytest.fixture
def small(selling: DrivenTill) -> DrivenTill:
    selling.window.resize(*FEW_ROOM)
    selling.settle()
    selling.scan(PAIN)
    return selling


def pay(till: DrivenTill) -> None:
    """The second time knowing that something is left out."""
    till.press(Key.Key_Return)
    till.press(Key.Key_Return)
    till.wait_for_page("pay")


def pay_a_part(till: DrivenTill) -> None:
    till.quiet()
    till.press(Key.Key_Return)
    till.wait_for_page("pay")
    till.enter_text("1")
    till.press(Key.Key_Return)
    till.wait_for(lambda: till.sees(QLabel, "tender_0"), "the part")
    till.quiet()


def broken(till: DrivenTill) -> list[str]:
    return [*clipped(till), *outside(till), *overlapping(till), *small_targets(till)]


def dismissed_one_by_one(till: DrivenTill) -> list[str]:
    said = []
    while till.sees(QLabel, "notice_words"):
        said.append(till.says("notice_words"))
        till.press(Key.Key_Escape)
    return said


def test_none_of_twelve_is_dropped(small: DrivenTill) -> None:
    for code in UNKNOWN:
        small.scan(code)

    assert small.says("notice_words").endswith("(11 more)")
    assert not broken(small)
    said = dismissed_one_by_one(small)
    assert [code for code, words in zip(UNKNOWN, said, strict=True) if code not in words] == []


def test_the_same_code_is_counted(small: DrivenTill) -> None:
    for code in (ONE, OTHER, ONE, ONE):
        small.scan(code)

    assert small.says("notice_words").endswith("3 times. (1 more)")
    said = dismissed_one_by_one(small)
    assert [OTHER in words for words in said] == [False, True]


def test_is_seen_while_the_order_is_paid(small: DrivenTill) -> None:
    for code in UNKNOWN:
        small.scan(code)
    pay(small)

    assert ONE in small.says("pay_missed")
    assert "(11 more)" in small.says("pay_missed")
    assert not broken(small)


def test_scanned_at_the_payment_waits_on_the_order(small: DrivenTill) -> None:
    small.quiet()
    small.press(Key.Key_Return)
    small.wait_for_page("pay")
    assert not small.sees(QLabel, "pay_missed")

    small.scan(ONE)

    assert small.page == "sell"
    assert ONE in small.says("notice_words")


def test_scanned_after_a_part_was_paid_is_seen_there_and_with_the_next_order(
    small: DrivenTill,
) -> None:
    pay_a_part(small)

    small.scan(BREAD)
    small.settle()

    assert small.page == "pay"
    assert BREAD in small.says("pay_missed")
    assert not broken(small)
    small.press(Key.Key_F12)
    small.wait_for_page("done")
    small.press(Key.Key_Return)
    small.wait_for_page("sell")
    assert small.lines() == []
    assert BREAD in small.says("notice_words")


def test_left_out_knowingly_is_not_asked_about_with_the_next_order(small: DrivenTill) -> None:
    small.scan(ONE)
    pay(small)
    small.press(Key.Key_F12)
    small.wait_for_page("done")
    small.press(Key.Key_Return)
    small.wait_for_page("sell")

    assert not small.sees(QLabel, "notice_words")


def test_goes_with_an_order_that_is_given_up_and_comes_back_with_it(small: DrivenTill) -> None:
    small.scan(ONE)
    small.press(Key.Key_Delete, CTRL)
    small.wait_for(lambda: small.sees(QLabel, "toast_words"), "that it is given up")
    assert not small.sees(QLabel, "notice_words")
    small.scan(BREAD)

    small.press(Key.Key_Z, CTRL)
    assert not small.sees(QLabel, "notice_words")
    small.press(Key.Key_Z, CTRL)

    assert ONE in small.says("notice_words")


def test_goes_again_where_giving_up_is_done_again(small: DrivenTill) -> None:
    small.scan(ONE)
    small.press(Key.Key_Delete, CTRL)
    small.wait_for(lambda: small.sees(QLabel, "toast_words"), "that it is given up")
    small.press(Key.Key_Z, CTRL)
    assert ONE in small.says("notice_words")

    small.press(Key.Key_Z, CTRL | SHIFT)
    assert small.lines() == []
    assert not small.sees(QLabel, "notice_words")

    small.press(Key.Key_Z, CTRL)
    assert ONE in small.says("notice_words")


def next_person(till: DrivenTill) -> None:
    till.press(Key.Key_L, CTRL)
    till.choose_person("Ben")
    till.start_selling(CASHIER_PIN)


def first_person_again(till: DrivenTill) -> None:
    till.press(Key.Key_L, CTRL)
    till.choose_person("Ana")
    till.start_selling()


def test_waits_for_its_person_while_a_shift_is_closed(small: DrivenTill) -> None:
    small.scan(ONE)
    small.model.close_shift()
    small.wait_for_page("close_shift")

    next_person(small)
    assert not small.sees(QLabel, "notice_words")

    first_person_again(small)
    assert small.lines() == ["1 Pain au chocolat, 1,79"]
    assert ONE in small.says("notice_words")


def test_of_an_order_that_is_paid_waits_for_its_person(small: DrivenTill) -> None:
    pay_a_part(small)
    small.scan(BREAD)
    small.press(Key.Key_F12)
    small.wait_for_page("done")

    next_person(small)
    assert not small.sees(QLabel, "notice_words")

    first_person_again(small)
    assert small.lines() == []
    assert BREAD in small.says("notice_words")


@pytest.mark.parametrize("is_empty", [False, True])
def test_waits_while_the_till_is_locked(selling: DrivenTill, *, is_empty: bool) -> None:
    if not is_empty:
        selling.scan(PAIN)
    selling.scan(ONE)
    selling.quiet()

    selling.press(Key.Key_L, CTRL)
    selling.wait_for_page("sign_in")
    selling.sign_in()

    assert ONE in selling.says("notice_words")


def sell_as_ben(till: DrivenTill, decision: Decision) -> None:
    """A cashier, of whom the store has decided this."""
    rights = till.store.queries.rights
    rights.now = rights.now.deciding(Role.CASHIER, Permission.SELL_CUSTOM_ITEM, decision)
    till.choose_person("Ben")
    till.start_selling(CASHIER_PIN)
    till.enter_text("2*")
    till.scan(ONE)
    till.quiet()


class TestPriceOnce:
    def test_is_allowed_as_many_as_they_are(self, till: DrivenTill) -> None:
        sell_as_ben(till, Decision.ASK)
        till.press(Key.Key_E, CTRL)
        till.enter_text("4")
        till.press(Key.Key_Return)
        till.wait_for(lambda: till.sees(QWidget, "approval_refuse"), "the sheet")

        assert till.says("approval_what") == f"2 × Custom item {ONE}"
        assert till.lines() == []
        assert ONE in till.says("notice_words")

    def test_is_not_offered_to_who_may_not(self, till: DrivenTill) -> None:
        sell_as_ben(till, Decision.NO)

        assert till.sees(QWidget, "notice_new")
        assert not till.sees(QWidget, "notice_once")

    @pytest.mark.parametrize("size", [(1_366, 768), (720, 1_024), (1_920, 1_080)])
    def test_has_room(self, selling: DrivenTill, size: tuple[int, int]) -> None:
        selling.window.resize(*size)
        selling.settle()
        selling.scan(ONE)

        assert selling.sees(QWidget, "notice_once")
        assert not broken(selling)

    def test_sells_all_that_was_scanned_of_it_at_one_amount(self, small: DrivenTill) -> None:
        small.scan(ONE)
        small.enter_text("2*")
        small.scan(ONE)
        small.scan(OTHER)
        small.quiet()
        before = small.lines()
        assert not broken(small)

        small.press(Key.Key_E, CTRL)
        assert small.says("custom_title") == "Price once: 3 × the amount"
        assert not broken(small)
        small.enter_text("4.50")
        small.press(Key.Key_Return)

        assert small.lines() == [*before, f"3 {ONE}, 13,50"]
        assert OTHER in small.says("notice_words")

    def test_is_called_by_words_of_ones_own_and_leaves_what_came_since(
        self, small: DrivenTill
    ) -> None:
        small.scan(ONE)
        small.quiet()
        small.widget(QAbstractButton, "notice_once").click()
        assert small.says("custom_title") == "Price once"
        assert small.widget(QLineEdit, "custom_words").text() == ONE
        small.scan(ONE)
        small.quiet()
        small.widget(QLineEdit, "custom_words").setText("Blue mug")
        small.enter_text("4")
        small.press(Key.Key_Return)

        assert small.lines()[-1] == "1 Blue mug, 4,00"
        assert ONE in small.says("notice_words")
        assert "times" not in small.says("notice_words")

    def test_keeps_the_notice_until_it_is_added(self, small: DrivenTill) -> None:
        small.scan(ONE)
        small.quiet()
        small.press(Key.Key_E, CTRL)
        small.press(Key.Key_Return)
        assert small.says("custom_problem")
        small.press(Key.Key_Escape)

        assert not small.sees(QWidget, "custom_save")
        assert ONE in small.says("notice_words")

    def test_is_a_plain_custom_item_where_nothing_was_missed(self, small: DrivenTill) -> None:
        small.press(Key.Key_E, CTRL)

        assert small.says("custom_title") == "Custom item"
        assert small.widget(QLineEdit, "custom_words").text() == ""

    def test_does_not_call_it_what_would_pass_for_a_card(self, small: DrivenTill) -> None:
        small.scan(LIKE_A_CARD)
        small.quiet()
        small.press(Key.Key_E, CTRL)
        small.enter_text("4")
        small.press(Key.Key_Return)

        assert small.lines()[-1] == "1 Custom item, 4,00"
        assert not small.sees(QLabel, "notice_words")
