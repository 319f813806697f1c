from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from pos_app.views.shared.controls import ActionButton
from tests.gui.driving import DrivenTill, Key

SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier
PAIN = "3276550614043"  # 1.79
BREAD = "0721762513958"  # 2.49


@pytest.fixture
def paying(selling: DrivenTill) -> DrivenTill:
    selling.scan(PAIN)
    selling.scan(BREAD)
    selling.quiet()
    selling.press(Key.Key_Return)
    selling.wait_for_page("pay")
    return selling


def test_a_tall_screen_has_room_for_four_notes_and_the_change(paying: DrivenTill) -> None:
    paying.window.resize(720, 1_024)
    paying.settle()
    notes = [paying.widget(ActionButton, f"quick_{place}") for place in range(2, 6)]

    assert all(one.width() >= one.sizeHint().width() for one in notes)
    foot = max(one.mapTo(paying.window, one.rect().bottomLeft()).y() for one in notes)
    verdict = paying.widget(QLabel, "verdict")
    assert verdict.mapTo(paying.window, verdict.rect().topLeft()).y() > foot


class TestEnter:
    def test_on_an_empty_order_does_nothing(self, selling: DrivenTill) -> None:
        selling.press(Key.Key_Return)

        assert selling.page == "sell"


class TestAmount:
    def test_begins_with_what_is_due(self, paying: DrivenTill) -> None:
        assert paying.says("due") == "4,28\u00a0€"
        assert paying.says("given") == "4,28"
        assert paying.says("change") == "0,00"

    def test_typed_replaces_it(self, paying: DrivenTill) -> None:
        paying.enter_text("50")

        assert paying.says("given") == "50,00"
        assert paying.says("change") == "45,72"

    def test_takes_both_signs_for_decimals(self, paying: DrivenTill) -> None:
        paying.enter_text("4,5")
        assert paying.says("given") == "4,50"
        for _ in range(3):
            paying.press(Key.Key_Backspace)
        paying.enter_text("6.25")
        assert paying.says("given") == "6,25"

    def test_adds_after_a_plus(self, paying: DrivenTill) -> None:
        paying.enter_text("2+3")

        assert paying.says("given") == "5,00"

    def test_that_is_short_is_taken_as_a_part(self, paying: DrivenTill) -> None:
        paying.enter_text("4")
        assert paying.says("verdict") == "Still to pay"
        assert paying.says("change") == "0,28"
        assert paying.widget(ActionButton, "take").text() == "Take 4,00 of it"

        paying.press(Key.Key_Return)
        paying.wait_for(lambda: paying.sees(QLabel, "tender_0"))

        assert paying.page == "pay"
        assert paying.orders() == []
        assert (paying.says("due"), paying.says("given")) == ("0,28\u00a0€", "0,28")

    def test_that_is_a_slip_of_the_finger_is_not_taken(self, paying: DrivenTill) -> None:
        paying.enter_text("5000")
        paying.press(Key.Key_Return)
        paying.wait_for(lambda: paying.sees(QLabel, "pay_message"))

        assert "slip of the finger" in paying.says("pay_message")
        assert paying.orders() == []

    def test_typed_as_fast_as_a_scanner_is_an_amount(self, paying: DrivenTill) -> None:
        paying.burst("100.00")
        paying.wait_for_page("done")

        assert paying.says("done_change") == "95,72"


class TestTake:
    def test_is_four_keys_after_the_last_scan(self, selling: DrivenTill) -> None:
        for code in (PAIN, BREAD, PAIN):
            selling.scan(code)
        selling.quiet()
        selling.keys_pressed = 0

        selling.press(Key.Key_Return)
        selling.enter_text("50")
        selling.press(Key.Key_Return)
        selling.wait_for_page("done")

        assert selling.keys_pressed == 4
        assert selling.says("done_change") == "43,93"

    def test_of_the_exact_amount_is_one_key(self, selling: DrivenTill) -> None:
        selling.scan(PAIN)
        selling.quiet()
        selling.press(Key.Key_F12, SHIFT)
        selling.wait_for_page("done")

        assert [row.total.minor for row in selling.orders()] == [179]

    def test_of_a_quick_amount_is_one_key(self, paying: DrivenTill) -> None:
        paying.press(Key.Key_2, ALT)
        paying.wait_for_page("done")

        assert paying.says("done_change") == "0,72"

    def test_of_a_note_on_the_pad(self, paying: DrivenTill) -> None:
        paying.click("add_2000")
        paying.click("take")
        paying.wait_for_page("done")

        assert paying.says("done_change") == "15,72"

    def test_twice_pays_once(self, paying: DrivenTill) -> None:
        paying.burst_keys(Key.Key_Return, Key.Key_Return)
        paying.wait_for(lambda: paying.page != "pay")

        assert len(paying.orders()) == 1


class TestBack:
    def test_leads_to_the_same_order(self, paying: DrivenTill) -> None:
        paying.press(Key.Key_Escape)
        paying.wait_for_page("sell")

        assert len(paying.lines()) == 2

    def test_a_scan_leads_there_too_and_adds(self, paying: DrivenTill) -> None:
        paying.scan(PAIN)
        paying.wait_for_page("sell")

        assert len(paying.lines()) == 3


class TestDone:
    def test_shows_the_change_above_all(self, paying: DrivenTill) -> None:
        paying.enter_text("50")
        paying.press(Key.Key_Return)
        paying.wait_for_page("done")

        assert paying.says("done_title") == "Change"
        assert paying.says("done_change") == "45,72"
        assert paying.says("done_paid") == (
            "50,00 in cash · total 4,28 · X\u2011T01\u2011000001"  # in one piece
        )

    def test_shows_the_very_text_that_is_printed(self, paying: DrivenTill, folder: Path) -> None:
        paying.press(Key.Key_Return)
        paying.wait_for_page("done")
        shown = paying.says("receipt")
        paying.wait_for(lambda: paying.print_state() == "Receipt printed")

        printed = (folder / "printed" / "X-T01-000001.txt").read_text(encoding="utf-8")

        assert printed == shown
        assert "Pain au chocolat" in shown

    def test_prints_a_copy_that_says_so(self, paying: DrivenTill, folder: Path) -> None:
        paying.press(Key.Key_Return)
        paying.wait_for_page("done")
        paying.press(Key.Key_P)
        copies = folder / "printed"
        paying.wait_for(lambda: any("COPY" in path.name for path in copies.glob("*.txt")))

        (copy,) = (path for path in copies.glob("*.txt") if "COPY" in path.name)
        assert "COPY" in copy.read_text(encoding="utf-8")

    @pytest.mark.parametrize("key", [Key.Key_Return, Key.Key_Space])
    def test_goes_on_by_a_key(self, paying: DrivenTill, key: Qt.Key) -> None:
        paying.enter_text("50")
        paying.press(Key.Key_Return)
        paying.wait_for_page("done")

        paying.press(key)
        paying.wait_for_page("sell")

        assert paying.lines() == []
        assert paying.says("last_order").startswith("Last: X-T01-000001, 4,28")

    def test_goes_on_by_a_scan_that_is_the_first_of_the_next_order(
        self, paying: DrivenTill
    ) -> None:
        paying.enter_text("50")
        paying.press(Key.Key_Return)
        paying.wait_for_page("done")

        paying.scan(PAIN)
        paying.wait_for_page("sell")

        assert paying.lines() == ["1 Pain au chocolat, 1,79"]

    def test_goes_by_itself_when_no_change_is_due(self, paying: DrivenTill) -> None:
        paying.press(Key.Key_Return)
        paying.wait_for_page("done")

        paying.wait_for_page("sell")

        assert paying.lines() == []

    def test_stays_locked_if_somebody_locks_it(self, paying: DrivenTill) -> None:
        paying.press(Key.Key_Return)
        paying.wait_for_page("done")

        paying.press(Key.Key_L, CTRL)
        paying.wait_for_page("sign_in")

        assert not paying.model.screens.done.leaves_by_itself


class TestTrouble:
    def test_with_the_printer_keeps_the_done_screen(self, paying: DrivenTill, folder: Path) -> None:
        (folder / "printed").write_text("in the way", encoding="utf-8")

        paying.press(Key.Key_Return)
        paying.wait_for_page("done")
        paying.wait_for(paying.has_print_trouble)

        assert not paying.model.screens.done.leaves_by_itself

    def test_with_the_disk_leaves_the_order_as_it_was(self, paying: DrivenTill) -> None:
        paying.fill_disk()

        paying.press(Key.Key_Return)
        paying.wait_for(lambda: paying.sees(QLabel, "pay_message"))

        assert "disk is full" in paying.says("pay_message")
        assert paying.orders() == []
        paying.free_disk()
        paying.press(Key.Key_Return)
        paying.wait_for_page("done")
        assert [row.number for row in paying.orders()] == ["X-T01-000001"]

    def test_with_the_printer_is_told_and_stops_nothing(
        self, paying: DrivenTill, folder: Path
    ) -> None:
        (folder / "printed").write_text("in the way", encoding="utf-8")

        paying.enter_text("50")
        paying.press(Key.Key_Return)
        paying.wait_for_page("done")
        paying.wait_for(lambda: paying.sees(QLabel, "print_state") and paying.has_print_trouble())

        assert [row.number for row in paying.orders()] == ["X-T01-000001"]
        (folder / "printed").unlink()
        paying.click("print_retry")
        paying.wait_for(lambda: paying.print_state() == "Receipt printed")
        assert (folder / "printed" / "X-T01-000001.txt").exists()
        assert paying.troubles() == []
