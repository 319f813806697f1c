from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from pos_app.composition.demo_people import OWNER_PIN
from tests.gui.driving import DrivenTill, Key
from tests.gui.test_approving import ben, entries, ids, wait_for_end, wait_until_asked

__all__ = ["ben"]


def open_sheet(till: DrivenTill) -> None:
    till.press(Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    till.wait_for(lambda: till.sees(QWidget, "cash_leave"), "the sheet")


def wait_for_record(till: DrivenTill) -> None:
    till.wait_for(lambda: not till.sees(QWidget, "cash_leave"), "the end of the sheet")
    till.settle()


def test_cash_goes_in_with_its_reason_and_a_slip(selling: DrivenTill) -> None:
    open_sheet(selling)
    selling.press(Key.Key_Return)
    selling.wait_for(lambda: selling.sees(QWidget, "cash_problem"), "the refusal of nothing")
    selling.press(Key.Key_Space)
    selling.enter_text("50")
    selling.press(Key.Key_1, Qt.KeyboardModifier.AltModifier)
    selling.press(Key.Key_Return)
    wait_for_record(selling)

    assert selling.shift().cash_in == 5_000
    (entry,) = entries(selling, "cash_in")
    assert (entry["body"]["amount"], entry["body"]["reason"]) == (5_000, "change")
    slip = selling.store.folder.printed / f"CASH-{entry['seq']:06d}.txt"
    assert "50,00" in slip.read_text(encoding="utf-8")
    assert selling.says("toast_words").startswith("50,00")


def test_who_must_ask_for_it_does_with_both_names(ben: DrivenTill) -> None:
    open_sheet(ben)
    ben.enter_text("2")
    ben.press(Key.Key_Down)
    ben.press(Key.Key_Return)
    wait_until_asked(ben)
    assert ben.says("approval_what") == "Take cash out of the drawer"
    assert ben.says("approval_why") == "Bank or safe"

    ben.enter_text(OWNER_PIN)
    wait_for_end(ben)
    wait_for_record(ben)

    people, (entry,) = ids(ben), entries(ben, "cash_out")
    assert (entry["user_id"], entry["approver_id"]) == (people["Ben"], people["Ana"])
