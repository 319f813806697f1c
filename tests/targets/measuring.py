"""Measure the targets of the screens on a till that is driven by keys and touch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import combinations
from statistics import median
from time import perf_counter
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QPushButton

from pos_app.views.shared import tokens
from tests.gui.conftest import NANOSECONDS_PER_MS, Watchdog
from tests.gui.driving import DrivenTill, Key
from tests.gui.fair_clock import own_time_ns
from tests.gui.test_tokens import BLINDNESS, STATUS, contrast, seen
from tests.targets.target import Target

BREAD: Final = "3276550614043"
BASKET: Final = (BREAD, "0721762513958", "0034500151276")
SHIFT: Final = Qt.KeyboardModifier.ShiftModifier
CTRL: Final = Qt.KeyboardModifier.ControlModifier
SCANS: Final = 100
SCAN_EVERY_MS: Final = 100
MS: Final = 1_000


def scan_basket(till: DrivenTill) -> None:
    for code in BASKET:
        till.scan(code)
    till.quiet()


def keys_of(till: DrivenTill, act: Callable[[], None]) -> int:
    before = till.keys_pressed
    act()
    return till.keys_pressed - before


def next_order(till: DrivenTill) -> None:
    till.press(Key.Key_Return)
    till.wait_for_page("sell")


def cash(till: DrivenTill) -> Target:
    scan_basket(till)

    def pay() -> None:
        till.press(Key.Key_Return)
        till.wait_for_page("pay")
        till.enter_text("50")
        till.press(Key.Key_Return)
        till.wait_for_page("done")

    count = keys_of(till, pay)
    next_order(till)
    return Target("1", "cash sale, keys after the last scan", count, 5, "keys")


def exact(till: DrivenTill) -> Target:
    scan_basket(till)

    def pay() -> None:
        till.press(Key.Key_F12, SHIFT)
        till.wait_for_page("done")

    count = keys_of(till, pay)
    next_order(till)
    return Target("1", "exact cash, keys after the last scan", count, 1, "key")


def touch(till: DrivenTill) -> Target:
    scan_basket(till)
    taps = 0
    for name, page in (("pay", "pay"), ("quick_2", "done")):
        till.click(name)
        till.wait_for_page(page)
        taps += 1
    next_order(till)
    return Target("2", "by touch, taps after the last item", taps, 3, "taps")


def reprint(till: DrivenTill) -> Target:
    count = keys_of(till, lambda: till.press(Key.Key_P, CTRL))
    till.wait_for(lambda: till.sees(QLabel, "toast_words"), "the copy")
    return Target("4", "reprint of the last receipt", count, 1, "key")


def no_sale(till: DrivenTill) -> Target:
    def open_drawer() -> None:
        till.press(Key.Key_D, CTRL)
        till.press(Key.Key_1)
        till.wait_for(lambda: till.shift().no_sales == 1, "the drawer")

    count = keys_of(till, open_drawer)
    till.settle()
    return Target("4", "no-sale, one of them for its reason", count, 2, "keys")


def hold_and_recall(till: DrivenTill) -> list[Target]:
    till.scan(BREAD)
    till.quiet()
    hold = keys_of(till, lambda: till.press(Key.Key_F7))
    till.wait_for(lambda: bool(till.drafts()), "the held order on disk")
    till.wait_for(lambda: not till.lines(), "the order being held")

    def recall() -> None:
        till.press(Key.Key_F7)
        till.wait_for_page("held")
        till.wait_for(lambda: till.sees(QPushButton, "held_recall"), "the list")
        till.press(Key.Key_Return)
        till.wait_for(lambda: len(till.lines()) == 1, "the order being back")

    back = keys_of(till, recall)
    till.press(Key.Key_Delete)
    return [Target("4", "hold", hold, 1, "key"), Target("4", "recall", back, 2, "keys")]


def burst_of_scans(till: DrivenTill) -> list[Target]:
    till.press(Key.Key_K, CTRL)
    field = till.widget(QLineEdit, "palette_field")
    before = till.model.screens.sell.summary().count
    for _ in range(SCANS):
        till.burst(BREAD)
        QTest.qWait(SCAN_EVERY_MS)
    till.settle()
    lost = SCANS - (till.model.screens.sell.summary().count - before)
    leaked = len(field.text())
    till.press(Key.Key_Escape)
    return [
        Target("8", f"{SCANS} scans, 10 a second, a sheet open: lost", lost, 0, "scans"),
        Target("8", "characters leaked into its field", leaked, 0, "characters"),
    ]


def tender_to_done(till: DrivenTill) -> Target:
    before = perf_counter()
    till.press(Key.Key_F12, SHIFT)
    till.wait_for(lambda: till.page == "done", "the end of the payment")
    till.window.repaint()
    took = (perf_counter() - before) * MS
    next_order(till)
    return Target("10", "tender to Done painted", round(took), 100, "ms")


def theme_switch(till: DrivenTill) -> Target:
    look = till.model.screens.look
    first = look.look
    times = []
    for _ in range(3):
        for mode in ("dark", "contrast", first.mode):
            before = own_time_ns()
            look.choose(replace(first, mode=mode))
            till.window.repaint()
            times.append((own_time_ns() - before) // NANOSECONDS_PER_MS)
    return Target("19", "theme switch and repaint, median of nine", median(times), 200, "ms")


def dialogs(_till: DrivenTill) -> Target:
    count = sum(isinstance(one, QDialog) for one in QApplication.topLevelWidgets())
    return Target("25", "modal dialogs in all of this", count, 0, "dialogs")


def colours() -> list[Target]:
    """The least of all modes, turned round: what must be at least is a shortfall of at most 0."""
    text = min(
        contrast(mode[ink], mode[ground])
        for mode in tokens.COLOURS.values()
        for ink, ground in tokens.TEXT_PAIRS
    )
    edge = min(
        contrast(mode[ink], mode[ground])
        for mode in tokens.COLOURS.values()
        for ink, ground in tokens.EDGE_PAIRS
    )
    distance = min(
        sum((a - b) ** 2 for a, b in zip(one, other, strict=True)) ** 0.5
        for mode in tokens.COLOURS.values()
        for blindness in BLINDNESS
        for one, other in combinations([seen(mode[name], blindness) for name in STATUS], 2)
    )
    return [
        Target("14", f"text 4.5:1, the least is {text:.2f}; short of it", max(0, 4.5 - text), 0),
        Target("14", f"edges 3:1, the least is {edge:.2f}; short of it", max(0, 3 - edge), 0),
        Target("15", f"states dE 12, the least is {distance:.1f}; short of it",
               max(0, 12 - distance), 0),
    ]  # fmt: skip


def selling_watched(till: DrivenTill) -> list[Target]:
    """The ways to sell and to hold, under the eye of the watchdog."""
    dog = Watchdog(till.app)
    dog.start()
    found = [cash(till), exact(till), touch(till), reprint(till), *hold_and_recall(till)]
    dog.stop()
    what = "longest block of the GUI thread in the sales above"
    return [*found, Target("11", what, dog.worst_ms, 50, "ms")]


def measured(till: DrivenTill) -> list[Target]:
    """Everything that is cheap to measure here, on one till that sells."""
    return [
        *selling_watched(till),
        no_sale(till),
        *burst_of_scans(till),
        *(tender_to_done(till), theme_switch(till), dialogs(till)),
        *colours(),
    ]
