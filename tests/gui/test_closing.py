from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from pos_app.composition.demo_people import OWNER_PIN
from pos_app.views.shared.controls import ActionButton
from tests.gui.driving import DrivenTill, Key
from tests.gui.test_approving import ben, entries, ids, wait_for_end, wait_until_asked
from tests.integration import shop as shops

__all__ = ["ben"]


def division(till: DrivenTill) -> str:
    return till.widget(ActionButton, "close_division").text()


def close_with(till: DrivenTill, amount: str) -> None:
    till.press(Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
    till.model.close_shift()
    till.wait_for_page("close_shift")
    till.enter_text(amount)


def test_beyond_the_limit_is_counted_again_and_then_asked_for(ben: DrivenTill) -> None:
    close_with(ben, "100")

    ben.press(Key.Key_Return)
    ben.wait_for(lambda: ben.says("message") != "", "the refusal")
    assert ben.says("message").startswith("This is more than 5,00")
    assert (ben.page, ben.says("amount")) == ("close_shift", "100,00\u00a0€")
    ben.press(Key.Key_Return)  # twice by mistake: nothing is asked yet
    model = ben.model.screens.close_shift
    ben.wait_for(lambda: not model.has_just_differed, "the end of a double tap")
    assert not ben.sees(QWidget, "approval_refuse")

    ben.press(Key.Key_Return)
    ben.wait_for(lambda: ben.sees(QWidget, "close_note_problem"), "the sheet of the note")
    assert "only with a note" in ben.says("close_note_problem")
    ben.press(Key.Key_Return)  # nothing is said yet: it stays
    assert ben.sees(QWidget, "close_note_words")
    ben.enter_text("No roll left")
    ben.press(Key.Key_Return)
    assert ben.widget(ActionButton, "close_note").text() == "No roll left"
    ben.press(Key.Key_Return)
    wait_until_asked(ben)
    assert "expected" not in ben.says("approval_why")
    assert ben.says("approval_what") == "Close the shift with this count"
    ben.enter_text(OWNER_PIN)
    wait_for_end(ben)
    ben.wait_for(lambda: ben.says("title") == "The shift is closed", "the close")

    assert ben.says("results") == ""
    people = ids(ben)
    (entry,) = entries(ben, "shift_close")
    assert (entry["user_id"], entry["approver_id"]) == (people["Ben"], people["Ana"])
    assert entry["body"]["note"] == "No roll left"


def test_a_note_is_said_of_any_count(selling: DrivenTill) -> None:
    selling.model.close_shift()
    selling.wait_for_page("close_shift")
    note = selling.widget(ActionButton, "close_note")
    assert note.text() == "Add a note"
    selling.press(Key.Key_F4)
    selling.widget(QLineEdit, "close_note_words").setText("4111 1111 1111 1111")
    selling.press(Key.Key_Return)
    assert "card number" in selling.says("close_note_problem")
    words = "Paid into the bank this morning"
    selling.widget(QLineEdit, "close_note_words").setText(words)
    selling.click("close_note_save")
    assert note.text() == "Paid into the bank …"
    selling.press(Key.Key_F4)  # it is mended, not written anew
    assert selling.widget(QLineEdit, "close_note_words").text() == words
    selling.press(Key.Key_Escape)
    selling.press(Key.Key_Return)
    selling.wait_for(lambda: selling.says("title") == "The shift is closed", "the close")

    assert entries(selling, "shift_close")[-1]["body"]["note"] == words


def test_the_drawer_is_opened_from_the_count(selling: DrivenTill) -> None:
    selling.model.close_shift()
    selling.wait_for_page("close_shift")
    selling.click("close_drawer")
    selling.wait_for(lambda: selling.sees(QWidget, "drawer_title"), "the reasons")
    selling.press(Key.Key_1)
    selling.wait_for(lambda: bool(entries(selling, "no_sale")), "the drawer")
    selling.press(Key.Key_Return)
    selling.wait_for(lambda: selling.says("title") == "The shift is closed", "the close")
    assert not selling.widget(ActionButton, "close_drawer").isEnabled()
    assert not selling.widget(ActionButton, "close_note").isEnabled()


def test_what_stays_in_the_drawer_is_the_next_float(selling: DrivenTill) -> None:
    selling.model.close_shift()
    selling.wait_for_page("close_shift")
    selling.enter_text("4")
    assert division(selling) == "Leave 0,00\u00a0€ in the drawer"
    selling.press(Key.Key_F3)
    selling.enter_text("5")
    selling.press(Key.Key_Return)
    assert selling.says("division_problem").startswith("Only 4,00")
    selling.press(Key.Key_Backspace)
    selling.enter_text("3")
    selling.press(Key.Key_Return)
    selling.press(Key.Key_Return)
    selling.wait_for(lambda: selling.says("title") == "The shift is closed", "the close")
    assert "3,00\u00a0€ stays in the drawer, 1,00\u00a0€ goes to the safe" in selling.says(
        "explanation"
    )
    selling.press(Key.Key_Return)
    selling.wait_for_page("sign_in")

    selling.start_selling()

    shift = selling.shift()
    assert (shift.number, shift.opening_float) == (2, 300)


def counted(till: DrivenTill) -> str:
    return till.says("count_total")


def test_the_float_is_counted_by_notes_and_coins(selling: DrivenTill) -> None:
    shops.close_shift(selling.store)
    selling.press(Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    selling.wait_for_page("sign_in")
    selling.sign_in()

    selling.press(Key.Key_Down)
    selling.wait_for(lambda: selling.sees(QWidget, "count_title"), "the sheet")
    selling.enter_text("2")
    selling.press(Key.Key_Escape)
    selling.press(Key.Key_F2)
    selling.wait_for(lambda: selling.sees(QWidget, "count_title"), "the sheet again")
    assert counted(selling) == "400,00"  # goes on with the two notes
    selling.press(Key.Key_Return)
    selling.enter_text("3")
    selling.press(Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert selling.widget(ActionButton, "open_shift").text() == "Open with 700,00\u00a0€"
    selling.press(Key.Key_Return)
    selling.wait_for_page("sell")

    assert entries(selling, "shift_open")[-1]["body"] == {
        "number": 2,
        "float": 70_000,
        "pieces": {"20000": 2, "10000": 3},
    }


def test_a_total_typed_after_the_count_is_filed_alone(selling: DrivenTill) -> None:
    shops.close_shift(selling.store)
    selling.press(Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    selling.wait_for_page("sign_in")
    selling.sign_in()
    selling.press(Key.Key_F2)
    selling.wait_for(lambda: selling.sees(QWidget, "count_title"), "the sheet")
    selling.enter_text("2")
    selling.press(Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    for _ in range(4):  # both decimals, the point, and a digit
        selling.press(Key.Key_Backspace)
    selling.press(Key.Key_Return)
    selling.wait_for_page("sell")

    assert entries(selling, "shift_open")[-1]["body"] == {"number": 2, "float": 4_000}
