"""What is said of a wrong PIN or badge, and the seconds until the next try."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot

from pos_app.domain.badge import UnknownBadgeError
from pos_app.domain.errors import PosError
from pos_app.domain.staff import LockedOutError, WrongPinError
from pos_app.viewmodels.shared.words import CONTEXT
from pos_app.viewmodels.sign_in.countdown import Countdown


class Refusals(QObject):
    """No PIN is taken while `seconds_left` run down; badges have one of their own.

    Signals:
        told: Emitted with a sentence, or nothing.
    """

    told = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wait = Countdown(self)
        self._wait.changed.connect(self._show_wait)

    @property
    def seconds_left(self) -> int:
        return self._wait.left

    def tell(self, error: PosError, *, is_badge: bool) -> None:
        match error:
            case UnknownBadgeError() | LockedOutError() if is_badge:
                self._tell_badge(int(str(error.values["wait_s"])))
            case WrongPinError() | LockedOutError() if error.values["wait_s"]:
                self.wait(int(str(error.values["wait_s"])))
            case WrongPinError():
                left = int(str(error.values["tries_left"])) + 1
                self.told.emit(self.tr("Wrong PIN, %n tries left", "", left))
            case _:
                sentence = QCoreApplication.translate(CONTEXT, type(error).text)
                self.told.emit(sentence.format(**error.values))

    def wait(self, seconds: int) -> None:
        """Count down on screen from here; nothing ends what was told before."""
        self._wait.start(seconds)

    def _tell_badge(self, seconds: int) -> None:
        words = self.tr("Nobody here has this badge")
        if seconds:
            words = self.tr("Unknown badge. The next one in {wait}").format(wait=_clock(seconds))
        self.told.emit(words)

    @Slot(int)
    def _show_wait(self, seconds: int) -> None:
        words = self.tr("Wrong PIN. Try again in {wait}").format(wait=_clock(seconds))
        self.told.emit(words if seconds else "")


def _clock(seconds: int) -> str:
    minutes, rest = divmod(seconds, 60)
    return f"{minutes}:{rest:02d}"
