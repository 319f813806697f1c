"""Which of the parts taken already is highlighted: the one that a key would give back."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot


class TenderList(QObject):
    """The last one, unless another was chosen.

    Signals:
        changed: Emitted when another one is highlighted.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._count = 0
        self.selected = -1

    def renew(self, count: int) -> None:
        self._count = count
        self.selected = count - 1

    @Slot(int)
    def select(self, index: int) -> None:
        if 0 <= index < self._count:
            self.selected = index
            self.changed.emit()

    def move_by(self, rows: int) -> None:
        self.select(self.selected + rows)
