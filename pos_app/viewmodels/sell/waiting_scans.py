"""Scans that wait behind a question, and go on in their order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from pos_app.viewmodels.sell.questions import Ringing

WAITING_MAX: Final = 500


class WaitingScans(QObject):
    """`is_held` says whether they must wait still.

    Signals:
        changed: Emitted with the number of scans that wait.
    """

    changed = Signal(int)

    def __init__(
        self,
        parent: QObject,
        *,
        ring: Callable[[Ringing], None],
        is_held: Callable[[], bool],
    ) -> None:
        super().__init__(parent)
        self._ring = ring
        self._is_held = is_held
        self._scans: list[Ringing] = []
        self._turn = QTimer(self, singleShot=True, interval=0)
        self._turn.timeout.connect(self._next)

    def __len__(self) -> int:
        return len(self._scans)

    def add(self, one: Ringing) -> bool:
        """Say whether there was room for it: an order has no more lines either."""
        if len(self._scans) >= WAITING_MAX:
            return False
        self._scans.append(one)
        self.changed.emit(len(self._scans))
        return True

    def clear(self) -> None:
        self._scans.clear()
        self.changed.emit(0)

    def go_on(self) -> None:
        """One a turn of the event loop: a hundred of them hold up nobody."""
        if self._scans and not self._is_held():
            self._turn.start()

    def drain(self) -> None:
        """All of them now."""
        while self._scans:
            self._ring(self._scans.pop(0))
        self.changed.emit(0)

    @Slot()
    def _next(self) -> None:
        if self._scans and not self._is_held():
            one = self._scans.pop(0)
            self.changed.emit(len(self._scans))
            self._ring(one)
            self.go_on()
