"""What a person looks at stays where it is, and whole, whatever else is told."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QListView, QWidget

from pos_app.views.shared.wrapped_list import EDGES, WrappedList
from tests.gui.driving import DrivenTill, Key
from tests.gui.test_selling import BREAD, BUTTER, PAIN

UNKNOWN = "4006381333931"
FEW_ROOM = (1_024, 768)
TALL = (720, 1_024)
CTRL = Qt.KeyboardModifier.ControlModifier


def place_of(till: DrivenTill, name: str) -> QRect:
    widget = till.widget(QWidget, name)
    return widget.rect().translated(widget.mapTo(till.window, QPoint()))


def current_in_sight(till: DrivenTill) -> bool:
    lines = till.widget(QListView, "lines")
    return lines.viewport().rect().contains(lines.visualRect(lines.currentIndex()))


def test_the_line_in_hand_stays_in_sight_while_something_is_told(selling: DrivenTill) -> None:
    for code in (PAIN, BREAD, BUTTER, PAIN, BREAD, BUTTER, PAIN, BREAD):
        selling.scan(code)
    selling.quiet()
    assert current_in_sight(selling)
    before = selling.widget(QListView, "lines").viewport().height()

    selling.scan(UNKNOWN)
    selling.wait_for(lambda: selling.sees(QWidget, "notice_dismiss"), "the strip")
    selling.settle()

    assert selling.widget(QListView, "lines").viewport().height() < before
    assert current_in_sight(selling)
    last = place_of(selling, "last")
    viewport = selling.widget(QListView, "lines").viewport()
    assert last.bottom() == viewport.mapTo(selling.window, viewport.rect().bottomLeft()).y()


LINE_BUTTONS = ("less", "more", "quantity", "line_discount", "line_price", "remove")
PAD = tuple(f"pay_pad_{digit}" for digit in range(10))


SHAPES = [(size, hand) for size in (FEW_ROOM, TALL) for hand in (False, True)]


def covered(till: DrivenTill, *names: str) -> list[str]:
    """What a toast lies on, in any shape and for either hand."""
    found = []
    look = till.model.screens.look
    for size, is_mirrored in SHAPES:
        till.window.resize(*size)
        look.choose(replace(look.look, is_mirrored=is_mirrored))
        till.settle()
        till.model.toast.emit("Treated as unpaid. What comes after all is given back.", False)
        till.settle()
        assert till.sees(QLabel, "toast_words")
        toast = till.window.toast.geometry()
        assert till.window.rect().contains(toast)
        hits = [name for name in names if toast.intersects(place_of(till, name))]
        found += [f"{name} {size} {is_mirrored}" for name in hits]
        till.window.toast.hide()
    return found


def test_a_toast_leaves_amounts_and_buttons_of_an_order_in_sight(selling: DrivenTill) -> None:
    selling.scan(PAIN)
    selling.quiet()
    assert covered(selling, "pay", "order_total", "order_count", *LINE_BUTTONS) == []

    selling.press(Key.Key_Return)
    selling.wait_for_page("pay")
    of_payment = ("take", "method_cash", "method_card", "split", "receipt_choice")
    assert covered(selling, *of_payment, "due", "given", "change", "add_1000", *PAD) == []


def test_a_toast_leaves_the_buttons_of_a_found_order_in_sight(selling: DrivenTill) -> None:
    selling.sell(BREAD)
    selling.press(Key.Key_F9)
    selling.wait_for_page("find")
    selling.wait_for(lambda: bool(selling.says("found_title")), "the order")
    of_order = ("find_give_back", "find_give_all", "find_void", "find_email", "find_gift")
    assert covered(selling, *of_order, "find_copy") == []


def test_a_toast_leaves_the_buttons_of_a_held_order_in_sight(selling: DrivenTill) -> None:
    selling.scan(PAIN)
    selling.quiet()
    selling.press(Key.Key_F7)
    selling.wait_for(lambda: not selling.lines(), "an empty order")
    selling.press(Key.Key_F7)
    selling.wait_for_page("held")
    selling.wait_for(lambda: selling.sees(QWidget, "held_recall"), "the order")
    assert covered(selling, "held_total", "held_recall", "held_remove") == []


def test_a_toast_leaves_the_sums_of_a_report_in_sight(selling: DrivenTill) -> None:
    selling.sell(BREAD)
    selling.press(Key.Key_5, CTRL)
    selling.wait_for_page("reports")
    selling.wait_for(lambda: selling.sees(QWidget, "report_totals"), "the report")
    assert covered(selling, "report_totals") == []


def test_the_button_that_closes_a_shift_does_not_move(selling: DrivenTill) -> None:
    selling.model.close_shift()
    selling.wait_for_page("close_shift")
    selling.settle()
    before = place_of(selling, "close_shift")

    selling.press(Key.Key_Return)
    done = selling.widget(QAbstractButton, "close_shift")
    selling.wait_for(lambda: done.text() == "Done", "the end of the shift")
    selling.settle()

    assert place_of(selling, "close_shift") == before


def test_a_message_is_shown_with_all_its_words(selling: DrivenTill) -> None:
    for count in range(9, 30):
        selling.model.toast.emit("as many words as it takes " * count, False)
    selling.window.till_actions.run("messages")
    selling.settle()

    messages = selling.widget(WrappedList, "messages")
    for number in range(messages.count()):
        item = messages.item(number)
        wanted = messages.words_height(item.text()) + EDGES
        assert messages.visualItemRect(item).height() >= wanted
