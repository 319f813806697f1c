"""Lock a till that nobody uses; the order is kept, and a payment is never cut off."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QTimer, Slot

MS_PER_MINUTE: Final = 60_000
RETRY_MS: Final = 1_000


class AutoLock(QObject):
    """Runs from the last key, touch or scan, while somebody is signed in."""

    def __init__(
        self,
        *,
        minutes: Callable[[], int],
        lock: Callable[[], None],
        may_lock: Callable[[], bool],
        parent: QObject | None = None,
    ) -> None:
        """:param minutes: until it locks, as it is now; 0 is never"""
        super().__init__(parent)
        self._lock = lock
        self._may_lock = may_lock
        self._minutes = minutes
        self._is_used = False
        self._counted = 0
        """Of how many minutes it runs."""
        self.timer = QTimer(self, singleShot=True)
        self.timer.setObjectName("auto_lock")
        self.timer.timeout.connect(self._on_idle)

    @Slot(str)
    def show_person(self, name: str) -> None:
        """Somebody has signed in, or the till is locked."""
        self._is_used = bool(name)
        self.timer.stop()
        self.touch()

    @Slot()
    def touch(self) -> None:
        self._counted = minutes = self._minutes()
        if self._is_used and minutes:
            self.timer.start(minutes * MS_PER_MINUTE)

    @Slot()
    def renew(self) -> None:
        """Another number of minutes counts, from now on; the same one goes on."""
        if self._minutes() != self._counted:
            self.timer.stop()
            self.touch()

    @Slot()
    def _on_idle(self) -> None:
        if self._may_lock():
            self._lock()
        if self._is_used:  # what keeps it from being locked is over soon
            self.timer.start(RETRY_MS)
