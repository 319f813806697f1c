"""Take back what nobody has a receipt for, by keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QListView, QWidget

from pos_app.composition.demo_people import CASHIER_PIN
from pos_app.domain.returned import ReturnReason
from tests.gui.driving import DrivenTill, Key
from tests.gui.test_paying_out import allow, payments
from tests.gui.test_selling import BANANAS, BREAD, UNKNOWN

ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def opened(selling: DrivenTill) -> DrivenTill:
    selling.press(Key.Key_F9, SHIFT)
    assert selling.sees(QWidget, "return_search")
    return selling


def backs(till: DrivenTill) -> list[tuple[str, int]]:
    """What comes back, and what it gives in minor units."""
    returns = till.store.services.orders.order.returns
    return [(str(one.item.quantity), one.totals.total) for one in returns]


class TestReturn:
    def test_of_what_is_scanned_at_the_price_of_today(self, opened: DrivenTill) -> None:
        opened.scan(BREAD)
        assert "White Bread" in opened.says("return_title")
        assert "2,49" in opened.says("return_total")
        opened.press(Key.Key_Return)
        assert backs(opened) == [("-1", -249)]
        assert "without a receipt" in opened.lines()[0]
        opened.quiet()
        opened.press(Key.Key_Return)
        opened.wait_for_page("pay_out")
        assert opened.says("pay_out_about") == "Without a receipt"
        opened.press(Key.Key_Return)
        opened.wait_for_page("done")
        assert payments(opened) == [("cash", -249)]

    def test_of_what_is_found_by_its_name(self, opened: DrivenTill) -> None:
        opened.enter_text("white br")
        opened.wait_for(lambda: opened.sees(QListView, "return_found"), "the products")
        opened.press(Key.Key_Return)
        assert "White Bread" in opened.says("return_title")

    def test_of_several_at_another_price_with_a_reason(self, opened: DrivenTill) -> None:
        opened.scan(BREAD)
        opened.enter_text("3")
        opened.press(Key.Key_Tab)
        opened.enter_text("1,5")
        assert "4,50" in opened.says("return_total")
        opened.press(Key.Key_2, ALT)
        opened.press(Key.Key_Return)
        assert backs(opened) == [("-3", -450)]
        (item,) = opened.store.services.orders.order.returns
        assert item.item.returns is not None
        assert item.item.returns.reason is ReturnReason.FAULTY
        assert not item.item.returns.restocks

    def test_of_what_is_measured(self, opened: DrivenTill) -> None:
        opened.scan(BANANAS)
        opened.enter_text("0,5")
        opened.press(Key.Key_Return)
        assert backs(opened)[0][0] == "-0.5"

    def test_of_nothing_known_says_so_and_waits(self, opened: DrivenTill) -> None:
        opened.scan(UNKNOWN)
        assert UNKNOWN in opened.says("return_problem")
        opened.scan(BREAD)
        opened.press(Key.Key_Escape)
        assert opened.widget(QLineEdit, "return_search").isVisible()
        opened.press(Key.Key_Escape)
        assert not opened.sees(QWidget, "return_search")
        opened.scan(BREAD)
        assert len(opened.lines()) == 1
        assert backs(opened) == []

    def test_of_nothing_at_all_is_refused(self, opened: DrivenTill) -> None:
        opened.scan(BREAD)
        opened.enter_text("0")
        opened.press(Key.Key_Return)
        assert opened.sees(QLabel, "return_problem")
        assert backs(opened) == []

    def test_is_taken_back_by_undo(self, opened: DrivenTill) -> None:
        opened.scan(BREAD)
        opened.press(Key.Key_Return)
        opened.press(Key.Key_Z, CTRL)
        assert backs(opened) == []


def test_is_asked_for_by_who_may_not(selling: DrivenTill) -> None:
    selling.press(Key.Key_L, CTRL)
    selling.choose_person("Ben")
    selling.start_selling(CASHIER_PIN)
    selling.press(Key.Key_F9, SHIFT)
    selling.scan(BREAD)
    selling.press(Key.Key_Return)
    allow(selling)
    selling.wait_for(lambda: bool(backs(selling)), "the return")
    (item,) = selling.store.services.orders.order.returns
    assert item.item.approved_by == selling.store.services.staff.owner().staff_id
