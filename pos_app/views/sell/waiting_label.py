"""How many scans wait behind a question: "2 waiting"."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLabel

from pos_app.viewmodels.sell.waiting_scans import WaitingScans
from pos_app.views.shared.controls import say


class WaitingLabel(QLabel):
    """Keeps its line free when nothing waits, so that nothing moves under the finger."""

    def __init__(self, waiting: WaitingScans, *, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        say(self, "role", "warning")
        waiting.changed.connect(self._show)
        self._show(0)

    @Slot(int)
    def _show(self, count: int) -> None:
        self.setText(self.tr("%n scans waiting", "", count) if count else " ")
