"""A key pressed twice must not confirm what its first press has just asked."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QElapsedTimer

DOUBLE_TAP_MS: Final = 400


class DoubleTap:
    def __init__(self) -> None:
        self._since = QElapsedTimer()

    def begin(self) -> None:
        self._since.start()

    def end(self) -> None:
        self._since.invalidate()

    @property
    def is_on(self) -> bool:
        """Whether a press now may be the second half of one."""
        return self._since.isValid() and self._since.elapsed() < DOUBLE_TAP_MS
