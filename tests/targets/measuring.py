"""Measure the targets of the screens on a till that is driven by keys and touch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import combinations
from statistics import median
from time import perf_counter
from typing import Final, Self

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QPushButton, QWidget

from pos_app.views.shared import tokens
from pos_app.views.shared.sheet import sheet_over
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
QUESTIONS_MAX: Final = 3
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


def card(till: DrivenTill) -> Target:
    """By a machine that is no part of this till, as the demo store has it."""
    scan_basket(till)

    def pay() -> None:
        till.press(Key.Key_F11)
        till.wait_for_page("done")

    count = keys_of(till, pay)
    next_order(till)
    return Target("1", "card, keys after the last scan", count, 1, "key")


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
    till.press(Key.Key_F12, SHIFT)
    till.wait_for_page("done")
    next_order(till)
    return [
        Target("8", f"{SCANS} scans, 10 a second, a sheet open: lost", lost, 0, "scans"),
        Target("8", "characters leaked into its field", leaked, 0, "characters"),
    ]


def tender_to_done(till: DrivenTill) -> Target:
    """On a till that is cut off, with something in the order."""
    before = perf_counter()
    till.press(Key.Key_F12, SHIFT)
    till.wait_for(lambda: till.page == "done", "the end of the payment")
    till.window.repaint()
    took = (perf_counter() - before) * MS
    till.wait_for(till.has_print_trouble, "the trouble with the printer")
    assert not till.model.screens.done.leaves_by_itself
    next_order(till)
    what = "tender to Done painted, head office out of reach and the printer dead"
    return Target("10", what, round(took), 100, "ms")


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


class Opened(QObject):
    """Every modal window that opens while this watches, however soon it is closed."""

    def __init__(self, app: QApplication) -> None:
        super().__init__()
        self._app = app
        self.names: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and is_modal(watched):
            self.names.append(watched.objectName() or type(watched).__name__)
        return False

    def __enter__(self) -> Self:
        self._app.installEventFilter(self)
        return self

    def __exit__(self, *_why: object) -> None:
        self._app.removeEventFilter(self)


def is_modal(widget: QWidget) -> bool:
    return widget.isWindow() and (isinstance(widget, QDialog) or widget.isModal())


def dialogs(till: DrivenTill) -> Target:
    """In the three ways to sell that are counted above."""
    with Opened(till.app) as opened:
        for sell in (cash, exact, touch):
            sell(till)
    what = "modal dialogs that ever opened in three normal sales"
    return Target("25", what, len(opened.names), 0, "dialogs", note=", ".join(opened.names))


def confirms_of_a_shift(till: DrivenTill) -> Target:
    """On a shift that has sold nothing yet: one sale, and its close with the right count."""
    with Opened(till.app) as opened:
        exact(till)
        sold = till.store.queries.orders.latest()
        assert sold is not None
        till.model.close_shift()
        till.wait_for_page("close_shift")
        counted = till.shift().opening_float + sold.paid
        till.enter_text(f"{counted // 100}.{counted % 100:02}")
        till.press(Key.Key_Return)
        asked = len(opened.names) + questions(till)
    till.press(Key.Key_Return)
    till.wait_for_page("sign_in")
    till.start_selling()
    return Target(
        "25", "confirms of a shift that is opened, sells and closes", asked, 1, "confirms"
    )


def questions(till: DrivenTill) -> int:
    """How often something stands in the way of the close, and is answered by Enter."""
    counting = till.model.screens.close_shift
    for asked in range(QUESTIONS_MAX):
        till.wait_for(
            lambda: is_closed(till) or counting.has_just_differed or is_asked(till),
            "the close, or a question",
        )
        if is_closed(till):
            return asked
        till.wait_for(lambda: not counting.has_just_differed, "the end of a double tap")
        till.press(Key.Key_Return)
    return QUESTIONS_MAX


def is_asked(till: DrivenTill) -> bool:
    return sheet_over(till.window) is not None


def is_closed(till: DrivenTill) -> bool:
    return till.says("title") == "The shift is closed"


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
    found = [
        cash(till),
        exact(till),
        card(till),
        touch(till),
        reprint(till),
        *hold_and_recall(till),
    ]
    dog.stop()
    what = "longest block of the GUI thread in the sales above"
    return [*found, Target("11", what, dog.worst_ms, 50, "ms")]


def measured(till: DrivenTill) -> list[Target]:
    """Everything that is cheap to measure here, on one till that sells."""
    return [
        confirms_of_a_shift(till),
        *selling_watched(till),
        no_sale(till),
        *burst_of_scans(till),
        *(theme_switch(till), dialogs(till)),
        *colours(),
    ]
