"""A burst of keys is a scan, wherever the focus is; everything slower is typed by hand."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from PySide6.QtCore import QCoreApplication, QElapsedTimer, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QKeySequence, QShortcut, QWindow
from PySide6.QtWidgets import QApplication, QWidget

from pos_app.viewmodels.shared.raw_scan import RawScan

GAP_MS: Final = 40
MACHINE_MS: Final = 10
"""Between two keys of a scanner; nobody types so fast, and hardly a program does."""
LENGTH_MIN: Final = 4
LENGTH_MIN_WITHOUT_SUFFIX: Final = 8
LENGTH_MAX: Final = 8_192
"""No code is longer; what is, was not typed either."""
QUIET_AFTER_SCAN_MS: Final = 150
RAW_KEPT: Final = 20

_SUFFIXES: Final = {
    Qt.Key.Key_Return: "Enter",
    Qt.Key.Key_Enter: "Enter",
    Qt.Key.Key_Tab: "Tab",
}
_FNC1: Final = "\x1d"
_KEY_EVENTS: Final = (
    QEvent.Type.KeyPress,
    QEvent.Type.KeyRelease,
    QEvent.Type.ShortcutOverride,
)
_MODIFIERS: Final = (
    *(Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr),
    *(Qt.Key.Key_Meta, Qt.Key.Key_CapsLock, Qt.Key.Key_NumLock),
)
_WITH_COMMAND: Final = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)


class _Suffix:
    """The last key that ended a burst."""

    def __init__(self) -> None:
        self._stamp = 0
        self._since = QElapsedTimer()

    def mark(self, event: QKeyEvent) -> None:
        self._stamp = event.timestamp()
        self._since.start()

    def is_recent(self, gap_ms: int) -> bool:
        return self._since.isValid() and self._since.elapsed() <= gap_ms

    def is_followed_by(self, event: QKeyEvent, gap_ms: int) -> bool:
        is_soon = 0 <= event.timestamp() - self._stamp <= gap_ms
        return self._since.isValid() and is_soon and not event.isAutoRepeat()


class _Rest:
    """What still comes of a code that was too long."""

    def __init__(self) -> None:
        self._stamp: int | None = None

    def begin(self, event: QKeyEvent) -> None:
        self._stamp = event.timestamp()

    def has(self, event: QKeyEvent, gap_ms: int) -> bool:
        """Whether the key is of it; a gap ends it, a key that lies on the keyboard does not."""
        if self._stamp is None:
            return False
        if not 0 <= event.timestamp() - self._stamp <= gap_ms:
            self._stamp = None
        elif not event.isAutoRepeat():
            self._stamp = event.timestamp()
        return self._stamp is not None


class ScannerFilter(QObject):
    """Installed on the application: holds keys back for the gap, then scans or replays them.

    Inside a burst, keys that are no text (F12, Ctrl+R, Alt and digits: what scanners make of
    control characters) are held with it. If it is a scan they are dropped, as a barcode must not
    drive the till; if it was typed they do what they are for. One in front of the burst cannot be
    told from a key pressed by hand.

    A code may have line ends inside it, and every one of them looks like the suffix. What follows
    a suffix within the gap is of the same code: it is a scan of its own if it is long enough, and
    dropped if not, for "-" or Enter alone would drive the till. Nobody presses keys so fast.
    The first part may be a short one too: at the speed of a machine its Enter is held with it, and
    both are dropped if more of the code follows.

    Gaps are measured by the events' own time stamps: after a stall, keys typed by hand arrive
    all at once, and must not become a scan.

    A key that repeats while a burst comes is held down elsewhere: something lies on the keyboard.

    Signals:
        scanned: Emitted with the text of a burst, without its suffix.
        used: Emitted at every key, whatever comes of it: somebody is there.
    """

    scanned = Signal(str)
    used = Signal()

    def __init__(self, parent: QObject, *, gap_ms: int = GAP_MS) -> None:
        super().__init__(parent)
        self.gap_ms = gap_ms
        self.length_min = LENGTH_MIN
        self.digits_are_keys = False
        """On a PIN field: a badge begins with a letter, so a digit is never held back."""
        self.recent: deque[RawScan] = deque(maxlen=RAW_KEPT)
        """The last raw inputs, for a page that tests the scanner; never while a PIN is typed."""
        self.keeps_recent = True
        """Not while a customer's phone is scanned: what it shows pays."""
        self.continues = False
        """Whether what was scanned last is a further line of the code before it."""
        self._held: list[QKeyEvent] = []
        self._released: list[QKeyEvent] = []
        self._window: QWindow | None = None
        self._last_stamp = 0
        self._suffix = _Suffix()
        self._rest = _Rest()
        self._is_same_code = False
        self._is_replaying = False
        self._was_silent = False
        self._since_scan = QElapsedTimer()
        self._since_key = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._on_silence)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        # Every key passes twice, for the window and for the focus widget: the first one counts.
        # Of all that happens in the window few are keys: the kind of object says so for less.
        if not isinstance(event, QKeyEvent) or event.type() not in _KEY_EVENTS:
            if self._held and isinstance(event, QInputMethodEvent) and _writes(event):
                self._settle()  # what was typed before it stands before it
            return False
        if self._is_replaying:
            return False
        self.used.emit()
        if event.type() is QEvent.Type.ShortcutOverride:
            return self._keep_from_shortcuts(event)
        if not isinstance(watched, QWindow):
            return False
        if event.type() is QEvent.Type.KeyRelease:
            if self._held:
                self._released.append(event.clone())
            return bool(self._held)
        return self._take(watched, event)

    @property
    def is_holding(self) -> bool:
        """Whether a key now could be taken for a part of what was scanned."""
        return bool(self._held) or self._suffix.is_recent(self.gap_ms)

    @property
    def is_quiet(self) -> bool:
        """Whether an Enter alone is again one that was pressed by hand.

        A scanner that sends CR and LF ends its scan twice; the second must not pay.
        """
        return not (self._since_scan.isValid() and self._since_scan.elapsed() < QUIET_AFTER_SCAN_MS)

    def flush(self) -> None:
        """Hand the held keys on as what they are: typed."""
        self._timer.stop()
        held, self._held = self._held, []
        released, self._released = self._released, []
        window = self._window
        self._is_replaying = True
        try:
            for event in [*held, *released] if held else ():
                is_command = event.type() is QEvent.Type.KeyPress and not _is_text(event)
                if is_command and _run_shortcut(event):
                    continue
                # What the key before did may have closed the window.
                if window is not None and window in QApplication.allWindows():
                    QCoreApplication.sendEvent(window, event)
        finally:
            self._is_replaying = False

    def _keep_from_shortcuts(self, event: QKeyEvent) -> bool:
        """Accepted here, the key comes again as one that `_take` will hold."""
        self._settle_before(event)
        if self._rest.has(event, self.gap_ms):
            event.accept()
            return True
        is_command = self._is_inside_burst(event) and not self._may_be_scanned(event)
        if is_command:
            event.accept()
        return is_command

    def _is_inside_burst(self, event: QKeyEvent) -> bool:
        return bool(self._held) and not event.isAutoRepeat()

    def _take(self, window: QWindow, event: QKeyEvent) -> bool:
        """Say whether the key is held back or swallowed."""
        self._settle_before(event)
        if self._rest.has(event, self.gap_ms):
            self._suffix.mark(event)
            return event.key() not in _MODIFIERS
        if self._held and event.isAutoRepeat():
            return True
        if _is_short_part(self._held) and event.key() not in _MODIFIERS:
            # There is more of it: what was held is no typing.
            self._held.clear()
        if _is_suffix(event):
            return self._end(event)
        if event.key() in _MODIFIERS:  # a scanner presses Shift for its capitals
            return False
        if not self._may_be_scanned(event) and not self._is_inside_burst(event):
            self.flush()
            return False
        if not self._held:
            self._is_same_code = self._suffix.is_followed_by(event, self.gap_ms)
            self._released.clear()
        self._window = window
        self._hold(event)
        return True

    def _may_be_scanned(self, event: QKeyEvent) -> bool:
        text = event.text()
        if not _is_text(event) or event.isAutoRepeat():
            return False
        if text == _FNC1:
            return bool(self._held)
        is_key = (
            self.digits_are_keys
            and text.isdigit()
            and not self._suffix.is_followed_by(event, self.gap_ms)
        )
        return bool(self._held) or not is_key

    def _end(self, event: QKeyEvent) -> bool:
        is_same_code = (
            self._is_same_code if self._held else self._suffix.is_followed_by(event, self.gap_ms)
        )
        if self._held or is_same_code:
            self._suffix.mark(event)
        if _length(self._held) >= self.length_min:
            self._emit(event)
            return True
        if is_same_code:
            self._timer.stop()
            self._held.clear()
            return True
        if self._held and _is_by_machine([*self._held, event]):
            # Too short for a scan, too fast for a hand: what comes next tells what it was.
            self._hold(event)
            return True
        is_suffix_alone = not self._held and event.key() != Qt.Key.Key_Tab
        if is_suffix_alone and not self.is_quiet:
            return True
        self.flush()
        return False

    def _hold(self, event: QKeyEvent) -> None:
        self._held.append(event.clone())
        self._last_stamp = event.timestamp()
        self._was_silent = False
        self._since_key.start()
        self._timer.start(self.gap_ms)
        if len(self._held) > LENGTH_MAX:
            # Nor does the rest of it drive the till.
            self._suffix.mark(event)
            self._rest.begin(event)
            self._held.clear()

    def _on_silence(self) -> None:
        if not self._was_silent:
            # Where the program was busy, the rest of the burst may wait behind this timer.
            self._was_silent = True
            was_busy = self._since_key.elapsed() > self.gap_ms + MACHINE_MS
            self._timer.start(MACHINE_MS if was_busy else 0)
        else:
            self._settle()

    def _settle_before(self, event: QKeyEvent) -> None:
        """Where the program was busy, the event may come before the silence that it broke."""
        if self._held and event.timestamp() - self._last_stamp > self.gap_ms:
            self._settle()

    def _settle(self) -> None:
        """There is no more of it."""
        if _length(self._held) >= max(self.length_min, LENGTH_MIN_WITHOUT_SUFFIX):
            self._emit()
        elif self._is_same_code:
            self._timer.stop()
            self._held.clear()
        else:
            self.flush()

    def _emit(self, suffix: QKeyEvent | None = None) -> None:
        self._timer.stop()
        text = "".join(event.text() for event in self._held if _is_text(event))
        if self.keeps_recent:
            self.recent.append(_raw_scan(text, self._held, suffix))
        self._held.clear()
        self._since_scan.start()
        self.continues = self._is_same_code
        self.scanned.emit(text)


def _is_text(event: QKeyEvent) -> bool:
    text = event.text()
    if text == _FNC1:
        return True
    return bool(text) and text.isprintable() and not event.modifiers() & _WITH_COMMAND


def _length(held: Sequence[QKeyEvent]) -> int:
    return sum(map(_is_text, held))


def _raw_scan(text: str, held: Sequence[QKeyEvent], suffix: QKeyEvent | None) -> RawScan:
    keys = held if suffix is None else [*held, suffix]
    gaps = (after.timestamp() - before.timestamp() for before, after in pairwise(keys))
    name = "" if suffix is None else _SUFFIXES[Qt.Key(suffix.key())]
    return RawScan(text, max(gaps, default=0), name)


def _writes(event: QInputMethodEvent) -> bool:
    """Qt sends empty ones where the focus goes on."""
    return bool(event.commitString() or event.preeditString())


def _is_short_part(held: Sequence[QKeyEvent]) -> bool:
    """A line end is held only behind a part that is too short for a scan."""
    return bool(held) and _is_suffix(held[-1])


def _is_suffix(event: QKeyEvent) -> bool:
    return event.key() in _SUFFIXES and not event.modifiers() & _WITH_COMMAND


def _is_by_machine(events: Sequence[QKeyEvent]) -> bool:
    return all(b.timestamp() - a.timestamp() <= MACHINE_MS for a, b in pairwise(events))


def _run_shortcut(event: QKeyEvent) -> bool:
    """Do what Qt would have done with the key, had it not been held back."""
    window = QApplication.activeWindow()
    pressed = QKeySequence(event.keyCombination())
    for shortcut in window.findChildren(QShortcut) if window is not None else ():
        owner = shortcut.parent()
        is_shown = isinstance(owner, QWidget) and owner.isVisible() and owner.isEnabled()
        if is_shown and shortcut.isEnabled() and shortcut.key() == pressed:
            shortcut.activated.emit()
            return True
    return False
