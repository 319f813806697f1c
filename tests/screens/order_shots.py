"""The pictures of several open orders, of the held ones, and of the frame around them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from tests.gui.driving import DrivenTill, Key

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
BASKETS = (
    ("3276550614043", "0721762513958", "0034500151276", "0041220970063"),
    ("0034500151276",),
    ("3023260030416", "0071314008662", "0078742106212"),
)


def _open_list(till: DrivenTill) -> None:
    till.quiet()
    till.press(Key.Key_F7, SHIFT)
    till.wait_for_page("held")
    till.wait_for(lambda: till.model.screens.held.list.is_loaded, "the list")


def tabs_three(till: DrivenTill) -> None:
    for place, basket in enumerate(BASKETS):
        if place:
            till.press(Key.Key_N, CTRL)
        for code in basket:
            till.scan(code)
        till.quiet()


def held(till: DrivenTill) -> None:
    for _ in BASKETS:
        till.press(Key.Key_F7)
        till.press(Key.Key_Tab, CTRL)
    _open_list(till)
    till.press(Key.Key_F2)
    till.enter_text("The lady with the very large blue hat")
    till.press(Key.Key_Return)
    rows = till.model.screens.held.list
    till.wait_for(lambda: "hat" in rows.rows[0].title, "the name")
    till.price_of("0034500151276", 149)
    rows.load()
    till.wait_for(lambda: till.sees(QLabel, "held_repriced"), "the price")


def held_search(till: DrivenTill) -> None:
    till.enter_text("butter")


def held_nothing(till: DrivenTill) -> None:
    till.enter_text(" tomorrow")


def held_removed(till: DrivenTill) -> None:
    till.press(Key.Key_Escape)
    till.press(Key.Key_Delete)
    till.wait_for(lambda: len(till.model.screens.held.list.rows) == len(BASKETS) - 1, "it gone")
    till.press(Key.Key_F7)
    till.wait_for(lambda: bool(till.model.screens.held.list.rows), "what was removed")


def tabs_eight(till: DrivenTill) -> None:
    till.press(Key.Key_Escape)
    _open_list(till)
    till.press(Key.Key_Return)
    till.wait_for_page("sell")
    for _ in range(7):
        till.press(Key.Key_N, CTRL)
        till.scan(BASKETS[0][0])
        till.quiet()
    till.press(Key.Key_Tab, CTRL)
    till.press(Key.Key_N, CTRL)


def status(till: DrivenTill) -> None:
    frame = till.model.screens.frame
    frame.show_printer(
        "The printer has no paper. The receipts wait and nothing is lost. "
        "Put a roll in, then try again.",
        True,
    )
    frame.show_notice("disk", "Only 400 MiB are free on this disk. Make room soon.")
    till.settle()
    till.click("chip_printer")


def messages(till: DrivenTill) -> None:
    till.press(Key.Key_Escape)
    till.window.till_actions.run("messages")


def orders_ended(till: DrivenTill) -> None:
    """Leave everything as it was found."""
    till.press(Key.Key_Escape)
    frame = till.model.screens.frame
    frame.show_printer("", False)
    frame.show_notice("disk", "")
    for _ in range(8):
        till.press(Key.Key_Delete, CTRL)
        till.press(Key.Key_Tab, CTRL)
    _open_list(till)
    rows = till.model.screens.held.list
    while rows.rows:
        left = len(rows.rows)
        till.press(Key.Key_Delete)
        till.wait_for(lambda count=left: len(rows.rows) < count, "it gone")  # type: ignore[misc]
    till.press(Key.Key_Escape)
    till.wait_for_page("sell")
