from collections.abc import Callable, Iterator

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QKeyCombination, QPoint, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QKeySequence, QShortcut, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from pos_app.domain.scanner import GAP_MS_DEFAULT
from pos_app.viewmodels.shared.raw_scan import RawScan
from pos_app.views.input import scanner_filter
from pos_app.views.input.scanner_filter import GAP_MS, LENGTH_MIN_WITHOUT_SUFFIX, ScannerFilter

HUMAN_MS = GAP_MS * 3
EAN = "5901234123457"
QR_DIGITS = 7_089
"""So many a QR code holds at most."""


class Counter:
    """A window with a field and a default button, as a scanner meets them."""

    def __init__(self, qtbot: QtBot, app: QApplication) -> None:
        self.window = QWidget()
        self.field = QLineEdit()
        self.pay = QPushButton("Pay")
        self.pay.setDefault(True)
        layout = QVBoxLayout(self.window)
        layout.addWidget(self.field)
        layout.addWidget(self.pay)
        self.scans: list[str] = []
        self.clicks = 0
        self.pay.clicked.connect(self._count)
        self.filter = ScannerFilter(app)
        self.filter.scanned.connect(self.scans.append)
        app.installEventFilter(self.filter)
        qtbot.addWidget(self.window)
        self.window.show()
        qtbot.waitActive(self.window)
        self.now_ms = 10_000

    @property
    def handle(self) -> QWindow:
        handle = self.window.windowHandle()
        assert handle is not None
        return handle

    def key(self, char: str, *, after_ms: int = 0, repeat: bool = False) -> None:
        """One key as the window system sends it, with a time stamp of its own."""
        self.now_ms += after_ms
        code = Qt.Key.Key_Return if char == "\r" else Qt.Key(ord(char.upper()))
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, code, Qt.KeyboardModifier.NoModifier, char, repeat)
            event.setTimestamp(self.now_ms)
            QCoreApplication.sendEvent(self.handle, event)

    def press(self, code: Qt.Key, modifier: Qt.KeyboardModifier) -> None:
        """A key without text."""
        event = QKeyEvent(QEvent.Type.KeyPress, code, modifier)
        event.setTimestamp(self.now_ms)
        QCoreApplication.sendEvent(self.handle, event)

    def burst(self, text: str) -> None:
        for char in text:
            self.key(char, after_ms=1)

    def by_hand(self, text: str) -> None:
        for char in text:
            self.key(char, after_ms=HUMAN_MS)

    def _count(self) -> None:
        self.clicks += 1


@pytest.fixture
def counter(qtbot: QtBot, qapp: QApplication) -> Iterator[Counter]:
    made = Counter(qtbot, qapp)
    yield made
    qapp.removeEventFilter(made.filter)


@pytest.fixture
def silence(qtbot: QtBot, counter: Counter) -> Callable[[], None]:
    def wait() -> None:
        qtbot.waitUntil(lambda: not counter.filter.is_holding)

    return wait


class TestBurst:
    @pytest.mark.parametrize("focus", ["field", "pay"])
    def test_is_a_scan_wherever_the_focus_is(self, counter: Counter, focus: str) -> None:
        getattr(counter, focus).setFocus()

        counter.burst(EAN + "\r")

        assert counter.scans == [EAN]
        assert counter.field.text() == ""
        assert counter.clicks == 0

    def test_after_another_is_another_scan(self, counter: Counter) -> None:
        counter.burst(EAN + "\r" + "7610000000000\r")

        assert counter.scans == [EAN, "7610000000000"]

    def test_without_a_suffix_is_a_scan_after_the_gap(
        self, counter: Counter, silence: Callable[[], None]
    ) -> None:
        counter.burst(EAN[:LENGTH_MIN_WITHOUT_SUFFIX])
        silence()

        assert counter.scans == [EAN[:LENGTH_MIN_WITHOUT_SUFFIX]]

    def test_without_a_suffix_that_is_short_is_typed(
        self, counter: Counter, silence: Callable[[], None]
    ) -> None:
        counter.field.setFocus()

        counter.burst(EAN[: LENGTH_MIN_WITHOUT_SUFFIX - 1])
        silence()

        assert counter.scans == []
        assert counter.field.text() == EAN[: LENGTH_MIN_WITHOUT_SUFFIX - 1]

    def test_may_hold_the_separator_of_gs1_codes(self, counter: Counter) -> None:
        counter.burst("0104006381333931")
        event = QKeyEvent(
            QEvent.Type.KeyPress,
            Qt.Key.Key_BracketRight,
            Qt.KeyboardModifier.ControlModifier,
            "\x1d",
        )
        event.setTimestamp(counter.now_ms + 1)
        QCoreApplication.sendEvent(counter.handle, event)
        counter.burst("10AB\r")

        assert counter.scans == ["0104006381333931\x1d10AB"]

    def test_may_hold_capitals_for_which_the_scanner_presses_shift(self, counter: Counter) -> None:
        for char in "AB-cD1":
            if char.isupper():
                counter.press(Qt.Key.Key_Shift, Qt.KeyboardModifier.ShiftModifier)
            counter.burst(char)
        counter.burst("\r")

        assert counter.scans == ["AB-cD1"]

    @pytest.mark.parametrize(
        ("key", "modifier"),
        [
            (Qt.Key.Key_F12, Qt.KeyboardModifier.NoModifier),
            (Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier),
            (Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier),
            (Qt.Key.Key_4, Qt.KeyboardModifier.AltModifier),
        ],
    )
    def test_swallows_the_commands_inside_it(
        self, counter: Counter, key: Qt.Key, modifier: Qt.KeyboardModifier
    ) -> None:
        ran: list[None] = []
        combination = QKeyCombination(modifier, key)
        shortcut = QShortcut(QKeySequence(combination), counter.window)
        shortcut.activated.connect(lambda: ran.append(None))

        counter.filter.gap_ms = 2_000
        # By the system's own time stamps: a shortcut is looked for before any event is sent.
        for digit in EAN[:6]:
            QTest.keyClick(counter.handle, Qt.Key(ord(digit)))
        QTest.keyClick(counter.handle, key, modifier)
        for digit in EAN[6:]:
            QTest.keyClick(counter.handle, Qt.Key(ord(digit)))
        QTest.keyClick(counter.handle, Qt.Key.Key_Return)
        assert counter.scans == [EAN]
        assert ran == []

        QTest.keyClick(counter.handle, key, modifier)
        assert ran == [None]

    def test_that_was_typed_loses_no_command(
        self, counter: Counter, silence: Callable[[], None]
    ) -> None:
        ran: list[str] = []
        shortcut = QShortcut(QKeySequence("F3"), counter.window)
        shortcut.activated.connect(lambda: ran.append(counter.field.text()))
        counter.field.setFocus()
        counter.filter.gap_ms = 500

        for key in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_Backspace, Qt.Key.Key_F3):
            QTest.keyClick(counter.handle, key)
        assert (ran, counter.field.text()) == ([], "")
        silence()

        assert (ran, counter.field.text()) == (["12"], "12")

    def test_of_one_held_key_is_no_scan(
        self, counter: Counter, silence: Callable[[], None]
    ) -> None:
        counter.field.setFocus()

        for _ in range(20):
            counter.key("1", after_ms=5, repeat=True)
        counter.key("\r", after_ms=5)
        silence()

        assert counter.scans == []

    def test_of_the_longest_code_is_a_scan(
        self, counter: Counter, silence: Callable[[], None]
    ) -> None:
        counter.field.setFocus()

        counter.burst("7" * QR_DIGITS)
        silence()

        assert (counter.scans, counter.field.text()) == (["7" * QR_DIGITS], "")

    def test_that_never_ends_drives_nothing(
        self, counter: Counter, silence: Callable[[], None], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(scanner_filter, "LENGTH_MAX", 20)
        ran: list[None] = []
        shortcut = QShortcut(QKeySequence("F3"), counter.window)
        shortcut.activated.connect(lambda: ran.append(None))
        counter.field.setFocus()
        counter.field.returnPressed.connect(counter.pay.click)

        counter.burst("1-*")
        counter.press(Qt.Key.Key_F3, Qt.KeyboardModifier.NoModifier)
        counter.burst("7" * 17 + "-\r")
        silence()

        assert (counter.scans, counter.field.text()) == ([], "")
        assert (counter.clicks, ran) == (0, [])

    def test_that_is_no_code_leaves_no_rest_that_is_scanned_or_typed(
        self, counter: Counter, silence: Callable[[], None], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(scanner_filter, "LENGTH_MAX", 20)
        command = QKeyEvent(
            QEvent.Type.ShortcutOverride, Qt.Key.Key_F3, Qt.KeyboardModifier.NoModifier
        )
        command.setTimestamp(counter.now_ms + 22)
        command.ignore()
        counter.field.setFocus()

        counter.burst("7" * 21)
        QCoreApplication.sendEvent(counter.handle, command)
        counter.burst("1" * 15)
        counter.key("0", after_ms=1, repeat=True)
        counter.burst(f"22\r{EAN}\r-\r")
        silence()
        assert (counter.scans, counter.field.text()) == ([], "")
        assert command.isAccepted()  # so that it was for no shortcut

        counter.now_ms += HUMAN_MS
        counter.burst(EAN + "\r")
        counter.by_hand("5")
        silence()
        assert (counter.scans, counter.field.text()) == ([EAN], "5")

    def test_goes_on_where_another_key_is_held_down(
        self, counter: Counter, silence: Callable[[], None]
    ) -> None:
        """Something lies on the keyboard."""
        counter.field.setFocus()
        counter.burst(EAN[:6])
        for held in "0\r":
            counter.key(held, after_ms=1, repeat=True)
        counter.burst(EAN[6:] + "\r")
        silence()

        assert (counter.scans, counter.field.text()) == ([EAN], "")


class TestHand:
    def test_is_typed_whole(self, counter: Counter, silence: Callable[[], None]) -> None:
        counter.field.setFocus()

        counter.by_hand("milk 2\r")
        silence()

        assert counter.field.text() == "milk 2"
        assert counter.scans == []

    def test_is_typed_even_if_a_stall_brings_all_keys_at_once(
        self, counter: Counter, silence: Callable[[], None]
    ) -> None:
        counter.field.setFocus()

        # The time stamps say how it was typed; that they are all handled now says nothing.
        counter.by_hand("12345678\r")
        silence()

        assert counter.scans == []
        assert counter.field.text() == "12345678"

    def test_of_few_keys_is_typed_however_fast(
        self, counter: Counter, silence: Callable[[], None]
    ) -> None:
        counter.field.setFocus()

        counter.burst("50\r")
        silence()

        assert counter.scans == []
        assert counter.field.text() == "50"


class TestEnter:
    def test_right_after_a_scan_is_the_scanner_s(self, counter: Counter) -> None:
        counter.pay.setFocus()

        counter.burst(EAN + "\r\r")

        assert counter.clicks == 0

    def test_later_is_the_person_s(self, counter: Counter, qtbot: QtBot) -> None:
        counter.pay.setFocus()
        counter.burst(EAN + "\r")
        qtbot.waitUntil(lambda: counter.filter.is_quiet)

        QTest.keyClick(counter.pay, Qt.Key.Key_Space)

        assert counter.clicks == 1


class TestLineEndsInACode:
    """A QR code of several lines sends an Enter behind every one of them."""

    @pytest.mark.parametrize("rest", ["-\r", "+\r", "1\r\r\r", "\r\r\r\r", "-", "1*\r-\r"])
    def test_do_nothing_after_a_part_that_is_a_scan(
        self, counter: Counter, silence: Callable[[], None], rest: str
    ) -> None:
        counter.field.setFocus()
        counter.field.returnPressed.connect(counter.pay.click)

        counter.burst("ABCD1234\r" + rest)
        silence()

        assert counter.scans == ["ABCD1234"]
        assert counter.field.text() == ""
        assert counter.clicks == 0

    def test_do_nothing_after_a_part_that_is_short(
        self, counter: Counter, silence: Callable[[], None]
    ) -> None:
        counter.field.setFocus()
        counter.field.returnPressed.connect(counter.pay.click)

        for char in "1*\r\r\r-\r\r\r":
            counter.key(char, after_ms=GAP_MS // 2)
        silence()

        # The first part cannot be told from two keys and Enter that somebody hit fast.
        assert counter.field.text() == "1*"
        assert counter.clicks == 1

    @pytest.mark.parametrize("code", ["1*\r\r\r-\r\r", "50\r\rX\r", "7\r8\r9\r"])
    def test_do_nothing_behind_a_short_part_at_the_speed_of_a_machine(
        self, counter: Counter, silence: Callable[[], None], code: str
    ) -> None:
        counter.field.setFocus()
        counter.field.returnPressed.connect(counter.pay.click)

        counter.burst(code)
        silence()

        assert (counter.field.text(), counter.clicks, counter.scans) == ("", 0, [])

    def test_tell_that_a_long_part_belongs_to_the_short_one(
        self, counter: Counter, silence: Callable[[], None]
    ) -> None:
        counter.field.setFocus()
        told: list[bool] = []
        counter.filter.scanned.connect(lambda _text: told.append(counter.filter.continues))

        counter.burst("12\rABCD1234\rEFGH5678\r")
        silence()
        counter.now_ms += HUMAN_MS
        counter.burst(EAN + "\r")

        assert counter.scans == ["ABCD1234", "EFGH5678", EAN]
        assert told == [True, True, False]

    def test_are_typed_where_nothing_follows(
        self, counter: Counter, silence: Callable[[], None]
    ) -> None:
        counter.field.setFocus()
        counter.field.returnPressed.connect(counter.pay.click)

        counter.burst("50\r")
        assert counter.filter.is_holding
        silence()

        assert (counter.field.text(), counter.clicks) == ("50", 1)

    def test_are_forgotten_after_the_gap(
        self, counter: Counter, silence: Callable[[], None]
    ) -> None:
        counter.field.setFocus()

        counter.burst("ABCD1234\r")
        counter.by_hand("-5")
        silence()

        assert counter.field.text() == "-5"

    def test_enter_no_pin(self, counter: Counter, silence: Callable[[], None]) -> None:
        counter.filter.digits_are_keys = True
        counter.field.setFocus()

        counter.burst("B-140789\r12\r")
        silence()

        assert counter.field.text() == ""


class TestPin:
    def test_digits_are_never_held_back(self, counter: Counter) -> None:
        counter.filter.digits_are_keys = True
        counter.field.setFocus()

        counter.burst("140789\r")

        assert counter.field.text() == "140789"
        assert counter.scans == []
        assert list(counter.filter.recent) == []

    def test_a_badge_is_a_scan_all_the_same(self, counter: Counter) -> None:
        counter.filter.digits_are_keys = True

        counter.burst("B-140789\r")

        assert counter.scans == ["B-140789"]


class TestStall:
    @pytest.mark.parametrize("stall_ms", [GAP_MS + 2, GAP_MS * 3 // 2, GAP_MS * 3])
    def test_does_not_tear_a_scan_apart(self, counter: Counter, stall_ms: int) -> None:
        counter.burst(EAN[:6])
        # The program is busy for longer than the gap; the rest is queued behind the timer.
        QTest.qSleep(stall_ms)
        rest = QTimer(counter.window, singleShot=True, interval=0)
        rest.timeout.connect(lambda: counter.burst(f"{EAN[6:]}\r"))
        rest.start()
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, GAP_MS)

        assert counter.scans == [EAN]

    def test_takes_no_scan_without_a_suffix_for_typed(
        self, counter: Counter, silence: Callable[[], None]
    ) -> None:
        counter.field.setFocus()

        counter.burst(EAN)
        counter.now_ms += HUMAN_MS
        counter.burst("76100000")  # no turn of the event loop came in between
        silence()

        assert (counter.scans, counter.field.text()) == ([EAN, "76100000"], "")

    def test_lets_no_command_overtake_what_was_typed_before_it(
        self, counter: Counter, silence: Callable[[], None]
    ) -> None:
        ran: list[str] = []
        shortcut = QShortcut(QKeySequence("F3"), counter.window)
        shortcut.activated.connect(lambda: ran.append(counter.field.text()))
        counter.field.setFocus()

        QTest.keyClick(counter.handle, Qt.Key.Key_1)
        QTest.qSleep(2 * GAP_MS)
        QTest.keyClick(counter.handle, Qt.Key.Key_F3)
        silence()

        assert ran == ["1"]

    def test_takes_no_rest_of_a_scan_for_typed(
        self, counter: Counter, silence: Callable[[], None]
    ) -> None:
        counter.field.setFocus()

        counter.burst("ABCD1234\r-")
        counter.by_hand("5")
        silence()

        assert (counter.scans, counter.field.text()) == (["ABCD1234"], "5")


def test_what_an_input_method_writes_stands_behind_what_was_typed_before(
    counter: Counter, silence: Callable[[], None]
) -> None:
    counter.field.setFocus()
    accent = QInputMethodEvent()
    accent.setCommitString("é")

    counter.by_hand("caf")
    QCoreApplication.sendEvent(counter.field, accent)
    silence()

    assert counter.field.text() == "café"


def test_an_input_method_that_says_nothing_tears_no_scan_apart(counter: Counter) -> None:
    counter.field.setFocus()

    counter.burst(EAN[:6])
    QCoreApplication.sendEvent(counter.field, QInputMethodEvent())
    counter.burst(EAN[6:] + "\r")

    assert (counter.scans, counter.field.text()) == ([EAN], "")


def test_space_presses_a_button(counter: Counter, silence: Callable[[], None]) -> None:
    counter.pay.setFocus()

    QTest.keyClick(counter.handle, Qt.Key.Key_Space)  # down and up before the gap is over
    silence()

    assert (counter.clicks, counter.pay.isDown()) == (1, False)


def test_a_key_for_a_window_that_is_gone_is_dropped(
    counter: Counter, silence: Callable[[], None]
) -> None:
    dialog = QLineEdit()
    dialog.show()
    handle = dialog.windowHandle()
    assert handle is not None
    QTest.keyClick(handle, Qt.Key.Key_A)
    shiboken6.delete(dialog)
    silence()

    assert counter.field.text() == ""


def test_a_key_is_seen_once(counter: Counter) -> None:
    counter.field.setFocus()

    counter.by_hand("a")
    counter.filter.flush()

    assert counter.field.text() == "a"


def test_a_click_is_none_of_its_business(counter: Counter) -> None:
    QTest.mouseClick(counter.pay, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))

    assert counter.clicks == 1


class TestRecent:
    def test_tells_the_longest_wait_and_the_key_at_the_end(self, counter: Counter) -> None:
        for char, after_ms in zip("4006381333931\r", [5] * 6 + [23] + [5] * 7, strict=True):
            counter.key(char, after_ms=after_ms)

        assert counter.filter.recent[-1] == RawScan("4006381333931", 23, "Enter")

    def test_counts_the_wait_for_the_key_at_the_end(self, counter: Counter) -> None:
        counter.burst("40063813")
        counter.key("\r", after_ms=35)

        assert counter.filter.recent[-1] == RawScan("40063813", 35, "Enter")

    def test_hears_a_slow_scanner_where_the_gap_is_wide(self, counter: Counter) -> None:
        counter.filter.gap_ms = 150

        for char in "4006381333931\r":
            counter.key(char, after_ms=120)

        assert counter.scans == ["4006381333931"]
        assert counter.filter.recent[-1].gap_ms == 120

    def test_knows_a_scanner_without_a_key_at_the_end(self, counter: Counter, qtbot: QtBot) -> None:
        counter.burst("4006381333931")
        qtbot.waitUntil(lambda: bool(counter.scans))

        assert counter.filter.recent[-1] == RawScan("4006381333931", 1, "")

    def test_begins_with_the_gap_that_most_scanners_have(self) -> None:
        assert GAP_MS == GAP_MS_DEFAULT
