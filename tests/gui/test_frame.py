import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPointF, Qt
from PySide6.QtGui import QEnterEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QListWidget, QPushButton

from tests.gui.driving import DrivenTill, Key
from tests.gui.test_screen_rules import clipped

CTRL = Qt.KeyboardModifier.ControlModifier
PAIN = "3276550614043"
BRIEF_MS = 50


def chips(till: DrivenTill) -> list[str]:
    """The chips of the bar from left to right; those with a colour in capitals."""
    found = [
        one
        for one in till.window.bar.chips.findChildren(QPushButton)
        if one.objectName().startswith("chip_") and one.isVisible()
    ]
    found.sort(key=lambda one: one.x())
    return [
        one.text().upper() if one.property("role") == "chip_trouble" else one.text()
        for one in found
    ]


class TestChips:
    def test_are_grey_and_in_their_order_while_all_is_well(self, selling: DrivenTill) -> None:
        assert chips(selling) == ["Printer", "Scanner"]

    def test_of_a_trouble_leave_the_others_their_words_where_there_is_room(
        self, selling: DrivenTill
    ) -> None:
        selling.window.resize(1_920, 1_080)
        selling.model.screens.frame.show_printer("The printer has no paper.", True)
        selling.settle()
        assert chips(selling) == ["PRINTER OFF", "Scanner"]

        selling.window.resize(1_366, 768)
        selling.settle()
        assert chips(selling) == ["PRINTER OFF", ""]

    def test_of_a_trouble_stand_in_the_same_order_with_a_word(self, selling: DrivenTill) -> None:
        frame = selling.model.screens.frame
        frame.show_notice("disk", "Only 5 MiB are free. Make room.")
        frame.show_printer("The printer has no paper.", True)
        selling.settle()

        assert chips(selling) == ["PRINTER OFF", "DISK FULL", ""]

        frame.show_notice("disk", "")
        frame.show_printer("", False)
        selling.settle()

        assert chips(selling) == ["Printer", "Scanner"]

    def test_show_in_a_tip_what_a_machine_answered_as_it_is(self, selling: DrivenTill) -> None:
        """Not as what it looks like: Qt would load that picture."""
        selling.model.screens.frame.show_printer('No: <img src="//host/x">', True)
        selling.settle()

        tip = selling.widget(QPushButton, "chip_printer").toolTip()
        assert tip == "<qt>Printer off: No: &lt;img src=&quot;//host/x&quot;&gt;</qt>"

    def test_open_a_panel_that_says_since_when_and_tries_again(self, selling: DrivenTill) -> None:
        frame, tried = selling.model.screens.frame, list[str]()
        frame.status.retries["disk"] = lambda: tried.append("disk")
        frame.show_notice("disk", "Only 5 MiB are free. Make room.")
        selling.settle()

        selling.click("chip_disk")
        assert selling.says("status_title") == "Disk full"
        assert selling.says("status_words") == "Only 5 MiB are free. Make room."
        assert selling.says("status_since").startswith("Since ")
        selling.press(Key.Key_Return)
        assert tried == ["disk"]

        frame.show_notice("disk", "")
        selling.settle()

        assert not selling.sees(QLabel, "status_title")

    def test_are_walked_through_with_the_arrows(self, selling: DrivenTill) -> None:
        selling.scan(PAIN)
        selling.click("chip_printer")
        selling.press(Key.Key_Right)
        assert selling.says("status_title") == "Scanner"
        assert selling.says("status_words").startswith("The last scan came at ")

        selling.press(Key.Key_Escape)

        assert not selling.sees(QLabel, "status_title")
        assert selling.page == "sell"


class TestMessages:
    def test_are_kept_with_their_times_the_newest_first(self, selling: DrivenTill) -> None:
        selling.scan(PAIN)
        selling.press(Key.Key_Delete)
        selling.press(Key.Key_Z, CTRL)
        selling.press(Key.Key_Z, CTRL)
        selling.press(Key.Key_Z, CTRL)
        selling.window.till_actions.run("messages")
        selling.settle()

        said = selling.widget(QListWidget, "messages")
        words = [said.item(row).text() for row in range(said.count())]
        assert words[0].endswith("There is nothing to undo in this order.")
        assert selling.says("messages_code") == "Code: order.nothing_to_undo"
        assert "Pain au chocolat removed" in words[-1]

        selling.press(Key.Key_C, CTRL)
        assert QGuiApplication.clipboard().text() == f"{words[0]}\nCode: order.nothing_to_undo"
        selling.press(Key.Key_Down)
        assert selling.says("messages_code") == ""

    def test_stay_where_somebody_looks_when_another_one_comes(self, selling: DrivenTill) -> None:
        for words in ("First", "Second", "Third"):
            selling.model.toast.emit(words, False)
        selling.window.till_actions.run("messages")
        selling.press(Key.Key_Down)
        said = selling.widget(QListWidget, "messages")

        selling.model.toast.emit("Fourth", False)

        assert [said.item(row).text().split()[-1] for row in range(2)] == ["Fourth", "Third"]
        assert said.currentItem().text().endswith("Second")

    def test_that_come_first_are_highlighted(self, selling: DrivenTill) -> None:
        selling.window.till_actions.run("messages")

        selling.model.toast.emit("First", False)

        assert selling.widget(QListWidget, "messages").currentRow() == 0

    def test_say_that_there_are_none(self, selling: DrivenTill) -> None:
        selling.window.till_actions.run("messages")
        selling.settle()

        assert selling.says("messages_none") == "Nothing was told yet."
        selling.press(Key.Key_Return)
        assert not selling.sees(QLabel, "messages_none")

    def test_are_at_most_fifty(self, selling: DrivenTill) -> None:
        for number in range(60):
            selling.model.toast.emit(f"Message {number}", False)

        messages = selling.model.screens.toasts.messages

        assert (len(messages), messages[0].words) == (50, "Message 59")


@pytest.fixture
def brief(selling: DrivenTill) -> DrivenTill:
    """Its toasts go after a moment."""
    vars(selling.window.toast)["_timer"].setInterval(BRIEF_MS)
    return selling


class TestToast:
    LONG = (
        "Somebody leaves after they came, within 16 hours, and not in the future. Nothing was "
        "changed; give another time."
    )

    def test_says_a_long_sentence_in_two_lines(self, selling: DrivenTill) -> None:
        selling.window.resize(1_024, 768)
        selling.model.toast.emit(self.LONG, False)
        selling.settle()
        assert clipped(selling) == []
        long = selling.widget(QLabel, "toast_words")
        assert long.height() >= 2 * long.fontMetrics().height()

        selling.model.toast.emit("Added", False)
        selling.settle()
        assert not selling.widget(QLabel, "toast_words").wordWrap()

    def test_is_as_high_as_its_words(self, selling: DrivenTill) -> None:
        selling.window.resize(1_024, 768)
        selling.model.toast.emit(self.LONG * 3, True)
        selling.settle()

        assert clipped(selling) == []

    def test_stays_while_the_pointer_is_on_it(self, brief: DrivenTill) -> None:
        toast = brief.window.toast
        brief.model.toast.emit("Added", True)
        middle = QPointF(toast.rect().center())
        QCoreApplication.sendEvent(toast, QEnterEvent(middle, middle, middle))

        QTest.qWait(3 * BRIEF_MS)
        assert toast.isVisible()

        QCoreApplication.sendEvent(toast, QEvent(QEvent.Type.Leave))
        brief.wait_for(lambda: not toast.isVisible(), "its end")

    def test_stays_while_it_has_the_focus(self, brief: DrivenTill) -> None:
        toast = brief.window.toast
        page = QApplication.focusWidget()
        brief.model.toast.emit("Added", True)
        for _ in range(10):
            focus = QApplication.focusWidget()
            assert focus is not None
            if focus is not toast:
                QTest.keyClick(focus, Key.Key_Tab)
        assert toast.hasFocus()

        QTest.qWait(3 * BRIEF_MS)
        assert toast.isVisible()

        assert page is not None
        page.setFocus()
        brief.wait_for(lambda: not toast.isVisible(), "its end")

    def test_leaves_every_key_to_the_screen_below(self, brief: DrivenTill) -> None:
        page = QApplication.focusWidget()
        brief.model.toast.emit("Added", True)
        brief.window.toast.setFocus(Qt.FocusReason.TabFocusReason)

        brief.press(Key.Key_5)
        brief.settle()

        assert QApplication.focusWidget() is page
        assert brief.says("keypad_typed") == "5"

    def test_gives_the_focus_back_when_it_goes(self, brief: DrivenTill) -> None:
        page = QApplication.focusWidget()
        brief.model.toast.emit("Added", True)
        brief.window.toast.setFocus(Qt.FocusReason.TabFocusReason)

        brief.window.toast.undo_button.click()

        assert QApplication.focusWidget() is page
