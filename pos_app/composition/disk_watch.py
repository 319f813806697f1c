"""Look at the free space every minute, and say in the bar when it runs out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QTimer, Slot

from pos_app.domain.disk_space import worry_about
from pos_app.domain.errors import PosError
from pos_app.services.ports import Disk
from pos_app.tasks.runner import TaskRunner

EVERY_MS: Final = 60_000


class DiskWatch(QObject):
    def __init__(
        self,
        *,
        disk: Disk,
        tasks: TaskRunner,
        tell: Callable[[str], None],
        words: Callable[[PosError], str] = str,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._disk = disk
        self._tasks = tasks
        self._tell = tell
        self._words = words
        self.timer = QTimer(self, interval=EVERY_MS)
        self.timer.timeout.connect(self.look)
        self.timer.timeout.connect(self.keep_reserve)
        self.timer.start()

    @Slot()
    def look(self) -> None:
        self._tasks.submit(
            lambda: worry_about(self._disk.free_bytes()),
            on_success=self._show,
            on_failure=self._show,
        )

    @Slot()
    def keep_reserve(self) -> None:
        """Not at the start: whoever opens a till wants to sell."""
        self._tasks.submit(
            self._disk.keep_reserve, on_success=lambda _nothing: None, on_failure=self._show
        )

    def _show(self, worry: PosError | None) -> None:
        self._tell("" if worry is None else self._words(worry))
