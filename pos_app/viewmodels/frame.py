"""What stands around every screen: the store, the time, and what is out of order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from pos_app.domain.store import StoreProfile
from pos_app.viewmodels.status import PRINTER, SCANNER, StatusChips

if TYPE_CHECKING:  # the first paint does not wait for them
    from pos_app.services.ports import Clock, Formats

TICK_MS: Final = 5_000


class FrameViewModel(QObject):
    """What its screen shows.

    Signals:
        clock_changed: Emitted with the time of day, once a minute.
        renamed: Emitted when the store is called otherwise, or has another logo.
    """

    clock_changed = Signal(str)
    renamed = Signal()

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
        self.store = self.title = self.logo = ""
        self.name(profile)
        self.clock_text = ""
        self.status = StatusChips(now=self._time, parent=self)
        self.training_text = self._training(profile)
        self.is_copy = bool(profile.copy_of)
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.timeout.connect(self._tick)

    def name(self, profile: StoreProfile) -> None:
        store = f"{profile.name} · {profile.terminal}"
        if (store, profile.logo) != (self.store, self.logo):
            self.store, self.logo = store, profile.logo
            self.title = f"PRACTICE · {store}" if profile.copy_of else store
            self.renamed.emit()

    @Slot()
    def start(self) -> None:
        """Begin to show the time; not before the first paint, since it loads the formats."""
        self._timer.start()
        self._tick()

    @Slot(str, bool)
    def show_printer(self, words: str, is_problem: bool) -> None:
        self.show_notice(PRINTER, words if is_problem else "")
        if not is_problem and words:
            self.status.show_well(PRINTER, words)

    @Slot(str)
    def show_scan(self, _code: str) -> None:
        """The only thing a scanner that types as a keyboard says of itself."""
        words = self.tr("The last scan came at {time}.").format(time=self._time())
        self.status.show_well(SCANNER, words)

    def show_notice(self, about: str, words: str) -> None:
        """Say what is out of order with one thing, or nothing when it works again."""
        self.status.show_trouble(about, words)

    def _time(self) -> str:
        return self._formats.time(self._clock.now())

    @Slot()
    def _tick(self) -> None:
        text = self._time()
        if text != self.clock_text:
            self.clock_text = text
            self.clock_changed.emit(text)

    def _training(self, profile: StoreProfile) -> str:
        if profile.copy_of:
            words = self.tr("PRACTICE – nothing here is a real sale · PIN of everybody: {pin}")
            return words.format(pin=profile.practice_pin)
        if profile.demo:
            return self.tr("DEMO STORE – nothing here is a real sale")
        if profile.practice:
            return self.tr("PRACTICE STORE – nothing here is a real sale")
        return ""
