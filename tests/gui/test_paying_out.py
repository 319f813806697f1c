"""Give money back at the till: as it was paid, another way, by a processor, for a void."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from pos_app.composition.demo_people import CASHIER_PIN, OWNER_PIN
from tests.gui.driving import DrivenTill, Key
from tests.gui.test_giving_back import number, open_sheet
from tests.gui.test_selling import BREAD, BUTTER

ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def sold(selling: DrivenTill) -> DrivenTill:
    """Two breads and a butter are paid in cash: 6.17."""
    selling.sell(BREAD, BREAD, BUTTER)
    return selling


@pytest.fixture
def carded(selling: DrivenTill) -> DrivenTill:
    """A bread is paid by card: 2.49."""
    selling.scan(BREAD)
    selling.quiet()
    selling.press(Key.Key_F11)
    selling.wait_for_page("done")
    selling.press(Key.Key_Return)
    selling.wait_for_page("sell")
    return selling


def give_all_back(till: DrivenTill) -> None:
    open_sheet(till)
    till.press(Key.Key_A, CTRL)
    if till.model.screens.returns.give_back.lines.wanted() == ():
        till.press(Key.Key_A, CTRL)
    till.press(Key.Key_Return)
    till.wait_for_page("pay_out")


def sign_in_ben(till: DrivenTill) -> None:
    till.press(Key.Key_L, CTRL)
    till.choose_person("Ben")
    till.start_selling(CASHIER_PIN)


def allow(till: DrivenTill) -> None:
    till.wait_for(lambda: till.sees(QLabel, "approval_what"), "the question")
    till.enter_text(OWNER_PIN)


def payments(till: DrivenTill) -> list[tuple[str, int]]:
    """Of the last order."""
    document = till.store.queries.orders.latest()
    assert document is not None
    return [(one.method, one.amount) for one in document.payments]


class TestCash:
    def test_goes_back_as_it_came(self, sold: DrivenTill) -> None:
        give_all_back(sold)
        assert sold.says("pay_out_title") == "To give back"
        assert "6,17" in sold.says("pay_out_due")
        assert sold.says("pay_out_how_0") == "as it was paid"
        sold.press(Key.Key_Return)
        sold.wait_for_page("done")
        assert sold.says("done_title") == "Give"
        assert sold.says("done_change") == "6,17"
        assert "6,17 in cash given back" in sold.says("done_paid")
        assert payments(sold) == [("cash", -617)]
        assert not sold.model.screens.done.leaves_by_itself
        assert not sold.sees(QPushButton, "change_payment")
        sold.press(Key.Key_Return)
        sold.wait_for_page("sell")
        assert sold.lines() == []

    def test_counts_keys(self, sold: DrivenTill) -> None:
        """After the scan: give back, all of it, put it in, give it."""
        sold.press(Key.Key_F9)
        sold.wait_for_page("find")
        sold.wait_for(lambda: bool(sold.says("found_title")), "the order")
        sold.wait_for(lambda: sold.widget(QPushButton, "find_give_back").isEnabled(), "it")
        before = sold.keys_pressed
        sold.press(Key.Key_F9)
        sold.wait_for(lambda: sold.sees(QLabel, "back_title"), "the sheet")
        sold.press(Key.Key_A, CTRL)
        sold.press(Key.Key_Return)
        sold.wait_for_page("pay_out")
        sold.press(Key.Key_Return)
        sold.wait_for_page("done")
        assert sold.keys_pressed - before == 4

    def test_is_not_given_if_one_goes_back(self, sold: DrivenTill) -> None:
        give_all_back(sold)
        sold.press(Key.Key_Escape)
        sold.wait_for_page("sell")
        assert len(sold.lines()) == 2
        assert len(sold.orders()) == 1


class TestAnotherWay:
    def test_is_shown_and_left_again(self, carded: DrivenTill) -> None:
        give_all_back(carded)
        assert carded.says("pay_out_way_0") == "Card"
        carded.click("pay_out_cash")
        assert carded.says("pay_out_way_0") == "Cash"
        assert carded.says("pay_out_how_0") == "instead of Card"
        assert "Another way than it came" in carded.says("pay_out_note")
        carded.press(Key.Key_B, CTRL)
        assert carded.says("pay_out_way_0") == "Card"
        assert not carded.sees(QLabel, "pay_out_note")
        carded.press(Key.Key_Return)
        carded.wait_for_page("done")
        assert carded.says("done_title") == "Given back"
        assert payments(carded) == [("card", -249)]

    def test_is_allowed_by_somebody_else(self, carded: DrivenTill) -> None:
        sign_in_ben(carded)
        open_sheet(carded)
        carded.press(Key.Key_Return)
        allow(carded)
        carded.wait_for_page("pay_out")
        carded.press(Key.Key_F12)
        carded.press(Key.Key_Return)
        allow(carded)
        carded.wait_for_page("done")
        assert payments(carded) == [("cash", -249)]

    def test_that_nobody_allows_gives_nothing(self, carded: DrivenTill) -> None:
        sign_in_ben(carded)
        open_sheet(carded)
        carded.press(Key.Key_Return)
        allow(carded)
        carded.wait_for_page("pay_out")
        carded.press(Key.Key_F12)
        carded.press(Key.Key_Return)
        carded.wait_for(lambda: carded.sees(QLabel, "approval_what"), "the question")
        carded.press(Key.Key_Escape)
        carded.wait_for(lambda: carded.sees(QLabel, "pay_out_message"), "why not")
        assert len(carded.orders()) == 1
        carded.press(Key.Key_B, CTRL)
        carded.press(Key.Key_Return)
        carded.wait_for_page("done")
        assert payments(carded) == [("card", -249)]


class TestExchange:
    def exchange(self, till: DrivenTill, *codes: str) -> None:
        """One bread, 2.49, comes back beside these."""
        for code in codes:
            till.scan(code)
        till.quiet()
        open_sheet(till)
        till.press(Key.Key_Plus)
        till.press(Key.Key_Return)

    def test_for_more_is_paid_as_usual(self, sold: DrivenTill) -> None:
        self.exchange(sold, BREAD, BUTTER)
        sold.wait_for_page("pay")
        assert "1,19" in sold.says("due")
        sold.press(Key.Key_Return)
        sold.wait_for_page("done")
        assert payments(sold) == [("cash", 119)]

    def test_for_less_gives_the_rest_back(self, sold: DrivenTill) -> None:
        self.exchange(sold, BUTTER)
        sold.wait_for_page("pay_out")
        sold.press(Key.Key_Return)
        sold.wait_for_page("done")
        assert payments(sold) == [("cash", -130)]

    def test_for_the_same_is_done_with_enter(self, sold: DrivenTill) -> None:
        self.exchange(sold, BREAD)
        sold.wait_for_page("pay_out")
        assert sold.says("pay_out_title") == "Nothing to pay"
        sold.press(Key.Key_Return)
        sold.wait_for_page("done")
        assert sold.says("done_title") == "Exchanged evenly"
        document = sold.store.queries.orders.latest()
        assert document is not None
        assert document.totals.total == 0


class TestVoid:
    def test_takes_the_whole_order_back_beside_the_open_one(self, sold: DrivenTill) -> None:
        sold.scan(BUTTER)
        sold.quiet()
        sold.press(Key.Key_F9)
        sold.wait_for_page("find")
        sold.wait_for(lambda: sold.widget(QPushButton, "find_void").isEnabled(), "the order")
        sold.press(Key.Key_F9, SHIFT)
        sold.wait_for(lambda: sold.sees(QLabel, "void_title"), "the sheet")
        sold.press(Key.Key_Return)
        assert sold.says("void_problem") == "Say why it is voided"
        sold.click("void_reason_1")
        sold.press(Key.Key_Return)
        sold.wait_for_page("pay_out")
        assert sold.says("pay_out_title") == "Void: to give back"
        assert number(sold) in sold.says("pay_out_about")
        sold.press(Key.Key_Return)
        sold.wait_for_page("done")
        assert payments(sold) == [("cash", -617)]
        sold.press(Key.Key_Return)
        sold.wait_for_page("sell")
        assert len(sold.lines()) == 1

    def test_is_left_with_nothing_changed(self, sold: DrivenTill) -> None:
        self.begin(sold)
        sold.press(Key.Key_Escape)
        sold.wait_for_page("find")
        assert len(sold.orders()) == 1
        assert sold.drafts() == []

    def test_asks_whoever_may_allow_it(self, sold: DrivenTill) -> None:
        sign_in_ben(sold)
        self.begin(sold, asks=True)
        sold.press(Key.Key_Return)
        sold.wait_for_page("done")
        document = sold.store.queries.orders.latest()
        assert document is not None
        owner = sold.store.services.staff.owner()
        assert {one.item.approved_by for one in document.items} == {owner.staff_id}

    def test_says_why_in_words(self, sold: DrivenTill) -> None:
        sold.press(Key.Key_F9)
        sold.wait_for_page("find")
        sold.wait_for(lambda: sold.widget(QPushButton, "find_void").isEnabled(), "the order")
        sold.press(Key.Key_F9, SHIFT)
        sold.wait_for(lambda: sold.sees(QLabel, "void_title"), "the sheet")
        sold.press(Key.Key_4, ALT)
        sold.enter_text("wrong till")
        sold.press(Key.Key_Return)
        sold.wait_for_page("pay_out")
        sold.press(Key.Key_Return)
        sold.wait_for_page("done")
        document = sold.store.queries.orders.latest()
        assert document is not None
        assert {one.item.returns.words for one in document.items if one.item.returns} == {
            "wrong till"
        }

    def begin(self, till: DrivenTill, *, asks: bool = False) -> None:
        till.press(Key.Key_F9)
        till.wait_for_page("find")
        till.wait_for(lambda: till.widget(QPushButton, "find_void").isEnabled(), "the order")
        till.press(Key.Key_F9, SHIFT)
        till.wait_for(lambda: till.sees(QLabel, "void_title"), "the sheet")
        till.press(Key.Key_2, ALT)
        till.press(Key.Key_Return)
        if asks:
            allow(till)
        till.wait_for_page("pay_out")
