"""What stands around every screen: the store, the time, and what is out of order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from pos_app.domain.store import StoreProfile

if TYPE_CHECKING:  # the first paint does not wait for them
    from pos_app.services.ports import Clock, Formats

TICK_MS: Final = 5_000


class FrameViewModel(QObject):
    """What its screen shows.

    Signals:
        clock_changed: Emitted with the time of day, once a minute.
        notice_changed: Emitted with what is out of order, such as the printer, or nothing: what
            fits into the bar, and all of it.
    """

    clock_changed = Signal(str)
    notice_changed = Signal(str, str)

    def __init__(
        self,
        *,
        profile: StoreProfile,
        clock: Clock,
        formats: Formats,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._formats = formats
        self.store = f"{profile.name} · {profile.terminal}"
        self.clock_text = ""
        self._notices: dict[str, str] = {}
        self.training_text = self._training(profile)
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.timeout.connect(self._tick)

    @Slot()
    def start(self) -> None:
        """Begin to show the time; not before the first paint, since it loads the formats."""
        self._timer.start()
        self._tick()

    @Slot(str, bool)
    def show_printer(self, words: str, is_problem: bool) -> None:
        self.show_notice("printer", words if is_problem else "")

    def show_notice(self, about: str, words: str) -> None:
        """Say what is out of order with one thing, or nothing when it works again."""
        if words:
            self._notices[about] = words
        else:
            self._notices.pop(about, None)
        all_words = list(self._notices.values())
        short = _first_sentence(all_words[0]) if all_words else ""
        more = f" (+{len(all_words) - 1})" if all_words[1:] else ""
        self.notice_changed.emit(short + more, "\n".join(all_words))

    @Slot()
    def _tick(self) -> None:
        text = self._formats.time(self._clock.now())
        if text != self.clock_text:
            self.clock_text = text
            self.clock_changed.emit(text)

    def _training(self, profile: StoreProfile) -> str:
        if profile.demo:
            return self.tr("DEMO STORE – nothing here is a real sale")
        if profile.practice:
            return self.tr("PRACTICE STORE – nothing here is a real sale")
        return ""


def _first_sentence(words: str) -> str:
    first, dot, _rest = words.partition(". ")
    return first + dot.strip()
